# Killed at random points of its run, treatyctl leaves a database as it was
# before or as it is after, and nothing that the next run doesn't clear away.
use strict;
use warnings;
use Digest::SHA;
use File::Copy qw(copy);
use File::Temp;
use JSON::PP;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyConfig;
use TreatyCtl;

# Sanitizers make a run six times as long; they look for other faults.
my $share       = $TreatyConfig::SANITIZER ? 0.2 : 1;
my $IMPORTS     = 200 * $share;
my $OVERLAYS    = 50 * $share;
my $PUBLISHINGS = 50 * $share;
my $UPDATES     = 15 * $share;
# So many kills in a row that all come too late: the machine is too strange.
my $PATIENCE = 500;

my $sqlite = TreatyConfig::program('sqlite3');
plan skip_all => 'no sqlite3' unless $sqlite;

# A kill loses nothing that has been written, so memory does for a disk.
my $dir = File::Temp->newdir(-w '/dev/shm' ? (DIR => '/dev/shm') : ());
my $seed = $ENV{TREATY_SEED} || 20_021_224;
diag "TREATY_SEED=$seed";
srand $seed;

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }

sub files { return sort map { s{.*/}{}r } glob "$_[0]/*" }

# A record with few rows and long texts: fifty treaties are more than SQLite's
# cache holds, so that pages are written long before the commit.
sub record {
    my ($path, $word, $first, $count) = @_;
    my @treaties = map {
        my $number = $_;
        { id => "t-$number", type => 'treaty', covers => ['consents'],
            titles => [{ kind => 'short', title => "$word $number" }],
            rule => { threshold => 2, delay_kind => 'days', delay => 30,
                later_kind => 'days', later_delay => 30,
                later_after => 'entry_into_force' },
            acts => [map { {
                participant => "p$_", kind => 'ratification',
                deposited_on => sprintf('20%02d-01-%02d', $number % 100, $_),
            } } 1 .. 20],
            statements => [{ kind => 'note', text => "$word " x 10_000 }] }
    } $first .. $first + $count - 1;

    return spew($path, join "\n", '{"format": "treaty-record", "version": 1,',
        '"participants":', encode_json([map { { id => "p$_", kind => 'state',
            names => [{ name => "P $_" }] } } 1 .. 20]), ', "treaties":',
        encode_json(\@treaties), '}');
}

# Runs treatyctl and kills it after a time. Returns whether that was in time.
sub killed_after {
    my ($seconds, @arguments) = @_;
    my $pid = fork // die "fork: $!";

    if ($pid == 0) {
        open STDOUT, '>', '/dev/null' or POSIX::_exit(126);
        open STDERR, '>', '/dev/null' or POSIX::_exit(126);
        exec {"$TreatyConfig::BUILDDIR/treatyctl"} 'treatyctl', @arguments
            or POSIX::_exit(127);
    }
    sleep $seconds;
    kill 'KILL', $pid;
    waitpid $pid, 0;
    return ($? & 127) == 9;
}

# Kills runs at random points until so many kills were in time. $prepare puts
# everything in its place first, $check looks at what a kill has left.
sub kill_often {
    my ($count, $prepare, $check, @arguments) = @_;
    my ($killed, $late, $all_late, @took) = (0, 0, 0);

    for (1 .. 3) {
        $prepare->();
        my $start = time;
        treatyctl_ok(@arguments);
        push @took, time - $start;
    }
    my ($whole) = sort { $b <=> $a } @took;
    while ($killed < $count && $late < $PATIENCE) {
        my $after = rand $whole;
        $prepare->();
        if (!killed_after($after, @arguments)) {
            $late++;
            $all_late++;
            next;
        }
        $late = 0;
        $killed++;
        my $fault = $check->() // next;
        diag sprintf 'killed after %.4f of %.4f s: %s', $after, $whole, $fault;
        return 0;
    }
    diag "$arguments[0]: $all_late kills came too late";
    return $killed == $count;
}

# What SQLite finds wrong with a file.
sub faults_of {
    my ($path) = @_;
    my $said = qx($sqlite '$path' 'PRAGMA integrity_check; PRAGMA foreign_key_check' 2>&1);

    return $said eq "ok\n" ? undef : "integrity check: $said";
}

# ---------------------------------------------------------------------------
# Imports and overlays: the database is as before, or as after.

my $old    = record("$dir/old.json", 'old', 1, 50);
my $new    = record("$dir/new.json", 'new', 31, 50);
my $before = "$dir/before.db";
my $db     = "$dir/a.db";
treatyctl_ok('init', $before);
treatyctl_ok('import', $before, $old);

sub spoils_nothing {
    my ($count, $verb, $input) = @_;
    my %count_of;

    # What has been found to be as before needn't be restored.
    my $is_before = 0;
    my $restore   = sub {
        copy($before, $db) or die "$db: $!" unless $is_before;
        $is_before = 0;
    };
    $restore->();
    my %state_of = (treatyctl_ok('export', $db) => 'before');
    treatyctl_ok($verb, $db, $input);
    $state_of{ treatyctl_ok('export', $db) } = 'after';
    is scalar(keys %state_of), 2, "$verb changes something";

    my $left  = 0;
    my $check = sub {
        $left += -s "$db-journal" ? 1 : 0;
        my $run = treatyctl('export', $db);
        return "export failed: $run->{err}" if $run->{status};
        my $state = $state_of{ $run->{out} } // return 'neither nor';
        $count_of{$state}++;
        my $fault = faults_of($db);
        $is_before = !$fault && $state eq 'before';
        return $fault;
    };
    ok kill_often($count, $restore, $check, $verb, $db, $input),
        "killed $count times, $verb leaves the database as before or as after";
    diag "$verb: ", join(', ', map { "$_ $count_of{$_}" } sort keys %count_of),
        "; $left left a journal to be rolled back";
}

spoils_nothing($IMPORTS, 'import', $new);

my $overlay = spew("$dir/overlay.json", encode_json({
    lines => [map { my $treaty = "t-$_"; map { {
        treaty => $treaty, participant => "p$_", act => 'withdrawal',
        scope => 'treaty', deposited_on => '2015-01-01',
        note => 'n' x 2000, source => 'desk',
    } } 1 .. 20 } 1 .. 50],
}) =~ s/^\{/{"format":"treaty-overlay","version":1,"sources":[{"id":"desk","kind":"editor","title":"Desk"}],/r);
spoils_nothing($OVERLAYS, 'overlay', $overlay);

# ---------------------------------------------------------------------------
# Publishing: the target is the old file or the new one, whole.

my $served = "$dir/served";
my $target = "$served/treaty.db";
mkdir $served;
treatyctl_ok('init', "$dir/authoring.db");
treatyctl_ok('import', "$dir/authoring.db", record("$dir/few.json", 'old', 1, 8));
treatyctl_ok('publish', "$dir/authoring.db", $target);
my $first = digest_of($target);
copy($target, "$dir/kept.db") or die $!;
treatyctl_ok('import', "$dir/authoring.db", record("$dir/few.json", 'new', 5, 8));
treatyctl_ok('publish', "$dir/authoring.db", "$dir/reference.db");
my $whole = treatyctl_ok('export', "$dir/reference.db");
my %left;

my $restore = sub {
    copy("$dir/kept.db", "$served/kept") or die $!;
    rename "$served/kept", $target or die $!;
};
my $check = sub {
    for my $name (grep { $_ ne 'treaty.db' } files($served)) {
        next if $name =~ /^treaty\.db\.[0-9a-f]{32}\z/;
        return "left $name"
            unless $name =~ /^treaty\.db\.new\.\d+(?:-journal|\.files)?\z/;
        $left{$name}++;
    }
    return if digest_of($target) eq $first;
    return 'neither the old file nor the new one'
        if treatyctl_ok('export', $target) ne $whole;
    return faults_of($target);
};
ok kill_often($PUBLISHINGS, $restore, $check, 'publish', "$dir/authoring.db",
    $target), "killed $PUBLISHINGS times, publish leaves the old file or the new";
diag 'publish: ', scalar(keys %left), ' files were left on the way';
treatyctl_ok('publish', "$dir/authoring.db", $target) for 1, 2;
is_deeply [grep { !/^treaty\.db\.[0-9a-f]{32}\z/ } files($served)],
    ['treaty.db'], 'and what the killed ones left is gone after the next';
is scalar(my @all = files($served)), 3,
    'beside it are the files of two revisions';
is treatyctl_ok('export', $target), $whole, 'which is whole';

# ---------------------------------------------------------------------------
# An update: record and served file are as before, or as after; or the record
# is ahead, which the next update publishes. Never the other way round.

my $fetched = "$dir/fetched";
mkdir $fetched;
record("$fetched/few.json", 'newest', 3, 8);
copy("$dir/authoring.db", "$dir/kept-authoring.db") or die $!;
copy($target, "$dir/kept.db") or die $!;
my %of_record = (treatyctl_ok('export', "$dir/authoring.db") => 'before');
my %of_target = (treatyctl_ok('export', $target) => 'before');
my @update = ('update', "$dir/authoring.db", $fetched, $target);
my %seen;

my $restore_both = sub {
    unlink glob("$dir/authoring.db-journal"), glob("$served/*.kept.*");
    copy("$dir/kept-authoring.db", "$dir/authoring.db") or die $!;
    $restore->();
};
treatyctl_ok(@update);
$of_record{ treatyctl_ok('export', "$dir/authoring.db") } = 'after';
$of_target{ treatyctl_ok('export', $target) } = 'after';
is scalar(keys %of_record) + scalar(keys %of_target), 4, 'an update changes both';
my $check_both = sub {
    my $record = $of_record{ treatyctl_ok('export', "$dir/authoring.db") }
        // return 'the record is neither nor';
    my $file = $of_target{ treatyctl_ok('export', $target) }
        // return 'the served file is neither nor';
    $seen{"record $record, file $file"}++;
    return 'the served file is ahead of the record'
        if $record eq 'before' && $file eq 'after';
    return faults_of($target) // faults_of("$dir/authoring.db");
};
ok kill_often($UPDATES, $restore_both, $check_both, @update),
    "killed $UPDATES times, update leaves both as before or as after";

# Nearly all of that comes before anything is written for good: so also before
# each change of a name and each sync of a database.
SKIP: {
    my $strace = TreatyConfig::program('strace');
    skip 'no strace', 2 if !$strace || $TreatyConfig::SANITIZER;
    my @calls  = qw(rename link unlink fdatasync);
    my $traced = "$dir/trace";
    system $strace, '-qq', '-o', $traced, '-e', 'trace=rename',
        "$TreatyConfig::BUILDDIR/treatyctl", '--version';
    skip 'strace may not trace here', 2 if $?;
    my $points = 0;
    my $fault;
    for my $call (@calls) {
        for (my $at = 1; !$fault; $at++) {
            $restore_both->();
            my $pid = fork // die "fork: $!";
            if ($pid == 0) {
                open STDOUT, '>', '/dev/null' or POSIX::_exit(126);
                open STDERR, '>', '/dev/null' or POSIX::_exit(126);
                exec $strace, '-qq', '-o', $traced, '-e', "trace=$call", '-e',
                    "inject=$call:signal=KILL:when=$at",
                    "$TreatyConfig::BUILDDIR/treatyctl", @update,
                    '--no-downloads' or POSIX::_exit(127);
            }
            waitpid $pid, 0;
            last if $? == 0;
            $points++;
            $fault = $check_both->();
            diag "killed at $call $at: $fault" if $fault;
        }
    }
    ok !$fault && $points > 10,
        "killed before each of $points such calls, it does so, too";
    ok $seen{'record after, file before'}, 'the moment between the two was met';
}
diag 'update: ', join '; ', map {"$_: $seen{$_}"} sort keys %seen;

# The one moment between the two: the record is committed, the file isn't yet
# renamed.
$restore_both->();
treatyctl_ok('import', "$dir/authoring.db", "$fetched/few.json");
treatyctl_ok(@update);
is $of_target{ treatyctl_ok('export', $target) }, 'after',
    'a record that is ahead is published by the next update';
is_deeply [grep { !/^treaty\.db\.(?:kept\.)?[0-9a-f]{32}\z/ } files($served)],
    ['treaty.db'], 'and what the killed ones left is gone';
done_testing;
