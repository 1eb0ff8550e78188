# shellcheck has nothing to say about the scripts.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatySource;

my $tool = TreatyConfig::program('shellcheck');
plan skip_all => 'no shellcheck' unless $tool;
chdir $TreatyConfig::SRCDIR or die $!;
my @scripts = grep { slurp($_) =~ m{^#!\S*(?:/env )?(?:ba)?sh\b} }
    'bootstrap', '.ci/run', project_files(qr{/[^/.]+\z|\.sh\z});
cmp_ok scalar(@scripts), '>=', 3, 'the scripts are found';
for my $path (@scripts) {
    my $said = qx($tool $path 2>&1);
    is $said, '', "$path passes shellcheck";
    ok -x $path, "$path can be executed";
}
done_testing;
