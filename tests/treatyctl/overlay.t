# An overlay mends what a poor source says, line by line, and what it says
# outlives the next status table.
use strict;
use warnings;
use Digest::SHA;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir = File::Temp->newdir;
my $db  = "$dir/a.db";

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }
sub exported { return treatyctl_ok('export', $_[0]) }
sub treaty_of { return decode_json(exported($_[0]))->{treaties}[0] }

sub rendered {
    my ($path) = @_;
    return decode_json(treatyctl_ok('render', $db, $path));
}

sub row_of {
    my ($on, $id) = @_;
    my ($row) = grep { $_->{participant}{id} eq $id }
        @{ rendered("treaties/iv-99\@$on.json")->{participants} };
    return $row;
}

my $table = spew("$dir/4-99.csv", <<'CSV');
Participant,Signature,"Ratification, Accession(a)"
Australia,1 Feb 2001,3 Mar 2002
France,,4 Apr 2003 a
Swaziland,,5 May 2004 a
CSV
treatyctl_ok('init', $db);
treatyctl('import', $db, $table);
sub caveats_of { return map { $_->{code} } @{ $_[0]{caveats} } }

ok scalar(grep { $_ eq 'withdrawals_not_covered' }
        caveats_of(rendered('treaties/iv-99@2004-01-01.json'))),
    'without an overlay the withdrawals aren\'t covered';
my $before = exported($db);

my $overlay = spew("$dir/overlay.json", <<'JSON');
{"format": "treaty-overlay", "version": 1,
 "sources": [
  {"id": "desk", "kind": "editor", "title": "The treaty desk"}],
 "lines": [
  {"treaty": "iv-99", "participant": "aus", "act": "withdrawal",
   "deposited_on": "2010-01-01", "effective_on": "2011-01-01",
   "scope": "consent",
   "source": {"id": "cn-1-2010", "kind": "document",
              "title": "Depositary notification C.N.1.2010"}},
  {"treaty": "IV-99", "participant": "Australia", "act": "accession",
   "deposited_on": "2012-02-02", "effective_on": "2012-03-03",
   "source": "desk"},
  {"treaty": "iv-99", "participant": "fra", "kind": "accession",
   "effective_on": "2003-05-05", "source": "desk"},
  {"treaty": "iv-99", "participant": "fra", "extends_to": "Réunion",
   "deposited_on": "2005-01-01", "source": "desk"},
  {"treaty": "iv-99", "covers": ["withdrawals"], "source": "desk"},
  {"participant": "fra", "name": "Kingdom of France",
   "valid_to": "1792-09-21", "source": "desk"},
  {"treaty": "iv-99", "participant": "fra", "kind": "ratification",
   "effective_on": "2003-05-05", "source": "desk"}]}
JSON

my $run = treatyctl('overlay', '--dry-run', $db, $overlay);
is $run->{status}, 0, 'a dry run of an overlay succeeds';
is exported($db), $before, 'and changes nothing';
$run = treatyctl('overlay', '--strict', $db, $overlay);
is $run->{status}, 1, 'a strict one fails on a line that mends nothing';
is exported($db), $before, 'and changes nothing';

$run = treatyctl('overlay', $db, $overlay);
is $run->{status}, 0, 'an overlay is applied';
is $run->{out}, "1 file: 7 lines, 3 acts, 1 effective day, 1 name, 1 coverage, "
    . "1 line that mends nothing\n", 'the report counts what its lines are';
like $run->{err}, qr{overlay\.json:\d+: warning: lines\[6\]: there is no such act},
    'a line that finds no act to mend is told with its place';
my $mended = exported($db);
treatyctl('overlay', $db, $overlay);
is exported($db), $mended, 'the same overlay a second time changes nothing';

# What was mended shows.
is row_of('2009-12-31', 'aus')->{state}, 'consented',
    'before its withdrawal a participant has consented';
is row_of('2010-06-01', 'aus')->{state}, 'withdrawal_notified',
    'a withdrawal is notified';
is row_of('2011-06-01', 'aus')->{state}, 'signatory',
    'and takes effect: of the consent alone, which is its scope';
is row_of('2013-01-01', 'aus')->{state}, 'in_force',
    'and a return brings the participant back';
is row_of('2013-01-01', 'fra')->{in_force_on}, '2003-05-05',
    'an effective day is stated where the table has none';
my $treaty = rendered('treaties/iv-99@2015-01-01.json');
ok !(grep { $_ eq 'withdrawals_not_covered' } caveats_of($treaty)),
    'withdrawals that an overlay tells wholly are covered';
is $treaty->{counts}{withdrawn}, 0, 'and counted';
is_deeply [sort map { $_->{id} } @{ $treaty->{sources} }],
    [qw(cn-1-2010 desk status-table-iv-99-2004-05-05)],
    'each line keeps its own source, which the record names';

# The next status table.
spew($table, <<'CSV');
Participant,Signature,"Ratification, Accession(a)"
Australia,1 Feb 2001,3 Mar 2002
Belgium,,1 Jan 2006 a
France,,4 Apr 2003 a
CSV
treatyctl('import', $db, $table);
my $acts = treaty_of($db)->{acts};
is scalar(grep { ($_->{source} // '') =~ /^(?:desk|cn-)/ } @$acts), 3,
    'a new status table leaves the acts of an overlay';
is row_of('2013-01-01', 'fra')->{in_force_on}, '2003-05-05',
    'and the effective day of an act that it brings again';
is_deeply [map { "$_->{covers} $_->{source}" }
        @{ treaty_of($db)->{supplements} }],
    ['withdrawals desk'], 'and what an overlay covers';

# Out and in again.
my $again = "$dir/again.db";
treatyctl_ok('init', $again);
treatyctl_ok('import', $again, spew("$dir/out.json", exported($db)));
is exported($again), exported($db), 'what was mended survives export and import';

# As tables: what an overlay adds has no cell.
is treatyctl_ok('export', $db, '--csv', "$dir/csv"),
    "1 table: 3 rows, 4 cells; left out: 0 treaties without a "
    . "number, 3 acts that are no cells of one\n",
    'an export as tables tells what has no place in them';
open my $csv, '<', "$dir/csv/treaties/4-99.csv" or die $!;
open my $source, '<', $table or die $!;
is_deeply [<$csv>], [<$source>], 'and gives the table back';
$run = treatyctl('export', $db, '--csv', "$dir/csv");
is $run->{status}, 3, 'an export as tables overwrites nothing';
like $run->{err}, qr{csv/treaties/4-99\.csv can't be written \(.*exists}i,
    'and names the file that is there';

# Names.
treatyctl_ok('overlay', $db, spew("$dir/names.csv", <<'CSV'));
participant,name,valid_from,source,source_kind,source_title
fra,Gaul,2020-01-01,history,document,A history
CSV
is row_of('2019-12-31', 'fra')->{participant}{name}, 'France',
    'an earlier day shows the name that was valid';
is row_of('2020-01-01', 'fra')->{participant}{name}, 'Gaul',
    'a later one the new name, by an overlay in CSV';
my ($france) = grep { $_->{id} eq 'fra' }
    @{ decode_json(exported($db))->{participants} };
is_deeply [map { [@$_{qw(name valid_from valid_to source)}] }
        grep { $_->{kind} eq 'name' && $_->{language} eq 'en' }
            @{ $france->{names} }],
    [['Gaul', '2020-01-01', undef, 'history'],
    ['Kingdom of France', undef, '1792-09-21', 'desk'],
    ['France', '1792-09-21', '2020-01-01', undef]],
    'a name ends where its successor begins, and begins where the old one ends';

# Faults: nothing is written.
my $head = '{"format":"treaty-overlay","version":1,"lines":[' . "\n";
my $at   = '"treaty":"iv-99","participant":"fra","source":"desk"';
my %fault = (
    'a member that there isn\'t' => [qq({$at,"act":"accession","deposited_on":"2001-01-01","colour":1}]}),
        qr/lines\[0\]\.colour: there is no such member/],
    'a treaty that there isn\'t' => ['{"treaty":"x","covers":["withdrawals"],"source":"desk"}]}',
        qr/lines\[0\]\.treaty: there is no treaty "x"/],
    'a participant that there isn\'t' => ['{"participant":"x","name":"X","source":"desk"}]}',
        qr/lines\[0\]\.participant: there is no participant "x"/],
    'a source of another kind' => ['{"treaty":"iv-99","covers":["withdrawals"],"source":"iso-codes"}]}',
        qr/lines\[0\]\.source: takes a source of kind editor or document/],
    'a source that a status table has' => ['{"participant":"fra","name":"X","source":{"id":"iso-codes","kind":"editor","title":"T"}}]}',
        qr/lines\[0\]\.source\.id: takes a source of kind editor or document/],
    'a new source of another kind' => ['{"participant":"fra","name":"X","source":{"id":"new","kind":"status_table","title":"T"}}]}',
        qr/lines\[0\]\.source\.kind: takes a source of kind editor or document/],
    'a line without a source' => ['{"treaty":"iv-99","covers":["withdrawals"]}]}',
        qr/lines\[0\]\.source: is missing/],
    'a line that says nothing' => [qq({$at}]}), qr/lines\[0\]\S* a line says what it is/],
    'a withdrawal without a scope' => [qq({$at,"act":"withdrawal","deposited_on":"2001-01-01"}]}),
        qr/lines\[0\]\.scope: a withdrawal, and nothing else/],
    'an act without a day' => [qq({$at,"act":"accession"}]}),
        qr/lines\[0\]\.deposited_on: an act has a day/],
    'a period that ends before it begins' => ['{"participant":"fra","name":"X","source":"desk","valid_from":"2001-01-01","valid_to":"2000-01-01"}]}',
        qr/lines\[0\]\.valid_to: is the first day/],
    'a source with a fault' => ['{"participant":"fra","name":"X","source":{"id":"a","kind":"editor"}}]}',
        qr/lines\[0\]\.source\.title: is missing/],
    'a file that is cut' => ["{$at", qr/no valid JSON/],
);
my $digest = digest_of($db);
for my $name (sort keys %fault) {
    my ($line, $message) = @{ $fault{$name} };
    $run = treatyctl('overlay', $db, spew("$dir/bad.json", $head . $line));
    is $run->{status}, 1, "$name: the overlay is refused";
    like $run->{err}, qr{bad\.json:2: error: $message}, "$name: with its place";
    is digest_of($db), $digest, "$name: the database is as it was";
}
$run = treatyctl('overlay', $db, spew("$dir/two.json", $head
    . "{$at,\"act\":\"x\"},\n{$at,\"act\":\"y\"}]}"));
like $run->{err}, qr/two\.json:2: .*two\.json:3: /s,
    'the faults of all lines are told at once';
is treatyctl('overlay', $db, spew("$dir/bad.csv", "treaty\nx\n"))->{status}, 1,
    'other CSV is no overlay';
$run = treatyctl('overlay', $db, spew("$dir/dup.json", $head
    . "{$at,\"act\":\"accession\",\"deposited_on\":\"2003-04-04\"}]}"));
like $run->{err}, qr/\[duplicate\]$/m,
    'an act that the table has already isn\'t recorded twice';
done_testing;
