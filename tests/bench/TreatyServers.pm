# The servers that answers are measured against, each on a free port of
# 127.0.0.1 and in a folder of its own; ended by their ids, with this process.
#
#   my $httpd = start_httpd($text, $program);  $httpd->{port}, $httpd->{root}
#   my $httpd = start_httpd($text, $program,
#       under => ['valgrind'], is_single => 1);    httpd -X, under a command
#   start_httpd(..., on_connect => sub { my ($server, $socket) = @_; ... });
#   my $nginx = start_nginx($text);
#   my $php   = start_php($folder);            $php->{socket}
#   stop($httpd);
#   my $rate  = rate("http://127.0.0.1:$port/x", 2, { header => 'value' });
#   my $rate  = rate($url, 2, {}, $script);        a script for wrk
package TreatyServers;
use strict;
use warnings;

use Exporter 'import';
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
use Time::HiRes qw(sleep time);
use TreatyBench;

our @EXPORT = qw(start_httpd start_nginx start_php start_node stop rate
    answers answers_in_turn answer_on);

my $CONNECTIONS = 8;
my $PATIENCE    = 120;
my %running;

END {
    my $status = $?;
    kill 'TERM', keys %running;
    $? = $status;
}
$SIG{INT} = $SIG{TERM} = sub { exit 130 };

sub free_port {
    my $socket = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1)
        or die "no free port: $!\n";
    return $socket->sockport;
}

sub write_to {
    my ($path, $text) = @_;
    open my $out, '>', $path or die "$path: $!\n";
    print {$out} $text;
    close $out or die "$path: $!\n";
    return $path;
}

# Waits until something answers; dies where its process ends before.
sub await {
    my ($server, $connect) = @_;
    my $end = time + $PATIENCE;

    until ($connect->()) {
        die "$server->{name} ended at once; see $server->{said}:\n",
            qx(tail -n 20 '$server->{said}')
            if waitpid($server->{pid}, POSIX::WNOHANG()) != 0;
        die "$server->{name} doesn't answer\n" if time > $end;
        sleep 0.0005;
    }
    return $server;
}

sub spawn {
    my ($name, @command) = @_;
    my $said = "$TreatyBench::WORK/$name.said";
    my $pid  = fork // die "fork: $!\n";

    if ($pid == 0) {
        open STDOUT, '>',  $said    or die "$said: $!\n";
        open STDERR, '>&', \*STDOUT or die "$said: $!\n";
        exec @command or die "$command[0]: $!\n";
    }
    $running{$pid} = 1;
    return { name => $name, pid => $pid, said => $said };
}

# $on_connect takes the server and the first connection to it.
sub on_port {
    my ($server, $port, $on_connect) = @_;

    $server->{port} = $port;
    return await($server, sub {
        my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
            PeerPort => $port) or return 0;
        $on_connect->($server, $socket) if $on_connect;
        return 1;
    });
}

# As root httpd gives its children another user, who has to reach all that is
# measured; a single process gives itself none, so it is that user's whole.
sub start_httpd {
    my ($text, $program, %how) = @_;
    my $port = free_port();
    my $root = "$TreatyBench::WORK/httpd.$port";
    my @become = $> == 0 && $how{is_single}
        ? qw(setpriv --reuid=www-data --regid=www-data --clear-groups) : ();

    mkdir $_ for $root, "$root/logs", "$root/run";
    $text =~ s/\@PORT\@/$port/g;
    $text =~ s/\@ROOT\@/$root/g;
    write_to("$root/httpd.conf", $text);
    system('chmod', '-R', 'a+rX', $TreatyBench::WORK);
    system('chown', '-R', 'www-data', $root) if @become;
    my @under = map { s/\@ROOT\@/$root/gr } @{ $how{under} // [] };
    my $server = spawn("httpd.$port", @become, @under, $program,
        '-d', $root, '-f', "$root/httpd.conf",
        $how{is_single} ? '-X' : '-DFOREGROUND');
    $server->{root} = $root;
    return on_port($server, $port, $how{on_connect});
}

sub start_nginx {
    my ($text) = @_;
    my $port = free_port();
    my $root = "$TreatyBench::WORK/nginx";

    mkdir $root;
    $text =~ s/\@PORT\@/$port/g;
    $text =~ s/\@ROOT\@/$root/g;
    write_to("$root/nginx.conf", $text);
    return on_port(spawn('nginx', 'nginx', '-p', $root, '-c',
        "$root/nginx.conf", '-g', 'daemon off;'), $port);
}

# As many workers as requests come at a time.
sub start_php {
    my ($program) = @_;
    my $socket = "$TreatyBench::WORK/php.sock";
    my $conf = write_to("$TreatyBench::WORK/php.conf", <<"END");
[global]
error_log = $TreatyBench::WORK/php.log
[www]
user = www-data
listen = $socket
listen.mode = 0666
pm = static
pm.max_children = $CONNECTIONS
END
    my $server = spawn('php', $program, '-F', '-y', $conf);

    $server->{socket} = $socket;
    return await($server, sub { IO::Socket::UNIX->new($socket) });
}

sub start_node {
    my ($script, @arguments) = @_;
    my $port = free_port();

    return on_port(spawn('node', 'node', $script, $port, @arguments), $port);
}

sub stop {
    my ($server) = @_;

    kill 'TERM', $server->{pid};
    waitpid $server->{pid}, 0;
    delete $running{ $server->{pid} };
    return;
}

# Requests a second, by wrk.
sub rate {
    my ($url, $seconds, $headers, $script) = @_;
    my @headers = map {; '-H', "$_: $headers->{$_}" } sort keys %{ $headers // {} };
    open my $wrk, '-|', 'wrk', '-t1', "-c$CONNECTIONS", "-d${seconds}s",
        @headers, ($script ? ('-s', $script) : ()), $url or die "wrk: $!\n";
    my $said = do { local $/ = undef; <$wrk> };

    die "$url isn't answered as it should be:\n$said"
        if $said =~ /Socket errors|Non-2xx or 3xx/ && !$headers->{'If-None-Match'};
    $said =~ m{Requests/sec:\s*([\d.]+)} or die "wrk says:\n$said";
    return $1;
}

# An answer's body and headers, which must be of this status.
sub answers {
    my ($url, $status, $headers) = @_;
    require HTTP::Tiny;
    my $answer = HTTP::Tiny->new(timeout => $PATIENCE)
        ->get($url, { headers => $headers // {} });

    die "$url: $answer->{status}, not $status\n$answer->{content}\n"
        if $answer->{status} != $status;
    return $answer;
}

# Asks so often on one connection, each after the other's answer; returns the
# last one's head and body.
sub answers_in_turn {
    my ($port, $path, $count, $headers) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
        PeerPort => $port) or die "connect: $!\n";
    my @answer;

    @answer = answer_on($socket, $path, $headers) for 1 .. $count;
    return @answer;
}

# Asks on a connection; returns head and body.
sub answer_on {
    my ($socket, $path, $headers) = @_;
    my $bytes = '';
    my $more = sub {
        sysread $socket, $bytes, 65536, length $bytes or die "no answer\n";
    };

    syswrite $socket, join "\r\n", "GET $path HTTP/1.1", 'Host: localhost',
        (map {"$_: $headers->{$_}"} sort keys %{ $headers // {} }), '', ''
        or die "write: $!\n";
    $more->() until $bytes =~ /\r\n\r\n/;
    my ($head, $body) = split /\r\n\r\n/, $bytes, 2;
    my $length = $head =~ /^Content-Length: (\d+)/mi ? $1 : 0;
    # What has no length comes in chunks; the last one is empty.
    my $is_chunked = $head =~ /^Transfer-Encoding: chunked/mi;
    $bytes = $body;
    $more->() until $is_chunked ? $bytes =~ /^0\r\n\r\n\z/m
        : $head =~ m{\AHTTP/1.1 304} || length $bytes >= $length;
    return ($head, $bytes);
}

1;
