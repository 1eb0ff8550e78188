# How an import behaves: rehearsed, strict, reported, watched.
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

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }

mkdir "$dir/set";
mkdir "$dir/set/treaties";
spew("$dir/set/index.csv", <<'CSV');
chapter_no,treaty_no,treaty_name,chapter_name
4,97,"Convention on Rivers. Geneva, 1 January 2001",Rivers
4,98,"Convention on Lakes. Geneva, 1 January 2001",Lakes
CSV
my $rivers = spew("$dir/set/treaties/4-97.csv", <<'CSV');
Participant,Signature,"Ratification, Accession(a)"
Australia,1 Feb 2001,3 Mar 2002
France,,4 Apr 2003 a
CSV
my $lakes = spew("$dir/set/treaties/4-98.csv", <<'CSV');
Participant,Signature
Australia,1 Feb 2001
Ruritania,N/A
CSV
treatyctl_ok('init', $db);
my $empty = digest_of($db);

my $run = treatyctl('import', '--dry-run', $db, "$dir/set");
is $run->{status}, 0, 'a dry run succeeds';
like $run->{out}, qr/^2 files: 2 treaties, 5 acts, /,
    'a dry run reports what would be written';
like $run->{out}, qr/nothing was written/, 'and says that nothing was';
is digest_of($db), $empty, 'a dry run leaves the database as it was';

$run = treatyctl('import', '--strict', $db, "$dir/set");
is $run->{status}, 1, 'a strict import fails on what is unknown';
like $run->{err}, qr{4-98\.csv:3: warning: "Ruritania" .*\[participant\]$}m,
    'and tells it with file, line and kind';
like $run->{err}, qr/--strict takes warnings for errors/, 'and why it fails';
is digest_of($db), $empty, 'a strict import that fails writes nothing';

my $json = "$dir/report.json";
$run = treatyctl('import', '--report', 'json', '--report-file', $json, $db,
    "$dir/set");
is $run->{status}, 0, 'an import with a report for programs succeeds';
is slurp($json) . "\n", $run->{out},
    'the report is alike on standard output and in the file';
my $report   = decode_json($run->{out});
my $findings = delete $report->{findings};
is_deeply $report, {
    imported => JSON::PP::true, dry_run => JSON::PP::false,
    files => 2, rows => 4, cells => 5, cells_unread => 1, treaties => 2,
    acts => 5, statements => 0, fact_sheets => 0, participants => 3, participants_new => 3,
    warnings => 2, errors => 0,
    kinds => [
        { kind => 'participant', severity => 'warning', count => 1 },
        { kind => 'cell', severity => 'warning', count => 1 },
    ],
}, 'it counts files, rows, cells, acts, participants and findings by kind';
is_deeply [map { "$_->{severity} $_->{kind} $_->{file} $_->{line}" }
        @$findings],
    ["warning participant $lakes 3", "warning cell $lakes 3"],
    'and has each finding with its place';

my $clean = "$dir/clean.db";
treatyctl_ok('init', $clean);
$run = treatyctl('import', '--strict', $clean, $rivers);
is $run->{status}, 0, 'a strict import takes a table without a warning';
is $run->{err}, '', 'and draws no bar where standard error is no terminal';

$run = treatyctl('import', '--report', 'json', $clean,
    spew("$dir/set/4-96.csv", "Participant\n,\n"));
is $run->{status}, 1, 'a faulty file is refused with a report as without';
$report = decode_json($run->{out});
ok !$report->{imported}, 'which says that nothing was imported';
is $report->{errors}, 1, 'and counts the error';
is treatyctl('import', '--report', 'xml', $clean, $rivers)->{status}, 2,
    'other forms of a report are wrong usage';

# Who bears a name may change between two files of one import: what is shown
# goes before an alias.
my $record = spew("$dir/ruritania.json", <<'JSON');
{"format": "treaty-record", "version": 1, "participants": [
  {"id": "rur", "kind": "state", "names": [{"name": "Ruritania"}]},
  {"id": "ruritania", "kind": "other",
   "names": [{"name": "Old land"}, {"name": "Ruritania", "kind": "alias"}]}]}
JSON
my ($before, $behind) = map {
    spew("$dir/$_.csv", "Participant,Signature\nRuritania,1 Feb 2001\n")
} qw(4-94 4-95);
treatyctl_ok('init', "$dir/names.db");
treatyctl_ok('import', "$dir/names.db", $lakes, $before, $record, $behind);
my %treaty = map { $_->{id} => $_ }
    @{ decode_json(treatyctl_ok('export', "$dir/names.db"))->{treaties} };
is $treaty{'iv-94'}{acts}[0]{participant}, 'ruritania',
    'a name is looked up as it is borne when its file is read';
is $treaty{'iv-95'}{acts}[0]{participant}, 'rur',
    'and anew after a file has given it to another';

SKIP: {
    my $script = TreatyConfig::program('script');
    skip 'no program script, which makes a terminal', 3 unless $script;
    treatyctl_ok('init', "$dir/tty.db");
    my $said = qx($script -qec '$TreatyConfig::BUILDDIR/treatyctl import $dir/tty.db $dir/set' /dev/null </dev/null);
    like $said, qr{\r\[#{15}\.{15}\] 1/2 files\r\[#{30}\] 2/2 files},
        'on a terminal a bar tells how many files are done';
    like $said, qr{2/2 files\r\e\[K(?!.*\d/2 files)}s,
        'one line is rewritten, and cleared at the end';
    like $said, qr/^2 files: 2 treaties/m, 'then the report follows';
}
done_testing;
