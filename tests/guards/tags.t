# Each message has a number of its own, by which it can be looked up in
# docs/administrators.md.
use strict;
use warnings;
use Test::More;
use TreatySource;

my %where;
for my $path (grep { m{^mod_treaty/} } c_files()) {
    my $text = slurp($path);
    my @untagged;

    while ($text =~ /\bTREATYNO\((\d+)\)/g) {
        push @{ $where{$1} }, $path;
    }
    while ($text =~ /\b(treaty_log\s*(\((?:[^()"]|"(?:\\.|[^"\\])*"|(?2))*\)))/g) {
        my $call = $1;
        push @untagged, $call if $call =~ /"/ && $call !~ /TREATYNO\(\d+\)/;
    }
    ok !@untagged, "$path: each message that is logged has its TREATYNO"
        or diag join "\n", @untagged;
}
my @twice = grep { @{ $where{$_} } > 1 } sort { $a <=> $b } keys %where;
ok !@twice, 'each TREATYNO is used once'
    or diag join "\n", map { "TREATYNO($_): @{ $where{$_} }" } @twice;
my %told = map { $_ => 1 } slurp('docs/administrators.md') =~ /^\| `TREATY(\d+)` \|/mg;
is join(' ', sort keys %told), join(' ', sort keys %where),
    'docs/administrators.md tells what each means, and of no other';
diag 'the highest TREATYNO is ', (sort { $b <=> $a } keys %where)[0] // 0;
done_testing;
