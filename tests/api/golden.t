# Documents of the sample record are what they were, to the order of their
# members. After a change that is meant: `make -C build golden`, and look at
# the difference before it is committed.
use strict;
use warnings;
use Test::More;
use TreatyApi;
use TreatyConfig;
use TreatyGolden;
use TreatyHttpd;

# The first line that differs, with its neighbours.
sub difference {
    my ($is, $was) = @_;
    my @is  = split /\n/, $is;
    my @was = split /\n/, $was;
    my $i = 0;

    $i++ while $i < @is && $i < @was && $is[$i] eq $was[$i];
    return 'line ' . ($i + 1) . ":\n  is  " . ($is[$i] // '(end)')
        . "\n  was " . ($was[$i] // '(end)');
}

for_each_mpm {
    my ($httpd) = @_;
    my $health = $httpd->json('/ref/health');

    for my $name (golden_names()) {
        my $is  = golden_body($httpd, $health, $name);
        my $was = golden_text($name);

        ok $is eq $was, golden_address($name) . " is as in tests/golden/$name.json"
            or diag difference($is, $was);
    }
} config => "<Location /ref>\nTreatyBase /ref $API_ORIGIN\n</Location>";

my %named = map { $_ => 1 } golden_names();
my @left = grep { !$named{s{.*/|\.json\z}{}gr} }
    glob "$TreatyConfig::SRCDIR/tests/golden/*.json";
is "@left", '', 'and there is none that nobody asks for';
done_testing;
