# What the soak is made of: publications and their times, clients in processes
# of their own, and whether figures stay where they are.
package TreatySoak;
use strict;
use warnings;

use Exporter 'import';
use File::Copy 'copy';
use List::Util 'sum';
use POSIX ();
use Time::HiRes 'time';

our @EXPORT = qw(publish_to note_swap was_current start_client lines_of
    usage_of trend);

# Puts a copy in the place of a file, as treatyctl publish does.
sub publish_to {
    my ($to, $from) = @_;

    copy($from, "$to.new") or die "$from: $!\n";
    chmod 0644, "$to.new";
    rename "$to.new", $to or die "$to: $!\n";
    return;
}

# Writes down which publication stands from now on.
sub note_swap {
    my ($file, $number) = @_;

    open my $out, '>>', $file or die "$file: $!\n";
    syswrite $out, sprintf "%.3f %d\n", time, $number;
    close $out;
    return;
}

sub lines_of {
    my ($file) = @_;

    open my $in, '<', $file or die "$file: $!\n";
    chomp(my @lines = <$in>);
    return @lines;
}

# Whether a publication stood at any moment of a time.
sub was_current {
    my ($file, $number, $from, $to) = @_;
    my @swaps = map { [split ' '] } lines_of($file);

    for my $i (0 .. $#swaps) {
        my $until = $i < $#swaps ? $swaps[ $i + 1 ][0] : $to + 1;
        return 1 if $swaps[$i][1] == $number && $swaps[$i][0] <= $to + 1
            && $until >= $from;
    }
    return 0;
}

# Runs a client, which writes into a file, in a process; its id.
sub start_client {
    my ($client, $end, $file) = @_;
    my $pid = fork // die "fork: $!\n";

    return $pid if $pid;
    open my $out, '>', $file or POSIX::_exit(1);
    my $is_well = eval { $client->($end, $out); 1 };
    warn $@ if !$is_well;
    POSIX::_exit($is_well ? 0 : 1);
}

sub _private_of {
    my ($pid) = @_;
    my $kilobytes = 0;

    open my $map, '<', "/proc/$pid/smaps_rollup" or return 0;
    while (my $line = <$map>) {
        $kilobytes += $1 if $line =~ /^Private_(?:Clean|Dirty):\s*(\d+)/;
    }
    return $kilobytes / 1024;
}

# What the children of httpd hold together: MB of their own, and files.
sub usage_of {
    my ($pid) = @_;
    open my $children, '<', "/proc/$pid/task/$pid/children" or die "$pid: $!\n";
    my %usage = (memory => 0, files => 0);

    for my $child (split ' ', scalar <$children> // '') {
        my @files = glob "/proc/$child/fd/*";
        $usage{memory} += _private_of($child);
        $usage{files}  += @files;
    }
    return \%usage;
}

# The straight line through a figure: how far it goes over the whole time, and
# how far one that goes nowhere may seem to, for the figures scatter.
sub trend {
    my ($name, @samples) = @_;
    my $count = @samples or return (slope => 0, noise => 0, mean => 0);
    my $mean = sum(map { $_->{$name} } @samples) / $count;
    my $middle = sum(map { $_->{at} } @samples) / $count;
    my $along  = sum(map { ($_->{at} - $middle)**2 } @samples) || 1;
    my $slope  = sum(map { ($_->{at} - $middle) * ($_->{$name} - $mean) }
            @samples) / $along;
    my $scatter = sqrt(sum(map {
        ($_->{$name} - $mean - $slope * ($_->{at} - $middle))**2 } @samples)
            / $count);

    return (mean => $mean, noise => 2 * $scatter + 0.01 * $mean,
        slope => $slope * ($samples[-1]{at} - $samples[0]{at}));
}

1;
