# A depositary's status tables, read and counted without the importer.
#
#   my $table = read_table('4-11-c.csv');
#   $table->{path}       as it was given
#   $table->{number}     IV-11-c
#   $table->{headers}    the header cells but the participant's
#   $table->{rows}       [participant, cell, ...]
#   count($table, '2002-12-24', 'consent')
package TreatyTables;
use strict;
use warnings;

use Exporter 'import';
use Time::Local qw(timegm);

our @EXPORT = qw(read_table number_of alternatives iso_day day_before count);

my %MONTH;
@MONTH{qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec)} = 1 .. 12;

# What an alternative's label begins with, and what it counts as.
my @CLASSES = (
    [qr/^Signature|^Succession to (?:the )?signature/     => 'signature'],
    [qr/^(?:Ratification|Acceptance|Approval|Accession)\b/ => 'consent'],
    [qr/^(?:Succession|Definitive signature)\b/            => 'consent'],
    [qr/^(?:Formal confirmation|Consent to be bound)\b/    => 'consent'],
    [qr/^(?:Participation|Simplified procedure)\b/         => 'consent'],
    [qr/^Provisional application\b/                        => 'provisional'],
);

sub cells_of {
    my ($line) = @_;
    my @cells;

    $line =~ s/\r?\n\z//;
    while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|\z)/g) {
        my $cell = $1 // $2;
        $cell =~ s/""/"/g if defined $1;
        utf8::decode($cell);
        push @cells, $cell;
        last if $3 eq '';
    }
    return @cells;
}

sub read_table {
    my ($path) = @_;
    my ($stem) = $path =~ m{([^/]+)\.csv\z};

    open my $file, '<:raw', $path or die "$path: $!";
    my (undef, @headers) = cells_of(scalar <$file>);
    my @rows = map { [cells_of($_)] } <$file>;
    return { path => $path, number => number_of($stem),
        headers => \@headers, rows => \@rows };
}

# 4-11-c is IV-11-c.
sub number_of {
    my ($stem) = @_;
    my ($chapter, $rest) = $stem =~ /^(\d+)(-.*)\z/ or die $stem;
    my $roman = 'X' x int($chapter / 10)
        . ('', qw(I II III IV V VI VII VIII IX))[$chapter % 10];

    return $roman . $rest;
}

# What a header declares: label, code and what a cell of it counts as.
sub alternatives {
    my ($header) = @_;
    my @parts = split /, (?=[A-Z])(?![^()]*\))/, $header;
    my @found;

    for my $part (@parts) {
        my ($label, $code) = $part =~ /^(.*[^\s)].*?)\s*\(([A-Za-z]{1,2})\)\z/;
        # "under article 7 (1) (b)" is a reference.
        ($label, $code) = ($part, '')
            if !defined $code || $label =~ /\)\z/ || $label =~ /\D\d{1,3}\z/;
        my ($class) = map { $_->[1] } grep { $label =~ $_->[0] } @CLASSES;
        push @found, { label => $label, code => $code,
            class => $class // 'other' };
    }
    # Where consents are listed, a signature that is confirmed binds.
    if (grep { $_->{class} eq 'consent' } @found) {
        $_->{class} = 'consent'
            for grep { $_->{label} =~ /^Confirmation of signature/ } @found;
    }
    return @found;
}

sub iso_day {
    my ($cell) = @_;
    my ($day, $month, $year)
        = $cell =~ /^(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})\b/ or return;

    return $MONTH{$month}
        && sprintf '%04d-%02d-%02d', $year, $MONTH{$month}, $day;
}

sub day_before {
    my ($year, $month, $day) = split /-/, $_[0];
    my @utc = gmtime(timegm(0, 0, 12, $day, $month - 1, $year) - 86_400);

    return sprintf '%04d-%02d-%02d', $utc[5] + 1900, $utc[4] + 1, $utc[3];
}

# What a cell counts as: the class of its code's alternative. One that is
# alone in its column needs no code; a succession to a signature isn't always
# declared.
sub class_of {
    my ($cell, @alternatives) = @_;
    my ($code) = $cell =~ /\d{4}\s*(\S*)\z/;
    my @classes = map { $_->{class} }
        grep { $_->{code} eq $code || (@alternatives == 1 && $code eq '') }
        @alternatives;

    return $classes[0] if @classes;
    return $code eq 'd'
        && !grep({ $_->{class} ne 'signature' } @alternatives)
        ? 'signature' : 'other';
}

# The dated cells of a table: participant, day, class.
sub _dated {
    my ($table, $columns) = @_;
    my @dated;

    for my $row (@{ $table->{rows} }) {
        for my $i (0 .. $#$columns) {
            my $on = iso_day($row->[$i + 1]) // next;
            push @dated, [$row->[0], $on,
                class_of($row->[$i + 1], @{ $columns->[$i] })];
        }
    }
    return \@dated;
}

# How many participants have a dated cell of a class up to a day; undef where
# no column could hold one.
sub count {
    my ($table, $day, $class) = @_;

    $table->{columns} //= [map { [alternatives($_)] } @{ $table->{headers} }];
    $table->{dated} //= _dated($table, $table->{columns});
    return undef
        unless grep { $_->{class} eq $class } map { @$_ } @{ $table->{columns} };
    my %counted = map { $_->[0] => 1 }
        grep { $_->[2] eq $class && $_->[1] le $day } @{ $table->{dated} };
    return scalar keys %counted;
}

1;
