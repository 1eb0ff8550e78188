# The project's own files, for the guard tests.
package TreatySource;
use strict;
use warnings;

use Exporter 'import';
use File::Find 'find';
use TreatyConfig;

our @EXPORT = qw(c_files project_files slurp code_of strings_of functions_of);

my @FOLDERS = qw(mod_treaty include tests sql conf m4 docs);

# What npm has installed below tests/ is other people's.
sub _of_the_project { return grep { $_ ne 'node_modules' } @_ }

# Paths below the source directory whose name matches, in order.
sub project_files {
    my ($re) = @_;
    my @found;

    for my $folder (grep { -d "$TreatyConfig::SRCDIR/$_" } @FOLDERS) {
        find({ no_chdir => 1, preprocess => \&_of_the_project, wanted => sub {
            my $path = substr $_, length("$TreatyConfig::SRCDIR/");
            push @found, $path if -f && $path =~ $re;
        } }, "$TreatyConfig::SRCDIR/$folder");
    }
    return sort @found;
}

sub c_files { return project_files(qr/\.[ch]\z/) }

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', "$TreatyConfig::SRCDIR/$path"
        or die "$path: $!";
    local $/ = undef;
    return scalar(<$file>) // '';
}

# Matches one token of C that may hide others: a comment or a literal.
my $HIDING = qr{(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}s;

# C without comments and with empty literals; the lines stay where they are.
sub code_of {
    my ($text) = @_;
    $text =~ s{$HIDING}{
        my $token = $1;
        my $lines = "\n" x ($token =~ tr/\n//);
        $token =~ m{^["']} ? substr($token, 0, 1) x 2 : " $lines"
    }ges;
    return $text;
}

# The text literals of C; neighbours are joined, as the compiler does.
sub strings_of {
    my ($text) = @_;
    my @strings;
    my $joined = 0;

    while ($text =~ m{\G(?:$HIDING|(\s+)|.)}gs) {
        my ($token, $space) = ($1, $2);
        next if defined $space || (defined $token && $token =~ m{^/});
        if (defined $token && $token =~ /^"(.*)"\z/s) {
            $joined ? $strings[-1] .= $1 : push @strings, $1;
            $joined = 1;
            next;
        }
        $joined = 0;
    }
    return @strings;
}

# The functions of a C file as [name, lines], signature and braces included:
# in httpd's layout a function's braces are the ones in the first column.
sub functions_of {
    my ($text) = @_;
    my @lines = split /\n/, code_of($text);
    my (@functions, $start, $signature);

    for my $i (0 .. $#lines) {
        if ($lines[$i] eq '{') {
            $start = $i;
            $start-- while $start > 0 && $lines[$start - 1] =~ /[^;}\s]\s*\z/
                && $lines[$start - 1] !~ /^\s*#/;
            $signature = join ' ', @lines[$start .. $i - 1];
        }
        elsif ($lines[$i] =~ /^\}\s*\z/ && defined $start) {
            push @functions, [$1, $i - $start + 1]
                if $signature =~ /(\w+)\s*\(/;
            undef $start;
        }
    }
    return @functions;
}

1;
