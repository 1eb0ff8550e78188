# A sanitizer that sees nothing in httpd isn't one that looks away: what it is
# there for is done on purpose, by mod_faulty, and is reported.
use strict;
use warnings;
use HTTP::Tiny;
use POSIX ();
use Test::More;
use TreatyConfig;
use TreatyHttpd;

my $CLIENTS = 4;
my $ASKS    = 40;

plan skip_all => 'a build without sanitizers' unless $TreatyConfig::SANITIZER;
plan skip_all => 'no httpd to test with' unless $TreatyConfig::HTTPD;

my $httpd = TreatyHttpd->start(mpm => 'event', config => join '',
    "LoadModule faulty_module $TreatyConfig::BUILDDIR/tests/httpd/.libs/mod_faulty.so\n",
    map {"<Location /$_>\n    SetHandler $_\n</Location>\n"} qw(race overrun));

sub ask_at_once {
    my ($path) = @_;
    my @pids;

    for (1 .. $CLIENTS) {
        my $pid = fork // die "fork: $!";
        if ($pid == 0) {
            my $client = HTTP::Tiny->new(timeout => 60);
            $client->get($httpd->url($path)) for 1 .. $ASKS;
            POSIX::_exit(0);
        }
        push @pids, $pid;
    }
    waitpid $_, 0 for @pids;
    return;
}

if ($TreatyConfig::SANITIZER eq 'thread') {
    ask_at_once('/race');
    $httpd->expect_report(qr/data race.*mod_faulty\.c/s);
}
else {
    # One byte past its eight, as the path is long.
    is $httpd->get('/overrun')->{status}, 599, 'a child that overruns ends';
    $httpd->expect_report(qr/heap-buffer-overflow.*mod_faulty\.c/s);
    $httpd->allow_log(qr/exit signal Aborted|exited? .*status|AH00052/);
}
$httpd->stop;
done_testing;
