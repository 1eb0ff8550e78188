# Three machines serve the same record, as docs/several-machines.md has it,
# behind mod_proxy_balancer, behind HAProxy, and behind a cache in redis: what is
# published goes to all of them while readers ask, and a machine that is too old,
# taken out, stopped or killed is gone round. ./bootstrap nodes does more of it.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;
use TreatyNodes;
use TreatyWire;

my $lacking = TreatyNodes->lacking;
plan skip_all => $lacking if $lacking;

my $PUBLICATIONS = counted(200, 2);
my $TURNS        = counted(20, 1);
my $IS_WHOLE     = $ENV{TREATY_FAULTS};
# So many answers more show that all goes on.
my $MORE = counted(15, 5);
# Seconds after which something hangs.
my $PATIENCE = 60;
my $DAY      = 86_400;
# TreatyRefresh; and TreatyMaxAge, with the time that one who asks the machines
# holds the cache's lock at most.
my ($REFRESH, $KEPT) = (0.1, 1 + 5);

my @databases = versions(counted(20, 3));
my $nodes     = TreatyNodes->start($databases[0]);
my $learner   = TreatyLoad->new($nodes->node(0), refresh => $REFRESH,
    put => sub { $nodes->push($databases[ $_[0] ]) });
$learner->learn(0 .. $#databases);

# What stands before them: name => what there is to ask.
my %fronts = (balancer => $nodes->balancer);
my $redis;
if (TreatyNodes::redis_server()) {
    $redis = $nodes->redis;
    $fronts{cache} = $nodes->cache($redis);
}
$fronts{haproxy} = $nodes->haproxy if TreatyConfig::program('haproxy');
my @names = sort keys %fronts;
my %loads;
my $push = sub { $nodes->push($databases[ $_[0] ]) };
for my $name (@names) {
    my $next = $push;
    $loads{$name} = TreatyLoad->new($fronts{$name}, clients => $IS_WHOLE ? 3 : 1,
        expected => $learner->{expected}, put => $next,
        refresh => $REFRESH + ($name eq 'cache' ? $KEPT : 0));
    $push = sub { $loads{$name}->put($_[0]) };
}
my $state = 0;

sub publish {
    $state = ($state + 1) % @databases;
    $push->($state);
    return;
}

# Seconds, until something is so; readers go on.
sub await_that {
    my ($what, $is_so) = @_;
    my $begun = time;

    until ($is_so->()) {
        die "not in time: $what\n" if time > $begun + $PATIENCE;
        sleep 0.02;
    }
    return;
}

# Readers have been answered by each front so often since.
sub await_answers {
    my ($count) = @_;
    $_->await($count) for values %loads;
    return;
}

# Waits until a front sends nobody to a node any more.
sub await_out {
    my ($number, $front) = @_;
    my $before = -1;

    await_that("$front leaves node $number alone", sub {
        my $count = () = $nodes->requests($number, $front);
        my $is_out = $count == $before;
        $before = $count;
        $loads{$front}->await(15) if !$is_out;
        return $is_out;
    });
    return;
}

sub await_back {
    my ($number, $front, $since) = @_;

    await_that("$front sends readers to node $number", sub {
        return scalar grep { $_ > $since } $nodes->requests($number, $front);
    });
    return;
}

# One subtest: something happens while all fronts are asked. `allowed`: what else
# an answer may be, by the front's name.
sub while_asked {
    my ($what, $happens, %allowed) = @_;

    subtest $what => sub {
        $loads{$_}{allow} = $allowed{$_} // sub { '' } for @names;
        $_->begin for values %loads;
        eval { $happens->(); 1 } or fail("it died: $@");
        my %seen = map { $_ => $loads{$_}->end } @names;
        for my $name (@names) {
            is_right($seen{$name}, $name);
            diag sprintf '%s, %s: %d answers, %d failed, oldest %.2f s',
                $what, $name, $seen{$name}{answers},
                $seen{$name}{allowed}{'failed as told'} // 0, $seen{$name}{oldest};
        }
    };
    return;
}

# What is the same on all nodes, whoever is asked.
sub same_everywhere {
    my @said = map {
        my $wire = TreatyWire->new($_->port);
        my %said;
        for my $path (@PATHS) {
            for my $coding ('identity', 'gzip', 'br') {
                my $answer = $wire->ask(send_lines("GET $path HTTP/1.1",
                    'Host: localhost', "Accept-Encoding: $coding", ''), 'GET');
                $said{"$path $coding"} = join ' ', $answer->{status},
                    map { $answer->{headers}{$_} // '-' }
                    qw(etag last-modified cache-control content-encoding);
            }
        }
        \%said;
    } $nodes->nodes;

    is_deeply $said[$_], $said[0], 'a node says what the first one says: ETag, '
        . 'Last-Modified, status, of ' . keys(%{ $said[0] }) . ' answers'
        for 1 .. $#said;
    cmp_ok scalar(grep { /"[0-9a-f]{32}/ } values %{ $said[0] }), '>', @PATHS,
        '... of which most have an ETag';
    return;
}

# Figures, by their names, told at the end.
my %times;

sub note_time {
    my ($what, $seconds) = @_;
    push @{ $times{$what} }, $seconds;
    return;
}

# The last time that a front sent somebody to a node, after a moment.
sub last_after {
    my ($number, $front, $since) = @_;
    my ($last) = sort { $b <=> $a } $nodes->requests($number, $front);
    return ($last // 0) > $since ? $last - $since : 0;
}

sub first_after {
    my ($number, $front, $since) = @_;
    my ($first) = sort { $a <=> $b } grep { $_ > $since } $nodes->requests($number, $front);
    return $first - $since;
}

sub one_grows_old {
    my $current = $databases[$state];
    my $node    = $nodes->node(1);

    $nodes->push(published_ago($current, 27 * 3600), $node);
    my $since = time;
    await_out(1, $_) for @names;
    is $node->get('/ref/health')->{status}, 503, 'the node says that it is too old';
    is $node->get('/ref/treaties/opsc@2002-12-24', { 'X-Front' => 'none' })->{status}, 200,
        '... and answers still';
    note_time("$_ leaves one alone that is too old", last_after(1, $_, $since)) for @names;
    $nodes->push($current, $node);
    $since = time;
    await_back(1, $_, $since) for @names;
    note_time("$_ takes it back", first_after(1, $_, $since)) for @names;
    return;
}

# Each front has noticed that of all nodes.
sub all_noticed {
    my ($how, $haproxy, $before) = @_;

    for my $name (grep { $_ ne 'haproxy' } @names) {
        $fronts{$name}->wait_for_log(qr/Health check $how/, $before->{$name} + 3);
    }
    await_that("HAProxy: $haproxy", sub {
        return (() = $fronts{haproxy}->said =~ /is $haproxy/g) >= $before->{haproxy} + 3;
    }) if $fronts{haproxy};
    return;
}

sub noticed_before {
    my ($how, $haproxy) = @_;
    return { map {
        my $name = $_;
        my $count = () = $name eq 'haproxy'
            ? $fronts{haproxy}->said =~ /is $haproxy/g
            : $fronts{$name}->log_text =~ /Health check $how/g;
        ($name => $count);
    } @names };
}

sub all_grow_old {
    my $before = noticed_before('DISABLING', 'DOWN');
    $nodes->push(published_ago($databases[$state], 27 * 3600));
    all_noticed('DISABLING', 'DOWN', $before);
    await_answers($MORE);
    pass 'none is well, and readers are answered';
    $before = noticed_before('ENABLING', 'UP');
    publish();
    all_noticed('ENABLING', 'UP', $before);
    await_answers(5);
    return;
}

sub one_is_taken_out {
    my $node = $nodes->node(2);

    $node->write_file('out', '');
    my $since = time;
    await_out(2, $_) for @names;
    note_time("$_ leaves one alone that is taken out", last_after(2, $_, $since)) for @names;
    $node->leave;
    publish();
    await_answers($MORE);
    $node->start_again;
    unlink $node->root . '/out';
    $since = time;
    await_back(2, $_, $since) for @names;
    return;
}

# @param how 'leave' or 'crash', of TreatyHttpd
sub one_ends {
    my ($how) = @_;
    my $node = $nodes->node(0);

    $node->$how;
    await_answers($MORE);
    publish();
    await_answers($MORE);
    my $since = time;
    $node->start_again;
    await_back(0, $_, $since) for @names;
    return;
}

# What a front that can't ask twice tells those whose machine ended; what it
# can't take back; and what a cache gives while it can't get anything newer.
sub answered_so {
    my ($name, $re) = @_;
    return sub { return $_[0]{why} =~ $re ? $name : '' };
}
my $ended   = answered_so('failed as told', qr/\Afailed: status 50[23]/);
my $cut_off = answered_so('failed as told', qr/\Afailed: broken off/);
my $kept    = answered_so('old for an error', qr/\Aold/);

is join("\n", TreatyNodes->refused), '', 'the files of conf/examples are taken as they lie there';
same_everywhere();
cmp_ok $learner->telling, '>', @PATHS / 2, 'answers tell publications apart';
$push->($state);
# The one before isn't known to have stood.
sleep $REFRESH;
while_asked("published $PUBLICATIONS times", sub {
    for (1 .. $PUBLICATIONS) {
        publish();
        await_answers(2);
    }
});
while_asked('one is too old', sub { one_grows_old() for 1 .. $TURNS });
while_asked('all are too old', sub { all_grow_old() for 1 .. $TURNS });
if ($IS_WHOLE) {
    while_asked('one is taken out and stopped', sub { one_is_taken_out() for 1 .. $TURNS });
    while_asked('one is stopped gracefully', sub { one_ends('leave') for 1 .. $TURNS },
        balancer => $ended, cache => sub { $ended->(@_) || $kept->(@_) });
}
while_asked('one is killed', sub { one_ends('crash') for 1 .. $TURNS },
    balancer => sub { $ended->(@_) || $cut_off->(@_) },
    cache    => sub { $ended->(@_) || $cut_off->(@_) || $kept->(@_) }, haproxy => $cut_off);
if ($redis && $IS_WHOLE) {
    while_asked('redis ends', sub {
        $redis->stop;
        publish();
        await_answers($MORE);
    });
}

for my $what (sort keys %times) {
    my @sorted = sort { $a <=> $b } @{ $times{$what} };
    diag sprintf '%s: within %.2f s, at most %.2f', $what,
        $sorted[$#sorted / 2], $sorted[-1];
}
# Connections that a front keeps hold a node up.
$_->stop for grep { !$_->isa('TreatyHttpd') } values %fronts;
for my $front (grep { $_->isa('TreatyHttpd') } values %fronts) {
    $front->allow_log(qr/\[proxy(?:_http|_balancer|_hcheck)?:/,
        qr/\[(?:cache|cache_socache|socache_redis):/);
    $front->stop;
}
# A killed one leaves its pid file.
$_->allow_log(qr/TREATY0117/, qr/AH00098/), $_->stop for $nodes->nodes;
done_testing;
