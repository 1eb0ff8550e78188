# Each public prototype has its contract directly above it.
use strict;
use warnings;
use Test::More;
use TreatySource;

for my $path (project_files(qr{^include/.*\.h\z})) {
    my @lines = split /\n/, slurp($path);
    my @bare;

    for my $i (1 .. $#lines) {
        # A declaration starts in the first column; what goes on is indented.
        next unless $lines[$i] =~ /^(?!typedef\b)[a-z_][\w\s*]*\b\w+\(/;
        push @bare, $lines[$i] unless $lines[$i - 1] =~ m{\*/\s*\z};
    }
    ok !@bare, "$path: each prototype has a comment directly above it"
        or diag join "\n", @bare;
    like join("\n", @lines), qr/^#ifndef (\w+)\n#define \1\n/m,
        "$path can be included twice";
}
done_testing;
