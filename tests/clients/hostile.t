# Hostile text in each field of the record is shown as text, in each view, page,
# format and language, and in each element of a page.
use strict;
use warnings;
use File::Temp 'tempdir';
use HTTP::Tiny;
use JSON::PP;
use Test::More;
use TreatyApi;
use TreatyConfig;
use TreatyCtl;
use TreatyHostile;
use TreatyHttpd;
use TreatyNode;
use TreatySource;

my $lacks = TreatyConfig::program('sqlite3') ? node_lacks(qw(parse5 sax))
    : 'no sqlite3';
plan skip_all => $lacks if $lacks;

my $JSON   = JSON::PP->new->utf8;
my $MARKER = 'xqzharmlesszqx';
# It begins as the harmless one, so that it is sorted like that.
my $long = 'xqz' . join '', map {
    "words and words, line $_; " . ($_ % 50 ? '' : '<p>')
} 1 .. 4000;
# So does this one, and both have a "chapter" in them, as numbers have.
my $BEGIN  = 'xqz-';
my %TEXT   = (
    markup => $BEGIN . q{</title></textarea><script>alert(1)</script>"><img src=x}
        . q{ onerror=alert(1)> ' onmouseover='alert(1)' `x` &lt;b&gt; &amp;amp;}
        . q{ &#60;i&#62; <svg/onload=alert(1)> --> ]]> <![CDATA[ <?php}
        . q{ <!--#exec cmd="id" --> <!--#include virtual="/" --> ${PATH}}
        . q( {{{title}}} {{#items}} {{> partials/head}} {{=<% %>=}} %s %n)
        . q( }, url = {https://example.org} \\} \\end{x} % # _ ^ $ & ~),
    script  => 'javascript:alert(document.domain)//',
    address => 'https://example.org/"><script>alert(1)</script>',
    bidi => "\xe2\x80\xae\xe2\x81\xa6abc\xe2\x80\x8f \xe2\x80\xac\xe2\x81\xa9"
        . " \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d 12 \xe2\x80\xad\xe2\x81\xa8",
    signs => "\xf0\x9f\x98\x80\xf0\xa0\x9c\x8e\xf4\x8f\xbf\xbd e\xcc\x81\xcc\x81"
        . " \xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf\xee\x80\x80\xc2\x85"
        . join('', map {chr} 1 .. 8, 11, 12, 14 .. 31, 127) . 'x',
    lines   => "one\ntwo\tthree",
    formula => '=HYPERLINK("https://example.org","x")',
    long    => $long,
);
cmp_ok length $long, '>=', 100_000, 'a long text is of 100 KB';

# Each view that there is, of each kind of record, and each address that the
# API's description has an example of.
sub addresses {
    my %ids = (
        treaties      => ['opsc@2002-12-24', 'ilo-c182'],
        participants  => ['usa@2002-12-24'],
        'fact-sheets' => ['2002-12-24-opsc'],
    );
    my %seen;

    for my $path (project_files(qr{^conf/templates/.*\.mustache\z})) {
        my ($folder, $view) = $path =~ m{([^/]+)/(\w+)\.mustache\z} or next;
        next if !$ids{$folder} || $view eq 'list';
        my $part = $view eq 'page' ? '' : "/$view";
        $seen{"/$folder/$_$part"} = 1 for @{ $ids{$folder} };
    }
    for my $path (keys %{ api_description()->{paths} }) {
        my $example = api_description()->{paths}{$path}{get}{'x-example'};
        # A picture cuts names: tests/httpd/pictures.t.
        next if $path =~ m{^/(?:assets|download|openapi|health|oembed)|\.svg\z};
        $seen{$example} = 1 if $example !~ /\{/;
    }
    $seen{$_} = 1 for '/treaties?q=protocol', '/treaties/opsx', '/search?q=crc',
        '/status?treaty=opsc,crc&participant=all',
        '/treaties.json?facets=subject,depositary',
        '/acts.csv', '/participants.csv', '/acts.json', '/treaties.csv';
    return sort keys %seen;
}

# What a sanitizer watches is the same in each of them.
my @ALL       = grep { $_ ne 'en' }
    map {m{(\w+)\.json\z}} project_files(qr{^conf/languages/.*\.json\z});
my @LANGUAGES = $TreatyConfig::SANITIZER ? ('ar') : @ALL;
my @formats = ('', ' format="plain"', ' format="iso"');

# Pages with every fact, and every view as an element.
sub pages {
    my $facts  = $JSON->decode(treatyctl_ok('facts', '--report', 'json'));
    my %record = (
        treaty      => 'id="opsc@2002-12-24"',
        pair        => 'id="opsc" participant="usa"',
        participant => 'participant="usa"',
        fact_sheet  => 'factsheet="2002-12-24-opsc"',
    );
    my %pages;

    for my $kind (keys %record) {
        $pages{"$kind.shtml"} = "<!DOCTYPE html>\n" . join '', map {
            my $fact = $_->{name};
            map {qq(<p><!--#treaty $record{$kind} fact="$fact"$_ --> end</p>\n)}
                @formats
        } @{ $facts->{$kind} };
    }
    $pages{'views.shtml'} = join "\n", '<!DOCTYPE html>',
        map {"<!--#treaty $_ view=\"box\" -->"}
        'id="opsc"', 'participant="usa"', 'factsheet="2002-12-24-opsc"',
        'id="opsx"';
    $pages{'include.shtml'} = "<!DOCTYPE html>\n"
        . '<!--#include virtual="/ref/treaties/opsc/statements" -->';
    # All of it in another language, in one page each.
    for my $language (@LANGUAGES) {
        $pages{"in-$language.shtml"} = join "\n", map {
            $pages{$_} =~ s/ -->/ lang="$language" -->/gr
                =~ s/(virtual="[^"]*)" lang="(\w+)"/$1?lang=$2"/gr
        } map {"$_.shtml"} sort(keys %record), 'views', 'include';
    }
    return %pages;
}

my $folder = tempdir(CLEANUP => 1);
chmod 0755, $folder;
my $full  = full_record($folder, \&treatyctl_ok);
my %pages = pages();
my @paths = map {"/ref$_"} addresses();
my @all   = (@paths, map {"/$_"} grep { !/^in-/ } sort keys %pages);
my @addresses = @all;

my $round = 0;

# Answers by address, of a record with a text in these columns; the bodies in
# files of a folder, for they are many.
sub answers {
    return answers_of(tampered($full, "$folder/tampered.db", @_));
}

sub answers_of {
    my ($path) = @_;
    my $httpd = TreatyHttpd->start(database => $path, documents => \%pages,
        config => "TreatyQueryTimeout 60s\nTreatyBase /ref https://treaties.example\n");
    my $bodies = "$folder/" . ++$round;
    my $client = HTTP::Tiny->new(timeout => 60, max_redirect => 0);
    my %answers;

    mkdir $bodies or die "$bodies: $!";
    for my $i (0 .. $#addresses) {
        my $answer = $client->get($httpd->url($addresses[$i]));
        open my $file, '>:raw', "$bodies/$i" or die "$bodies/$i: $!";
        print {$file} $answer->{content};
        close $file or die "$bodies/$i: $!";
        $answers{ $addresses[$i] } = { status => $answer->{status} + 0,
            type => $answer->{headers}{'content-type'} // '',
            body => "$bodies/$i" };
    }
    # A server that stops waits for who may ask again.
    undef $client;
    $httpd->allow_log(qr/TREATY0410|TREATY0401|TREATY0101/);
    $httpd->stop;
    return \%answers;
}

sub judged {
    my ($harmless, $hostile, $text, $marker) = @_;
    utf8::decode($text);
    return @{ node_json('hostile.js', $JSON->encode({
        marker => $marker // $MARKER, text => $text,
        pairs  => [map { {
            address => $_, harmless => $harmless->{$_},
            hostile => $hostile->{$_},
            # What is found in a long text is shown by a part of it.
            excerpt => m{/search} ? JSON::PP::true : JSON::PP::false,
        } } @addresses],
    })) };
}

my @columns = text_columns();
cmp_ok scalar @columns, '>=', 35, 'the record has fields for text';
my $harmless = answers($MARKER, 0, @columns);
my $same     = answers($MARKER, 0, @columns);
is_deeply [grep { $_->{fault} } judged($harmless, $same, $MARKER)], [],
    'what is the same is found to be';
is scalar(grep { $_->{status} != 200 && $_->{status} != 404 }
        values %$harmless), 0, 'each address is answered';

my $seen = answers($TEXT{markup}, 0);
cmp_ok scalar(grep { $_->{fault} } judged($harmless, $seen, $TEXT{markup})),
    '>=', @addresses / 2, 'a text that is missing is noticed';

for my $name (sort keys %TEXT) {
    my $is_long = $name eq 'long';
    my $hostile = answers($TEXT{$name}, $is_long, @columns);
    # What is no address isn't one in the place of an address either.
    my $marker = $name eq 'address' ? "https://example.org/$MARKER"
        : $name eq 'markup' ? "$BEGIN$MARKER" : $MARKER;
    my $other  = $is_long || $marker ne $MARKER
        ? answers($marker, $is_long, @columns) : $harmless;
    my @faults = grep { $_->{fault} }
        judged($other, $hostile, $TEXT{$name}, $marker);

    ok !@faults, "$name: a text like any other, at each address"
        or diag join "\n", map {"$_->{address}: $_->{fault}"}
        @faults[0 .. ($#faults < 9 ? $#faults : 9)];
    my @large = grep { -s $hostile->{$_}{body} > 16 * 1024 * 1024 }
        grep { !/\.csv/ } sort keys %$hostile;
    is_deeply \@large, [], "$name: of bounded size, what isn't streamed";
}

# The other languages say something else around the same texts: each address in
# each of them, and each fact and element.
{
    my $text = join ' ', @TEXT{qw(markup bidi signs)};

    is scalar @ALL, 5, 'there are five other languages';
    @addresses = ((map {"/in-$_.shtml"} @LANGUAGES), map {
        my $path = $_;
        map { $path . ($path =~ /\?/ ? '&' : '?') . "lang=$_" } @LANGUAGES
    } @paths);
    my @answers = map { answers($_, 0, @columns) } "$BEGIN$MARKER", $text;
    my @faults = grep { $_->{fault} } judged(@answers, $text, "$BEGIN$MARKER");
    ok !@faults, scalar @addresses . ' addresses in other languages: a text like any other'
        or diag join "\n", map {"$_->{address}: $_->{fault}"}
        @faults[0 .. ($#faults < 9 ? $#faults : 9)];
    is_deeply [grep { $answers[1]{$_}{status} !~ /\A(?:200|404)\z/ } @addresses], [],
        'and all of them are answered';
}

# By the front door: a record file that is imported.
@addresses = @all;
{
    my @answers = map {
        answers_of(imported($folder, "$folder/imported.db", \&treatyctl_ok,
            $_, 0, @columns))
    } "$BEGIN$MARKER", $TEXT{markup};
    my @faults = grep { $_->{fault} }
        judged(@answers, $TEXT{markup}, "$BEGIN$MARKER");

    ok !@faults, 'a record file brings such a text and no harm'
        or diag join "\n", map {"$_->{address}: $_->{fault}"} @faults;
}

# What can't be any text - codes, days, the names of records - is nothing live
# either, where somebody has changed the file.
for my $is_slug (0, 1) {
    my @others = grep { $is_slug == ($_->[1] =~ /slug|folded/) } other_columns();
    my $hostile = answers($TEXT{markup}, 1, @others);
    my @faults  = grep { $_->{fault} } judged({}, $hostile, $TEXT{markup});

    ok !@faults, scalar @others . ' other fields have nothing live in them'
        or diag join "\n", map {"$_->{address}: $_->{fault}"} @faults;
    is_deeply [grep { $hostile->{$_}{status} == 500 } @all], [],
        'and are answered';
}
done_testing;
