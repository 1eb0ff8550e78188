# Clients that stall, reset, send half a request or read slowly, while others
# ask as they should: these notice nothing.
use strict;
use warnings;
use POSIX ();
use Socket qw(SOL_SOCKET SO_LINGER);
use Test::More;
use Time::HiRes 'sleep';
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;
use TreatyWire;

my $RESETS = counted(2000, 200);
my @databases = versions(2);
# Of 40 threads: the rest is for those who ask as they should.
my $EACH = 4;

sub request {
    my ($path) = @_;
    return send_lines("GET $path HTTP/1.1", 'Host: localhost', '');
}

# Ends a connection by a reset, as a machine does that goes down.
sub reset_it {
    my ($wire) = @_;
    setsockopt $wire->{socket}, SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0;
    $wire->close_now;
    return;
}

# By what they do; each stays as it is until it is reset at the end.
my %bad = (
    'says nothing'    => sub { $_[0]->send_bytes("\r\n") },
    'half a line'     => sub { $_[0]->send_bytes('GET /ref/treaties/op') },
    'half a request'  => sub { $_[0]->send_bytes("GET /ref/ HTTP/1.1\r\nHost: ") },
    'reads nothing'   => sub {
        $_[0]->send_bytes(request('/ref/treaties/crc/acts.csv') x 20);
    },
    'half a body'     => sub {
        $_[0]->send_bytes(send_lines('POST /ref/ HTTP/1.1', 'Host: localhost',
            'Content-Length: 100000', '') . 'a' x 10);
    },
);

# Requests whose clients are gone before they are answered, or in the middle.
sub resets {
    my ($httpd) = @_;
    my @requests = (request('/ref/treaties/crc/acts.csv'),
        request('/ref/treaties/crc.json'), 'GET /ref/treaties/crc HTT',
        request('/ref/treaties/opsc@2002-12-24/box'),
        request('/page.shtml') x 3, "\0\1\2\3", "GET\r\n\r\n");

    for my $number (1 .. $RESETS) {
        my $wire = TreatyWire->new($httpd->port, receive => 4096);
        $wire->send_bytes($requests[ $number % @requests ]);
        $wire->head if $number % 3 == 0 && $number % @requests < 2;
        reset_it($wire);
    }
    return;
}

# Takes a long answer in pieces, whole.
sub slow_answer {
    my ($httpd) = @_;
    my $wire = TreatyWire->new($httpd->port, receive => 4096);
    my $text = '';

    $wire->send_bytes(request('/ref/treaties/crc.json'));
    my $answer = $wire->head;
    for (1 .. 20) {
        $text .= $wire->_take(2000);
        sleep 0.01;
    }
    substr($wire->{buffer}, 0, 0) = $text;
    $wire->body($answer);
    return $answer;
}

for_each_mpm {
    my ($httpd) = @_;
    my $load = TreatyLoad->new($httpd, databases => \@databases,
        paths => [@PATHS, '/page.shtml'], refresh => 0.05);
    my @stalled;

    $load->learn(0, 1);
    my $whole = $httpd->get('/ref/treaties/crc.json')->{content};
    $load->begin;
    for my $what (sort keys %bad) {
        for (1 .. $EACH) {
            my $wire = TreatyWire->new($httpd->port, receive => 4096);
            $bad{$what}->($wire);
            push @stalled, $wire;
        }
    }
    $load->await;
    resets($httpd);
    my $slow = slow_answer($httpd);
    ok !$slow->{is_broken} && $slow->{content} eq $whole,
        'who reads slowly has the whole answer';
    $load->put($_ % 2), $load->await for 1 .. 5;
    reset_it($_) for @stalled;
    $load->await(20);
    is_right($load->end, sprintf '%d clients stall (%s), %d reset',
        scalar @stalled, join(', ', sort keys %bad), $RESETS);
    $httpd->allow_log(qr/AH03092/);
}
mpms => $ENV{TREATY_FAULTS} ? [qw(event worker prefork)] : ['event'],
    documents => { 'page.shtml' => '<!--#treaty id="crc@2010-01-01" view="box" -->' },
    config => <<'END';
TreatyRefresh 50ms
<IfModule !mpm_prefork_module>
    ServerLimit 5
    StartServers 5
    MaxRequestWorkers 40
    MaxSpareThreads 40
</IfModule>
<IfModule mpm_prefork_module>
    StartServers 40
    MaxSpareServers 40
    ServerLimit 40
    MaxRequestWorkers 40
</IfModule>
END

done_testing;
