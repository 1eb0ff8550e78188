# The demo site, as a reader sees it: every page whole, every number there,
# every link leading somewhere.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;

my $site = "$TreatyConfig::SRCDIR/conf/demo/site";
my %documents;

for my $path (sort glob "$site/*") {
    my ($name) = $path =~ m{([^/]+)\z};
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    $documents{$name} = scalar <$file>;
}
# The others are pieces that pages take in.
my @pages = grep { $documents{$_} =~ /<html\b/i } sort keys %documents;

# The addresses that a page leads to on this server.
sub links_of {
    my ($page, $text) = @_;
    my %seen;

    for my $link ($text =~ /<\w[^<>]*\b(?:href|src)="([^"]*)"/g) {
        next if $link =~ m{\A(?:[a-z]+:|//)};
        my ($path, $fragment) = split /#/, $link, 2;
        $path = "/$page" if $path eq '';
        $path =~ s{\A\./}{};
        $path = "/$path" unless $path =~ m{\A/};
        $seen{ $path . (defined $fragment ? "#$fragment" : '') }++;
    }
    return sort keys %seen;
}

sub page_is_whole {
    my ($httpd, $name) = @_;
    my $answer = $httpd->get("/$name");
    my $text   = $answer->{content};
    my %ids;

    is $answer->{status}, 200, "$name is served";
    like $text, qr{</html>\s*\z}, 'to its end';
    ok $text =~ /<data [^>]*value="\d+"/, 'with numbers';
    is_deeply [$text =~ /\[an error occurred|<!--#|\{\{|\(none\)/g], [],
        'with nothing left that should have been replaced';
    is_deeply [$text =~ /<(?:data|time)\b[^>]*="(?:|[^\w"][^"]*)" title/g], [],
        'with no number or day that is none';
    is_deeply [$text =~ /<style|\bstyle=|<script(?! src=)|\bon\w+=/g], [],
        'without what its content policy forbids';
    $ids{$_}++ for $text =~ /<\w[^<>]*\bid="([^"]+)"/g;
    is_deeply [grep { $ids{$_} > 1 } sort keys %ids], [],
        'and no id comes twice';
    return $text;
}

sub links_lead_somewhere {
    my ($httpd, $page, $text) = @_;

    for my $link (links_of($page, $text)) {
        my ($path, $fragment) = split /#/, $link, 2;
        my $answer = $httpd->get($path);
        is $answer->{status}, 200, "$page: $link is there";
        like $answer->{content}, qr/\bid="\Q$fragment\E"/, 'with its place'
            if defined $fragment;
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    my %text = map { $_ => page_is_whole($httpd, $_) } @pages;

    links_lead_somewhere($httpd, $_, $text{$_}) for @pages;
    is $httpd->get('/')->{content} =~ s/treaty-\d+//gr,
        $text{'index.shtml'} =~ s/treaty-\d+//gr,
        'the front page is the index';
    like $text{'fact-sheet.shtml'} =~ s/<[^>]+>//gr, qr{
        105\s+105\s+121\s .* 42\s+46\s+169\s .* not\ said\s+44\s+168\s}xs,
        'the numbers of the sheet, of its day and of now stand in a row';
    like $text{'fact-sheet.shtml'}, qr/datetime="2003-01-23"/,
        'and the day on which it was in force for the United States';
    like $text{'embedding.shtml'}, qr/More than three in four/,
        'a variable decides what is shown';
    like $text{'embedding.shtml'}, qr/treaty-missing.*opsc/s,
        'a wrong id shows what a reader sees then';
    like $text{'embedding.shtml'},
        qr{<title>Embedding, with 169 consents in its title}, 'even a title';
    $httpd->expect_log(qr/TREATY0410: .*embedding\.shtml.*opsx/);
} documents => \%documents,
    config => qq(AddType image/svg+xml .svg\n);

done_testing;
