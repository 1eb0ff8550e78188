# Valid requests, mutated: every address, parameter, method and header of the
# contract. Whatever comes of it is an answer of a status that is documented,
# whose body is what its type says, with nothing live and nothing told of the
# machine; and the server has noticed nothing.
#
# TREATY_SEED and TREATY_REQUESTS, a seed and a number, make it another run or a
# longer one.
use strict;
use warnings;
use Test::More;
use TreatyBodies;
use TreatyFixture;
use TreatyHttpd;
use TreatyRoutes;
use TreatyWire;

my $SEED     = $ENV{TREATY_SEED} // 20_021_224;
my $REQUESTS = $ENV{TREATY_REQUESTS} // 10_000;
my $ORIGIN   = 'https://treaties.example';
# Failures that are told; who needs more repeats the run.
my $TOLD_MAX = 20;

my @METHODS = qw(GET GET GET GET HEAD HEAD OPTIONS POST PUT DELETE PATCH TRACE
    FROB get CONNECT PROPFIND);

my @PAYLOADS = (
    q{' OR '1'='1}, q{'; DROP TABLE treaty;--}, q{" UNION ALL VALUES(1,2)--},
    q{x') OR 1=1--}, q{\\'}, q{%}, q{_%_}, q{NULL}, q{0 OR 1},
    q{"}, q{"" OR *}, q{a AND}, q{NEAR(a b, 1)}, q{title:x}, q{^a}, q{a*b*},
    q{(}, q{a NOT b}, q{{x y}: z}, q{-a +b}, q{*}, q{""""},
    q{<script>alert(1)</script>}, q{"><img src=x onerror=alert(1)>},
    q{' onmouseover='alert(1)}, q{<!--#exec cmd="id"-->}, q{javascript:alert(1)},
    q{<svg/onload=alert(1)>}, q{--><b>}, q{&lt;script&gt;}, q{</title><script>},
    q{<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;}, q{]]>},
    "a\r\nX-Evil: yes", "a\nSet-Cookie: b=c", "a\r\n\r\n<html>", "\r\n", "\t",
    q[{{{base}}}], q[{{#items}}], q[{{> head}}], q[${jndi:ldap://x}], q[%s%n%x],
    '../../etc/passwd', '..\\..\\etc', '/etc/passwd', '....//', '%2e%2e%2f',
    "\0", "a\0.json", "\xff\xfe", "\xc0\xae\xc0\xae", "\xed\xa0\x80",
    "\xf4\x90\x80\x80", "\xe0\x80\xaf", "\xef\xbb\xbf", "\xe2\x80\xae",
    "\xf0\x9f\x98\x80", "e\xcc\x81" x 50, "\xe2\x80\xa8",
    '=1+1', '=HYPERLINK("https://x.example")', '@SUM(A1)', '+1', '-1',
    '0', '-1', '1e9', '2147483648', '9223372036854775808', '4294967297',
    '0x10', '1.5', ' 1', '1 ', '٣', '1' x 40, 'x' x 300, 'x,' x 200,
    'a' x 2000, '9999-12-31', '0000-00-00', '2002-02-30', '2002-2-3',
    '10000-01-01', '-2002-12-24', '2002-12-24T00:00:00Z', 'today', 'true',
    'TRUE', 'none', 'unknown', 'id,', ',id', ',', 'id,id', '', ' ',
    'opsc', 'OPSC', 'IV-11-c', 'iv-11-C', 'opsc@2002-12-24', 'opsc@', '@',
    'usa', 'USA', 'United States of America', 'chapter:IV', 'subject:',
    'family:none', 'f' x 32, '[object Object]', '[]', '{"a":1}',
);

my %HEADERS = (
    'If-None-Match'     => ['*', '"x"', 'W/"x"', '"a", "b"', 'x', '"', '""',
        '"' . 'x' x 300 . '"', '@ETAG@', 'W/@ETAG@', '@ETAG@, "b"'],
    'If-Match'          => ['*', '"x"', '@ETAG@'],
    'If-Modified-Since' => ['Tue, 24 Dec 2002 12:00:00 GMT',
        'Fri, 31 Dec 9999 23:59:59 GMT', 'Tuesday, 24-Dec-02 12:00:00 GMT',
        'Thu, 01 Jan 1970 00:00:00 GMT', 'yesterday', '0', '-1',
        'Tue, 99 Foo 2002 99:99:99 GMT'],
    'If-Unmodified-Since' => ['Tue, 24 Dec 2002 12:00:00 GMT', 'never'],
    'If-Range'          => ['"x"', '@ETAG@', 'Tue, 24 Dec 2002 12:00:00 GMT'],
    'Range'             => ['bytes=0-9', 'bytes=-5', 'bytes=5-', 'bytes=9-0',
        'bytes=99999999-', 'bytes=0-0,2-2,4-4', 'bytes=' . '0-,' x 40 . '0-',
        'bytes=a-b', 'items=0-1', 'bytes=0-18446744073709551616', 'bytes='],
    'Origin'            => ['https://pages.example', 'null', '*', 'x',
        'https://evil.example', "https://a.example, https://b.example"],
    'Access-Control-Request-Method'  => ['GET', 'DELETE', 'x'],
    'Access-Control-Request-Headers' => ['if-none-match', 'x-a, x-b', '*'],
    'Accept'            => ['application/json', 'text/html', '*/*;q=0', 'x/y',
        'application/vnd.x+json; q=1.5', ''],
    'Accept-Encoding'   => ['gzip', 'br, gzip;q=0.5', 'identity;q=0, *;q=0',
        'deflate', 'x'],
    'Accept-Language'   => ['fr', 'en;q=0.1', '*', '-'],
    'Cache-Control'     => ['no-cache', 'only-if-cached', 'max-age=0'],
    'Connection'        => ['keep-alive', 'close', 'upgrade, x'],
    'Expect'            => ['100-continue', 'x'],
    'X-Forwarded-Host'  => ['evil.example'],
    'X-HTTP-Method-Override' => ['DELETE'],
    'Content-Type'      => ['application/json', 'x'],
    'Cookie'            => ['a=b; c=d'],
);

# A line that ends before it names a version is a request of HTTP/0.9, whose
# answer has no head.
my $SIMPLE = qr{\A(?![^\n]* HTTP/1\.1\r\n)};

# Numbers of our own, so that a seed gives the same on every machine.
my $state;

sub pick {
    my ($below) = @_;

    $state = ($state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return ($state >> 8) % $below;
}

sub one_of { return $_[pick(scalar @_)] }

# Bytes put in, taken out, changed, swapped, repeated.
sub spoilt {
    my ($text) = @_;
    my $at   = pick(length($text) + 1);
    my $kind = pick(7);

    return substr($text, 0, $at) . chr(pick(256)) . substr $text, $at
        if $kind == 0;
    return substr($text, 0, $at) . one_of(@PAYLOADS) . substr $text, $at
        if $kind == 1;
    return one_of(@PAYLOADS) if $kind == 2 || length $text < 2;
    $at = pick(length($text) - 1);
    if ($kind == 3) {
        substr $text, $at, 1, '';
    }
    elsif ($kind == 4) {
        substr $text, $at, 1, chr pick(256);
    }
    elsif ($kind == 5) {
        substr $text, $at, 2, scalar reverse substr $text, $at, 2;
    }
    else {
        substr $text, $at, 0, substr($text, $at, 1) x (1 + pick(400));
    }
    return $text;
}

# As a browser would send it; now and then as it is, or with what is harmless
# encoded too, or encoded twice.
sub encoded {
    my ($text, $safe) = @_;
    my $kind = pick(20);

    return $text if $kind == 0;
    $text =~ s/([^A-Za-z0-9])/sprintf '%%%02x', ord $1/ge if $kind == 1;
    $text =~ s/%/%25/g if $kind == 2;
    $text =~ s/([^$safe])/sprintf '%%%02X', ord $1/ge if $kind > 1;
    return $text;
}

sub mutated_path {
    my ($path) = @_;
    my @segments = split m{/}, $path, -1;
    my $at = $#segments > 1 ? 1 + pick($#segments) : $#segments;

    return spoilt($path) if pick(6) == 0;
    return uc $path      if pick(20) == 0;
    return "$path/"      if pick(20) == 0;
    return $path =~ s{/}{//}gr if pick(40) == 0;
    if (pick(3) == 0) {
        $segments[$at] =~ s/\.\w+\z//;
        $segments[$at] .= one_of('', '.json', '.csv', '.atom', '.jsonld',
            '.xml', '.JSON', '.html', '.json.json', '.', '@2002-12-24.json',
            '@' . one_of(@PAYLOADS) . '.json');
    }
    elsif (pick(3) == 0) {
        splice @segments, $at, 0, one_of(@PAYLOADS, '.', '..', '', 'box');
    }
    else {
        $segments[$at] = spoilt($segments[$at]);
    }
    return join '/', @segments;
}

# Pairs of a name and a value; both may be spoilt, doubled, lost.
sub mutated_arguments {
    my (@pairs) = @_;
    my $kind = pick(8);
    my $at   = pick(scalar @pairs || 1);

    return map { ($_) x 40 } @pairs if $kind == 0 && pick(4) == 0;
    if ($kind == 1 || !@pairs) {
        push @pairs, [one_of(qw(q limit cursor sort on fields state since date
            after utm_source callback _ __proto__)), one_of(@PAYLOADS)];
    }
    elsif ($kind == 2) {
        push @pairs, $pairs[$at];
    }
    elsif ($kind == 3) {
        splice @pairs, $at, 1;
    }
    elsif ($kind == 4) {
        $pairs[$at] = [spoilt($pairs[$at][0]), $pairs[$at][1]];
    }
    else {
        $pairs[$at] = [$pairs[$at][0], spoilt($pairs[$at][1])];
    }
    return @pairs;
}

sub decoded { return $_[0] =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ger }

# Some of what an address takes, what it needs among it.
sub valid_arguments {
    my ($address) = @_;
    my %needed = map { (split /=/)[0] => 1 } split /&/, $address->{needs};
    my @pairs;

    for my $param (@{ $address->{takes} }) {
        my $example = example_of($param, $address->{stem}) // next;
        push @pairs, [$param, decoded($example)]
            if $needed{$param} || pick(3) == 0;
    }
    return @pairs;
}

sub query_of {
    my (@pairs) = @_;
    my $sign = pick(30) == 0 ? one_of(';', '&&', '=&') : '&';

    return '' if !@pairs;
    return '?' . join $sign, map {
        encoded($_->[0], 'A-Za-z0-9._~-')
            . ($_->[1] eq '' && pick(2) ? '' : '=')
            . encoded($_->[1], 'A-Za-z0-9._~-')
    } @pairs;
}

sub headers_of {
    my ($etag) = @_;
    my @lines;

    while (pick(2) == 0) {
        my $name  = one_of(sort keys %HEADERS);
        my $value = one_of(@{ $HEADERS{$name} }) =~ s/\@ETAG\@/$etag/r;
        $value = one_of(@PAYLOADS) =~ s/[\r\n\0]//gr if pick(8) == 0;
        $value = $value x (1 + pick(60)) if pick(40) == 0;
        push @lines, "$name: $value";
        push @lines, $lines[-1] if pick(20) == 0;
    }
    return @lines;
}

# A request: its method and bytes. How much of it is mutated varies from
# nothing to all.
sub request_of {
    my ($address, $etag) = @_;
    my $path   = $address->{path};
    my @pairs  = valid_arguments($address);
    my $method = pick(3) ? 'GET' : one_of(@METHODS);

    $path  = mutated_path($path)        if pick(4) == 0;
    @pairs = mutated_arguments(@pairs)  if pick(2) == 0;
    my $target = '/ref' . encoded($path, 'A-Za-z0-9._~/@-') . query_of(@pairs);
    $target = spoilt($target) if pick(60) == 0;
    my @lines = ("$method $target HTTP/1.1", 'Host: localhost',
        headers_of($etag));
    my $content = $method =~ /^P/ && pick(2) ? one_of(@PAYLOADS) : undef;
    push @lines, 'Content-Length: ' . length $content if defined $content;
    return ($method, send_lines(@lines, '') . ($content // ''));
}

# Whether an answer is ours: httpd's core refuses some itself.
sub is_ours {
    my ($answer) = @_;
    return ($answer->{headers}{'x-content-type-options'} // '') eq 'nosniff';
}

sub shown { return substr($_[0], 0, 700) =~ s/([^\n\x20-\x7e])/sprintf '\\x%02x', ord $1/ger }

sub mutate {
    my ($httpd, $requests) = @_;
    my $wire = TreatyWire->new($httpd->port);
    my @addresses = addresses();
    my (%statuses, %good, %ours, @faults);
    my %etag;

    $state = $SEED & 0x7fffffff;
    for my $number (0 .. $requests - 1) {
        my $address = $addresses[$number % @addresses];
        my ($method, $bytes) = request_of($address,
            $etag{ $address->{path} } // '"none"');
        my $answer = $wire->ask($bytes, uc $method eq 'HEAD' ? 'HEAD' : $method);
        my $fault  = $answer ? answer_fault($method, $answer)
            : $bytes =~ $SIMPLE ? '' : 'is not given';

        push @faults, "$fault:\n" . shown($bytes)
            . ($answer ? shown("$answer->{head}$answer->{content}") : '')
            if $fault;
        next if !$answer;
        $statuses{ $answer->{status} }++;
        $ours{ is_ours($answer) ? 'ours' : 'core' }++;
        $good{ $address->{path} }++ if $answer->{status} =~ /^2/;
        $etag{ $address->{path} } = $answer->{headers}{etag}
            // $etag{ $address->{path} };
    }
    ok !@faults, "$requests requests are answered as they may be"
        or diag join "\n", scalar(@faults) . ' are not:',
        @faults[0 .. ($#faults < $TOLD_MAX ? $#faults : $TOLD_MAX - 1)];
    note join ', ', map {"$statuses{$_} times $_"} sort keys %statuses;
    cmp_ok $ours{ours} // 0, '>', $requests * 0.8, 'most reached the module';
    cmp_ok $statuses{$_} // 0, '>', $requests / 5000, "some are answered $_"
        for 200, 204, 206, 304, 308, 400, 404, 405, 412;
    my @never = grep { !$good{$_} } map { $_->{path} } @addresses;
    is "@never", '', 'each address answered some of them well';
    return;
}

diag "the seed is $SEED";
for_each_mpm {
    my ($httpd) = @_;
    my @children = children_of($httpd->pid);
    my $before   = $httpd->get('/ref/treaties/opsc.json')->{content};

    mutate($httpd, $httpd->mpm eq 'event' ? $REQUESTS : $REQUESTS / 4);
    my %left = map { $_ => 1 } children_of($httpd->pid);
    ok !(grep { !$left{$_} } @children), 'the processes are the same';
    is $httpd->get('/ref/treaties/opsc.json')->{content}, $before,
        'and a treaty is what it was';
    # What httpd's core says of addresses that it refuses.
    $httpd->allow_log(qr/AH(?:00026|00036|00126|00135|10244|10508)/);
} config => "TreatyBase /ref $ORIGIN\nTreatyQueryTimeout 30s\n"
    . "TreatyCORS https://pages.example\nMaxKeepAliveRequests 0\n"
    . "KeepAliveTimeout 60\n<IfModule mpm_prefork_module>\n"
    . "MaxSpareServers 8\n</IfModule>\n";
done_testing;
