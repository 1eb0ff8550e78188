# A program beside httpd for one test, such as a proxy: on a free port of
# 127.0.0.1, in a folder of its own, and ended with the test.
#
#   my $program = TreatyProgram->start(sub {
#       my ($folder, $port) = @_;
#       return ('/usr/sbin/thing', '-p', $port);     # what to run
#   });
#
# Where the file to run has another name than it is told, { program => file }
# comes first.
package TreatyProgram;
use strict;
use warnings;

use File::Temp 'tempdir';
use IO::Socket::INET;
use POSIX ':sys_wait_h';
use Time::HiRes qw(sleep time);

# Seconds after which something hangs.
my $PATIENCE = 60;
my %running;
my $owner = $$;

END {
    my $status = $?;
    if ($$ == $owner) {
        $_->stop for values %running;
    }
    $? = $status;
}

sub port { return $_[0]{port} }

sub _free_port {
    my $socket = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', LocalPort => 0, Proto => 'tcp', Listen => 1)
        or die "no free port: $!\n";
    return $socket->sockport;
}

# Another may be faster with the port: then it ends, and gets a new one.
sub start {
    my ($class, $command) = @_;
    my $self = bless {
        folder => tempdir('treaty-program-XXXXXX', TMPDIR => 1, CLEANUP => 1),
    }, $class;

    for my $attempt (1 .. 5) {
        $self->{port} = _free_port();
        my @command = $command->($self->{folder}, $self->{port});
        return $self if $self->_launch(@command);
    }
    die "the program didn't start:\n", $self->said, "\n";
}

sub _launch {
    my ($self, @command) = @_;
    my $file = ref $command[0] ? shift(@command)->{program} : $command[0];
    my $pid  = fork // die "fork: $!\n";

    if ($pid == 0) {
        setpgrp 0, 0;
        $SIG{INT} = $SIG{TERM} = $SIG{HUP} = $SIG{PIPE} = 'DEFAULT';
        open STDIN,  '<', '/dev/null';
        open STDOUT, '>', "$self->{folder}/said" or POSIX::_exit(127);
        open STDERR, '>&', \*STDOUT;
        exec {$file} @command or POSIX::_exit(127);
    }
    $self->{pid} = $pid;
    $running{$pid} = $self;
    my $end = time + $PATIENCE;
    while (time < $end) {
        last if waitpid($pid, WNOHANG) == $pid;
        return 1 if IO::Socket::INET->new(
            PeerAddr => '127.0.0.1', PeerPort => $self->{port}, Proto => 'tcp');
        sleep 0.02;
    }
    delete $running{$pid};
    delete $self->{pid};
    return 0;
}

# What it has printed.
sub said {
    my ($self) = @_;
    open my $in, '<', "$self->{folder}/said" or return '';
    local $/ = undef;
    return scalar(<$in>) // '';
}

# Ends it, at last by force.
sub stop {
    my ($self) = @_;
    my $pid = delete $self->{pid} // return;
    my $end = time + $PATIENCE;

    delete $running{$pid};
    kill 'TERM', $pid;
    while (time < $end) {
        return if waitpid($pid, WNOHANG) != 0;
        sleep 0.02;
    }
    kill 'KILL', -$pid;
    waitpid $pid, 0;
    return;
}

1;
