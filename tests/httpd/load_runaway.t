# Queries that take longer than they may are stopped while answers are asked
# for: these are answered 503, and the handles that they had go on.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;
use TreatyLoad;

my $ANSWERS = counted(3000, 100);
my @databases = versions(2);
# The same database, so the same handles, at a place where what takes ten
# milliseconds is a query that runs away.
my @long = map {"/hurried$_"} '/acts.json?limit=500',
    '/status.json?treaty=opsc,opac,crc,ilo-c182&participant=all';

for_each_mpm {
    my ($httpd) = @_;
    my $load = TreatyLoad->new($httpd, databases => \@databases,
        refresh => 0.05, paths => [@PATHS], allow => sub {
            my ($answer) = @_;
            return $answer->{path} =~ m{\A/hurried/} && $answer->{status} == 503
                && $answer->{trouble} eq '' ? 'stopped' : '';
        });

    $load->learn(0, 1);
    push @{ $load->{paths} }, (@long) x 10;
    $load->begin;
    for my $number (1 .. 5) {
        $load->await($ANSWERS / 5);
        $load->put($number % 2);
    }
    my $seen = $load->end;
    is_right($seen, 'queries that run away');
    cmp_ok $seen->{allowed}{stopped} // 0, '>', $ANSWERS / 10, 'they were stopped';
    $httpd->expect_log(qr/TREATY0101/);
    $httpd->allow_log(qr/TREATY0403/);
}
config => <<'END';
TreatyRefresh 50ms
TreatyQueryTimeout 30s
<Location /hurried>
    SetHandler treaty
    TreatyBase /hurried
    TreatyQueryTimeout 1ms
    TreatyCache 0
</Location>
END

done_testing;
