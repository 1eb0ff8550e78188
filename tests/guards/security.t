# SECURITY.md names tests that there are: each promise is held by one that runs.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatySource;

my $text = slurp('SECURITY.md');
my ($table) = $text =~ /^(\| promise \|.*?)\n\n/ms;
my @rows = grep { !/^\|[-|]+$/ } split /\n/, $table;
shift @rows;
cmp_ok scalar @rows, '>=', 20, scalar(@rows) . ' promises are made';

# A test by its path: a file, a program, a folder, or a list of tests/hostile.
sub is_there {
    my ($name) = @_;
    my $path = "$TreatyConfig::SRCDIR/$name";
    return -e $path || -e "$path.c" || -e "$TreatyConfig::SRCDIR/tests/hostile/$name";
}

for my $row (@rows) {
    my (undef, $promise, $held) = split / ?\| ?/, $row;
    my @names = $held =~ m{\b((?:tests|requests|files)/[\w./]+\w)}g;

    ok @names && !grep({ !is_there($_) } @names), substr($promise, 0, 60)
        or diag "held by: @names";
}
for my $link ($text =~ /\]\(((?!http)[^)]+)\)/g) {
    ok -e "$TreatyConfig::SRCDIR/$link", "$link is there";
}
done_testing;
