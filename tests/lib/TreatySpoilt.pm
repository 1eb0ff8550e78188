# Files that can't be served, made of one that can.
#
#   my %bad = spoilt_databases($published, $authoring);
#   $bad{truncated} is what it holds; undef where there is no file, or one that
#   httpd's children can't read
package TreatySpoilt;
use strict;
use warnings;

use Exporter 'import';

our @EXPORT = qw(bytes_of spoilt_databases);

sub bytes_of {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

sub spoilt_databases {
    my ($published, $authoring) = @_;
    my $good = bytes_of($published);
    my $overwritten = sub {
        my ($at, $text) = @_;
        my $bytes = $good;
        substr $bytes, $at, length $text, $text;
        return $bytes;
    };

    return (
        missing     => undef,
        empty       => '',
        text        => "This is no database.\n" x 1000,
        truncated   => substr($good, 0, int(length($good) / 2)),
        header      => substr($good, 0, 100),
        corrupt     => $overwritten->(4096, "\xff" x (length($good) - 8192)),
        foreign     => $overwritten->(68, "\0\0\0\1"),
        newer       => $overwritten->(60, "\0\0\0\x63"),
        wal         => $overwritten->(18, "\2\2"),
        unpublished => bytes_of($authoring),
        unreadable  => undef,
    );
}

1;
