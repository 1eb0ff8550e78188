# Status tables go into the record whole, and faulty ones not at all.
use strict;
use warnings;
use Digest::SHA;
use File::Path qw(make_path);
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $shared = "$TreatyConfig::SHARED/data";
my $number = 0;

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }

sub new_database {
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    return $db;
}

sub exported { return decode_json(treatyctl_ok('export', $_[0])) }

# A table of our own.
my $table = spew("$dir/4-99.csv", <<'CSV');
Participant,Signature,"Ratification, Accession(a)",Moon
Australia,1 Feb 2001,3 Mar 2002,
"St. Lucia",,4 Apr 2003 a,full
Ruritania,N/A,,
Bolivia (Plurinational State of),,5 May 2004 x,
CSV

my $db  = new_database();
my $run = treatyctl('import', $db, $table);
is $run->{status}, 0, 'a table with oddities is imported';
is $run->{out}, "1 file: 1 treaty, 6 acts, 0 fact sheets, "
    . "4 new participants, 5 warnings\n"
    . "  4 participants named; tables: 4 rows, 6 cells, 3 of them kept unread\n"
    . "  column: 1, title: 1, participant: 1, cell: 2\n", 'the report counts what was written';
like $run->{err}, qr{4-99\.csv:1: warning: .*"Moon"},
    'a column that is unknown is told with its line';
like $run->{err}, qr{4-99\.csv:4: warning: "Ruritania"},
    'a participant that is unknown is told with its line';
like $run->{err}, qr{4-99\.csv:4: warning: "N/A" is no date},
    'a cell that is no date is told with its line';
like $run->{err}, qr{4-99\.csv:5: warning: .*no code "x"},
    'a code that no header declares is told with its line';

my $record = exported($db);
my ($treaty) = @{ $record->{treaties} };
is $treaty->{id}, 'iv-99', 'a new treaty is named by its number';
is_deeply $treaty->{covers}, [qw(consents signatures)],
    'what the table covers follows from its columns, withdrawals never';
is_deeply [map { "$_->{participant} $_->{kind} $_->{raw}" }
        @{ $treaty->{acts} }],
    ['aus signature 1 Feb 2001', 'aus ratification 3 Mar 2002',
    'lca accession 4 Apr 2003 a', 'lca other full', 'ruritania other N/A',
    'bol other 5 May 2004 x'],
    'each cell is an act, in the order of the table';
my ($unknown) = grep { $_->{id} eq 'ruritania' } @{ $record->{participants} };
is $unknown->{kind}, 'other', 'a participant that is unknown gets no code';
my ($source) = grep { $_->{kind} eq 'status_table' } @{ $record->{sources} };
is $source->{known_through}, '2004-05-05',
    'a source is known through the latest day in its table';
is $source->{sha256}, digest_of($table), 'a source has its file\'s digest';

my $before = treatyctl_ok('export', $db);
treatyctl_ok('import', $db, $table);
is treatyctl_ok('export', $db), $before,
    'the same table a second time changes nothing';

# Merging with what an editor knows.
my $merged = new_database();
my $edited = spew("$dir/edited.json", encode_json({
    format => 'treaty-record', version => 1,
    sources => [{ id => 'desk', kind => 'editor', title => 'The desk' }],
    participants => [{ id => 'aus', kind => 'state',
        names => [{ name => 'Australia' }] }],
    treaties => [{ id => 'moon', mtdsg_no => 'IV-99', type => 'treaty',
        titles => [{ kind => 'official', title => 'Moon Treaty' }],
        aliases => ['MT'],
        acts => [{ participant => 'aus', kind => 'withdrawal',
            scope => 'treaty', effective_on => '2010-01-01',
            deposited_on => '2009-01-01', source => 'desk' }] }],
}));
# encode_json's order of members isn't the format's.
spew($edited, join '', '{"format":"treaty-record","version":1,',
    join(',', map {
        my $data = decode_json(do { local (@ARGV, $/) = $edited; <> });
        "\"$_\":" . encode_json($data->{$_})
    } qw(sources participants treaties)), '}');
treatyctl_ok('import', $merged, $edited);
treatyctl_ok('import', $merged, $table) for 1 .. 2;
($treaty) = @{ exported($merged)->{treaties} };
is $treaty->{id}, 'moon', 'a treaty with the number keeps its slug';
is $treaty->{titles}[0]{title}, 'Moon Treaty', 'and its title';
is_deeply $treaty->{aliases}, ['MT'], 'and its aliases';
is scalar(grep { $_->{kind} eq 'withdrawal' } @{ $treaty->{acts} }), 1,
    'and the acts of other sources';
is scalar(@{ $treaty->{acts} }), 7, 'the acts of the table stand beside them';

# Faults.
my %fault = (
    'a cell too many'  => ["Participant,Signature\nAustralia,1 Jan 2000,x\n", 2],
    'an open quote'    => ["Participant,Signature\n\"Australia,1 Jan 2000\n", 2],
    'no participant'   => ["Participant,Signature\n,1 Jan 2000\n", 2],
    'no UTF-8'         => ["Participant,Signature\nA,\nC\xf4te,1 Jan 2000\n", 3],
);
for my $name (sort keys %fault) {
    my ($text, $line) = @{ $fault{$name} };
    my $bad    = spew("$dir/4-98.csv", $text);
    my $digest = digest_of($db);
    $run = treatyctl('import', $db, $table, $bad);
    is $run->{status}, 1, "$name: the import is refused";
    like $run->{err}, qr{\Q$bad\E:$line: error: \S}, "$name: file and line";
    is digest_of($db), $digest, "$name: the database is as it was";
}
$run = treatyctl('import', $db, spew("$dir/odd.csv", "Participant\nAustralia\n"));
like $run->{err}, qr/told by the file's name/,
    'a table whose name is no number is refused with what to do';
$run = treatyctl('import', $db, spew("$dir/what.txt", "Hello\n"));
like $run->{err}, qr/no format that is read/, 'other files are refused';
$run = treatyctl('import', $db,
    spew("$dir/page.html", "<p>You are in: A</p>\n"));
is $run->{status}, 1, 'and so is HTML, which is no saved text';
$run = treatyctl('import', $db, "$dir/missing.csv");
is $run->{status}, 3, 'a file that is missing is a failure';
like $run->{err}, qr{missing\.csv: error: .*can't be read}, 'and named';

# The real tables, counted without our reader.
sub cells_of {
    my ($line) = @_;
    my @cells;

    $line =~ s/\r?\n\z//;
    while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|\z)/g) {
        push @cells, $1 // $2;
        last if $3 eq '';
    }
    return @cells;
}

sub count_cells {
    my ($path) = @_;
    my @counts = (0, 0, 0);

    open my $file, '<:raw', $path or die "$path: $!";
    my $header = <$file>;
    while (my $line = <$file>) {
        my @cells = cells_of($line);
        $counts[$_]++ for grep { $cells[$_] ne '' } 1 .. 2;
    }
    return @counts[1, 2];
}

SKIP: {
    my $set = "$shared/mtdsg";
    skip "no $set: set TREATY_SHARED", 9 unless -d "$set/treaties";

    my $real = new_database();
    $run = treatyctl('import', $real, "$set/treaties/4-11-c.csv");
    is $run->{status}, 0, 'a real table is imported';
    is $run->{err}, '', 'without a warning';
    my ($opsc) = @{ exported($real)->{treaties} };
    like $opsc->{titles}[0]{title}, qr/^Optional Protocol .* pornography\z/,
        'its title comes from the index';
    is "$opsc->{adopted_on} $opsc->{adopted_at} $opsc->{type}",
        '2000-05-25 New York protocol', 'its date, place and type as well';
    my %kinds;
    $kinds{ $_->{column} }++ for @{ $opsc->{acts} };
    my ($signatures, $consents)
        = count_cells("$set/treaties/4-11-c.csv");
    is $consents, 169, 'the table holds 169 consents';
    is_deeply [@kinds{ @{ $opsc->{columns} } }], [$signatures, $consents],
        'and so does the record, with the signatures';

    my $all = new_database();
    $run = treatyctl('import', $all, $set);
    is $run->{status}, 0, 'a whole set is imported';
    my @tables = glob "$set/treaties/*.csv";
    like $run->{out}, qr/^@{[scalar @tables]} files: @{[scalar @tables]} treaties/,
        'a treaty a table';
    my $first = treatyctl_ok('export', $all);
    treatyctl('import', $all, $set);
    is treatyctl_ok('export', $all), $first,
        'the same set a second time changes nothing';
}
done_testing;
