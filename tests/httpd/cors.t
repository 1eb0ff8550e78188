# Pages of other sites may read answers where TreatyCORS says so, and only
# there.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;

my $ORIGIN = 'https://pages.example';
my @URLS = ('/ref/treaties/opsc.json', '/ref/treaties.csv',
    '/ref/treaties/nothing.json', '/ref/treaties.json?limit=0',
    '/ref/treaties/opsc/box');

sub cors {
    my ($answer) = @_;
    my $headers = $answer->{headers};
    return { map { $_ => $headers->{$_} }
        grep { /^access-control-/ } keys %$headers };
}

sub preflight {
    my ($httpd, $origin) = @_;
    return $httpd->request('OPTIONS', '/ref/treaties.json', {
        Origin => $origin, 'Access-Control-Request-Method' => 'GET',
        'Access-Control-Request-Headers' => 'if-none-match' });
}

for_each_mpm {
    my ($httpd) = @_;

    for my $url (@URLS) {
        is_deeply cors($httpd->get($url, { Origin => $ORIGIN })), {},
            "$url: nobody may unless it is said";
    }
    is_deeply cors(preflight($httpd, $ORIGIN)), {}, 'no more by asking first';
};

for_each_mpm {
    my ($httpd) = @_;

    for my $url (@URLS) {
        my $answer = $httpd->get($url, { Origin => $ORIGIN });
        is cors($answer)->{'access-control-allow-origin'}, '*',
            "$url: everybody may, on an error too";
        unlike $answer->{headers}{vary} // '', qr/origin/i,
            'and the answer is the same for all';
    }
    my $answer = preflight($httpd, $ORIGIN);
    my $cors = cors($answer);
    is $answer->{status}, 204, 'who asks first is answered';
    is $cors->{'access-control-allow-origin'}, '*', 'with the same';
    like $cors->{'access-control-allow-methods'}, qr/\bGET\b/, 'the methods';
    like $cors->{'access-control-allow-headers'}, qr/\bIf-None-Match\b/i,
        'the headers';
    cmp_ok $cors->{'access-control-max-age'}, '>=', 3600,
        'and needs not ask again soon';
    like $cors->{'access-control-allow-headers'}, qr/\bIf-Range\b/i,
        'a download can be resumed';
    my $etag = $httpd->get($URLS[0])->{headers}{etag};
    my $same = $httpd->get($URLS[0],
        { Origin => $ORIGIN, 'If-None-Match' => $etag });
    is $same->{status}, 304, 'what has not changed';
    is cors($same)->{'access-control-allow-origin'}, '*', 'may be read too';
} config => "TreatyCORS *\n";

for_each_mpm {
    my ($httpd) = @_;

    for my $origin ($ORIGIN, 'http://localhost:3000') {
        my $answer = $httpd->get($URLS[0], { Origin => $origin });
        is cors($answer)->{'access-control-allow-origin'}, $origin,
            "$origin is listed";
        like $answer->{headers}{vary}, qr/\borigin\b/i,
            'which no other may be given from a cache';
    }
    for my $origin ('https://evil.example', "$ORIGIN.evil.example", 'null',
        "http://pages.example", "$ORIGIN:8443")
    {
        my $answer = $httpd->get($URLS[0], { Origin => $origin });
        is_deeply cors($answer), {}, "$origin isn't";
        is $answer->{status}, 200, 'though its own server could ask';
        like $answer->{headers}{vary}, qr/\borigin\b/i, 'said to caches';
        is_deeply cors(preflight($httpd, $origin)), {},
            'no more by asking first';
    }
} config => "TreatyCORS $ORIGIN http://localhost:3000\n";

for_each_mpm {
    my ($httpd) = @_;

    is cors($httpd->get($URLS[0], { Origin => $ORIGIN }))
        ->{'access-control-allow-origin'}, $ORIGIN,
        'an origin in capitals is answered as browsers write it';
} config => 'TreatyCORS ' . uc($ORIGIN) =~ s/^HTTPS/https/r . "\n";

done_testing;
