# Each fuzzing target is built, replayed by the suite and has seeds, and no
# folder of seeds is one that nobody reads.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatySource;

my @targets = map { m{([^/]+)_fuzz\.c\z} } project_files(qr{^tests/fuzz/.*_fuzz\.c\z});
my %seeds;
for my $path (project_files(qr{^tests/fuzz/seeds/})) {
    my ($target, $name) = $path =~ m{^tests/fuzz/seeds/([^/]+)/([^/]+)\z};
    ok defined $name, "$path lies in the folder of a target" or next;
    push @{ $seeds{$target} }, $path;
    like $name, qr/^[a-z0-9]+(?:-[a-z0-9]+)+(?:\.[a-z]+)?\z/,
        "$path is named by what it is";
    cmp_ok -s "$TreatyConfig::SRCDIR/$path", '<=', 65_536, "$path is small";
}
cmp_ok scalar(@targets), '>=', 12, 'the targets are found';
my $lists = slurp('tests/fuzz/fuzz.mk');
for my $target (@targets) {
    like $lists, qr{^ +tests/fuzz/${target}_fuzz\b(?!\.c)}m, "$target is in fuzz.mk";
    like slurp("tests/fuzz/${target}_fuzz.c"), qr/^int LLVMFuzzerTestOneInput\(/m,
        "$target is one entry point";
    cmp_ok scalar(@{ delete $seeds{$target} // [] }), '>=', 3,
        "$target has three seeds at least";
}
is join(' ', sort keys %seeds), '', 'no seeds without a target';
ok +(grep { m{^tests/fuzz/([^/]+)\.dict\z} && -e "$TreatyConfig::SRCDIR/tests/fuzz/$1_fuzz.c" }
        ($_)) == 1, "$_ is a target's"
    for project_files(qr{^tests/fuzz/.*\.dict\z});
done_testing;
