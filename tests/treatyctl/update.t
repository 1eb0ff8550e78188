# An update as a timer runs it: what is fetched is imported, checked and
# published, or nothing of it; and a rollback.
use strict;
use warnings;
use Digest::SHA;
use File::Basename;
use File::Copy qw(copy);
use File::Temp;
use JSON::PP;
use POSIX qw(mkfifo);
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyConfig;
use TreatyCtl;

my $dir     = File::Temp->newdir;
my $db      = "$dir/record.db";
my $folder  = "$dir/fetched";
my $target  = "$dir/served/treaty.db";
my $report  = "$dir/report.json";
my $PATIENCE = 60;

mkdir $_ or die "$_: $!" for $folder, "$dir/served", "$dir/empty";

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
    return;
}

sub digests { return join ' ', map { Digest::SHA->new(256)->addfile($_, 'b')->hexdigest } @_ }

sub beside {
    opendir my $served, "$dir/served" or die "$dir/served: $!";
    return join ' ', sort grep { !/^\.|^treaty\.db\.[0-9a-f]{32}$/ } readdir $served;
}

# One of a table's participants a line, who signed and ratified.
sub table {
    my (@names) = @_;
    spew("$folder/4-11-c.csv", join '', "Participant,Signature,Ratification\n",
        map {"$_,1 Feb 2001,3 Mar 2003\n"} @names);
    return;
}

my @names = qw(Argentina Belgium Chile Denmark Ecuador France Ghana Hungary Italy Japan);

sub update {
    my (@options) = @_;
    my $run = treatyctl('update', '--report-file', $report,
        '--known-through', '2015-03-12', @options, $db, $folder, $target);
    $run->{report} = decode_json(slurp($report)) if $run->{status} < 2;
    return $run;
}

sub health { return decode_json(treatyctl_ok('render', $target, 'health')) }

sub consents {
    return decode_json(treatyctl_ok('render', $target, 'treaties/iv-11-c.json'))
        ->{counts}{consents};
}

treatyctl_ok('init', $db);
my $run = treatyctl('update', $db, "$dir/empty", $target);
is $run->{status}, 1, 'an empty folder is no success';
like $run->{err}, qr{empty: there is nothing to import; see whether what fetches},
    'and what to look after is told';

# --- It publishes, once.
table(@names);
spew("$folder/.4-11-c.csv.part", 'half of a file');
$run = update();
is $run->{status}, 0, 'an update succeeds' or diag $run->{err}, $run->{out};
is $run->{report}{outcome}, 'published', 'and has published';
is $run->{report}{revision}, health()->{revision}, 'what is served';
is $run->{report}{import}{files}, 1, 'a name that begins with a dot is left out';
like $run->{out}, qr/\Q$target\E: revision [0-9a-f]{32}, before it none$/m,
    'as it says';
is beside(), 'treaty.db', 'it leaves nothing behind';
my $before = digests($db, $target);
$run = update();
is $run->{status}, 0, 'the same files once more are no failure';
is $run->{report}{outcome}, 'nothing_new', 'and nothing new';
like $run->{out}, qr/^nothing new: \Q$target\E stays at revision \w{32}$/m, 'as it says';
is digests($db, $target), $before, 'and change not one byte';
{
    my $revision = health()->{revision};
    my @kept = beside();
    $run = update('--always', '--keep', 3);
    is $run->{report}{outcome}, 'published', 'they are published once more where that is wanted';
    isnt health()->{revision}, $revision, 'as another revision';
    is_deeply [beside()], \@kept, 'and the same record isn\'t kept for a rollback';
    $before = digests($db, $target);
}

# --- What can't be taken leaves all as it was.
spew("$folder/broken.csv", "Participant,Signature\nChile,\"1 Feb 2001\n");
$run = update();
is $run->{status}, 1, 'a broken file is a fault';
is $run->{report}{outcome}, 'refused', 'and refused';
like $run->{err}, qr{fetched/broken\.csv:}, 'with its name';
is digests($db, $target), $before, 'record and served file are as before';
unlink "$folder/broken.csv";
$run = treatyctl('update', $db, $folder, "$dir/none/treaty.db");
is $run->{status}, 3, 'a target that can\'t be made is a failure';
like $run->{err}, qr{none/treaty\.db\.lock can't be made}, 'told';
is treatyctl('update', $db, "$dir/no", $target)->{status}, 3, 'so is a folder that isn\'t there';
$before = digests($db, $target);
$run = treatyctl('update', $db, $folder, $db);
is $run->{status}, 2, 'what is published doesn\'t take the database\'s own place';
like $run->{err}, qr{record\.db is the database itself.*name another TARGET}, 'as it says';
is digests($db, $target), $before, 'and both are as before';
{
    my $ahead = "$dir/ahead.db";
    my @update = ('update', $ahead, "$folder/", "$dir/ahead/treaty.db");

    treatyctl_ok('init', $ahead);
    mkdir $_ or die "$_: $!" for "$dir/ahead", "$dir/ahead/treaty.db";
    $run = treatyctl(@update);
    is $run->{status}, 3, 'a file that can\'t be replaced at the last moment is a failure';
    like $run->{out}, qr{^failed; \Q$ahead\E has the new record, and \S+ doesn't serve it yet: mend}m,
        'and the record isn\'t said to be as before';
    rmdir "$dir/ahead/treaty.db" or die $!;
    $run = treatyctl(@update);
    is $run->{status}, 0, 'the next run publishes it';
    like $run->{out}, qr{treaty\.db: revision \w{32}, before it none$}m, 'as it says';
    unlike "$run->{out}$run->{err}", qr{fetched//}, 'a folder may be given with a slash';
}
mkfifo("$folder/pipe", 0600) or die "pipe: $!";
$run = update();
is $run->{status}, 1, 'what is no file is refused';
like $run->{err}, qr{fetched/pipe is no file}, 'by its name';
unlink "$folder/pipe";
for my $gate ('', 'totals', 'total,x') {
    $run = treatyctl('update', '--gate', $gate, $db, $folder, $target);
    is $run->{status}, 2, "--gate '$gate' is wrong usage";
    like $run->{err}, qr/--gate .*: there is no such kind/, 'and told';
}
is treatyctl('update', '--keep', 'all', $db, $folder, $target)->{status}, 2,
    '--keep takes a number';

# --- The gate.
table(@names[0 .. 4]);
$run = update();
is $run->{status}, 1, 'a treaty that loses half of its acts holds the publication';
is $run->{report}{outcome}, 'held', 'as the report says';
is_deeply [map { [@$_{qw(kind place message)}] } @{ $run->{report}{held} }],
    [['acts-lost', 'treaties/iv-11-c',
        'it would have 10 acts, and has 20: see whether its file is whole']],
    'with what holds it';
like $run->{out}, qr{^held: treaties/iv-11-c: it would have 10 acts}m, 'people are told, too';
is digests($db, $target), $before, 'record and served file are as before';
is update('--dry-run', '--gate', 'none')->{report}{outcome}, 'published',
    'without a gate it would be published';
is digests($db, $target), $before, 'but not in a dry run';
is update('--gate', 'none')->{status}, 0, 'or for good';
is consents(), 5, 'then it is served';
table(@names[0 .. 3]);
is update('--gate', 'total')->{status}, 0, 'a gate of other kinds lets it through';

# --- What a source counts itself.
spew("$folder/totals.json", encode_json({
    format => 'treaty-record', version => 1,
}) =~ s/.*/{"format":"treaty-record","version":1,"sources":[{"id":"s","kind":"document","title":"S","known_through":"2015-01-01"}],"participants":[{"id":"atlantis","kind":"state","names":[{"name":"Atlantis"}]}],"treaties":[{"id":"counted","type":"treaty","titles":[{"kind":"short","title":"Counted"}],"covers":["consents"],"totals":[{"measure":"consents","total":3,"source":"s"}],"acts":[{"participant":"atlantis","kind":"ratification","deposited_on":"2001-01-01","source":"s"}]}]}/r);
$run = update();
is $run->{status}, 1, 'a count that differs from the source\'s own holds it';
is_deeply [map { $_->{kind} } @{ $run->{report}{held} }], ['total'], 'as total';
$run = update('--gate', 'none');
is $run->{status}, 0, 'an editor may know better' or diag $run->{err}, $run->{out};
table(@names[0 .. 5]);
$run = update();
is $run->{status}, 0, 'what was there before holds nothing' or diag $run->{out};
is_deeply $run->{report}{changes}, [{ what => 'act', kind => 'added', count => 4 }],
    'the report tells what has changed';

# --- Overlays come behind.
spew("$folder/a-first.json", <<'END');
{ "format": "treaty-overlay", "version": 1,
 "sources": [{"id": "desk", "kind": "editor", "title": "The desk"}],
 "lines": [{"treaty": "iv-11-c", "participant": "chl", "act": "withdrawal",
   "scope": "treaty", "deposited_on": "2010-01-01",
   "effective_on": "2011-01-01", "source": "desk"}]}
END
$run = update();
is $run->{status}, 0, 'an overlay is recognised' or diag $run->{err};
is consents(), 5, 'and applied';

# --- Snapshots are kept, and served again.
my @kept = sort split ' ', beside();
is scalar(@kept), 6, 'five revisions before are kept, and no more';
is scalar(grep {/^treaty\.db\.kept\.[0-9a-f]{32}$/} @kept), 5, 'by their names';
my $list = treatyctl_ok('rollback', '--list', $target);
is scalar(() = $list =~ /^[0-9a-f]{32}  published \S+Z, known through 2015-03-12$/mg), 5,
    'rollback --list tells which';
my ($last) = $list =~ /^(\w{32})/;
my $gone = health();
my $out = treatyctl_ok('rollback', $target);
my $now = health();
like $out, qr/: revision $now->{revision}, which says what $last of /, 'rollback says what it does';
is consents(), 6, 'the record is as it was';
isnt $now->{revision}, $last, 'under another revision';
cmp_ok $now->{published_at}, 'ge', $gone->{published_at}, 'with the time of now';
my $log = decode_json(treatyctl_ok('render', $target, "changes.json?since=$gone->{revision}"));
is_deeply [map { "$_->{act_kind} $_->{kind}" } @{ $log->{items} }], ['withdrawal removed'],
    'whoever asks what has changed is told';
ok -s "$target.$now->{revision}/manifest.json", 'it can be downloaded';
ok slurp("$target.$now->{revision}/record.json") eq slurp("$target.$last/record.json"),
    'as it could before';
like treatyctl_ok('rollback', '--list', $target), qr/^$gone->{revision} .*, withdrawn$/m,
    'what went is kept as withdrawn';
$before = digests($db, $target);
$run = update();
is $run->{status}, 1, 'the next update doesn\'t bring it back';
is $run->{report}{held}[0]{kind}, 'rolled-back', 'and says why';
is digests($db, $target), $before, 'all is as before';
treatyctl_ok('rollback', $target);
is consents(), 4, 'a second rollback goes one further back';
treatyctl_ok('rollback', '--to', substr($gone->{revision}, 0, 8), $target);
is consents(), 5, 'a withdrawn one comes back by its name';
is update()->{report}{outcome}, 'nothing_new', 'and is what the files say';
is treatyctl('rollback', '--to', '0000', $target)->{status}, 1, 'one that isn\'t kept can\'t';
is treatyctl('rollback', '--to', 'a', $target)->{status}, 2, 'a letter is too little';
$run = treatyctl('rollback', "$dir/other.db");
is $run->{status}, 1, 'where nothing is kept there is no way back';
like $run->{err}, qr/no revision from before is kept; publish/, 'as it says';
table(@names[0 .. 6]);
is update('--keep', 1)->{status}, 0, 'keeping fewer';
is scalar(grep {/kept/} split ' ', beside()), 1, 'lets the others go';
table(@names[0 .. 7]);
unlink glob "$target.kept.*";
is update('--keep', 0)->{status}, 0, 'keeping none';
is scalar(grep {/kept/} split ' ', beside()), 0, 'keeps none';

# --- One at a time. A report into a pipe that nobody reads waits, with the lock.
mkfifo("$dir/pipe", 0600) or die "pipe: $!";
my $pid = fork // die "fork: $!";
if ($pid == 0) {
    open STDOUT, '>', '/dev/null';
    exec "$TreatyConfig::BUILDDIR/treatyctl", 'update', '--report-file', "$dir/pipe",
        $db, $folder, $target or POSIX::_exit(127);
}
my $end = time + $PATIENCE;
sleep 0.02 until -s "$target.lock" || time > $end;
$before = digests($db, $target);
for my $second (['update', '--report-file', "$dir/second.json", $db, $folder, $target],
    ['rollback', $target])
{
    $run = treatyctl(@$second);
    is $run->{status}, 4, "a second $second->[0] ends with a status of its own";
    like $run->{err}, qr/another run is at work \(process $pid, since \S+Z\)/,
        'and says who is at work';
}
ok !-e "$dir/second.json", 'nor does it write over a report';
is treatyctl('rollback', '--list', $target)->{status}, 0, 'but the list can be had';
kill 'KILL', $pid;
waitpid $pid, 0;
$run = update();
is $run->{status}, 0, 'a lock ends with who held it';
ok !-e "$target.lock" && !-e "$target.update", 'and nothing is left of it';

# --- Every kind of finding can be named.
my ($known) = slurp("$TreatyConfig::SRCDIR/mod_treaty/treatyctl/update_gate.c")
    =~ /known\[\] = \{(.*?)\};/s;
my @known = $known =~ /"([a-z-]+)"/g;
my %found = map { $_ => 1 } qw(acts-lost rolled-back total),
    slurp("$TreatyConfig::SRCDIR/mod_treaty/import/check.c") =~ /\{"([a-z-]+)", TREATY_SQL/g,
    slurp("$TreatyConfig::SRCDIR/mod_treaty/import/check_rules.c") =~ /0, "([a-z-]+)",/g,
    slurp("$TreatyConfig::SRCDIR/mod_treaty/treatyctl/check_claims.c") =~ /"(claim-[a-z-]+)"/g;
is_deeply \@known, [sort keys %found], 'the gate knows all kinds of findings';
done_testing;
