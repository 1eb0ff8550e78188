# Without memory enough, and with a little more each time, treatyctl does all of
# it or says why not, and then the database is as it was.
use strict;
use warnings;
use Digest::SHA;
use File::Copy qw(copy);
use File::Temp;
use Test::More;
use TreatyConfig;
use TreatyCtl;

plan skip_all => 'a sanitizer takes addresses without number'
    if $TreatyConfig::SANITIZER;

# Megabytes from one try to the next, and how many tries in a row have to do all
# of it until it is enough.
my $STEP   = $ENV{TREATY_FAULTS} ? 1 / 64 : 1 / 4;
my $ENOUGH = 3;
my $MOST   = 512;
# The least with which the program begins.
my $base = 4;

my $dir    = File::Temp->newdir;
my $seeds  = "$TreatyConfig::SRCDIR/tests/fuzz/seeds";
my $before = "$dir/before.db";
my $db     = "$dir/a.db";

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub seed {
    my ($seed, $name) = @_;
    copy("$seeds/$seed", "$dir/$name") or die "$seed: $!";
    return "$dir/$name";
}

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }

# A try: 'all', 'none', or what is wrong. With little more than the least the
# system may not find the room to begin the program.
sub try_with {
    my ($megabytes, $whole, @arguments) = @_;
    my $run = treatyctl_within({ megabytes => $megabytes }, @arguments);
    my $ended = "ended with status $run->{status}, signal $run->{signal}: $run->{err}";

    if ($run->{status} == 0 && $run->{signal} == 0) {
        return treatyctl_ok('export', $db) eq $whole ? 'all' : 'not all is there';
    }
    return $ended if $run->{signal} || $run->{err} eq '';
    return $ended if $run->{status} != 3 && $run->{err} =~ /\Atreatyctl:/;
    return digest_of($db) eq digest_of($before) ? 'none' : "written to, $ended";
}

sub spoils_nothing {
    my ($what, @arguments) = @_;
    my ($whole, $enough, $refused, @faults) = (undef, 0, 0);

    copy($before, $db) or die "$db: $!";
    treatyctl_ok(@arguments);
    $whole = treatyctl_ok('export', $db);
    for (my $megabytes = $base; $megabytes < $MOST && $enough < $ENOUGH;
        $megabytes += $STEP) {
        copy($before, $db) or die "$db: $!" if !$refused || $enough;
        my $found = try_with($megabytes, $whole, @arguments);
        $enough = $found eq 'all' ? $enough + 1 : 0;
        $refused++ if $found eq 'none';
        push @faults, sprintf '%.2f MB: %s', $megabytes, $found
            if $found ne 'all' && $found ne 'none';
    }
    ok !@faults && $enough == $ENOUGH && $refused,
        "$what: $refused times too little, then all of it"
        or diag join "\n", @faults;
    return;
}

$base += $STEP while $base < $MOST
    && treatyctl_within({ megabytes => $base }, '--version')->{status};
treatyctl_ok('init', $before);
treatyctl_ok('import', $before, "$TreatyConfig::SRCDIR/sql/sample.json");
spoils_nothing('a record file', 'import', $db, seed('record/a-treaty.json', 'a.json'));
spoils_nothing('a status table', 'import', $db, seed('table/a-table.csv', '4-11-c.csv'));
spoils_nothing('a treaty in XML', 'import', $db,
    seed('mtdsg/a-treaty-with-everything.xml', 'IV-11-c.en.xml'));
spoils_nothing('a page of text', 'import', $db, seed('page/a-sheet-of-children.txt', 'a.txt'));
spoils_nothing('a page of HTML', 'import', $db, seed('html/a-plain-page.html', 'a.html'));
spoils_nothing('an overlay', 'overlay', $db,
    seed('overlay/lines-of-every-kind.json', 'overlay.json'));
done_testing;
