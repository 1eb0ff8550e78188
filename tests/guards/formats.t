# APR formats numbers in its own way: "%lld" and "%zu" aren't known to it, and
# come out as text. jansson's macro for its integers is "lld".
use strict;
use warnings;
use Test::More;
use TreatySource;

for my $path (grep { m{^(?:mod_treaty|include)/} } c_files()) {
    my @faults;
    my $line = 0;

    for my $text (split /\n/, slurp($path)) {
        $line++;
        push @faults, "line $line: $text"
            if $text =~ /%ll[dux]|%z[udx]|JSON_INTEGER_FORMAT/;
    }
    ok !@faults, "$path formats numbers as APR takes them"
        or diag join "\n", @faults;
}
done_testing;
