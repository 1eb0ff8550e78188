# What treaty-metrics tells, taken apart.
#
#   my $metrics = metrics_of($httpd);                 # asked for at /metrics
#   $metrics->value('treaty_processes');
#   $metrics->sum('treaty_requests_total', kind => 'treaty', code => '200');
#   settled($httpd, sub { $_[0]->sum('treaty_requests_total') == 12 });
package TreatyMetrics;
use strict;
use warnings;

use Exporter 'import';
use Time::HiRes qw(sleep time);

our @EXPORT = qw(metrics_of settled);

# Seconds until a count that doesn't come is given up.
my $PATIENCE = 60;

sub metrics_of {
    my ($httpd) = @_;
    my $answer = $httpd->get('/metrics');

    die "/metrics answered $answer->{status}\n" unless $answer->{status} == 200;
    return TreatyMetrics->parse($answer->{content});
}

# Asks until the sub is content with what is told; a request is counted when it
# has been answered, which its reader may know before. Returns the last one.
sub settled {
    my ($httpd, $is_content) = @_;
    my $end = time + $PATIENCE;
    my $metrics = metrics_of($httpd);

    while (!$is_content->($metrics) && time < $end) {
        sleep 0.02;
        $metrics = metrics_of($httpd);
    }
    return $metrics;
}

# A line that is none of the format's is kept as a fault.
sub parse {
    my ($class, $text) = @_;
    my $self = bless { text => $text, faults => [], samples => [],
        type => {}, help => {} }, $class;

    for my $line (split /\n/, $text) {
        if ($line =~ /\A# (HELP|TYPE) (\w+) (.+)\z/) {
            my $of = $self->{lc $1};
            push @{ $self->{faults} }, "twice: $line" if $of->{$2};
            $of->{$2} = $3;
        }
        elsif ($line =~ /\A(\w+)(?:\{(.*)\})? ([0-9.]+)\z/) {
            $self->_take($1, $2 // '', $3, $line);
        }
        else {
            push @{ $self->{faults} }, $line;
        }
    }
    return $self;
}

sub _take {
    my ($self, $name, $labels, $value, $line) = @_;
    my %labels;

    while ($labels =~ /\G(\w+)="((?:[^"\\]|\\["\\n])*)"(?:,|\z)/gc) {
        $labels{$1} = $2;
    }
    my $family = $name =~ s/_(?:bucket|sum|count)\z//r;
    my $is_known = grep { $self->{type}{$_} && $self->{help}{$_} } $name, $family;
    push @{ $self->{faults} }, $line
        if !$is_known || (pos($labels) // 0) != length $labels;
    push @{ $self->{samples} },
        { name => $name, labels => \%labels, value => $value };
    return;
}

sub text   { return $_[0]{text} }
sub faults { return @{ $_[0]{faults} } }
sub names  { my %names = map { $_ => 1 } keys %{ $_[0]{type} }; return sort keys %names }

# The samples of a name that have these labels.
sub samples {
    my ($self, $name, %labels) = @_;

    return grep {
        my $sample = $_;
        $sample->{name} eq $name
            && !grep { ($sample->{labels}{$_} // '') ne $labels{$_} } keys %labels;
    } @{ $self->{samples} };
}

sub sum {
    my ($self, @which) = @_;
    my $sum = 0;

    $sum += $_->{value} for $self->samples(@which);
    return $sum;
}

# The only one there is; undef where there is none, or more.
sub value {
    my ($self, @which) = @_;
    my @samples = $self->samples(@which);

    return @samples == 1 ? $samples[0]{value} : undef;
}

1;
