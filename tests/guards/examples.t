# What docs/several-machines.md shows of conf/examples is what lies there, which
# tests/httpd/nodes.t runs.
use strict;
use warnings;
use Test::More;
use TreatySource;

my $page = slurp('docs/several-machines.md');
my %shown = $page =~ m{^\[(conf/examples/[\w.-]+)\]\(\.\./\1\)\n```\w*\n(.*?)^```}msg;

cmp_ok scalar(keys %shown), '>=', 4, 'the page shows files';
for my $path (project_files(qr{^conf/examples/})) {
    my ($name) = $path =~ m{([^/]+)\z};
    like $page, qr/\b\Q$name\E\b/, "the page names $path";
    next if !$shown{$path};
    is $shown{$path}, slurp($path), "and shows $path as it is";
}
is join(' ', grep { !-e "$TreatyConfig::SRCDIR/$_" } sort keys %shown), '',
    'and none that there isn\'t';
done_testing;
