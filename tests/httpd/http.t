# HTTP as design.md, section 7, promises it.
use strict;
use warnings;
use Digest::SHA 'sha1_base64';
use Test::More;
use Time::Local 'timegm';
use TreatyFixture;
use TreatyHttpd;

my $BOX   = '/ref/treaties/opsc@2002-12-24/box';
my $JSON  = '/ref/treaties/opsc@2002-12-24.json';
my $TODAY = '/ref/treaties/opsc.json';
my %etag_under;    # by MPM

my $config = <<'END';
TreatyMaxAge 200
<Location /long>
    SetHandler treaty
    TreatyBase /long https://treaties.example.org
    TreatyMaxAge 31536000
</Location>
<Location /kept>
    SetHandler treaty
    TreatyBase /kept
    TreatyPublic off
</Location>
<Location /locked>
    SetHandler treaty
    TreatyBase /locked
    AuthType Basic
    AuthName locked
    AuthUserFile "@ROOT@/users"
    Require valid-user
</Location>
END
my %files = (users => 'reader:{SHA}' . sha1_base64('secret') . "=\n");
my %documents = ('head.shtml' => '<!--#treaty view="head" -->');

my @months = qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec);

sub seconds_of {
    my ($date) = @_;
    my ($day, $name, $year, $h, $m, $s)
        = $date =~ /(\d+) (\w+) (\d+) (\d+):(\d+):(\d+) GMT/ or return 0;
    my ($month) = grep { $months[$_] eq $name } 0 .. 11;
    return timegm($s, $m, $h, $day, $month, $year);
}

sub max_age_of {
    my ($answer) = @_;
    return $answer->{headers}{'cache-control'} =~ /max-age=(\d+)/ ? $1 : -1;
}

sub types {
    my ($httpd) = @_;
    my %type = (
        $JSON                        => 'application/json',
        $BOX                         => 'text/html; charset=utf-8',
        '/ref/treaties.json'         => 'application/json',
        '/ref/fact-sheets.json'      => 'application/json',
        '/ref/health'                => 'application/json',
        '/ref/assets/treaty.css'     => 'text/css; charset=utf-8',
        '/ref/treaties/none.json'    => 'application/problem+json',
        '/ref/treaties/none/box'     => 'text/html; charset=utf-8',
        '/ref/treaties/opsc@2002-02-30.json' => 'application/problem+json',
    );

    for my $url (sort keys %type) {
        my $headers = $httpd->get($url)->{headers};
        is $headers->{'content-type'}, $type{$url}, "$url has its type";
        is $headers->{'x-content-type-options'}, 'nosniff',
            "$url isn't guessed at";
        is $headers->{vary} // 'Accept-Encoding', 'Accept-Encoding',
            "$url varies by its coding alone";
        ok $headers->{'content-length'}, "$url tells its length";
    }
    return;
}

sub validators {
    my ($httpd) = @_;

    for my $url ($JSON, $BOX, $TODAY, '/ref/treaties.json',
        '/ref/assets/treaty.css')
    {
        my $answer = $httpd->get($url);
        my $etag   = $answer->{headers}{etag};

        like $etag, qr/\A"[^"]+"\z/, "$url has a strong ETag";
        is $httpd->get($url)->{headers}{etag}, $etag, 'which is stable';
        for my $asked ($etag, "\"other\", $etag", "W/$etag", '*') {
            my $not = $httpd->get($url, { 'If-None-Match' => $asked });
            is $not->{status}, 304, "If-None-Match: $asked is answered 304";
            is $not->{content} // '', '', 'without a body';
            is $not->{headers}{etag}, $etag, 'with the ETag';
            is $not->{headers}{'cache-control'},
                $answer->{headers}{'cache-control'}, 'and how long it holds';
        }
        is $httpd->get($url, { 'If-None-Match' => '"other"' })->{status}, 200,
            'another ETag is answered in full';
        is $httpd->get($url, { 'If-Match' => '"other"' })->{status}, 412,
            'If-Match with another one fails';
    }
    $etag_under{ $httpd->mpm } = $httpd->get($JSON)->{headers}{etag};
    return;
}

sub modification {
    my ($httpd) = @_;

    for my $url ($JSON, $BOX, $TODAY) {
        my $since = $httpd->get($url)->{headers}{'last-modified'};
        ok seconds_of($since) > 0, "$url tells when it was changed";
        cmp_ok seconds_of($since), '<=', time, 'which is past';
        is $httpd->get($url, { 'If-Modified-Since' => $since })->{status},
            304, 'If-Modified-Since with it is answered 304';
        is $httpd->get($url, { 'If-Modified-Since' =>
            'Tue, 24 Dec 2002 12:00:00 GMT' })->{status}, 200,
            'with an earlier time in full';
    }
    my $today = $httpd->get($TODAY)->{headers};
    my $now   = seconds_of($today->{date});
    cmp_ok seconds_of($today->{'last-modified'}), '>=', $now - $now % 86400,
        'what is said of today was not modified before today';
    return;
}

sub methods {
    my ($httpd) = @_;

    for my $url ($JSON, $BOX, '/ref/treaties/none.json', '/ref/health') {
        my $get  = $httpd->get($url);
        my $head = $httpd->head($url);

        is $head->{status},  $get->{status}, "HEAD $url has GET's status";
        is $head->{content} // '', '', 'and no body';
        delete $_->{headers}{date} for $get, $head;
        # Its age may have a digit more by now.
        $url =~ /health/ and delete $_->{headers}{'content-length'} for $get, $head;
        is_deeply $head->{headers}, $get->{headers}, 'and the same headers';
    }
    for my $method (qw(POST PUT DELETE PATCH FROB)) {
        my $answer = $httpd->request($method, $JSON, {}, 'x=1');

        is $answer->{status}, 405, "$method is answered 405";
        is $answer->{headers}{allow}, 'GET, HEAD, OPTIONS',
            'with what is allowed';
        is $answer->{headers}{'content-type'}, 'application/problem+json',
            'as a problem';
    }
    my $options = $httpd->request('OPTIONS', $JSON);
    like $options->{status}, qr/\A20[04]\z/, 'OPTIONS is answered';
    is $options->{headers}{allow}, 'GET, HEAD, OPTIONS', 'with the methods';
    is $options->{content} // '', '', 'and no body';
    return;
}

sub ages {
    my ($httpd) = @_;
    my $long = $httpd->get('/long/treaties/opsc.json');
    my $now  = seconds_of($long->{headers}{date});
    my $left = 86400 - $now % 86400;
    my %who  = (
        "$BOX"                    => 'public',
        '/kept/treaties/opsc/box' => 'private',
    );

    is max_age_of($long), $left, 'what is said of today ends with today, UTC';
    is max_age_of($httpd->get('/long/treaties/opsc@2002-12-24.json')),
        31536000, 'what is said of a day holds as long as TreatyMaxAge says';
    is max_age_of($httpd->get($JSON)), 200, 'as for the whole server';
    for my $url (sort keys %who) {
        my $control = $httpd->get($url)->{headers}{'cache-control'};
        like $control, qr/\A$who{$url},/, "$url is $who{$url}";
        unlike $control, $who{$url} eq 'public' ? qr/private/ : qr/public/,
            'and nothing else';
    }
    like $httpd->get($BOX)->{headers}{'cache-control'},
        qr/stale-while-revalidate=\d+.*stale-if-error=\d+/,
        'a cache may go on with what it has for a while';
    is $httpd->get('/locked/treaties/opsc.json')->{status}, 401,
        'a mount that is locked asks who comes';
    my $open = $httpd->get('/locked/treaties/opsc.json',
        { Authorization => 'Basic cmVhZGVyOnNlY3JldA==' });
    is $open->{status}, 200, 'and answers whom it knows';
    like $open->{headers}{'cache-control'}, qr/\Aprivate,/,
        'but no shared cache keeps that';
    like $httpd->get('/ref/treaties/none.json')->{headers}{'cache-control'},
        qr/max-age=\d/, 'even a 404 may be kept a little';
    return;
}

sub forms {
    my ($httpd) = @_;
    my $box  = $httpd->get($BOX);
    my $part = $httpd->get($BOX, { Range => 'bytes=10-19' });
    my $tail = $httpd->get($JSON, { Range => 'bytes=-5' });

    is $box->{headers}{link},
        "<$BOX>; rel=\"self\", "
        . "<$JSON>; rel=\"alternate\"; type=\"application/json\"",
        'a box links to its JSON';
    is $part->{status},  206, 'a part of it can be asked for';
    is $part->{content}, substr($box->{content}, 10, 10), 'and is given';
    is $part->{headers}{'content-range'},
        'bytes 10-19/' . length $box->{content}, 'as what it is';
    is $tail->{status}, 206, 'of JSON too';
    is $httpd->get($JSON, { Range => 'bytes=9999999-' })->{status}, 416,
        'a part that does not exist is refused';
    return;
}

sub assets {
    my ($httpd) = @_;
    my $stable = $httpd->get('/ref/assets/treaty.css');
    my ($name) = $httpd->get('/head.shtml')->{content} =~ m{href="([^"]+)"};
    my $fixed  = $httpd->get($name);

    isnt $name, '/ref/assets/treaty.css', 'pages use a name with a digest';
    is $fixed->{status}, 200, 'which is there';
    is $fixed->{content}, $stable->{content}, 'and is the same stylesheet';
    like $fixed->{headers}{'cache-control'},
        qr/public, max-age=31536000, immutable/, 'that never changes';
    like $stable->{headers}{'cache-control'}, qr/max-age=0\b/,
        'the stable name is asked for anew';
    unlike $stable->{headers}{'cache-control'}, qr/immutable/,
        'since it may change';
    is $httpd->get('/ref/assets/treaty-0123456789abcdef.css')->{status}, 404,
        'another digest is none';
    is $httpd->get('/ref/assets/none.css')->{status}, 404,
        'another name is none';
    return;
}

sub health {
    my ($httpd) = @_;
    my $answer = $httpd->get('/ref/health');
    my $health = $httpd->json('/ref/health');

    is $answer->{headers}{'cache-control'}, 'no-store', 'nothing is kept';
    is $health->{status}, 'ok', 'it is well';
    is $health->{revision}, $httpd->json($JSON)->{revision},
        'it serves the revision that it says';
    like $health->{published_at}, qr/\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z/,
        'it says when that was published';
    is $health->{known_through}, '2015-03-12', 'and how far it goes';
    return;
}

# Each kind of answer leaves the connection where the next request begins.
# After a 400 httpd itself closes it.
sub one_connection {
    my ($httpd) = @_;
    my $etag = $httpd->get($JSON)->{headers}{etag};
    my @asks = (
        ['GET',     $JSON,                      200],
        ['HEAD',    $JSON,                      200],
        ['GET',     $JSON,                      304, "If-None-Match: $etag"],
        ['GET',     $JSON,                      206, 'Range: bytes=0-3'],
        ['GET',     '/ref/treaties/IV-11-c.json', 308],
        ['GET',     '/ref/treaties/none.json',  404],
        ['HEAD',    '/ref/treaties/none/box',   404],
        ['GET',     $JSON,                      412, 'If-Match: "x"'],
        ['OPTIONS', $JSON,                      204],
        ['GET',     '/ref/assets/treaty.css',   200],
        ['POST',    $JSON,                      405, 'Content-Length: 0'],
        ['GET',     '/ref/health',              200],
        ['GET',     $BOX,                       200],
    );
    my @lines = map {
        my ($method, $url, $status, @more) = @$_;
        ("$method $url HTTP/1.1", 'Host: localhost', @more, '')
    } @asks;
    my $posted = send_lines("POST $JSON HTTP/1.1", 'Host: localhost',
        'Transfer-Encoding: chunked', '', '3', 'abc', '0', '');
    my $last = send_lines("GET $JSON HTTP/1.1", 'Host: localhost',
        'Connection: close', '');
    my @answers = answers_of(
        $httpd->raw(send_lines(@lines) . $posted . $last),
        (map { $_->[0] } @asks), 'POST', 'GET');

    is_deeply [map { $_->{status} } @answers],
        [(map { $_->[2] } @asks), 405, 200],
        'one connection carries every kind of answer, one after the other';
    is $answers[-1]{content}, $httpd->get($JSON)->{content},
        'and the last is whole';
    return;
}

sub hostile_host {
    my ($httpd) = @_;
    my @urls = ($JSON, $BOX, '/ref/treaties/IV-11-c.json', '/ref/health',
        '/ref/treaties/none/box', '/ref/treaties.json?x=1',
        '/ref/treaties.json', '/ref/fact-sheets/2002-12-24-opsc.json',
        '/head.shtml');

    for my $url (@urls) {
        my $bytes = $httpd->raw(send_lines("GET $url HTTP/1.1",
            'Host: evil.example', 'X-Forwarded-Host: evil.example',
            'Forwarded: host=evil.example', 'Connection: close', ''));
        like $bytes, qr{\AHTTP/1.1 \d+ }, "$url is answered";
        unlike $bytes, qr/evil/, 'without the name that the request gave';
    }
    my $long = $httpd->json('/long/treaties/opsc.json');
    is $long->{urls}{self},
        'https://treaties.example.org/long/treaties/opsc.json',
        'addresses are absolute with the origin of TreatyBase';
    is $httpd->get('/long/treaties/IV-11-c.json')->{headers}{location},
        $long->{urls}{self}, 'that of an alias as well';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    types($httpd);
    validators($httpd);
    modification($httpd);
    methods($httpd);
    ages($httpd);
    forms($httpd);
    assets($httpd);
    health($httpd);
    one_connection($httpd);
    hostile_host($httpd);
    # Basic authentication tells of the one who had no password.
    $httpd->allow_log(qr/AH0161[78]/);
} config => $config, files => \%files, documents => \%documents;

is $etag_under{event}, $etag_under{prefork}, 'ETags agree between servers'
    if keys %etag_under == 2;
done_testing;
