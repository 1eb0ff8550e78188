# The database is replaced again and again, and httpd is restarted gracefully,
# while answers are asked for: none fails, none is wrong or made of two
# revisions, none is older than TreatyRefresh.
use strict;
use warnings;
use Test::More;
use Time::HiRes 'sleep';
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;

my $SWAPS    = counted(1000, 40);
my $RESTARTS = counted(100, 6);
my @MPMS     = $ENV{TREATY_FAULTS} ? qw(event worker prefork) : qw(event);
my @databases = versions(counted(20, 5));
my %documents = ('page.shtml' => join '', map {<<"END"} qw(opsc opac crc));
<!--#treaty id="$_\@2010-01-01" view="box" -->
<!--#treaty id="$_" fact="title" -->
<!--#include virtual="/ref/treaties/$_\@2002-12-24/participants" -->
END
my @paths = (@PATHS, ('/page.shtml') x 5);

# At each request, and as seldom as in use.
for my $refresh (0, 100) {
    for_each_mpm {
        my ($httpd) = @_;
        my $load = TreatyLoad->new($httpd, databases => \@databases,
            paths => \@paths, refresh => $refresh / 1000);

        $load->learn(0 .. $#databases);
        cmp_ok $load->telling, '>', @paths / 2, 'answers tell revisions apart';
        $load->begin;
        for my $number (1 .. $SWAPS) {
            $load->put($number % @databases);
            $load->await;
        }
        is_right($load->end, "the database replaced $SWAPS times, looked at "
            . "every $refresh ms");
    }
    mpms => \@MPMS, documents => \%documents,
        config => "TreatyRefresh ${refresh}ms\n";
}

for_each_mpm {
    my ($httpd) = @_;
    my $load = TreatyLoad->new($httpd, databases => \@databases,
        paths => \@paths, refresh => 0.1);

    $load->learn(0, 1);
    $load->begin;
    for my $number (1 .. $RESTARTS) {
        $httpd->reload;
        $load->put($number % 2);
        $load->await(20);
    }
    is_right($load->end, "httpd restarted gracefully $RESTARTS times");
}
mpms => \@MPMS, documents => \%documents, config => "TreatyRefresh 100ms\n";

done_testing;
