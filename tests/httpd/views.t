# What each view shows, by address and by element: structure, links, ids, days;
# of records that are whole, empty, hostile, and huge.
use strict;
use warnings;
use Test::More;
use TreatyBodies;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;

my $DAY = '2002-12-24';
my @VIEWS = qw(box line participants timeline statements citation history
    family texts);
my $HOSTILE = q{<b onclick="x">&'"{{{x}}}<!--#exec cmd="id" -->};

sub html {
    my ($httpd, $path) = @_;
    my $answer = $httpd->get("/ref/$path");

    is $answer->{status}, 200, "$path is shown";
    is body_fault('text/html', $answer->{content}), '', 'as markup that is whole';
    return $answer->{content};
}

# The cells of a table's body, without markup, as "a|b|c".
sub rows_of {
    my ($text) = @_;
    my ($body) = $text =~ m{<tbody>(.*?)</tbody>}s or return;

    return map {
        join '|', map { s/<[^>]+>/ /gr =~ s/\s+/ /gr =~ s/\A | \z//gr }
            m{<t[hd][^>]*>(.*?)</t[hd]>}gs
    } $body =~ m{<tr[^>]*>(.*?)</tr>}gs;
}

# Ids are each there once, and links within lead to one.
sub ids_are_right {
    my ($text, $name) = @_;
    my @ids = $text =~ /<\w[^<>]*\sid="([^"]+)"/g;
    my %seen;

    is_deeply [grep { $seen{$_}++ } @ids], [], "$name: no id stands twice";
    is_deeply [grep { !$seen{$_} } $text =~ /href="#([^"]+)"/g], [],
        "$name: what leads within leads somewhere";
    return scalar @ids;
}

sub each_view {
    my ($httpd) = @_;

    for my $view (@VIEWS) {
        for my $id ('opsc', "opsc\@$DAY", 'ilo-c182', 'bare', 'rich',
            'opsc@1999-01-01') {
            my $text = html($httpd, "treaties/$id/$view");
            ids_are_right($text, "$id/$view");
            like $text, qr/\A<(?:section|p) class="treaty-[^>]* lang="en" dir="ltr"/,
                'its root has a language and a direction';
        }
    }
    for my $view (qw(box treaties)) {
        ids_are_right(html($httpd, "participants/$_/$view"), "$_/$view")
            for 'usa', "usa\@$DAY", 'nobody', 'odd';
    }
    html($httpd, "fact-sheets/2002-12-24-opsc/$_") for qw(box claims);
    return;
}

sub the_box {
    my ($httpd) = @_;
    my $text = html($httpd, 'treaties/crc/box');

    like $text, qr{has protocol</dt>\s*<dd[^>]*><a [^>]*href="/ref/treaties/opsc"},
        'a box tells what leads to its treaty';
    like $text, qr{Languages</dt>\s*<dd[^>]*>Arabic, Chinese, English, French,}s,
        'and in which languages it is authentic';
    unlike html($httpd, 'treaties/crc@2000-01-01/box'), qr/has protocol/,
        'but not what came later';
    like html($httpd, 'treaties/bare/box'), qr/not recorded/,
        'one without anything says so';
    return;
}

sub the_line {
    my ($httpd) = @_;
    my $text = html($httpd, "treaties/opsc\@$DAY/line");

    like $text, qr{\A<p [^>]*>.*Signatures: <data value="105">105</data>; .*<data value="46">46</data>.*datetime="$DAY".*</p>\s*\z}s,
        'a line has its numbers and its day';
    unlike $text, qr{<(?:div|section|ul|h\d)}, 'and no blocks';
    return;
}

sub the_table_of_participants {
    my ($httpd) = @_;
    my $at   = "treaties/opsc\@$DAY";
    my $text = html($httpd, "$at/participants");
    my $data = $httpd->json("/ref/$at/participants.json");
    my @rows = rows_of($text);

    is scalar @rows, $data->{total}, 'a row a participant';
    like $rows[0], qr/^Afghanistan\|\|19 September 2002 accession\|19 October 2002\|in force\z/,
        'with its days and its state';
    like $text, qr{<th scope="col" aria-sort="ascending"><a [^>]*sort=-name\#treaty-participants">Participant</a>},
        'it says how it is ordered, and leads to the other direction';
    my ($all) = $text =~ m{href="([^"]*)" aria-current="true">All <data[^>]*>(?:117)<};
    is $all, "/ref/$at#treaty-participants", 'all of them are counted';
    my ($some) = $text =~ m{href="([^"]*)">signatory <data [^>]*value="71"};
    is $some, "/ref/$at?state=signatory#treaty-participants", 'and each state';

    for my $query ('sort=-signed_on', 'state=signatory&sort=signed_on',
        'state=consented,in_force&sort=-in_force_on', 'sort=state',
        'sort=-name', 'state=withdrawn') {
        my @shown = map { s/\|.*//r }
            rows_of(html($httpd, "$at/participants?$query"));
        my @items = map { $_->{participant}{name} } @{
            $httpd->json("/ref/$at/participants.json?$query")->{items} };
        my @cells = map { (split /,/)[1] =~ tr/"//dr } grep { $_ }
            (split /\r\n/, $httpd->get("/ref/$at/participants.csv?$query")
                ->{content})[1 .. @items];
        @shown = () if @shown == 1 && $shown[0] =~ /^No participant/;
        is_deeply [map { s/ (?:organisation|territory)\z//r } @shown], \@items,
            "$query: the page and the data agree";
        utf8::decode($_) for @cells;
        is_deeply [map { /^\W/ ? 1 : $_ } grep { !/,/ } @cells],
            [grep { !/,/ } @items], "$query: and the table";
    }
    my @down = grep { $_ } map { $_->{signed_on} } @{ $httpd->json(
        "/ref/$at/participants.json?sort=-signed_on")->{items} };
    is_deeply \@down, [reverse sort @down], 'downwards is downwards';
    my @known = map { defined $_->{signed_on} ? 1 : 0 } @{ $httpd->json(
        "/ref/$at/participants.json?sort=-signed_on")->{items} };
    is_deeply \@known, [reverse sort @known], 'what is not known comes last';

    is $httpd->get("/ref/$at/participants?sort=height")->{status}, 400,
        'an order that is none is refused';
    is $httpd->get("/ref/$at/participants.json?sort=title")->{status}, 400,
        'and one of another table';
    return;
}

# The page at the mount shows the table as the links ask.
sub sorting_leads_to_the_page {
    my ($httpd) = @_;
    my $text = html($httpd, "treaties/opsc\@$DAY");
    my $page = html($httpd,
        "treaties/opsc\@$DAY?state=signatory&sort=-signed_on");
    my ($table) = $page =~ m{id="treaty-participants">(.*?)</section>}s;

    ids_are_right($text, 'the page');
    is scalar(my @rows = rows_of($table)), 71, 'a page is chosen by state';
    like $table, qr/aria-sort="descending"><a [^>]*>Signed</, 'and ordered';
    like $page, qr{<main[^>]*>.*<nav class="treaty-contents".*</main>}s,
        'it has a way to each part';
    my $answer = $httpd->get("/ref/treaties/opsc\@$DAY?sort=-signed_on");
    my ($json) = $answer->{headers}{link} =~ /<([^>]*\.json[^>]*)>; rel="alternate"/;
    is $json, "/ref/treaties/opsc\@$DAY.json",
        'the data of the page takes no order';
    is $httpd->get($json)->{status}, 200, 'and is there';
    return;
}

sub notes_of_the_table {
    my ($httpd) = @_;
    my $text = html($httpd, 'treaties/rich/participants');
    my @refs = $text =~ m{<a class="treaty-note-link" id="([^"]+)" href="#([^"]+)"}g;
    my @notes = $text =~ m{<li class="treaty-note" id="([^"]+)".*?href="#([^"]+)"}gs;

    is scalar(@notes), scalar(@refs), 'each note is led to';
    cmp_ok scalar(@notes), '>=', 8, 'and there are some';
    is_deeply { map { @notes[$_ + 1, $_] } grep { $_ % 2 == 0 } 0 .. $#notes },
        { @refs }, 'and each leads back to its place';
    like $text, qr{Odd Land</b>:\s+withdrawal, <time datetime="2010-01-01".*takes effect <time datetime="2011-01-01"},
        'a withdrawal is told with its day';
    like $text, qr{other, .*; Application: “10 Dec 1999”},
        'an act of another column with its cell';
    like $text, qr{href="/ref/treaties/rich\#treaty-statement-2">Statements: 2<},
        'statements lead to the first of them';
    like $text, qr{listed as “Oddland”}, 'and another name that is listed';
    like $text, qr{The Union</a> <span class="treaty-mark">organisation<},
        'an organisation is marked';
    unlike $text, qr{Odd Land</a> <span class="treaty-mark">}, 'a State is not';
    my $one = html($httpd, 'treaties/rich/participants?state=signatory');
    is_deeply [$one =~ /class="treaty-note-number">(\d+)</g], [1],
        'notes are those of the rows that are shown';
    return;
}

sub statements_by_kind {
    my ($httpd) = @_;
    my $text = html($httpd, 'treaties/rich/statements');

    is_deeply [$text =~ m{treaty-choice-link" href="[^"]*">([a-z ]+) <data[^>]*value="(\d+)"}g],
        ['note', 1, 'declaration', 2, 'reservation', 1], 'kinds with their numbers';
    like $text, qr{id="[^"]*statement-2">.*?A first one\.}s,
        'each has its number as an anchor';
    like html($httpd, 'treaties/rich'), qr{id="treaty-statement-2"},
        'which is plain on the page';
    return;
}

sub texts_and_languages {
    my ($httpd) = @_;
    my $text = html($httpd, 'treaties/rich/texts');

    like $text, qr{Authentic in: English, tlh}, 'a language without a name is its tag';
    like $text, qr{<a class="treaty-link" href="https://texts.example/a\?b=1&amp;c" rel="external" hreflang="en"><span lang="en" dir="auto">The text</span>, English<span class="treaty-external"},
        'a text leads away, in its language';
    like $text, qr{not said to be authentic · Format: <bdi>pdf</bdi>}, 'and says what it is';
    like html($httpd, 'treaties/bare/texts'), qr{No text is recorded},
        'without any it says so';
    return;
}

sub a_family_and_a_history {
    my ($httpd) = @_;
    my @family = rows_of(html($httpd, "treaties/opsc\@$DAY/family"));

    is_deeply [map { /(IV-11[^|\s]*)/ } @family], [qw(IV-11 IV-11-b IV-11-c)],
        'a family with its head first';
    like $family[2], qr/\|in force\|105\|46\|44\z/, 'with numbers of the day';

    my $text = html($httpd, "treaties/opsc\@$DAY/history");
    my ($events) = $text =~ m{<ol class="treaty-events">(.*?)</ol>}s;
    is_deeply [$events =~ /datetime="([^"]+)"[^>]*>[^<]*<\/time> <span>([a-z ]+)/g],
        ['2000-05-25', 'adopted', '2000-06-05', 'first signature',
         '2000-09-06', 'first consent',
         '2001-10-18', 'consents needed for the entry into force reached',
         '2002-01-18', 'entered into force', '2002-01-18', 'registered'],
        'the own days of a treaty';
    like html($httpd, 'treaties/crc/history?lang=ru'),
        qr{<a class="treaty-link" href="[^"]*/opsc\?lang=ru" lang="en">Optional},
        'and of its protocols, in whose titles the language is told';
    my @acts = rows_of($text);
    is scalar @acts, 50, 'fifty acts at once';
    my ($older) = $text =~ m{href="(/ref/treaties/opsc\@$DAY\?cursor=[^"]+)#treaty-history" rel="next"};
    ok $older, 'and a way to the older ones';
    my @more = $older ? rows_of(($httpd->get($older)->{content}
        =~ m{id="treaty-history">(.*?)</section>}s)[0]) : ();
    is scalar @more, 50, 'which goes on';
    isnt $more[0], $acts[0], 'behind the first';
    my $newest = $httpd->json("/ref/treaties/opsc\@$DAY/acts.json?limit=100");
    is_deeply [map { s/\|.*//r } @acts, @more],
        [map { $_->{participant}{name} } @{ $newest->{items} }],
        'in the order of the acts as data';
    is $httpd->get("/ref/treaties/opsc/history?cursor=none")->{status}, 400,
        'a cursor that is none is refused';
    return;
}

sub citations {
    my ($httpd) = @_;
    my $text = html($httpd, "treaties/crc\@$DAY/citation");
    my @blocks = $text =~ m{<dd class="treaty-copy"[^>]*>(.*?)</dd>}gs;
    my $revision = $httpd->json('/ref/health')->{revision};

    like $blocks[0], qr/As of 24 December 2002, in the record to .*revision $revision/,
        'the record is cited with its day and its revision';
    is_deeply [@blocks[1 .. 5]], [
        'Convention on the Rights of the Child. New York, 20 November 1989. '
            . 'United Nations Treaty Series, vol. 1577, p. 3.',
        'Convention on the Rights of the Child (adopted 20 November 1989, '
            . 'entered into force 2 September 1990) 1577 UNTS 3 (Rights of the '
            . 'Child Convention)',
        'Convention on the Rights of the Child, Nov. 20, 1989, 1577 U.N.T.S. 3 '
            . '(entered into force Sept. 2, 1990).',
        'Convention on the Rights of the Child, New York, November 20, 1989, '
            . 'United Nations Treaty Series 1577, p. 3.',
        'Convention on the Rights of the Child, November 20, 1989, 1577 UNTS 3',
    ], 'the treaty in five styles';
    like $blocks[6], qr/\A<pre [^>]*tabindex="0"><code>\@misc\{crc,/, 'as BibTeX';
    like $blocks[7], qr/TY  - GEN/, 'and as RIS';
    for my $link ($text =~ m{href="([^"]*citation\.\w+)"}g) {
        is $httpd->get($link)->{status}, 200, "$link is there";
    }
    unlike html($httpd, 'treaties/crc@1990-01-01/citation'),
        qr/entered into force/, 'what was to come is not cited';
    return;
}

sub a_timeline {
    my ($httpd) = @_;
    my $text = html($httpd, "treaties/opsc\@$DAY/timeline");
    my @rows = rows_of($text);
    my $data = $httpd->json("/ref/treaties/opsc\@$DAY/timeline.json");

    is scalar @rows, @{ $data->{steps} }, 'a row a step';
    is $rows[-1], '24 December 2002|105|46|44' =~ s/^24/23/r, 'up to the day';
    like $text, qr{<details .*<summary .*</details>}s, 'the long table can be opened';
    like $text, qr{<dt [^>]*>as of</dt>\s*<dd [^>]*><time datetime="$DAY">},
        'the day that was asked for is among its days';
    my $now = html($httpd, 'treaties/opsc/timeline');
    my ($days) = $now =~ m{(<dl class="treaty-facts">.*?</dl>)}s;
    unlike $days, qr/as of/, 'but not today, up to which no source tells';
    is_deeply [map { $_->{kind} } @{ $httpd->json('/ref/treaties/opsc/timeline.json')->{milestones} }],
        ['adopted', 'entry_into_force'], 'nor in the data';
    return;
}

sub a_participant {
    my ($httpd) = @_;
    my $at   = "participants/usa\@$DAY";
    my @rows = rows_of(html($httpd, "$at/treaties?sort=-consented_on"));
    my $page = html($httpd, "$at?state=signatory");

    like $rows[0], qr/^Optional Protocol .*\|23 December 2002 ratification\|23 January 2003\|/,
        'its treaties are ordered';
    my ($table) = $page =~ m{id="treaty-treaties">(.*?)</section>}s;
    my @chosen = rows_of($table);
    is scalar(grep { /\|signatory\z/ } @chosen), scalar @chosen, 'and chosen';
    cmp_ok scalar @chosen, '>', 0, 'some are';
    my $box = html($httpd, "$at/box");
    unlike $box, qr/<table|IV-11-c/, 'its box has numbers alone';
    like $box, qr{href="/ref/participants/usa\@$DAY\?state=signatory\#treaty-treaties"},
        'that lead to the table';
    like html($httpd, 'participants/odd/box'), qr{until <time datetime="2005-01-01".*?>Old Odd Land<}s,
        'and what it was called';
    is $httpd->get("/ref/$at/treaties?sort=name")->{status}, 400,
        'another table\'s order is refused';
    return;
}

# The level of each heading of a page, from the one that is asked for on.
sub headings {
    my ($httpd) = @_;

    for my $page ('treaties/opsc', 'participants/usa', 'fact-sheets/2002-12-24-opsc') {
        my @levels = html($httpd, "$page?heading=6") =~ /<h(\d+)/g;
        is scalar(grep { $_ > 6 } @levels), 0, "$page: no heading is below the last";
    }
    return;
}

sub hostile_text_is_text {
    my ($httpd) = @_;

    for my $view (@VIEWS, 'page') {
        my $text = html($httpd, 'treaties/evil' . ($view eq 'page' ? '' : "/$view"));
        unlike $text, qr/<b onclick|<!--#|javascript:/, "$view: text stays text";
    }
    for my $path ('participants/evil', 'participants/evil/box',
        'participants/evil/treaties') {
        unlike html($httpd, $path), qr/<b onclick|<!--#/, "$path: likewise";
    }
    return;
}

sub elements {
    my ($httpd) = @_;
    my $text = $httpd->get('/views.shtml')->{content};
    my %part = $text =~ /\[(\w+)\](.*?)\[\/\1\]/gs;

    ids_are_right($text, 'a page with many views');
    for my $view (@VIEWS) {
        my $there = html($httpd, "treaties/rich/$view");
        my ($here, $again) = map { s/treaty-[0-9a-f]{10}-/ID-/gr }
            $part{$view}, $there;
        is $here, $again, "$view: the element is what the address gives";
    }
    like $part{participant}, qr{<h4 [^>]*><a [^>]*>United States of America<},
        'a participant alone is an element, with its heading';
    like $part{asof}, qr{As of <time datetime="$DAY"}, 'also as of a day';
    is scalar(my @rows = rows_of($part{ordered})), 71, 'a table is chosen by state';
    like $part{ordered}, qr/aria-sort="descending"/, 'and ordered';
    like $part{wrong}, qr/treaty-missing/, 'a wrong order is told in its place';
    like $part{included}, qr{id="treaty-[0-9a-f]{10}-note-1"},
        'an include has ids, too';
    return;
}

sub bounded {
    my ($httpd) = @_;
    my $text = html($httpd, 'treaties/huge/participants?sort=-name');

    is scalar(my @rows = rows_of($text)), 600, 'a huge table is whole';
    is scalar(my @acts = rows_of(html($httpd, 'treaties/huge/history'))), 50,
        'a history is bounded';
    cmp_ok length html($httpd, 'treaties/huge/box'), '<', 20_000,
        'and a box does not grow';
    return;
}

my $mine = members(
    sources => [members(id => 'src', kind => 'status_table', title => "Src $HOSTILE",
        url => 'javascript:alert(1)', known_through => '2020-01-01')],
    participants => [
        members(id => 'odd', kind => 'state', source => 'src', names => [
            members(name => 'Old Odd Land', valid_to => '2005-01-01'),
            members(name => 'Odd Land', valid_from => '2005-01-01')]),
        members(id => 'even', kind => 'state', names => [members(name => 'Even Land')]),
        members(id => 'the-union', kind => 'organisation',
            names => [members(name => 'The Union')]),
        members(id => 'nobody', kind => 'territory',
            names => [members(name => 'Nobody')]),
        members(id => 'evil', kind => 'other', names => [members(name => $HOSTILE)]),
        (map { members(id => "p$_", kind => 'state',
            names => [members(name => "Land $_")]) } 1 .. 600),
    ],
    treaties => [
        members(id => 'bare', type => 'treaty',
            titles => [members(kind => 'official', title => 'Bare')]),
        members(id => 'rich', type => 'convention', adopted_on => '1999-01-01',
            titles => [members(kind => 'official', title => 'Rich')],
            texts => [
                members(language => 'en', authentic => \1, title => 'The text',
                    url => 'https://texts.example/a?b=1&c', format => 'html'),
                members(language => 'tlh', authentic => \1),
                members(language => 'en', url => 'https://texts.example/x.pdf',
                    format => 'pdf')],
            covers => ['signatures', 'consents', 'withdrawals'], source => 'src',
            acts => [
                members(participant => 'odd', kind => 'signature',
                    deposited_on => '1999-02-01', note => 'It was raining.',
                    listed => 'Oddland', source => 'src'),
                members(participant => 'odd', kind => 'ratification',
                    deposited_on => '2000-02-01', source => 'src'),
                members(participant => 'odd', kind => 'withdrawal',
                    deposited_on => '2010-01-01', effective_on => '2011-01-01',
                    scope => 'treaty', source => 'src'),
                members(participant => 'even', kind => 'other',
                    deposited_on => '1999-12-10', column => 'Application',
                    raw => '10 Dec 1999', source => 'src'),
                members(participant => 'even', kind => 'accession',
                    raw => '???', column => 'Accession', source => 'src'),
                members(participant => 'the-union', kind => 'signature',
                    deposited_on => '1999-03-01', note => 'By hand.',
                    source => 'src')],
            statements => [
                members(kind => 'note', text => 'A note.', source => 'src'),
                members(participant => 'odd', kind => 'declaration',
                    text => "A first one.\n\nOf two paragraphs."),
                members(participant => 'odd', kind => 'reservation',
                    about => 'even', made_on => '2000-02-01'),
                members(participant => 'even', kind => 'declaration',
                    text => 'Another.')]),
        members(id => 'evil', type => 'protocol', mtdsg_no => $HOSTILE,
            titles => [members(kind => 'official', title => $HOSTILE),
                members(kind => 'short', title => $HOSTILE)],
            adopted_at => $HOSTILE, registration_no => $HOSTILE,
            citation => $HOSTILE, depositary => $HOSTILE, subjects => [$HOSTILE],
            relations => [members(kind => 'protocol_to', treaty => 'rich')],
            texts => [members(language => 'en', title => $HOSTILE,
                url => q{https://x.example/"><b onclick=x>} =~ tr/ /+/r,
                format => 'html')],
            source => 'src',
            acts => [members(participant => 'evil', kind => 'signature',
                deposited_on => '2001-01-01', column => $HOSTILE,
                raw => $HOSTILE, listed => $HOSTILE, note => $HOSTILE)],
            statements => [members(participant => 'evil', kind => 'declaration',
                listed_as => $HOSTILE, text => $HOSTILE)]),
        members(id => 'huge', type => 'treaty',
            titles => [members(kind => 'official', title => 'Huge')],
            covers => ['signatures', 'consents'],
            acts => [map { members(participant => "p$_", kind => 'accession',
                deposited_on => '2001-01-01', note => "Note $_") } 1 .. 600]),
    ],
);

my @parts = (
    (map { [$_, qq(<!--#treaty id="rich" view="$_" -->)] } @VIEWS),
    [participant => '<!--#treaty participant="US" view="box" heading="4" -->'],
    [asof => qq(<!--#treaty participant="usa\@$DAY" view="treaties" -->)],
    [ordered => qq(<!--#treaty id="opsc\@$DAY" view="participants" state="signatory" sort="-signed_on" -->)],
    [twice => '<!--#treaty id="rich" view="participants" -->'],
    [included => '<!--#include virtual="/ref/treaties/rich/participants" -->'],
    [again => '<!--#include virtual="/ref/treaties/rich/participants" -->'],
    [wrong => '<!--#treaty id="rich" view="participants" sort="height" -->'],
);
# The made-up record stands beside the sample.
my $database = published('views.db', sample_record(), $mine);

for_each_mpm {
    my ($httpd) = @_;
    $_->($httpd) for \&each_view, \&the_box, \&the_line,
        \&the_table_of_participants, \&sorting_leads_to_the_page,
        \&notes_of_the_table, \&statements_by_kind, \&texts_and_languages,
        \&a_family_and_a_history, \&citations, \&a_timeline,
        \&a_participant, \&headings, \&hostile_text_is_text, \&elements, \&bounded;
    $httpd->expect_log(qr/TREATY0410: .*The table has no such order/);
} database => $database, documents => {
    'views.shtml' => join "\n", map {"[$_->[0]]$_->[1]\[/$_->[0]]"} @parts };

# The same with real tables, where there are some.
sub real_tables {
    my ($httpd) = @_;
    my %found;

    # The longest, the oddest, and what was replaced.
    for my $id (qw(i-1 i-4 iii-3 iv-4 iv-8 iv-11 iv-11-c ix-1 iii-2-12a
        xxi-6-a)) {
        my $text = html($httpd, "treaties/$id/participants?sort=-consented_on");
        my $data = $httpd->json("/ref/treaties/$id/participants.json");
        my @rows = grep { !/^No participant/ } rows_of($text);

        is scalar @rows, $data->{total}, "$id: a row a participant";
        ids_are_right($text, $id);
        $found{notes} += () = $text =~ /class="treaty-note"/g;
        ids_are_right(html($httpd, "treaties/$id"), "$id, its page");
    }
    cmp_ok $found{notes}, '>', 50, 'there is something to note';
    return;
}

SKIP: {
    my $set = "$TreatyConfig::SHARED/data/mtdsg";
    skip 'no real tables: set TREATY_SHARED', 1 if !-d "$set/treaties";
    my $path = published('real.db', $set);
    for_each_mpm { real_tables(@_) } database => $path;
}
done_testing;
