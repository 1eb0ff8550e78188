# Children of httpd are killed while answers are asked for: nothing breaks but
# the connections that they held, and others take their place.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;

my $KILLS = counted(50, 4);
my @MPMS  = $ENV{TREATY_FAULTS} ? qw(event worker prefork) : qw(event prefork);
my @databases = versions(2);

# The clients' ports of the connections that a process holds: its own sockets,
# by their numbers in the system's table.
sub ports_of {
    my ($pid, $port) = @_;
    my %is_held = map { (readlink($_) // '') =~ /\Asocket:\[(\d+)\]/ ? ($1 => 1) : () }
        glob "/proc/$pid/fd/*";
    my $local = sprintf ':%04X', $port;

    open my $table, '<', '/proc/net/tcp' or die "/proc/net/tcp: $!";
    return map {
        my @columns = split;
        my ($peer) = ($columns[2] // '') =~ /:([0-9A-F]{4})\z/;
        ($columns[1] // '') =~ /\Q$local\E\z/ && $is_held{ $columns[9] // '' }
            ? hex $peer : ();
    } <$table>;
}

# Whether each thread of a process is stopped: the first is so at once, while
# another may still be given a connection. True of a process that is gone.
sub is_stopped {
    my ($pid) = @_;

    for my $path (glob "/proc/$pid/task/*/stat") {
        open my $stat, '<', $path or next;
        return 0 if (<$stat> // '') !~ /\) T /;
    }
    return 1;
}

# Stops a child, writes down what it holds, and kills it.
sub kill_one {
    my ($httpd, $held) = @_;
    my ($pid) = children_of($httpd->pid) or return 0;
    my $from = time;

    kill 'STOP', $pid;
    # It is stopped when the system says so, not before.
    my $end = time + 60;
    sleep 0.001 while !is_stopped($pid) && time < $end;
    my @ports = ports_of($pid, $httpd->port);
    kill 'KILL', $pid or return 0;
    push @$held, map { [$_, $from, time] } @ports;
    $end = time + 60;
    sleep 0.005 while kill(0, $pid) && time < $end;
    return 1;
}

for_each_mpm {
    my ($httpd) = @_;
    my @held;
    my $killed = 0;
    my $load = TreatyLoad->new($httpd, databases => \@databases, clients => 4,
        refresh => 0.05, allow => sub {
            my ($answer) = @_;
            my $is_held = grep {
                $_->[0] == $answer->{port} && $answer->{begun} < $_->[2]
                    && $answer->{ended} > $_->[1]
            } @held;
            return $is_held && $answer->{trouble} =~ /\A(?:closed|broken off)\z/
                ? 'broken with the child that held them' : '';
        });

    $load->learn(0, 1);
    $load->begin;
    for my $number (1 .. $KILLS) {
        $load->await(10);
        $killed += kill_one($httpd, \@held);
        $load->put($number % 2);
    }
    $load->await(20);
    is $killed, $KILLS, "$KILLS children are killed";
    is_right($load->end, 'with ' . @held . ' connections of theirs');
    $httpd->allow_log(qr/AH00052/, qr/AH00056|AH01382/);
}
mpms => \@MPMS, config => <<'END';
TreatyRefresh 50ms
<IfModule mpm_prefork_module>
    StartServers 4
    MaxSpareServers 8
</IfModule>
END

done_testing;
