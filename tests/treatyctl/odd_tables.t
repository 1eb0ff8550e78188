# Status tables that nobody has seen yet: whatever their headers and cells are,
# no cell is lost or changed, and what isn't understood is told with its line.
use strict;
use warnings;
use File::Path qw(make_path);
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyCtl;
use TreatyTables;

my $dir    = File::Temp->newdir;
my $number = 0;

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub imported {
    my (@paths) = @_;
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    my $run = treatyctl('import', $db, @paths);
    return ($run, $db, decode_json(treatyctl_ok('export', $db)));
}
sub kinds {
    my ($record) = @_;
    return join ' ', map { "$_->{participant}:$_->{kind}" }
        @{ $record->{treaties}[0]{acts} };
}

# Bytes, quotes, codes with a space, references, columns without a header.
my ($run, $db, $record) = imported(spew("$dir/4-99.csv",
    "\xef\xbb\xbf\" Participant\",\"Signature ad referendum (s)\","
    . '"Ratification, Acceptance (A), Approval(AA), Accession under article XX '
    . '(a), Succession(d)",Signature,,Extension,"Provisional application(n)",'
    . "\"Notification under article 25\"\r\n"
    . "\"Albania\",5 Sept 2000 s,N/A,19 July 2006,?,Bermuda,1 Feb 2001 n,1 Mar 2001\r\n"
    . "\"Korea, Republic of\",1 Jan 2000,2 Jan 2001 AA,3 Feb 1990 d,,,,\r\n"
    . "\"Cote d'Ivoire\",,2 Jan 2001 aa,,,,,\r\n"
    . "ALBANIA,,\"4 Jan\n2001 A\",,,,1 Jan 2999 n,\r\n"));
is $run->{status}, 0, 'a table of odd forms is imported';
is kinds($record), 'alb:signature_ad_referendum alb:other alb:signature '
    . 'alb:other alb:other alb:provisional_application alb:other '
    . 'kor:signature_ad_referendum kor:approval kor:succession_to_signature '
    . 'civ:other alb:acceptance alb:provisional_application',
    'codes mean what their own column says, and their letters\' case counts';
like $run->{err}, qr/4-99\.csv:$_->[0]: warning: .*\Q$_->[1]/,
    "line $_->[0] is told: $_->[1]"
    for [1, 'what the column "" records'], [2, '"N/A" is no date'],
    [4, 'declares no code "aa"'], [5, 'alb has more than one row'],
    [5, '"1 Jan 2999 n" is a day to come'];
my ($source) = grep { $_->{kind} eq 'status_table' } @{ $record->{sources} };
is $source->{known_through}, '2006-07-19',
    'a slip of the pen makes no table cover days to come';

# Brackets, where a table has kept them: a withdrawal on a day that isn't told.
my $bracketed = <<'CSV';
Participant,Signature,"Ratification, Accession(a)"
Albania,1 Jan 2000,[2 Feb 2001]
[Angola],1 Jan 2000,3 Mar 2002
Austria,,[1 Jan 2001 a]
Belgium,[1 Jan 2000],[1 Jan 2001] 5 May 2005
Benin,,"[1 Jan 2001 a], 5 May 2005 a"
Chad,1 Jan 2000,
CSV
($run, $db, $record) = imported(spew("$dir/4-95.csv", $bracketed));
is kinds($record), 'alb:signature alb:ratification alb:withdrawal '
    . 'ago:signature ago:ratification ago:withdrawal aut:accession '
    . 'aut:withdrawal bel:signature bel:ratification bel:withdrawal '
    . 'bel:ratification ben:accession ben:withdrawal ben:accession '
    . 'tcd:signature', 'brackets in a table mean what they do in the XML';
is_deeply $record->{treaties}[0]{covers}, [qw(consents signatures withdrawals)],
    'a table that has its brackets covers withdrawals';
my $then = decode_json(treatyctl_ok('render', $db, 'treaties/iv-95@2010-01-01.json'));
is_deeply { map { $_->{participant}{id} => $_->{state} } @{ $then->{participants} } },
    { alb => 'signatory', ago => 'withdrawn', aut => 'withdrawn',
        bel => 'consented', ben => 'consented', tcd => 'signatory' },
    'and who is in them has withdrawn, who has returned hasn\'t';
treatyctl_ok('export', '--csv', "$dir/brackets", $db);
open my $again_file, '<:raw', "$dir/brackets/treaties/4-95.csv" or die $!;
is join('', <$again_file>), $bracketed =~ s/"(\[.*?\]),( .*?)"/$1$2/r,
    'they go out as they came in';

# What is refused is told with its line, and why.
my @refused = (
    ['',                                          '', 'the file is empty'],
    ["\n \n",                                     '', 'the file is empty'],
    ["\xff\xfeP\0a\0r\0t\0",                      '', 'UTF-16'],
    ["Participant,Signature\nAlbania\n",          ':2', 'needs its comma'],
    ["Participant,Signature\nAlbania,,\n",        ':2', 'hold a comma'],
    ["Participant,Signature\rAlbania,\r",         ':1', 'carriage return'],
    ["Participant,Signature\nAlbania,1 Jan\0 2000\n", ':2', 'NUL byte'],
    ['Participant' . ',Signature' x 64 . "\n",    ':1', 'more than 64 cells'],
    ["Participant,Signature\nAlbania," . 'x' x 70000 . "\n", ':2', '64 KB'],
);
for my $fault (@refused) {
    my ($text, $line, $why) = @$fault;
    ($run) = imported(spew("$dir/4-98.csv", $text));
    is $run->{status}, 1, "$why: refused";
    like $run->{err}, qr/4-98\.csv$line: error: .*\Q$why/, "$why: told";
}

# Files that a set holds, and nobody reads.
make_path("$dir/set/treaties", "$dir/set/declarations");
spew("$dir/set/treaties/4-97.csv",     "Participant,Signature\nAlbania,1 Jan 2000\n");
spew("$dir/set/treaties/04-97.CSV",    "Participant,Signature\nAngola,1 Jan 2000\n");
spew("$dir/set/treaties/4-96.xml",     "<x/>\n");
spew("$dir/set/declarations/4-97.doc", "x\n");
spew("$dir/set/declarations/4-97.TXT", "#Albania\nx\n");
($run) = imported("$dir/set");
like $run->{err}, qr/\Q$_->[0]\E: warning: .*$_->[1]/, "$_->[0] is told"
    for ['treaties/4-96.xml', 'left out'], ['declarations/4-97.doc', 'left out'],
    ['declarations/4-97.TXT', 'left out'],
    ['treaties/4-97.csv', 'IV-97 has been read from .*04-97\.CSV already'];

# Tables made by chance, of the parts that such tables are made of.
my $seed = 2015;
sub roll {
    my ($bound) = @_;
    $seed = ($seed * 1103515245 + 12345) % 2**31;
    return int($seed / 65536) % $bound;
}
sub one_of { return $_[roll(scalar @_)] }

my @labels = ('Signature', 'Ratification', 'Acceptance', 'Accession',
    'Succession', 'Formal confirmation', 'Definitive signature', 'Application',
    'Participation by virtue of accession, or not', 'Moon', 'Extension',
    'Notification under article 7 (1) (b)', 'Signature ad referendum',
    'Provisional application', 'Consent to be bound', '');
my @codes = ('', '', '(a)', '(A)', '(AA)', ' (s)', '(d)', '(n)', '(p)', '(P)');
my @marks = ('', '', '', ' a', ' A', ' AA', ' s', ' d', ' n', ' x', "\ta",
    '  a', ' *', ' a 1');
my @oddities = ('N/A', '-', '1-2', 'see note', '30 Feb 2000', '[1 Jan 2000 a]',
    '"quoted", and so on', "two\nlines", '1 Jan 2000; 2 Jan 2001', "\xc3\xb4",
    '<!--#exec cmd="x" -->', '=1+1');
my @names = ('Albania', 'Angola', 'Congo (Democratic Republic of the)', 'Moon',
    "C\xc3\xb4te d'Ivoire", '"Quoted", State of', 'European Union', 'Zaire',
    '=Formula', 'St. Lucia', 'Saint Lucia');

sub header {
    my $header = join ', ', map { one_of(@labels) . one_of(@codes) } 0 .. roll(4);
    return $header =~ s/^\s+|[\s,]+\z//gr;
}
sub cell {
    return '' if roll(3) == 0;
    return one_of(@oddities) if roll(4) == 0;
    return sprintf '%d %s %d%s', 1 + roll(28), one_of(qw(Jan Feb Mar Sept July)),
        1946 + roll(60), one_of(@marks);
}
sub csv {
    return join ',', map { /[",\r\n]/ ? '"' . s/"/""/gr . '"' : $_ } @_;
}

make_path("$dir/chance/treaties");
my %table;
for my $i (1 .. 80) {
    my @headers = map { header() } 0 .. roll(7);
    # Two rows of one participant, but not one right after the other: whether
    # those were one row or two isn't kept.
    my @listed = grep { roll(2) } @names;
    my @rows = map { [$_, map { cell() } @headers] } @listed, reverse @listed;
    splice @rows, scalar @listed, 1;
    my $end = roll(3) ? "\n" : "\r\n";
    $table{"IX-$i"} = [\@headers, \@rows];
    spew("$dir/chance/treaties/9-$i.csv",
        join '', map { csv(@$_) . $end } ['Participant', @headers], @rows);
}
($run, $db, $record) = imported("$dir/chance");
is $run->{status}, 0, 'eighty tables made by chance are imported';
my %treaty = map { $_->{mtdsg_no} => $_ } @{ $record->{treaties} };
my ($cells, $lost) = (0, 0);
for my $name (sort keys %table) {
    my ($headers, $rows) = @{ $table{$name} };
    my @expected = map { my @row = @$_;
        map { [$headers->[$_] eq '' ? undef : $headers->[$_], $row[$_ + 1]] }
            grep { $row[$_ + 1] ne '' } 0 .. $#$headers } @$rows;
    for my $pair (@expected) {
        utf8::decode($_) for grep { defined } @$pair;
    }
    my @found = map { [$_->{column}, $_->{raw}] }
        grep { defined $_->{raw} } @{ $treaty{$name}{acts} };
    $cells += @expected;
    $lost++ unless JSON::PP->new->encode(\@found)
        eq JSON::PP->new->encode(\@expected);
}
is $lost, 0, "all of their $cells cells are stored, unchanged";

# Each act that is in no count is of an act that is in none, or is told.
my $unread = () = $run->{err} =~ /kept as (?:it|they) stands?/g;
cmp_ok $unread, '>', 100, 'what can\'t be read is told';
treatyctl_ok('publish', $db, "$dir/served.db");

treatyctl_ok('export', '--csv', "$dir/out", $db);
my $changed = 0;
for my $path (glob "$dir/chance/treaties/*.csv") {
    my ($name) = $path =~ m{([^/]+)\z};
    my @texts  = map { open my $file, '<:raw', $_ or die "$_: $!";
                       local $/ = undef; <$file> =~ s/\r\n/\n/gr }
        $path, "$dir/out/treaties/$name";
    $changed++ if $texts[0] ne $texts[1];
}
is $changed, 0, 'and go out again as they came in';

my $again = "$dir/again.db";
treatyctl_ok('init', $again);
my $json = treatyctl_ok('export', $db);
treatyctl_ok('import', $again, spew("$dir/out.json", $json));
is treatyctl_ok('export', $again), $json, 'as JSON too, byte by byte';
done_testing;
