# The day turns, and the clock is set, while answers are asked for: what is said
# of today is of today from its first moment, and nothing of the day before is
# given after it.
use strict;
use warnings;
use POSIX 'floor';
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyConfig;
use TreatyHttpd;
use TreatyLoad;

my ($faketime) = glob '/usr/lib/*/faketime/libfaketimeMT.so.1 '
    . '/usr/lib*/faketime/libfaketimeMT.so.1';
plan skip_all => 'no libfaketime to turn the clock with' if !$faketime;
plan skip_all => 'libfaketime and sanitizers both want to be first'
    if $TreatyConfig::SANITIZER;

my $TURNS = counted(50, 3);
my $STEPS = counted(200, 10);
my $DAY   = 86_400;
# Midnight of a day of which nothing is recorded.
my $FIRST = 20_500 * $DAY;
# Undated, all of them.
my @paths = ((map {"/ref/treaties/opsc$_"} '', '/box', '.json', '/participants',
        '/timeline.json', '/timeline.svg', '.jsonld', '/participants.csv'),
    '/ref/treaties.json', '/ref/treaties', '/ref/participants/usa.json',
    '/ref/status.json?treaty=opsc&participant=usa', '/page.shtml', '/taken.shtml');
my %documents = (
    'page.shtml'  => '<!--#treaty id="opsc" fact="consents" --> '
        . '<!--#treaty id="opsc" view="box" -->',
    'taken.shtml' => '<!--#include virtual="/ref/treaties/crc/box" -->',
);

# How far httpd's clock is before ours, from now on.
sub set_clock {
    my ($httpd, $ahead) = @_;
    $httpd->write_file('clock', sprintf "%+d\n", $ahead);
    return;
}

# A state is a day: the clock is set to its noon.
sub set_noon {
    my ($httpd, $state) = @_;
    set_clock($httpd, floor($FIRST + ($state + 0.5) * $DAY - time));
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    my $load = TreatyLoad->new($httpd, paths => \@paths,
        put => sub { set_noon($httpd, $_[0]) });

    $load->learn(0 .. 3);
    cmp_ok $load->telling, '>=', 8, 'answers tell days apart';
    $load->begin;
    for my $number (1 .. $STEPS) {
        $load->put((0, 3, 1, 2)[ $number % 4 ]);
        $load->await;
    }
    # Two seconds before midnight, and over it.
    for my $number (1 .. $TURNS) {
        my $day = $number % 3;
        $load->put($day);
        my $midnight = floor(time) + 2;
        set_clock($httpd, $FIRST + ($day + 1) * $DAY - $midnight);
        $load->will_stand($midnight, $day + 1);
        $load->await;
        sleep 0.05 while time < $midnight;
        $load->await;
    }
    is_right($load->end, "the day turned $TURNS times, the clock set $STEPS "
        . 'times to another day');
}
mpms => ['event'], documents => \%documents, files => { clock => "+0\n" },
    config => "TreatyRefresh 1s\n", env => {
        LD_PRELOAD              => $faketime,
        FAKETIME_TIMESTAMP_FILE => '@ROOT@/clock',
        FAKETIME_NO_CACHE       => 1,
        NO_FAKE_STAT            => 1,
        DONT_FAKE_MONOTONIC     => 1,
        FAKETIME_DONT_FAKE_MONOTONIC => 1,
    };

done_testing;
