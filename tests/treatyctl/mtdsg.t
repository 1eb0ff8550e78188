# The depositary's own XML goes into the record whole; a file that is faulty
# or means harm doesn't.
use strict;
use warnings;
use Digest::SHA;
use Encode qw(decode encode);
use File::Basename;
use File::Copy 'copy';
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyCtl;

my $dir      = File::Temp->newdir;
my $fixtures = dirname(__FILE__) . '/../mtdsg';
my $lantern  = "$fixtures/XXVIII-9-c.en.xml";
my $number   = 0;

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub new_database {
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    return $db;
}

sub exported { return decode_json(treatyctl_ok('export', $_[0])) }

# The one treaty of a file, and what was said of it.
sub treaty_of {
    my ($path) = @_;
    my $db  = new_database();
    my $run = treatyctl('import', $db, $path);
    return ($run->{status} == 0 ? exported($db)->{treaties}[0] : undef,
        $run->{err}, $db, $run);
}

sub act_text {
    my ($act) = @_;
    return join ' ', grep { defined } @{$act}{qw(kind deposited_on raw)},
        $act->{scope};
}

sub acts_of {
    my ($treaty, $participant) = @_;
    return [map { act_text($_) }
            grep { $_->{participant} eq $participant } @{ $treaty->{acts} }];
}

# A good file.
my ($treaty, $told, $db, $run) = treaty_of($lantern);
is $run->{status}, 0, 'a file is imported';
like $run->{out}, qr/^1 file: 1 treaty, 22 acts, 22 statements,/,
    'the report counts acts and statements';
is $treaty->{id}, 'xxviii-9-c', 'its number comes from its name';
is $treaty->{titles}[0]{title}, 'Optional Protocol to the Convention on '
    . 'Lanterns & Beacons on the care of lamps',
    'a title loses its footnote, and keeps its ampersand';
is "$treaty->{type} $treaty->{adopted_on} $treaty->{adopted_at}",
    'protocol 2000-05-25 New York', 'place and date of the conclusion';
is $treaty->{entry_into_force_on}, '2002-01-18', 'entry into force';
is "$treaty->{registered_on} $treaty->{registration_no}", '2002-01-18 27531',
    'registration';
is $treaty->{citation}, '2171 UNTS 227', 'citation';
is $treaty->{texts}, undef, 'a reference without a text tells of none';
is_deeply $treaty->{subjects}, ['LANTERNS'], 'the chapter is its subject';
is_deeply $treaty->{columns}, ['Signature, Succession to signature(d)',
    'Ratification, Acceptance(A), Accession(a), Succession(d)'],
    'header cells lose their footnotes';
is_deeply $treaty->{covers}, [qw(consents signatures withdrawals)],
    'such a table covers withdrawals';
unlike $told, qr/total/,
    'totals are numbers without their footnotes, and agree with the rows';

is_deeply acts_of($treaty, 'aus'),
    ['signature 2001-12-18 18 Dec 2001', 'ratification 2007-01-08 8 Jan 2007'],
    'a name loses its footnotes, a date its padding';
is_deeply acts_of($treaty, 'ben'), ['signature 2001-02-22 22 Feb 2001',
    'ratification 2005-01-31 31 Jan 2005'], 'a date loses its tab';
is_deeply acts_of($treaty, 'mex'), ['signature 2000-09-07 7 Sep 2000',
    'ratification 2002-03-15 15 Mar 2002'],
    'footnotes go that are escaped markup, and no-break spaces';
is_deeply acts_of($treaty, 'civ'), ['accession 2011-09-19 19 Sep 2011 a'],
    'a name in ISO-8859-1 is found';
is_deeply acts_of($treaty, 'vnm'),
    ['succession_to_signature 2000-09-08 8 Sep 2000 d'],
    'a code means what its column says';
is_deeply acts_of($treaty, 'grc'),
    ['accession 2002-09-30 [30 Sep 2002 a]', 'withdrawal treaty'],
    'a date in brackets is a consent, and a withdrawal on an unknown day';
is_deeply acts_of($treaty, 'phl'), ['signature 2000-09-08 8 Sep 2000',
    'ratification 2002-05-28 28 May 2002', 'withdrawal treaty'],
    'so is a row whose name is in brackets';
is_deeply acts_of($treaty, 'srb'), ['ratification 2002-10-10 [10 Oct 2002]',
    'withdrawal treaty', 'ratification 2010-03-04 4 Mar 2010'],
    'a consent beside one in brackets is a return';
is_deeply acts_of($treaty, 'usa'), ['signature 2000-07-05 5 Jul 2000',
    'acceptance 2021-01-20 [20 Jan 2021 A]'],
    'a consent in brackets after the withdrawal of its end note is a return';
is_deeply acts_of($treaty, 'qat'), ['signature 2001-12-14 [14 Dec 2001]',
    'ratification 2002-12-14 14 Dec 2002'],
    'a signature in brackets ends no consent';
like $told, qr{XXVIII-9-c\.en\.xml:46: warning: the signature of qat},
    'and is told with its line';
my ($withdrawal) = grep { $_->{kind} eq 'withdrawal'
        && $_->{participant} eq 'phl' } @{ $treaty->{acts} };
is $withdrawal->{note}, 'Bracketed by the source. End notes: 7.',
    'a withdrawal names its end note';

# Statements.
my @statements = @{ $treaty->{statements} };
sub statements {
    my ($kind) = @_;
    return [map { my $one = $_;
                  join '|', map { $one->{$_} // '-' }
                      qw(participant listed_as made_on about text) }
            grep { $_->{kind} eq $kind } @statements];
}
is_deeply statements('declaration'), [
    "aus|Australia|-|-|Australia declares that lamps burn.\n\n"
        . 'It says so twice[5], and in one line.',
    '-|Ruritania|-|-|Ruritania declares as well.',
    'qat|Qatar|-|-|-',
    "mex|Mexico|-|-|The lamp of M\x{e9}rida is 18 years old."],
    'declarations, by name, with their paragraphs and footnotes';
is_deeply statements('reservation'),
    ["ben|Benin|-|-|Reservation:\n\nNo lamp of Benin is lit < 5 metres."],
    'a reservation that says so, its escaped markup read';
is_deeply statements('objection'), [
    'nld|Netherlands (Kingdom of the)|2003-04-07|qat|With regard to the '
        . "reservation made by Qatar upon ratification:\n\n"
        . 'The Government of the Kingdom of the Netherlands objects.',
    'nld|Netherlands (Kingdom of the)|2004-05-05|-|And again.'],
    'objections, by name and day, and whom they are about';
is_deeply statements('notification'), ['ben|Benin|-|-|Benin notifies.'],
    'notifications';
is_deeply statements('territorial_application'),
    ['nld|Netherlands (Kingdom of the)|2006-10-17|-|Aruba'],
    'territorial applications, from their table';
is_deeply [map { /([^|]*)\z/ } @{ statements('end_note') }],
    ['1 Official name since 2001.', "[4] With a declaration.\n\nOn two lamps.",
    '5 Renamed on 1 June 2003.', '6 For the Kingdom in Europe.',
    '7 On 4 March 2011 the Philippines notified its withdrawal.',
    '8 On 4 November 2019 the Government of the United States of America '
        . 'notified its decision to withdraw. It took effect on 4 November '
        . '2020.'], 'end notes, a number each';
my @notes = map { $_->{text} } grep { $_->{kind} eq 'note' } @statements;
is_deeply \@notes, [
    'Entry into force: 18 January 2002, in accordance with article 14 (1).',
    'Text: United Nations, Treaty Series, vol. 2171, p. 227; '
        . 'Doc. A/RES/54/263.',
    'Declarations and Reservations',
    '(Unless otherwise indicated, the declarations and reservations were made '
        . 'upon ratification.)',
    'Participant | Date of receipt of the notification | Territories',
    'The protocol is open to all lamps.',
    "Lamps | | 12\nBeacons | 3 | 4"],
    'what the header says beyond its facts, titles and tables are notes';
like $told, qr{:69: warning: "Ruritania" is no name that is known},
    'a name in a statement that nobody bears is told with its line';

# Every word of the file is in the record.
my $words = decode('ISO-8859-1', slurp($lantern));
$words =~ s{<\?.*?\?>|<superscript>.*?</superscript>}{}g;
$words =~ s{</?(?:p|superscript)\b[^>]*>|<[^>]*>}{ }g;
$words =~ s{&lt;superscript&gt;.*?&lt;/superscript&gt;}{}g;
$words =~ s{&lt;/?\w+&gt;}{ }g;
$words =~ s{&#(\d+);}{chr $1}ge;
$words =~ s{&amp;nbsp;}{ }g;
$words =~ s{&lt;}{<}g;
$words =~ s{&amp;}{&}g;
my $exported = join ' ', map { s/\[\d+\]//gr =~ s/\W+/ /gr }
    grep { defined && !ref } map { values %$_ } $treaty->{titles}[0],
    @{ $treaty->{acts} }, @statements;
$exported .= join ' ', ' ', @{ $treaty->{columns} }, %$treaty, 'LANTERNS',
    map { map { $_->{name} } @{ $_->{names} } } @{ exported($db)->{participants} };
my %known = map { lc($_) => 1 } split /\W+/, $exported;
my @lost = grep { !$known{ lc $_ } } grep { /\w/ } split /\W+/, $words;
# What became a number, a day or nothing but a label.
is_deeply \@lost, [qw(CHAPTER Registration April)], 'no word of the file is lost'
    or diag "@lost";

# Again, and out, and in.
my $first = treatyctl_ok('export', $db);
treatyctl('import', $db, $lantern);
is treatyctl_ok('export', $db), $first,
    'the same file a second time changes nothing';
my $other = new_database();
treatyctl_ok('import', $other, spew("$dir/out.json", $first));
is treatyctl_ok('export', $other), $first, 'what was exported makes it again';

# As of a day.
sub on_day {
    my ($day) = @_;
    my $document = decode_json(
        treatyctl_ok('render', $db, "treaties/xxviii-9-c\@$day.json"));
    my %state = map { $_->{participant}{id} => $_->{state} }
        @{ $document->{participants} };
    return "$document->{counts}{consents} srb=$state{srb} phl=$state{phl}";
}
like on_day('2009-01-01'), qr/srb=consented phl=consented/,
    'before the source\'s day a consent in brackets stands';
is on_day('2021-02-01'), '8 srb=consented phl=withdrawn',
    'from that day on who is in brackets has withdrawn, who returned has not';

# Totals.
my $wrong = slurp($lantern);
$wrong =~ s{<Signatories>6<}{<Signatories>116<};
($treaty, $told, my $off) = treaty_of(spew("$dir/XXVIII-9-c.en.xml", $wrong));
like $told, qr/own total of signatories is 116, but its rows have 6/,
    'a total that disagrees is told; its footnotes are no digits of it';
unlike $told, qr/total of parties/, 'one that agrees isn\'t';
is_deeply [map {"$_->{measure} $_->{total}"} @{ $treaty->{totals} }],
    ['consents 8', 'signatures 116'], 'the record keeps them';
# A signature in brackets beside a consent without is kept as standing, so the
# record has one more than the depositary counts.
my $checked = treatyctl('check', $db)->{out};
unlike $checked, qr/total of consents/, 'a total that agrees is no finding';
like $checked, qr/the total of signatures is 6 .*, and 7 in the record/,
    'one that doesn\'t is';
unlike $checked, qr/\[consent-twice\]/,
    'a return after a withdrawal without a day isn\'t';
like treatyctl('check', $off)->{out},
    qr{^treaties/xxviii-9-c: the total of signatures is 116 .*\[total\]$}m,
    'and so is one that the import has told of, as long as it differs';

# Who withdrew a consent and kept the signature is a signatory: a count that the
# depositary's own total agrees with. A day to come covers nothing.
($treaty, $told, $db) = treaty_of(spew("$dir/XXVIII-49.xml", <<'XML'));
<?xml version="1.0" encoding="UTF-8"?>
<Document><Treaty><ExternalData><Titlesect>Lamps</Titlesect><Status>
<Signatories>2&lt;superscript&gt;1,2&lt;/superscript&gt;</Signatories><Parties>1<superscript>3</superscript></Parties>
</Status></ExternalData><Participants><Table><TGroup><Thead><Row>
<Entry>Participant</Entry><Entry>Signature</Entry><Entry>Provisional application under Article V</Entry><Entry>Acceptance(A), Ratification</Entry>
</Row></Thead><Tbody><Rows>
<Row><Entry>Gambia (Republic of the)</Entry><Entry>1 May 2001</Entry><Entry/><Entry>[2 May 2002 A]</Entry></Row>
<Row><Entry>Bahamas (The)</Entry><Entry>[1 May 2001]</Entry><Entry/><Entry>[2 May 2002]</Entry></Row>
<Row><Entry>Chad</Entry><Entry>4 May 2003</Entry><Entry>5 May 2004</Entry><Entry>6 May 2999</Entry></Row>
</Rows></Tbody></TGroup></Table></Participants></Treaty></Document>
XML
is_deeply [map { acts_of($treaty, $_)->[-1] } qw(gmb bhs)],
    ['withdrawal consent', 'withdrawal treaty'],
    'a withdrawal ends what is in brackets, and nothing beside it';
unlike $told, qr/total/, 'as the totals have it';
like $told, qr/XXVIII-49\.xml:\d+: warning: "6 May 2999" is a day to come/,
    'a day to come is told';
my $later = decode_json(treatyctl_ok('render', $db,
    'treaties/xxviii-49@2010-01-01.json'));
is_deeply { map { $_->{participant}{id} => $_->{state} }
        @{ $later->{participants} } },
    { gmb => 'signatory', bhs => 'withdrawn', tcd => 'provisional' },
    'who is in brackets has withdrawn, what is out of them stands';
is $later->{known_through}, '2004-05-05', 'and the record ends before it';
is $later->{counts}{signatures}, 2, 'the signatures are the depositary\'s own';

# Other shapes.
($treaty, $told) = treaty_of("$fixtures/xxviii-1.en.xml");
is $treaty->{mtdsg_no}, 'XXVIII-1', 'a number in small letters is the same';
is $treaty->{titles}[0]{title}, 'Convention on Lanterns',
    'neither the outermost element nor letters\' case matter';
is_deeply acts_of($treaty, 'civ'),
    ['accession 1961-06-02 2 Jun 1961 a', 'other 4'], 'nor a missing group';
is_deeply [grep { /^other/ } @{ acts_of($treaty, 'aut') }],
    ['other 1951-06-03 3 Jun 1951 x', 'other more'],
    'codes, columns and cells that are unknown are kept';
is acts_of($treaty, 'aus')->[1], 'other [2 Jun', 'so is half a bracket';
is_deeply acts_of($treaty, 'bel'), ['other'], 'and a row without a cell';
for my $what ('"Geneva, 1 May 1950 and 3 June 1951"', '"two" is no total',
    'the column "Lamps lit"', '"\[2 Jun"', 'no code "x"', 'more than one row',
    '"Table" holds', '"Speeches" holds', '"Disclaimer" holds') {
    like $told, qr/xxviii-1\.en\.xml:\d+: warning: .*$what/,
        "$what is told with its line";
}
@statements = @{ $treaty->{statements} };
is_deeply statements('declaration'), ['bel|Belgium|-|-|Belgium declares.',
    'aut|Austria|-|-|Austria does.'],
    'a section that is one escaped text is cut by its names';
is_deeply [map { $_->{text} } grep { $_->{kind} eq 'note' } @statements],
    ['Conclusion: Geneva, 1 May 1950 and 3 June 1951',
    'Entry into force: Not yet in force: see article 5.',
    'Registration: Registered ex officio.', 'Signatories: two',
    'Table: Chad | 5', 'Speeches: Long live lamps.', 'Disclaimer: Not official.'],
    'what can\'t be taken apart is a note';

($treaty, $told) = treaty_of("$fixtures/XXVIII-2.en.xml");
is_deeply [$told, $treaty->{acts}, scalar @{ $treaty->{covers} }], ['', undef, 3],
    'an empty table is a table';
($treaty) = treaty_of("$fixtures/lanterns.xml");
is $treaty->{mtdsg_no}, 'XXVIII-16-b',
    'without a telling name, chapter and title give the number';
is $treaty->{titles}[0]{title}, 'Protocol on Wicks', 'and the title loses it';

# A treaty that is there keeps what an editor stated.
my $merged = new_database();
treatyctl_ok('import', $merged, spew("$dir/edited.json",
    '{"format":"treaty-record","version":1,"sources":[{"id":"desk","kind":'
    . '"editor","title":"D"}],"treaties":[{"id":"lamp","mtdsg_no":'
    . '"XXVIII-9-c","type":"treaty","titles":[{"kind":"official","title":'
    . '"Lamps"}],"citation":"1 L 2","statements":[{"kind":"note","text":"Ours.",'
    . '"source":"desk"}]}]}'));
treatyctl('import', $merged, $lantern) for 1, 2;
($treaty) = @{ exported($merged)->{treaties} };
is "$treaty->{id} $treaty->{titles}[0]{title} $treaty->{citation}",
    'lamp Lamps 1 L 2', 'what an editor stated stays';
is $treaty->{registration_no}, '27531', 'what nobody stated is filled in';
is_deeply [scalar @{ $treaty->{statements} }, $treaty->{statements}[-1]{text}],
    [23, 'Ours.'], 'an editor\'s statements stand behind those of the file';

# Encodings.
my $text = decode('ISO-8859-1', slurp($lantern));
for my $encoding ('UTF-8', 'UTF-16LE', 'UTF-16BE', 'windows-1252') {
    (my $label = $encoding) =~ s/[LB]E\z//;
    (my $again = $text) =~ s/encoding="ISO-8859-1"/encoding="$label"/;
    my $mark = $label eq 'UTF-16' ? "\x{feff}" : '';
    my $path = spew("$dir/XXVIII-9-c.xml", encode($encoding, $mark . $again));
    my ($same) = treaty_of($path);
    is_deeply acts_of($same, 'civ'), ['accession 2011-09-19 19 Sep 2011 a'],
        "$encoding is read";
}
(my $quotes = $text) =~ s/Benin notifies\./It\x{92}s \x{93}lit\x{94}./;
(my $quoted) = treaty_of(
    spew("$dir/XXVIII-9-c.xml", encode('ISO-8859-1', $quotes)));
is((grep { $_->{kind} eq 'notification' } @{ $quoted->{statements} })[0]{text},
    "It\x{2019}s \x{201c}lit\x{201d}.",
    'the controls of ISO-8859-1 are the quotes that they are meant to be');

# Faults and harm: refused, told with the line, the database as it was.
my @fault = (
    ['XXVIII-3.en.xml',  8, qr/cut off/,             'a file that is cut off'],
    ['XXVIII-4.en.xml',  3, qr/declares entities/,   'a billion laughs'],
    ['XXVIII-5.en.xml',  3, qr/declares entities/,   'an external entity'],
    ['XXVIII-6.en.xml',  3, qr/declares entities/,   'a remote DTD'],
    ['XXVIII-7.en.xml',  7, qr/encoding/, 'ISO-8859-1 that says UTF-8'],
    ['XXVIII-8.en.xml',  7, qr/says ISO-8859-1, but the bytes are UTF-8/,
        'UTF-8 that says ISO-8859-1'],
    ['XXVIII-10.en.xml', 1, qr/encoding/,            'ASCII that says UTF-16'],
    ['XXVIII-11.en.xml', 1, qr/Unsupported encoding/, 'an unknown encoding'],
    ['XXVIII-12.en.xml', 6, qr/XML's own five/,      'an entity of HTML'],
    ['XXVIII-13.en.xml', 6, qr/well-formed/,         'tags that are crossed'],
    ['XXVIII-15.en.xml', 6, qr/names no participant/, 'a row of nobody'],
    ['lamps.xml', undef, qr/told by the file's name/, 'a file without a number'],
);
my $digest = Digest::SHA->new(256)->addfile($db, 'b')->hexdigest;
sub refused {
    my ($path, $line, $message, $what) = @_;
    my $name = basename($path);
    my $bad  = treatyctl('import', $db, $lantern, $path);
    my $where = defined $line ? ":$line" : '(?::\d+)?';

    is $bad->{status}, 1, "$what is refused";
    like $bad->{err}, qr{\Q$name\E$where: error: .*$message}, "$what is told";
    unlike $bad->{err}, qr/root:/, "$what shows no other file";
    is(Digest::SHA->new(256)->addfile($db, 'b')->hexdigest, $digest,
        "$what leaves the database as it was");
    return;
}
refused("$fixtures/$_->[0]", @{$_}[1 .. 3]) for @fault;

($treaty) = treaty_of("$fixtures/XXVIII-14.en.xml");
is scalar @{ $treaty->{acts} }, 1, 'an XInclude is no inclusion';
unlike encode_json($treaty), qr/root:/, 'and brings nothing in';

sub table {
    my ($rows, $rest) = @_;
    return '<?xml version="1.0"?><Document><Treaty><ExternalData><Titlesect>'
        . 'Lamps</Titlesect></ExternalData><Participants><Table><TGroup><Thead>'
        . '<Row><Entry>Participant</Entry><Entry>Signature</Entry></Row>'
        . "</Thead>\n<Tbody><Rows>$rows</Rows></Tbody></TGroup></Table>"
        . "</Participants>$rest</Treaty></Document>\n";
}
my $big = join '', map { "<Row><Entry>Australia<superscript>$_</superscript>"
        . "</Entry><Entry>1 May 1950</Entry></Row>\n" } 1 .. 10_000;
($treaty) = treaty_of(spew("$dir/XXVIII-50.xml", table($big, '')));
is scalar @{ $treaty->{acts} }, 10_000, 'ten thousand rows are read';
refused(spew("$dir/XXVIII-51.xml",
        table('', '<Declarations>' . '<a>' x 5000 . '</a>' x 5000
            . '</Declarations>')), 2, qr/deeper than 64/, 'deep nesting');
refused(spew("$dir/XXVIII-52.xml", table('<Row/>' x 310_000, '')), 2,
    qr/more than 300000 elements/, 'a flood of elements');
refused(spew("$dir/XXVIII-53.xml", table('', '<!--' . ' ' x (17 << 20) . '-->')),
    undef, qr/larger than 16 MB/, 'a file that is too large');
refused(spew("$dir/XXVIII-54.xml", table('',
            '<Declarations><p>' . 'x' x (5 << 20) . '</p></Declarations>')),
    undef, qr/longer than 4 MB/, 'a statement that is too long');
refused(spew("$dir/XXVIII-55.xml", table('', '<EndNotes>'
            . join("\n\n", map { "[1] w" } 1 .. 21_000) . '</EndNotes>')),
    2, qr/more than 20000 statements/, 'a flood of statements');
refused(spew("$dir/XXVIII-56.xml", table('<Row>' . '<Entry>1</Entry>' x 70
            . '</Row>', '')), 2, qr/more than 65 entries/, 'a flood of cells');
($treaty) = treaty_of(spew("$dir/XXVIII-57.xml", table('<Row><Entry>Australia'
            . '</Entry><Entry>' . '[1 May 1950]' x 9 . '</Entry></Row>', '')));
is_deeply acts_of($treaty, 'aus'), ['other ' . '[1 May 1950]' x 9],
    'a cell with a flood of brackets is kept as it stands';

# What a reference tells of texts.
my $with_texts = slurp($lantern) =~ s{Doc\. A/RES/54/263\.}{Authentic texts: Arabic, English and French. See https://texts.example/a?b=1, http://texts.example/c.pdf. And httpx://y, https://texts.example/@{["z" x 2048]}.}r;
($treaty) = treaty_of(spew("$dir/XXVIII-9-c.en.xml", $with_texts));
is_deeply $treaty->{texts}, [
    (map { { language => $_, authentic => JSON::PP::true } } qw(ar en fr)),
    map { { language => 'und', url => $_ } } 'https://texts.example/a?b=1',
        'http://texts.example/c.pdf',
], 'authentic languages and addresses';
is $treaty->{citation}, '2171 UNTS 227', 'beside the citation';
done_testing;
