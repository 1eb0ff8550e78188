# What the children of httpd hold, and whether figures stay where they are.
package TreatySoak;
use strict;
use warnings;

use Exporter 'import';
use List::Util 'sum';

our @EXPORT = qw(usage_of trend);

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
