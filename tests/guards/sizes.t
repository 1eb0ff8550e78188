# Functions and files stay small: half of the functions have at most 15 lines,
# nine in ten at most 45, none over 80; no file has 600 lines.
use strict;
use warnings;
use Test::More;
use TreatySource;

sub judge {
    my ($what, @files) = @_;
    my @all = map {
        my $path = $_;
        map { [@$_, $path] } functions_of(slurp($path))
    } @files;
    my @sorted = sort { $a->[1] <=> $b->[1] } @all;

    return pass("$what: no function yet") unless @sorted;
    my $median = $sorted[$#sorted / 2][1];
    my $ninth  = $sorted[$#sorted * 0.9][1];
    my @long   = grep { $_->[1] > 80 } @sorted;
    diag sprintf '%s: %d functions, median %d, nine in ten %d, longest %d (%s)',
        $what, scalar @sorted, $median, $ninth, $sorted[-1][1], $sorted[-1][0];
    cmp_ok $median, '<=', 15, "$what: the median function has at most 15 lines";
    cmp_ok $ninth, '<=', 45, "$what: nine in ten functions have at most 45";
    ok !@long, "$what: no function has more than 80 lines"
        or diag join "\n", map { "$_->[2]: $_->[0] has $_->[1]" } @long;
    return;
}

my @c = c_files();
judge('the product', grep { !m{^tests/} } @c);
judge('the tests',   grep { m{^tests/} } @c);

my @texts = (@c, project_files(
    qr{\.(?:pm|t|pl|sh|awk|mk|m4|sql|js)\z|^tests/[^/.]+\z|^conf/demo/[^/.]+\z}),
    qw(bootstrap configure.ac Makefile.am));
my @large;
for my $path (grep { $_ ne 'm4/libtool.m4' } @texts) {
    my $lines = () = slurp($path) =~ /\n/g;
    push @large, "$path has $lines" if $lines >= 600 && $path !~ m{^m4/l?t};
}
ok !@large, 'no file has 600 lines' or diag join "\n", @large;
done_testing;
