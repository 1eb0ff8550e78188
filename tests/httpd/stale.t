# A publication that is older than TreatyStale takes the machine out of a
# balancer's way by /health, and nothing else: readers are answered as before.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;

my $HOUR = 3600;
my %aged = map { $_ => published_ago(sample_database(), $_ * $HOUR) } 0, 25, 27, 50;

# What /health says of each place.
sub states {
    my ($httpd) = @_;
    return join ' ', map {
        my $answer = $httpd->get("$_/health");
        my $health = JSON::PP->new->decode($answer->{content});
        "$answer->{status}-$health->{status}";
    } qw(/ref /near /far);
}

# How often a child said that, at most.
sub said {
    my ($httpd, $re) = @_;
    my %times;

    for my $line (grep { $_ =~ $re } $httpd->log_lines) {
        $times{$1}++ if $line =~ /\[pid (\d+)/;
    }
    return (sort { $b <=> $a } values %times)[0] // 0;
}

for_each_mpm {
    my ($httpd) = @_;
    my $replace = sub { rename_to($httpd->database, $aged{ $_[0] }) };
    my $near = qr/TREATY0117.*treaty\.db was published longer .* 93600 s/;
    my $far  = qr/TREATY0117.*treaty\.db was published longer .* 172800 s/;
    my $over = qr/TREATY0118.*treaty\.db is no older/;

    is states($httpd), '200-ok 200-ok 200-ok', 'a young publication is well everywhere';
    $replace->(25);
    is states($httpd), '200-ok 200-ok 200-ok', 'so is one of 25 hours';
    is said($httpd, $near) + said($httpd, $over), 0, '... and nothing is said';

    $replace->(27);
    is states($httpd), '200-ok 503-stale 200-ok',
        'one of 27 hours is too old where TreatyStale says 26h, and nowhere else'
        for 1 .. 20;
    is said($httpd, $near), 1, '... which the log says once a child';
    my $answer = $httpd->get('/near/health');
    my $health = JSON::PP->new->decode($answer->{content});
    is $answer->{headers}{'retry-after'}, 10, 'it is to be asked again';
    is $answer->{headers}{'cache-control'}, 'no-store', '... and not kept';
    is $answer->{headers}{'content-type'}, 'application/json', '... and data';
    like $health->{revision}, qr/\A[0-9a-f]{32}\z/, 'it tells what is served';
    cmp_ok $health->{age}, '>=', 27 * $HOUR, '... how old that is';
    is $health->{stale_after}, 26 * $HOUR, '... and how old it may be';
    is $httpd->json('/ref/health')->{stale_after}, undef, 'which needn\'t be bounded';
    is $httpd->get("/near$_")->{status}, 200, "/near$_ is answered all the same"
        for '/treaties/opsc', '/treaties/opsc/box', '/treaties.csv', '/';
    is $httpd->head('/near/health')->{status}, 503, 'HEAD has the status as well';

    $replace->(50);
    is states($httpd), '200-ok 503-stale 503-stale', 'one of 50 hours is too old for both'
        for 1 .. 20;
    is said($httpd, $near), 1, '... which is said of the longer bound';
    is said($httpd, $far), 1, '... alone';

    $replace->(0);
    is states($httpd), '200-ok 200-ok 200-ok', 'a new publication ends it'
        for 1 .. 20;
    is said($httpd, $over), 1, '... which is said once';

    unlink $httpd->database;
    is states($httpd), '200-ok 200-ok 200-ok', 'a missing file alone makes nothing old';
    $httpd->expect_log($near, $far, qr/TREATY0110/);
} config => <<'END';
TreatyRefresh 0
TreatyStale 26h
<Location /near>
    SetHandler treaty
    TreatyBase /near
</Location>
<Location /far>
    SetHandler treaty
    TreatyBase /far
    TreatyStale 48h
</Location>
<Location /ref>
    TreatyStale Off
</Location>
END

done_testing;
