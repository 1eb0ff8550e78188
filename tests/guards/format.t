# clang-format 14 agrees with every C file.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatySource;

my $tool = TreatyConfig::program('clang-format-14', 'clang-format');
my $version = $tool ? qx($tool --version) : '';
plan skip_all => 'clang-format 14 is needed, another one formats differently'
    unless $version =~ /version 14\./;

my @files = c_files();
chdir $TreatyConfig::SRCDIR or die $!;
my @said = qx($tool --dry-run -Werror @files 2>&1);
for my $path (@files) {
    my @of_it = grep { /^\Q$path\E:/ } @said;
    ok !@of_it, "$path is formatted (clang-format -i $path)"
        or diag scalar(@of_it), " places, the first: $of_it[0]";
}
done_testing;
