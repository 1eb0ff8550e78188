# Runs treatyctl for a test.
#
#   my $run = treatyctl('import', $db, 'table.csv');
#   is $run->{status}, 0; like $run->{err}, qr/.../; is $run->{out}, '';
#
# A report of a sanitizer ends the test.
#
#   my $run = treatyctl_within({ megabytes => 256, seconds => 10,
#       folder => $dir }, 'import', $db, 'table.csv');
#
# is killed by the system where it takes more memory or more time of a
# processor, and begins in a folder.
package TreatyCtl;
use strict;
use warnings;

use Exporter 'import';
use File::Temp;
use POSIX ();
use TreatyConfig;

our @EXPORT = qw(treatyctl treatyctl_ok treatyctl_within);

# Seconds after which a run hangs.
my $PATIENCE = 120;

sub treatyctl { return treatyctl_within({}, @_) }

sub treatyctl_within {
    my ($bounds, @arguments) = @_;
    my $out = File::Temp->new;
    my $err = File::Temp->new;
    my $pid = fork // die "fork: $!";

    if ($pid == 0) {
        _become($bounds, $out, $err, @arguments);
    }
    local $SIG{ALRM} = sub {
        kill 'KILL', $pid;
        waitpid $pid, 0;
        die "treatyctl @arguments: no end in $PATIENCE s\n";
    };
    alarm $PATIENCE;
    waitpid $pid, 0;
    alarm 0;
    my %run = (
        status => $? >> 8,
        signal => $? & 127,
        out    => _slurp($out),
        err    => _slurp($err),
    );
    die "treatyctl @arguments:\n$run{err}"
        if $run{err} =~ /Sanitizer|runtime error:/;
    return \%run;
}

# The same for a run that has to succeed: returns its standard output.
sub treatyctl_ok {
    my (@arguments) = @_;
    my $run = treatyctl(@arguments);

    die "treatyctl @arguments: status $run->{status}, signal $run->{signal}\n"
        . $run->{err}
        if $run->{status} != 0 || $run->{signal} != 0;
    return $run->{out};
}

# A shell sets the bounds. Addresses of a sanitizer's are without number: it
# looks after what is resident itself.
sub _bounded {
    my ($bounds, @command) = @_;
    my $limits = '';

    if ($bounds->{megabytes} && $TreatyConfig::SANITIZER) {
        $_ = 'hard_rss_limit_mb=' . 4 * $bounds->{megabytes}
            for @ENV{qw(ASAN_OPTIONS TSAN_OPTIONS)};
    }
    elsif ($bounds->{megabytes}) {
        $limits = "ulimit -v " . int(1024 * $bounds->{megabytes}) . '; ';
    }
    $limits .= "ulimit -t $bounds->{seconds}; " if $bounds->{seconds};
    return $limits ? ('sh', '-c', $limits . 'exec "$0" "$@"', @command)
        : @command;
}

sub _become {
    my ($bounds, $out, $err, @arguments) = @_;
    my @command = _bounded($bounds, "$TreatyConfig::BUILDDIR/treatyctl",
        @arguments);

    chdir $bounds->{folder} or POSIX::_exit(127) if $bounds->{folder};
    open STDIN,  '<',  '/dev/null';
    open STDOUT, '>&', $out or POSIX::_exit(127);
    open STDERR, '>&', $err or POSIX::_exit(127);
    $ENV{LANG}          = 'C.UTF-8';
    $ENV{UBSAN_OPTIONS} = 'halt_on_error=1:print_stacktrace=1';
    exec {$command[0]} @command or POSIX::_exit(127);
}

sub _slurp {
    my ($file) = @_;
    open my $again, '<:raw', $file->filename or die $file->filename, ": $!";
    local $/ = undef;
    return scalar(<$again>) // '';
}

1;
