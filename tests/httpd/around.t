# What a site puts around the mount holds for answers that are kept as for any
# other: who may see them, headers, rewriting, logs, compression, HTTP/2; under
# each MPM.
use strict;
use warnings;
use Digest::SHA qw(sha1_base64 sha1_hex);
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyNode;
use TreatyWire;

my $BOX    = '/treaties/opsc@2002-12-24/box';
my $TABLE  = '/treaties/opsc/participants.json';
my $READER = { Authorization => 'Basic cmVhZGVyOnNlY3JldA==' };
my $OTHER  = { Authorization => 'Basic cmVhZGVyOm90aGVy' };
my $GZIP   = { 'Accept-Encoding' => 'gzip' };
my $HSTS   = 'max-age=63072000; includeSubDomains';
# Of what the sample's box says; no refusal has it.
my $SECRET = qr/treaty-box|Sale of Children/;
my @MPMS   = qw(event worker prefork);
my @TOLD   = qw(content-type content-encoding content-language cache-control
    etag last-modified link vary x-content-type-options
    strict-transport-security);

my %files = (
    users         => 'reader:{SHA}' . sha1_base64('secret') . "=\n",
    'site/treaties/broken.mustache' => '{{#title}} never closed',
);

# The same answers for everybody, for some and for nobody: at one address each,
# and by the names of hosts at one address for all.
my $locked = <<'END';
    AuthType Basic
    AuthName locked
    AuthUserFile "@ROOT@/users"
    Require valid-user
END
my $config = <<"END";
TreatyTemplates "\@ROOT\@/site"
Header always set Strict-Transport-Security "$HSTS"
ErrorDocument 401 "who are you?"
ErrorDocument 404 "nothing of ours"
ErrorDocument 503 "come again"
SetEnvIf Request_URI "/box\$" is_box=yes
SetEnvIf User-Agent "monitor" is_monitor
Header set X-Box "%{is_box}e" env=is_box
CustomLog logs/access.log "%m %U %>s %B %u %{is_box}e" env=!is_monitor
Header set X-Short "%{SHORT}e" env=SHORT
<Location /ref/treaties/crc>
    Require ip 192.0.2.1
</Location>
<Location /ref/treaties/untoc>
    Require all denied
</Location>
<Location /ref/participants>
    <LimitExcept GET>
        Require valid-user
        AuthType Basic
        AuthName some
        AuthUserFile "\@ROOT\@/users"
    </LimitExcept>
</Location>
<Location /packed>
    SetHandler treaty
    TreatyBase /packed
    SetOutputFilter DEFLATE
</Location>
<VirtualHost *:\@PORT\@>
    ServerName open.test
    DocumentRoot "\@DOCROOT\@"
    RewriteEngine on
    RewriteRule ^/t/(\\w+)/on/([\\d-]+)\$ /ref/treaties/\$1\@\$2/box [PT,E=SHORT:yes]
    RewriteCond %{HTTP_USER_AGENT} ^scraper
    RewriteRule ^/ref/ - [F]
</VirtualHost>
<VirtualHost *:\@PORT\@>
    ServerName locked.test
    DocumentRoot "\@DOCROOT\@"
    <Location /ref>
$locked
    </Location>
</VirtualHost>
END

# An answer of the locked host.
sub at_locked {
    my ($httpd, $method, $url, $headers) = @_;
    my @headers = map {"$_: $headers->{$_}"} sort keys %{ $headers // {} };

    return TreatyWire->new($httpd->port)->ask(send_lines("$method $url HTTP/1.1",
        'Host: locked.test', 'Connection: close', @headers, ''), $method);
}

# An answer that one host has kept is kept for the other as well, which gives
# it to nobody whom it doesn't know.
sub authorisation {
    my ($httpd) = @_;
    my $open = $httpd->get("/ref$BOX");
    my $mine = at_locked($httpd, 'GET', "/ref$BOX", $READER);
    my $etag = $mine->{headers}{etag};

    is $open->{status}, 200, 'a box is there for all';
    is $mine->{status}, 200, '... at a locked host for whom it knows';
    is $mine->{content}, $open->{content}, '... as the same';
    like $open->{headers}{'cache-control'}, qr/\Apublic,/, 'one is everybody\'s';
    like $mine->{headers}{'cache-control'}, qr/\Aprivate,/, 'the other isn\'t';
    for my $headers ({}, $OTHER, $GZIP, { 'If-None-Match' => $etag },
        { 'If-None-Match' => '*' }, { Range => 'bytes=0-9' })
    {
        my $what = join(' ', %$headers) || 'no password';
        my $answer = at_locked($httpd, 'GET', "/ref$BOX", $headers);

        is $answer->{status}, 401, "$what: nothing for another";
        unlike $answer->{content}, $SECRET, '... of it';
        is $answer->{headers}{etag}, undef, '... not even its ETag';
        is $answer->{content}, 'who are you?', '... but what the site says';
    }
    is at_locked($httpd, 'HEAD', "/ref$BOX")->{status}, 401, 'nor its head';
    is at_locked($httpd, 'GET', "/ref$BOX", { %$READER,
        'If-None-Match' => $etag })->{status}, 304,
        'who has it already is told so';
    return;
}

sub refusals {
    my ($httpd) = @_;

    for my $id (qw(crc untoc)) {
        is $httpd->get('/ref/treaties.json')->{status}, 200, 'a list for all';
        for (1, 2) {
            my $answer = $httpd->get("/ref/treaties/$id/box");
            is $answer->{status}, 403, "$id is refused";
            unlike $answer->{content}, qr/treaty-/, '... wholly';
        }
    }
    is $httpd->get("/ref$BOX", { 'User-Agent' => 'scraper 1' })->{status}, 403,
        'a rule refuses a reader what is kept';
    is $httpd->get('/ref/participants/usa/box')->{status}, 200,
        'LimitExcept leaves GET' for 1, 2;
    is $httpd->head('/ref/participants/usa/box')->{status}, 200, '... and HEAD';
    is $httpd->request('OPTIONS', '/ref/participants/usa/box')->{status}, 401,
        '... and holds for the rest';
    is $httpd->request('POST', '/ref/participants/usa/box', $READER, 'x')
        ->{status}, 405, '... of which we have nothing';
    return;
}

# Once in each answer, whatever it is.
sub always {
    my ($httpd) = @_;
    my $etag = $httpd->get("/ref$BOX")->{headers}{etag};
    my @asks = (
        [200, 'GET', "/ref$BOX"],
        [200, 'HEAD', "/ref$BOX"],
        [200, 'GET', "/ref$TABLE", $GZIP],
        [204, 'OPTIONS', "/ref$BOX"],
        [206, 'GET', "/ref$BOX", { Range => 'bytes=0-9' }],
        [304, 'GET', "/ref$BOX", { 'If-None-Match' => $etag }],
        [308, 'GET', '/ref/treaties/OPSC/box'],
        [400, 'GET', '/ref/treaties.json?x=1'],
        [403, 'GET', '/ref/treaties/untoc/box'],
        [404, 'GET', '/ref/treaties/none/box'],
        [405, 'POST', "/ref$BOX"],
        [412, 'GET', "/ref$BOX", { 'If-Match' => '"x"' }],
        [416, 'GET', "/ref$BOX", { Range => 'bytes=9999999-' }],
        [503, 'GET', '/ref/treaties/opsc/broken'],
        [200, 'GET', '/ref/acts.csv'],
    );

    for my $ask (@asks) {
        my ($status, $method, $url, $headers) = @$ask;
        my $answer = $httpd->request($method, $url, $headers);

        is $answer->{status}, $status, "$method $url is answered $status";
        is $answer->{headers}{'strict-transport-security'}, $HSTS,
            '... with what the site always sets';
        unlike $answer->{content} // '', qr/nothing of ours|come again/,
            '... and not with what ErrorDocument says';
    }
    is at_locked($httpd, 'GET', "/ref$BOX")->{headers}
        {'strict-transport-security'}, $HSTS, 'a refusal has it as well';
    is $httpd->get('/elsewhere')->{content}, 'nothing of ours',
        'ErrorDocument is for what isn\'t ours';
    return;
}

sub rewritten {
    my ($httpd) = @_;

    for (1, 2) {
        my $direct = $httpd->get("/ref$BOX");
        my $short  = $httpd->get('/t/opsc/on/2002-12-24');

        is $short->{content}, $direct->{content}, 'a rule leads to a box';
        is $short->{headers}{etag}, $direct->{headers}{etag}, '... the same';
        is $short->{headers}{'x-short'}, 'yes', '... with its variables';
        is $direct->{headers}{'x-short'}, undef, '... which are its alone';
        is $direct->{headers}{'x-box'}, 'yes', 'SetEnvIf finds a box';
        is $httpd->get("/ref$TABLE")->{headers}{'x-box'}, undef, '... alone';
    }
    return;
}

# What is compressed is a representation of its own, in part and as a whole,
# and whether mod_deflate is there or not.
sub coded {
    my ($httpd, $base) = @_;
    my $url   = "$base$TABLE";
    my $plain = $httpd->get($url);
    my $whole = $httpd->get($url, $GZIP);
    my $etag  = $whole->{headers}{etag};
    my $head  = $httpd->head($url, $GZIP);
    my $part  = $httpd->get($url, { %$GZIP, Range => 'bytes=10-29' });

    is $whole->{headers}{'content-encoding'}, 'gzip', "$url is compressed";
    is $whole->{headers}{'content-length'}, length $whole->{content},
        '... in a length that is told';
    is_deeply [map { $head->{headers}{$_} } qw(etag content-length vary
        content-encoding content-type)],
        [map { $whole->{headers}{$_} } qw(etag content-length vary
        content-encoding content-type)], '... by HEAD, too';
    is $part->{status}, 206, '... a part of it';
    is $part->{content}, substr($whole->{content}, 10, 20), '... is of that';
    is $part->{headers}{'content-range'},
        'bytes 10-29/' . length $whole->{content}, '... and says so';
    is $httpd->get($url, { %$GZIP, Range => 'bytes=10-29',
        'If-Range' => $plain->{headers}{etag} })->{status}, 200,
        '... but not for one who has it plain';
    is $httpd->get($url, { %$GZIP, Range => 'bytes=10-29',
        'If-Range' => $etag })->{status}, 206, '... only compressed';
    for my $asked ($etag, "\"other\", $etag", "W/$etag") {
        my $not = $httpd->get($url, { %$GZIP, 'If-None-Match' => $asked });

        is $not->{status}, 304, "If-None-Match: $asked is answered 304";
        is $not->{headers}{etag}, $etag, '... with the ETag';
        is $not->{headers}{vary}, 'Accept-Encoding', '... and how it varies';
        is $not->{headers}{$_}, undef, "... and no $_"
            for qw(content-encoding content-language link);
    }
    is $httpd->get($url, { 'If-None-Match' => $etag })->{status}, 200,
        'which isn\'t that of the plain one';
    return;
}

# Lines for what comes next: what was asked, with the status and the bytes
# that were sent.
sub logged {
    my ($httpd) = @_;
    my $length = length $httpd->get("/ref$BOX")->{content};
    my $coded  = length $httpd->get("/ref$TABLE", $GZIP)->{content};
    my $etag   = $httpd->get("/ref$BOX")->{headers}{etag};

    $httpd->get("/ref$BOX", { 'User-Agent' => 'the end of the preparations' });
    $httpd->get("/ref$BOX", { 'User-Agent' => 'monitor' });
    $httpd->get("/ref$BOX", { 'If-None-Match' => $etag });
    $httpd->get("/ref$BOX", { Range => 'bytes=0-9' });
    $httpd->get("/ref$TABLE", $GZIP);
    $httpd->head("/ref$TABLE", $GZIP);
    at_locked($httpd, 'GET', "/ref$BOX", $READER);
    at_locked($httpd, 'GET', "/ref$BOX", $OTHER);
    return (
        "GET /ref$BOX 200 $length - yes",
        "GET /ref$BOX 304 0 - yes",
        "GET /ref$BOX 206 10 - yes",
        "GET /ref$TABLE 200 $coded - -",
        "HEAD /ref$TABLE 200 0 - -",
        "GET /ref$BOX 200 $length reader yes",
        "GET /ref$BOX 401 12 reader yes",
    );
}

sub log_of {
    my ($httpd) = @_;

    open my $file, '<', $httpd->root . '/logs/access.log' or die "log: $!";
    chomp(my @lines = <$file>);
    return @lines;
}

for_each_mpm {
    my ($httpd) = @_;

    authorisation($httpd);
    refusals($httpd);
    always($httpd);
    rewritten($httpd);
    coded($httpd, $_) for '/ref', '/packed';
    my @expected = logged($httpd);
    # Who had no password, or may not; and a view that is broken on purpose.
    $httpd->expect_log(qr/AH0161[78]|AH01630|AH01797/, qr/TREATY0301/);
    # httpd may stumble over a connection that was just closed.
    $httpd->allow_log(qr/AH03092/, qr/TREATY0302/);
    $httpd->stop;
    my @lines = log_of($httpd);
    # A line may be written after its answer has come.
    is_deeply [sort { $a cmp $b } @lines[-@expected .. -1]],
        [sort { $a cmp $b } @expected],
        'the access log has what was sent, to whom';
} mpms => \@MPMS, files => \%files, config => $config;

# What HTTP/2 gives to these, asked at once on one connection.
sub by_h2 {
    my ($httpd, @asks) = @_;
    my $input = JSON::PP->new->encode({ origin => $httpd->url, asks => [map {
        { method => $_->[0], path => $_->[1], headers => $_->[2] // {} }
    } @asks] });

    return @{ node_json('h2.js', $input) };
}

# What the log has of them. By HTTP/2 httpd logs a HEAD, of a file as well,
# with the bytes that aren't sent; so none is among them.
sub sent { return map {"$_->{status} $_->{length}"} @_ }

sub told_by {
    my ($answer) = @_;
    return { map { $_ => $answer->{headers}{$_} } @TOLD };
}

sub h2_alike {
    my ($httpd) = @_;
    my $etag = $httpd->get("/ref$BOX")->{headers}{etag};
    my @asks = map { [@$_], [@$_] } (['GET', "/ref$BOX"], ['GET', "/ref$TABLE"],
        ['GET', "/ref$TABLE", $GZIP], ['HEAD', "/ref$BOX"],
        ['GET', "/ref$BOX", { 'If-None-Match' => $etag }],
        ['GET', "/ref$BOX", { Range => 'bytes=10-19' }],
        ['GET', '/ref/acts.csv'], ['GET', '/ref/treaties/none.json'],
        ['GET', '/ref/treaties/untoc/box'], ['GET', '/ref/treaties/OPSC.json']);
    my @answers = by_h2($httpd, @asks);

    for my $i (0 .. $#asks) {
        my ($method, $url, $headers) = @{ $asks[$i] };
        my $one = $httpd->request($method, $url, $headers);
        my $two = $answers[$i];

        is $two->{status}, $one->{status}, "$method $url by HTTP/2";
        is $two->{sha1}, sha1_hex($one->{content} // ''), '... with the same bytes';
        is_deeply told_by($two), told_by($one), '... and headers';
    }
    return sent(map { $answers[$_] } grep { $asks[$_][0] ne 'HEAD' } 0 .. $#asks);
}

# Streams of one connection, some of which are refused.
sub h2_at_once {
    my ($httpd) = @_;
    my %expected = map { $_ => sha1_hex($httpd->get($_)->{content}) }
        "/ref$BOX", "/ref$TABLE", '/ref/treaties/untoc/box';
    my @asks = map { ['GET', $_] } (sort keys %expected) x 30;
    my @answers = by_h2($httpd, @asks);
    my @wrong = grep { $answers[$_]{sha1} ne $expected{ $asks[$_][1] } }
        0 .. $#asks;

    is scalar(@answers), 90, 'many streams are answered at once';
    is_deeply [map { $asks[$_][1] } @wrong], [], '... each with its own';
    return sent(@answers);
}

my $no_h2 = node_lacks() || (-e "$TreatyConfig::MODULEDIR/mod_http2.so" ? ''
    : 'no mod_http2');
SKIP: {
    skip $no_h2, 1 if $no_h2;
    for_each_mpm {
        my ($httpd) = @_;

        my @sent = (h2_alike($httpd), h2_at_once($httpd));
        $httpd->expect_log(qr/AH01630|AH01797/);
        $httpd->allow_log(qr/AH03092/);
        $httpd->stop;
        my @logged = map { s/\AHTTP\/2\.0 | GET\z//gr } grep {
            /\AHTTP\/2/ && !/ HEAD\z/ } log_of($httpd);
        is_deeply [sort { $a cmp $b } @logged], [sort { $a cmp $b } @sent],
            'the access log has what each stream has sent';
    }
    # mod_http2 doesn't take prefork.
    mpms => [qw(event worker)], modules => ['http2'], config => <<"END";
Protocols h2c http/1.1
CustomLog logs/access.log "%H %>s %B %m"
Header always set Strict-Transport-Security "$HSTS"
<Location /ref/treaties/untoc>
    Require all denied
</Location>
END
}

done_testing;
