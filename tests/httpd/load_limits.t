# Descriptors and memory of httpd's children run out while answers are asked
# for: what comes is right, or an error, or no connection; and with room again
# all is as before.
use strict;
use warnings;
use POSIX ();
use Test::More;
use Time::HiRes 'sleep';
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;
use TreatyWire;

my $prlimit = TreatyConfig::program('prlimit');
plan skip_all => 'no prlimit (Debian: util-linux)' if !$prlimit;

my $limited = 0;
my $ROUNDS = counted(20, 2);
my @databases = versions(2);
my $mine   = "<p>mine {{id}} {{counts.consents}}</p>\n";
my %files  = ('templates/treaties/box.mustache' => $mine);
my @paths  = (@PATHS, '/page.shtml');
my %documents = (
    'page.shtml' => '<!--#treaty id="crc@2010-01-01" view="box" -->' . "\n");

# Bounds a process, as the user that it runs as: whoever else would need rights
# that root hasn't everywhere.
sub limit {
    my ($pid, $what, $most) = @_;
    my (undef, undef, undef, undef, $user, $group) = stat "/proc/$pid" or return;
    my $child = fork // die "fork: $!";

    if ($child == 0) {
        ($(, $)) = ($group, "$group $group") if $group != $(;
        POSIX::setuid($user) if $user != $<;
        open STDERR, '>', '/dev/null';
        exec {$prlimit} 'prlimit', '--pid', $pid, "--$what=$most:"
            or POSIX::_exit(127);
    }
    waitpid $child, 0;
    $limited++ if $? == 0;
    return;
}

# All children that there are; httpd itself gives up when it can't start any.
sub limit_all {
    my ($httpd, $what, $of) = @_;
    for my $pid (children_of($httpd->pid)) {
        limit($pid, $what, $of->($pid));
    }
    return;
}

sub files_of { my @files = glob "/proc/$_[0]/fd/*"; return scalar @files }

sub memory_of {
    my ($pid) = @_;
    open my $status, '<', "/proc/$pid/status" or return;
    return (map { /^VmSize:\s*(\d+)/ ? $1 * 1024 : () } <$status>)[0];
}

# What may come while nothing can be had: an error of httpd's or ours, or a
# connection that isn't answered.
sub is_error {
    my ($answer) = @_;
    return 'of the publication before' if $answer->{why} =~ /\Aold/;
    return "of no connection" if $answer->{trouble} =~ /\A(?:refused|closed|broken off)/;
    # A page of the site's own that httpd can't open.
    return "of httpd's own 403"
        if $answer->{status} == 403 && $answer->{path} eq '/page.shtml';
    return 'of a page that says what is missing'
        if $answer->{trouble} eq 'a part is missing';
    return "of status $answer->{status}"
        if $answer->{trouble} eq '' && $answer->{status} >= 500;
    return '';
}

# A httpd whose child runs short before it has found any healthy, which it looks
# for each second, takes itself for one that can't run, and ends (AH02324).
sub await_health {
    my ($began) = @_;
    sleep 0.1 while time < $began + 3;
    return;
}

# Something is taken away in each round, under load, and given back; what is
# answered then is right.
sub starve {
    my ($httpd, $load, $what, $take, $give) = @_;

    $load->{allow} = \&is_error;
    $limited = 0;
    for my $round (1 .. $ROUNDS) {
        $load->begin;
        $take->($round);
        $load->await(5);
        $load->put($round % 2);
        $load->await(5);
        $load->await(15);
        $give->();
        my $seen = $load->end;
        is_right($seen, "$what, round $round");
    }
    cmp_ok $limited, '>=', 2 * $ROUNDS, "$what: they are bounded";
    $load->{allow} = sub { '' };
    $load->put($_) for 0, 1;
    sleep 0.2;
    $load->begin;
    $load->await(30);
    is_right($load->end, "$what: with room again");
    return;
}

# None left but for a few, so that it is now this and now that which can't be
# opened. A publication that can't be opened leaves the one before.
for_each_mpm {
    my ($httpd) = @_;
    my $began = time;
    my $load = TreatyLoad->new($httpd, paths => \@paths,
        databases => \@databases, refresh => 0.05, closing => 0.02);

    $load->learn(0, 1);
    await_health($began);
    starve($httpd, $load, 'no descriptors', sub {
        my ($round) = @_;
        limit_all($httpd, 'nofile', sub { $round % 4 + files_of($_[0]) });
        # Read where it can be opened.
        $httpd->write_file('templates/treaties/box.mustache', $mine);
    }, sub { limit_all($httpd, 'nofile', sub { 1024 }) });
    $httpd->allow_log(qr/Too many open files|TREATY\d+|AH\d+|exit signal/);
}
mpms => [qw(event prefork)],
    database => $databases[0],
    files => \%files, documents => \%documents, config => <<'END';
TreatyRefresh 50ms
TreatyTemplates "@ROOT@/templates"
END

SKIP: {
    skip 'sanitizers take all of the memory that can be addressed', 1
        if $TreatyConfig::SANITIZER;
    for_each_mpm {
        my ($httpd) = @_;
        my $began = time;
        my $load = TreatyLoad->new($httpd, paths => \@paths,
            databases => \@databases, refresh => 0.05);

        $load->learn(0, 1);
        await_health($began);
        starve($httpd, $load, 'no memory', sub {
            my ($round) = @_;
            limit_all($httpd, 'as',
                sub { (memory_of($_[0]) // 0) + 256 * 1024 * ($round % 6) });
        }, sub { limit_all($httpd, 'as', sub { 'unlimited' }) });
        # A pool that gets no memory ends its process; that is httpd's way.
        $httpd->allow_log(qr/AH00052|AH00050|TREATY\d+|AH\d+|memory|exit signal/);
    }
    mpms => [qw(event prefork)], database => $databases[0], files => \%files,
        documents => \%documents,
        config => <<'END';
TreatyRefresh 50ms
TreatyCache 64k
TreatyTemplates "@ROOT@/templates"
END
}

done_testing;
