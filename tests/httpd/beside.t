# The mount beside other modules as Debian ships them: mod_cache before it,
# mod_proxy in front, mod_brotli and mod_deflate behind, mod_security's core rules
# around it.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyWire;

my $BOX   = '/treaties/opsc@2002-12-24/box';
my $RULES = '/usr/share/modsecurity-crs/rules';
my $SETUP = '/etc/modsecurity/crs/crs-setup.conf';
# What readers of all kinds ask for.
my @USUAL = ('', '/treaties', '/treaties.json?q=children&sort=-adopted_on', '/treaties.csv',
    '/treaties/opsc', '/treaties/opsc.json', "$BOX", '/treaties/opsc/participants.json',
    '/treaties/opsc/timeline.svg', '/treaties/opsc/acts.atom', '/treaties/opsc/citation.bib',
    '/treaties?q=%22armed%20conflict%22&participant=usa&state=consented',
    '/participants/cote-divoire?lang=fr', "/participants?q=C%C3%B4te%20d'Ivoire",
    '/fact-sheets', '/search.json?q=rights+of+the+child', '/changes.json', '/health',
    '/oembed?url=http%3A%2F%2Flocalhost%2Fref%2Ftreaties%2Fopsc', '/openapi.json');

sub has { return !grep { !-e "$TreatyConfig::MODULEDIR/mod_$_.so" } @_ }

# What mod_security leaves to the end of the process isn't ours to judge.
my $is_guarded = !$TreatyConfig::SANITIZER && has(qw(security2 unique_id)) && -e $SETUP && -d $RULES;
my $guards = !$is_guarded ? '' : <<"END";
SecDataDir "\@ROOT\@/guard"
SecTmpDir "\@ROOT\@/guard"
<VirtualHost *:\@PORT\@>
    ServerName guarded.test
    DocumentRoot "\@DOCROOT\@"
    SecRuleEngine On
    SecRequestBodyAccess On
    SecResponseBodyAccess On
    SecResponseBodyLimitAction ProcessPartial
    SecResponseBodyMimeType text/html application/json text/csv
    Include $SETUP
    Include $RULES/*.conf
</VirtualHost>
END
my $config = <<"END";
TreatyBase /ref http://localhost
<IfModule cache_module>
    CacheHeader on
    CacheSocache "shmcb:\@ROOT\@/run/kept(16000000)"
    CacheSocacheMaxSize 1000000
    CacheEnable socache /cached
</IfModule>
<Location /cached>
    SetHandler treaty
    TreatyBase /cached
    # As docs/several-machines.md has it.
    RequestHeader unset If-None-Match
    RequestHeader unset If-Modified-Since
</Location>
<IfModule cache_disk_module>
    CacheRoot "\@ROOT\@/kept"
    CacheEnable disk /disk
</IfModule>
<Location /disk>
    SetHandler treaty
    TreatyBase /disk
</Location>
<Location /packed>
    SetHandler treaty
    TreatyBase /packed
    SetOutputFilter BROTLI_COMPRESS;DEFLATE
</Location>
# Which answers who doesn't name a host: the proxy's own questions.
<VirtualHost *:\@PORT\@>
    ServerName straight.test
    DocumentRoot "\@DOCROOT\@"
</VirtualHost>
<VirtualHost *:\@PORT\@>
    ServerName front.test
    ProxyPass /ref http://127.0.0.1:\@PORT\@/ref disablereuse=on
    ProxyPass /over/there http://127.0.0.1:\@PORT\@/ref disablereuse=on
    <Location /ref>
        SetHandler none
    </Location>
</VirtualHost>
$guards
END

# One GET with a Host of its own.
sub ask {
    my ($httpd, $host, $path, @headers) = @_;
    return TreatyWire->new($httpd->port)->ask(send_lines("GET $path HTTP/1.1",
        "Host: $host", 'Connection: close', @headers, ''), 'GET');
}

# Headers that are the module's own, as text.
sub own {
    my ($answer) = @_;
    return join "\n", map { "$_: " . ($answer->{headers}{$_} // '') }
        qw(content-type etag cache-control last-modified content-language link vary
        content-encoding);
}

# A reader who wants to know has the cache ask the mount, and gets what it holds.
sub revalidated {
    my ($httpd) = @_;
    my @asks = ("/cached$BOX");
    chmod 01777, $httpd->root . '/kept';

    push @asks, "/disk$BOX" if has('cache_disk');
    for my $path (@asks) {
        my $made = $httpd->get($path);
        for my $time (1 .. 3) {
            my $again = $httpd->get($path, { 'Cache-Control' => 'max-age=0' });
            is $again->{status}, 200, "$path: one who never had it isn't told that it is as it was";
            ok $again->{content} eq $made->{content}, '... and gets all of it';
            is own($again), own($made), '... with its headers';
        }
    }
    like $httpd->get("/disk$BOX", { 'Cache-Control' => 'max-age=0' })->{headers}{'x-cache'} // '',
        qr/\AREVALIDATE/, 'a cache on disk asks no more than whether it is as it was'
        if @asks > 1;
    return;
}

# One address after the other, coded and not, first made and then kept.
sub kept {
    my ($httpd) = @_;

    for my $coding ('identity', 'gzip', 'br') {
        my @ask = ("/cached/treaties/opsc/participants.json", { 'Accept-Encoding' => $coding });
        my ($made, $kept) = ($httpd->get(@ask), $httpd->get(@ask));
        like $kept->{headers}{'x-cache'}, qr/\AHIT/, "$coding: mod_cache has it the second time";
        is own($kept), own($made), '... with the same headers';
        ok $kept->{content} eq $made->{content}, '... and the same bytes';
        my $again = $httpd->get($ask[0],
            { %{ $ask[1] }, 'If-None-Match' => $made->{headers}{etag} });
        is $again->{status}, 304, '... and answers who has it already';
    }
    revalidated($httpd);
    $httpd->get('/cached/health');
    unlike $httpd->get('/cached/health')->{headers}{'x-cache'} // '', qr/\AHIT/,
        'health is never kept';
    return;
}

sub proxied {
    my ($httpd) = @_;

    for my $path ('/treaties/opsc.json', $BOX, '/treaties/OPSC', '/nothing', '/treaties.csv') {
        my $straight = $httpd->get("/ref$path");
        for my $front ("/ref$path", "/over/there$path") {
            my $over = ask($httpd, 'front.test', $front);
            is $over->{status}, $straight->{status}, "$front by a proxy has its status";
            is own($over), own($straight), '... and headers';
            ok $over->{content} eq $straight->{content}, '... and bytes';
        }
    }
    return;
}

# Filters that would compress find that it is done.
sub packed {
    my ($httpd) = @_;
    my $table = '/treaties/opsc/participants.json';

    for my $coding ('br', 'gzip') {
        my $by_us = $httpd->get("/ref$table", { 'Accept-Encoding' => $coding });
        my $packed = $httpd->get("/packed$table", { 'Accept-Encoding' => $coding });
        is $packed->{headers}{'content-encoding'}, $by_us->{headers}{'content-encoding'},
            "$coding: compressed once";
        is $packed->{headers}{'vary'}, 'Accept-Encoding', '... told once';
    }
    return;
}

sub guarded {
    my ($httpd) = @_;

    for my $path (@USUAL) {
        my $straight = $httpd->get("/ref$path");
        my $answer = ask($httpd, 'guarded.test', "/ref$path", 'User-Agent: Mozilla/5.0',
            'Accept: */*');
        is $answer->{status}, $straight->{status}, "/ref$path passes the core rules"
            or diag grep {/ModSecurity: (?:Access denied|Warning)/} $httpd->log_text;
        ok $answer->{content} eq $straight->{content}, '... as it is';
    }
    is ask($httpd, 'guarded.test', '/ref/treaties?q=%3Cscript%3Ealert(1)%3C/script%3E',
        'User-Agent: Mozilla/5.0', 'Accept: */*')->{status}, 403, 'and what they refuse stays out';
    $httpd->allow_log(qr/ModSecurity|\[security2:/);
    return;
}

for_each_mpm {
    my ($httpd) = @_;

    SKIP: {
        skip 'httpd has no mod_cache', 1 if !has(qw(cache cache_socache socache_shmcb));
        kept($httpd);
    }
    SKIP: {
        skip 'httpd has no mod_proxy', 1 if !has(qw(proxy proxy_http));
        proxied($httpd);
    }
    SKIP: {
        skip 'httpd has no mod_brotli', 1 if !has('brotli');
        packed($httpd);
    }
    SKIP: {
        skip 'no core rules (Debian: libapache2-mod-security2, modsecurity-crs), or a sanitizer', 1
            if !$is_guarded;
        guarded($httpd);
    }
} mpms => ['event'], config => $config, files => { 'guard/.keep' => '', 'kept/.keep' => '' },
    modules => ['brotli', 'cache', 'cache_disk', 'cache_socache', 'socache_shmcb', 'proxy', 'proxy_http',
        $is_guarded ? qw(unique_id security2) : ()];
done_testing;
