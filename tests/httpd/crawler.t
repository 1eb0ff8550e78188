# Every link that any answer holds leads to something: from the mount and from
# the API's root on, whatever the mount's path, with an origin and without.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatyHttpd;
use TreatyLinks;

# More than the sample has; who finds more has found a list without an end.
my $LINKS_MAX = 20_000;
my $TOLD_MAX  = 20;
my $WALKED    = 3;
# Of each language so many are walked.
my $WALKED_IN_EACH = 20;
my $FEW       = qr{(?:participants/|[?&]participant=)(?:usa|eu)\b};
# Each participant's page and record are walked; what these lead to is of one
# kind, and of each kind so many are.
my $OF_PARTICIPANT = qr{/participants/[a-z0-9-]+(?:\.json)?\z};
my $WALKED_OF_KIND = 12;
# Pages in other languages lead to as many again: so many are asked for.
my $SPOKEN     = qr{[?&]lang=};
my $SPOKEN_MAX = 200;
my $ORIGIN    = 'https://treaties.example';

# A crawl: what is known by address, and what is still to be asked for.
sub crawl {
    my ($httpd, $origin, $mount, $is_brief) = @_;
    my %crawl = (httpd => $httpd, origin => $origin, base => "$origin$mount",
        is_brief => $is_brief, known => {}, todo => [], faults => [],
        forms => {}, pages => {}, asked => 0);

    take(\%crawl, { to => "$origin$mount$_", in => 'the start' }, '')
        for '/', '/index.json';
    while (my $url = shift @{ $crawl{todo} }) {
        visit(\%crawl, $url);
        if ($crawl{asked} > $LINKS_MAX) {
            push @{ $crawl{faults} }, "more than $LINKS_MAX addresses";
            last;
        }
    }
    return \%crawl;
}

# What a page is sent by: a subject, and the page's own address, escaped so that
# no program takes a part of it for a header of its own.
sub check_letter {
    my ($crawl, $link, $from) = @_;
    my ($subject, $body) = $link->{to} =~ m{
        \A mailto:\?subject=([A-Za-z0-9._~%-]+)&body=([A-Za-z0-9._~%-]+)\z}x;

    $crawl->{letters}++;
    return blame($crawl, $link, $from, 'not as a letter is begun')
        if !defined $body;
    my $url = $body =~ s/%([0-9A-F]{2})/chr hex $1/ger;
    return blame($crawl, $link, $from, "leads to $url")
        if $url !~ m{\A\Q$crawl->{base}\E(?:[/?]|\z)};
    return;
}

sub blame {
    my ($crawl, $link, $from, $why) = @_;

    push @{ $crawl->{faults} }, "$from has $link->{to} in $link->{in}: $why";
    return;
}

# An address as it stands in an answer.
sub take {
    my ($crawl, $link, $from) = @_;
    my ($origin, $base) = @$crawl{qw(origin base)};
    my ($url, $part) = split /#/, $link->{to}, 2;

    $url = "$origin$url" if $link->{is_relative} && ($url // '') =~ m{\A/(?!/)};
    if (($url // '') eq '') {
        push @{ $crawl->{parts}{$from} }, $part if defined $part;
        return;
    }
    # Other sites: sources, and where a record has more of the same. And letters.
    return check_letter($crawl, $link, $from) if $url =~ /\Amailto:/;
    return if $url =~ m{\Ahttps?://[^/]} && $url !~ m{\A\Q$origin\E(?:/|\z)}
        || $url =~ m{\Ahttps?://} && $origin eq '';
    return blame($crawl, $link, $from, 'not below the mount')
        if $url !~ m{\A\Q$base\E(?:[/?]|\z)};
    return blame($crawl, $link, $from, 'not escaped')
        if $url =~ /[^A-Za-z0-9\-._~:\/?#\[\]\@!\$&'()*+,;=%]/;
    return if $crawl->{known}{$url};
    return if $url =~ $SPOKEN && $crawl->{spoken}++ >= $SPOKEN_MAX;
    $crawl->{known}{$url} = { from => $from, link => $link };
    push @{ $crawl->{todo} }, $url if !is_more_of_the_same($crawl, $url);
    return;
}

# Whether an address is one more of its kind. Of pages with one or two items,
# which only examples ask for, a few are walked, and of a record's page whose
# table is ordered or chosen in another way; at the further mounts, of the
# participants those that the records tell of most.
sub is_more_of_the_same {
    my ($crawl, $url) = @_;
    my ($path, $query) = split /\?/, $url, 2;
    my $pages = $query // '';

    return 1 if $pages =~ s/\bcursor=[^&]*// && $pages =~ /\blimit=[1-9]\b/
        && ++$crawl->{pages}{"$path?$pages"} > $WALKED;
    return 1 if ($query // '') =~ /\b(?:sort|state|cursor)=/
        && $path =~ m{/(treaties|participants)/[^/.]+\z}
        && ++$crawl->{tables}{$1} > 4 * $WALKED;
    # Each page has itself in each language, each list itself in each order
    # and narrowed by each of its facets.
    return 1 if $pages =~ /\blang=(\w+)/ && ++$crawl->{languages}{$1} > $WALKED_IN_EACH;
    return 1 if ($pages =~ tr/=//) > 2
        && ++$crawl->{narrowed}{ $pages =~ s/=[^&]*//gr } > $WALKED;
    return 0 if $url =~ m{$FEW} || $url !~ m{/participants/|[?&]participant=};
    return 1 if $crawl->{is_brief};
    return $url !~ $OF_PARTICIPANT && ++$crawl->{kinds}{
        $url =~ s{(participants/|participant=)[^/.?&@]+}{$1}r } > $WALKED_OF_KIND;
}

# Asks for an address; an alias leads on once.
sub visit {
    my ($crawl, $url) = @_;
    my $known  = $crawl->{known}{$url};
    my $path   = substr $url, length $crawl->{origin};
    my $answer = $crawl->{httpd}->get($path);

    $crawl->{asked}++;
    if ($answer->{status} == 308) {
        my $location = $answer->{headers}{location};
        my $moved = substr $location, length $crawl->{origin};
        $answer = $crawl->{httpd}->get($moved);
        $url = $location;
    }
    return blame($crawl, $known->{link}, $known->{from},
        "answered $answer->{status}") if $answer->{status} != 200;
    my ($type) = $answer->{headers}{'content-type'} =~ /\A([^;]+)/;
    $crawl->{forms}{$type}++;
    take($crawl, $_, $url) for links_of($answer, $crawl->{base});
    check_parts($crawl, $url, $answer) if $crawl->{parts}{$url};
    return;
}

# Links to a part of the page that they stand in.
sub check_parts {
    my ($crawl, $url, $answer) = @_;
    my %has = map { $_ => 1 } '', ids_of($answer->{content});

    for my $part (@{ $crawl->{parts}{$url} }) {
        push @{ $crawl->{faults} }, "$url has no part #$part" if !$has{$part};
    }
    return;
}

sub report {
    my ($crawl) = @_;
    my @faults = @{ $crawl->{faults} };
    my $known  = $crawl->{known};

    ok !@faults, "$crawl->{asked} addresses lead to something"
        or diag join "\n", scalar(@faults) . ' faults:',
        @faults[0 .. ($#faults < $TOLD_MAX ? $#faults : $TOLD_MAX - 1)];
    note join ', ', map {"$crawl->{forms}{$_} of $_"} sort keys %{ $crawl->{forms} };
    # A letter needs a whole address.
    $crawl->{origin} ne ''
        ? cmp_ok $crawl->{letters} // 0, '>', 20, 'pages can be sent by e-mail'
        : is $crawl->{letters} // 0, 0, 'no letter leads nowhere';
    ok $crawl->{forms}{$_}, "$_ is among them" for qw(text/html
        application/json text/csv application/atom+xml application/ld+json
        application/x-bibtex application/x-research-info-systems
        application/opensearchdescription+xml);
    for my $path ('/treaties/opsc', '/treaties/opsc.json',
        '/fact-sheets/2002-12-24-opsc', '/participants/usa.json',
        '/openapi.json')
    {
        ok $known->{"$crawl->{base}$path"}, "$path is found";
    }
    return;
}

my $elsewhere = <<"END";
<Location /data/treaty-reference>
    SetHandler treaty
    TreatyBase /data/treaty-reference
</Location>
<Location /far>
    SetHandler treaty
    TreatyBase /far $ORIGIN
</Location>
END

for_each_mpm {
    my ($httpd) = @_;
    my $is_brief = $httpd->mpm ne 'event';
    my $here = crawl($httpd, '', '/ref', $is_brief);

    report($here);
    # What a sanitizer looks for doesn't hang on where the mount is.
    return if $is_brief || $TreatyConfig::SANITIZER;
    for my $place (['', '/data/treaty-reference'], [$ORIGIN, '/far']) {
        my ($origin, $mount) = @$place;
        my $there = crawl($httpd, $origin, $mount, 1);
        report($there);
        my @lacking = grep { !$there->{known}{"$origin$mount$_"} }
            grep { !m{/participants/|participant=} || m{$FEW} }
            map { substr $_, length '/ref' } sort keys %{ $here->{known} };
        is_deeply \@lacking, [], "$origin$mount has what /ref has";
    }
} downloads => 1, config => "TreatyQueryTimeout 30s\n"
    . "MaxKeepAliveRequests 0\n$elsewhere";
done_testing;
