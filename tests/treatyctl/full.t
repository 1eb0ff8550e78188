# Where there is no room left, treatyctl says so and what to do, and all is as
# it was: on a disk that is full, and where files may not grow.
use strict;
use warnings;
use Digest::SHA;
use File::Copy qw(copy);
use File::Path qw(make_path remove_tree);
use File::Temp;
use JSON::PP;
use POSIX ();
use Test::More;
use TreatyConfig;
use TreatyCtl;

# The small disk is mounted where nobody else sees it, and goes with the test.
if (!$ENV{TREATY_OWN_MOUNTS} && $> == 0 && TreatyConfig::program('unshare')
    && system('unshare --mount true 2>/dev/null') == 0) {
    $ENV{TREATY_OWN_MOUNTS} = 1;
    exec 'unshare', '--mount', $^X, (map { "-I$_" } @INC), $0
        or die "unshare: $!";
}

my $dir = File::Temp->newdir;

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

# Every file below a folder with its digest.
sub state_of {
    my ($folder) = @_;

    return { map { $_ => Digest::SHA->new(256)->addfile($_, 'b')->hexdigest }
        grep { -f } map { glob "$folder/$_" } '*', '*/*' };
}

sub record {
    my ($path, $word, $count) = @_;
    my @treaties = map { {
        id => "t-$_", type => 'treaty', mtdsg_no => "I-$_",
        titles => [{ kind => 'short', title => "$word $_" }],
        acts => [{ participant => 'p', kind => 'ratification',
            deposited_on => '2001-02-03' }],
        statements => [{ kind => 'note', text => "$word " x 5000 }],
    } } 1 .. $count;

    return spew($path, join ' ', '{"format": "treaty-record", "version": 1,',
        '"participants":', encode_json([{ id => 'p', kind => 'state',
            names => [{ name => 'P' }] }]),
        ', "treaties":', encode_json(\@treaties), '}');
}

my $large   = record("$dir/large.json", 'large', 150);
my $overlay = spew("$dir/overlay.json",
    '{"format": "treaty-overlay", "version": 1, "sources": [{"id": "desk",'
    . ' "kind": "editor", "title": "Desk"}], "lines": '
    . encode_json([map { { treaty => "t-$_", participant => 'p',
        act => 'withdrawal', scope => 'treaty', deposited_on => '2010-01-01',
        note => 'n' x 50_000, source => 'desk' } } 1 .. 10]) . '}');
treatyctl_ok('init', "$dir/small.db");
treatyctl_ok('import', "$dir/small.db", record("$dir/small.json", 'small', 10));
copy("$dir/small.db", "$dir/large.db") or die $!;
treatyctl_ok('import', "$dir/large.db", $large);

# What each verb is tried with, in a folder that lacks room: what is there
# before, and the arguments.
sub cases {
    my ($folder) = @_;
    my $db     = "$folder/a.db";
    my $target = "$folder/served.db";

    return (
        [import => [['small.db', $db]], 'import', $db, $large],
        [overlay => [['small.db', $db]], 'overlay', $db, $overlay],
        [publish => [['small.published', $target]], 'publish',
            "$dir/large.db", $target],
        ['a first publish' => [], 'publish', "$dir/large.db", $target],
        [export => [['small.json', "$folder/record.json"]], 'export',
            "$dir/large.db", "$folder/record.json"],
        [init => [], 'init', $db],
    );
}
treatyctl_ok('publish', "$dir/small.db", "$dir/small.published");

sub prepare {
    my ($folder, $files) = @_;

    remove_tree(glob "$folder/*");
    for my $pair (@$files) {
        copy("$dir/$pair->[0]", $pair->[1]) or die "$pair->[1]: $!";
    }
}

# Runs each verb without room by $run, which gets what the folder holds at
# least, and then with room.
sub try_all {
    my ($where, $folder, $run) = @_;

    for my $case (cases($folder)) {
        my ($name, $files, @arguments) = @$case;
        prepare($folder, $files);
        my $before = state_of($folder);
        my $failed = $run->(@arguments);
        is $failed->{status}, 3, "$where, $name fails";
        is $failed->{signal}, 0, 'but by itself';
        like $failed->{err}, qr/full|space|too large|I\/O/i, 'and says why';
        like $failed->{err}, qr/make room/, 'and what to do';
        is_deeply state_of($folder), $before, 'and all is as it was before';
        is treatyctl(@arguments)->{status}, 0, 'with room it succeeds';
    }
}

# ---------------------------------------------------------------------------
# Files may not grow: as a quota does it.

# In the units of ulimit -f: 512 bytes to the shell of POSIX, 1024 to bash.
sub limited {
    my ($bytes, @arguments) = @_;
    my $err = "$dir/err";
    my $pid = fork // die "fork: $!";

    if ($pid == 0) {
        open STDOUT, '>', '/dev/null' or POSIX::_exit(126);
        open STDERR, '>', $err        or POSIX::_exit(126);
        exec 'sh', '-c', 'ulimit -f $(($0 / 512)); exec "$@"', $bytes,
            "$TreatyConfig::BUILDDIR/treatyctl", @arguments
            or POSIX::_exit(127);
    }
    waitpid $pid, 0;
    my ($status, $signal) = ($? >> 8, $? & 127);
    open my $file, '<', $err or die "$err: $!";
    local $/ = undef;
    return { status => $status, signal => $signal, err => scalar <$file> };
}

my $folder = "$dir/limited";
make_path($folder);
try_all('where files may not grow', $folder, sub {
    my (@arguments) = @_;
    # What is there fits, and little more.
    my ($largest) = sort { $b <=> $a } 16_384, map { -s } glob "$folder/*";
    return limited($largest + 16_384, @arguments);
});

# ---------------------------------------------------------------------------
# A disk that is full.

SKIP: {
    my $disk = "$dir/disk";
    make_path($disk);
    skip 'no small disk: that takes root, unshare and mount', 1
        unless $ENV{TREATY_OWN_MOUNTS}
        && system("mount -t tmpfs -o size=3m tmpfs '$disk' 2>/dev/null") == 0;
    try_all('on a full disk', $disk, sub {
        my (@arguments) = @_;
        # All but a little of the room goes to a file of another's.
        open my $filler, '>:raw', "$disk/.filler" or die $!;
        while (defined syswrite $filler, "\0" x 4096) { }
        truncate $filler, (-s $filler) - ($arguments[0] eq 'init' ? 8192 : 65536);
        close $filler;
        my $run = treatyctl(@arguments);
        unlink "$disk/.filler";
        system("mount -o remount,size=64m '$disk'");
        return $run;
    });

    prepare($disk, []);
    system("mount -o remount,size=64k '$disk'");
    my $run = treatyctl('export', '--csv', "$disk/tables", "$dir/large.db");
    is $run->{status}, 3, 'on a full disk, export --csv fails';
    like $run->{err}, qr/tables.*No space.*make room/, 'and says what to do';
    system("umount '$disk'");
}
done_testing;
