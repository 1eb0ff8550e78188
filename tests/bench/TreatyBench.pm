# What the benchmarks share: running, counting, and tables of figures.
#
#   my $took = measured('treatyctl', 'import', $db, $file);
#   $took->{clock}, $took->{processor}      seconds
#   $took->{memory}                         MB, at the most
#   spread(1, @figures)                     "1.2 (1.1-1.4)": median, least, most
#   print_table(['what', 'seconds'], ['import', '1.2'], ...)
package TreatyBench;
use strict;
use warnings;

use Exporter 'import';

our @EXPORT = qw(machine measured median spread print_table thousands);

# Folder of the build, and one for what is measured.
our ($BUILD, $WORK);

sub _first_line {
    my ($path, $like) = @_;

    open my $file, '<', $path or return '';
    while (my $line = <$file>) {
        return $1 if $line =~ $like;
    }
    return '';
}

# One line each: what the figures are worth depends on it.
sub machine {
    my $model = _first_line('/proc/cpuinfo', qr/^model name\s*:\s*(.+)/);
    my ($load) = split / /, _first_line('/proc/loadavg', qr/(.+)/);
    my $memory = _first_line('/proc/meminfo', qr/^MemTotal:\s*(\d+)/) || 0;
    my $system = _first_line('/etc/os-release', qr/^PRETTY_NAME="?([^"\n]+)/);
    chomp(my $kernel = qx(uname -srm));
    chomp(my $processors = qx(nproc));
    chomp(my $disk = qx(df -PT '$WORK' | tail -n 1));
    my (undef, $filesystem) = split ' ', $disk;

    return sprintf "%d x %s, %.0f GB, load %s\n%s, %s; files on %s\n",
        $processors, $model || 'unknown', $memory / 2**20, $load,
        $system, $kernel, $filesystem;
}

# Runs a program of the build; what it says goes nowhere unless it fails.
sub measured {
    my ($program, @arguments) = @_;
    my $figures = "$WORK/figures";
    my $said    = "$WORK/said";
    my $pid     = fork // die "fork: $!\n";

    if ($pid == 0) {
        open STDOUT, '>',  $said    or die "$said: $!\n";
        open STDERR, '>&', \*STDOUT or die "$said: $!\n";
        exec "$BUILD/tests/bench/measure", $figures, "$BUILD/$program",
            @arguments or die "measure: $!\n";
    }
    waitpid $pid, 0;
    die "$program @arguments failed:\n", qx(cat '$said') if $?;
    my ($clock, $processor, $kilobytes)
        = split ' ', _first_line($figures, qr/(.+)/);
    return { clock => $clock, processor => $processor,
        memory => $kilobytes / 1024, said => _first_line($said, qr/(.+)/) };
}

sub median {
    my @sorted = sort { $a <=> $b } @_;

    return ($sorted[$#sorted / 2] + $sorted[@sorted / 2]) / 2;
}

sub spread {
    my ($digits, @figures) = @_;
    my @sorted = sort { $a <=> $b } @figures;

    return sprintf "%.${digits}f (%.${digits}f-%.${digits}f)",
        median(@sorted), @sorted[0, -1];
}

sub thousands {
    my $text = sprintf '%.0f', $_[0];

    1 while $text =~ s/(\d)(\d{3})(?!\d)/$1,$2/;
    return $text;
}

sub print_table {
    my @rows = @_;
    my @widths;

    for my $row (@rows) {
        for my $i (0 .. $#$row) {
            my $width = length $row->[$i];
            $widths[$i] = $width if $width > ($widths[$i] // 0);
        }
    }
    for my $row (@rows) {
        print '  ', join('  ', map {
            sprintf $_ ? "%$widths[$_]s" : "%-$widths[$_]s", $row->[$_]
        } 0 .. $#$row), "\n";
    }
    print "\n";
}

1;
