# A connection to a server that stays open, for requests as they are: bytes out,
# an answer in.
#
#   my $wire = TreatyWire->new($httpd->port);
#   my $slow = TreatyWire->new($httpd->port, receive => 4096);
#   my $answer = $wire->ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 'GET');
#   $answer->{status}, $answer->{headers}{etag}, $answer->{content}
#
# `receive` is the size of the buffer that the system keeps what comes in, so
# that a server soon waits for one who doesn't read. send_bytes() and head()
# leave the body where it is; body() takes it.
#
# {here} is the port that the connection had on this side, also when it is closed.
# $answer->{is_broken} says that the server broke the body off. A connection
# that was closed is opened anew by the next ask().
package TreatyWire;
use strict;
use warnings;

use IO::Socket::INET;
use Socket qw(IPPROTO_TCP SOL_SOCKET SO_RCVBUF TCP_NODELAY inet_aton
    pack_sockaddr_in);

# Seconds after which a server hangs.
my $PATIENCE = 60;

sub new {
    my ($class, $port, %options) = @_;
    return bless { port => $port, buffer => '', %options }, $class;
}

sub _open {
    my ($self) = @_;

    $self->{socket} = IO::Socket::INET->new(Proto => 'tcp')
        or die "socket: $!";
    setsockopt $self->{socket}, SOL_SOCKET, SO_RCVBUF, $self->{receive}
        if $self->{receive};
    connect $self->{socket}, pack_sockaddr_in($self->{port},
        inet_aton('127.0.0.1')) or die "connect: $!";
    $self->{here} = $self->{socket}->sockport;
    setsockopt $self->{socket}, IPPROTO_TCP, TCP_NODELAY, 1;
    $self->{buffer} = '';
    return;
}

sub close_now {
    my ($self) = @_;

    close delete $self->{socket} if $self->{socket};
    $self->{buffer} = '';
    return;
}

# More bytes; false at the end.
sub _more {
    my ($self) = @_;
    local $SIG{ALRM} = sub { die "no answer in $PATIENCE s\n" };

    alarm $PATIENCE;
    my $count = sysread $self->{socket}, $self->{buffer}, 65536,
        length $self->{buffer};
    alarm 0;
    return $count;
}

# Takes so many bytes; fewer where the connection ends.
sub _take {
    my ($self, $length) = @_;

    1 while length $self->{buffer} < $length && $self->_more;
    return substr $self->{buffer}, 0, $length, '';
}

# Takes up to an end that is a part of it; undef where that doesn't come.
sub _take_to {
    my ($self, $end) = @_;
    my $at;

    while (($at = index $self->{buffer}, $end) < 0) {
        $self->_more or return undef;
    }
    return substr $self->{buffer}, 0, $at + length $end, '';
}

sub _chunks {
    my ($self, $answer) = @_;

    while (1) {
        my $line = $self->_take_to("\r\n");
        my ($size) = ($line // '') =~ /\A([0-9a-fA-F]+)/;
        last if !defined $size;
        my $length = hex $size;
        my $piece  = $self->_take($length + 2);
        last if length $piece < $length + 2;
        $answer->{content} .= substr $piece, 0, $length;
        return if $length == 0;
    }
    $answer->{is_broken} = 1;
    return;
}

# Takes the body of an answer whose head has come.
sub body {
    my ($self, $answer) = @_;
    my $length = $answer->{headers}{'content-length'};

    if (($answer->{headers}{'transfer-encoding'} // '') =~ /chunked/i) {
        $self->_chunks($answer);
        $self->close_now if $answer->{is_broken};
        return;
    }
    if (!defined $length) {
        1 while $self->_more;
        $length = length $self->{buffer};
    }
    $answer->{content} = $self->_take($length);
    $answer->{is_broken} = 1 if length $answer->{content} < $length;
    $self->close_now if $answer->{is_broken};
    return;
}

# Sends without waiting for an answer.
sub send_bytes {
    my ($self, $bytes) = @_;

    local $SIG{PIPE} = 'IGNORE';
    $self->_open if !$self->{socket};
    while (length $bytes) {
        my $count = syswrite $self->{socket}, $bytes or return 0;
        substr $bytes, 0, $count, '';
    }
    return 1;
}

# The next answer without its body; undef where the server closes instead.
sub head {
    my ($self) = @_;
    my $head = $self->_take_to("\r\n\r\n");
    my ($status) = ($head // '') =~ m{\AHTTP/1\.[01] (\d{3})};

    if (!defined $status) {
        $self->close_now;
        return undef;
    }
    my %answer = (status => $status, headers => {}, content => '',
        head => $head);
    for my $line ((split /\r\n/, $head)[1 .. ($head =~ tr/\n//) - 2]) {
        my ($name, $value) = split /:\s*/, $line, 2;
        $name = lc $name;
        $answer{headers}{$name} = exists $answer{headers}{$name}
            ? "$answer{headers}{$name}, $value" : $value;
    }
    return $status =~ /\A1/ ? $self->head : \%answer;
}

# The next answer to a method.
sub receive {
    my ($self, $method) = @_;
    my $answer = $self->head // return undef;

    $self->body($answer)
        if $method ne 'HEAD' && $answer->{status} !~ /\A[23]04\z/;
    $self->close_now
        if ($answer->{headers}{connection} // '') =~ /close/i;
    return $answer;
}

# A server may close a connection that idled just when we write: asked again
# on a new one.
sub ask {
    my ($self, $bytes, $method) = @_;

    for my $attempt (1, 2) {
        my $is_fresh = !$self->{socket};
        my $answer = $self->send_bytes($bytes) && $self->receive($method);
        return $answer if $answer;
        $self->close_now;
        return undef if $is_fresh;
    }
    return undef;
}

1;
