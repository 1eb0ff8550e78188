# The mount among httpd's other places: claimed before a file is looked for,
# and still under what <Location>, authorisation and other modules say.
use strict;
use warnings;
use Test::More;
use TreatyFixture;
use TreatyHttpd;

my $JSON   = '/ref/treaties/opsc.json';
my $second = published('second.db', members(
    treaties => [treaty_record('only')]));

# One GET with a Host of its own.
sub ask {
    my ($httpd, $host, $path) = @_;
    my ($answer) = answers_of($httpd->raw(send_lines("GET $path HTTP/1.1",
        "Host: $host", 'Connection: close', '')), 'GET');
    return $answer;
}

# A mount is a Location with a handler and a base, and with what is given.
sub mount {
    my ($path, @lines) = @_;
    return join "\n", "<Location $path>", 'SetHandler treaty',
        "TreatyBase $path", @lines, "</Location>\n";
}

my $guarded = join '', mount('/denied', 'Require all denied'),
    mount('/near', 'Require ip 127.0.0.1'),
    mount('/far',  'Require ip 192.0.2.1'),
    mount('/old',  'Order deny,allow', 'Deny from all'),
    mount('/limited', '<LimitExcept GET HEAD>', 'Require all denied',
    '</LimitExcept>'), <<'END';
<Location /ref>
    Header always set X-Site "one"
    Header set Cache-Control "no-cache"
    SetEnvIf Request_URI json is_json
</Location>
<LocationMatch "\.json$">
    Header set X-Json "yes"
</LocationMatch>
END

sub guards {
    my ($httpd) = @_;
    my $good = $httpd->get($JSON);
    my $lost = $httpd->get('/ref/treaties/none.json');

    is $httpd->get("/$_/treaties/opsc.json")->{status}, 403,
        "$_: who may not see the mount does not" for qw(denied far old);
    is $httpd->get("/$_/treaties/opsc.json")->{status}, 200,
        "$_: who may see it does" for qw(near limited);
    is $httpd->request('OPTIONS', '/limited/treaties.json')->{status}, 403,
        'LimitExcept holds';
    is $good->{headers}{'x-site'}, 'one', 'Header adds to an answer';
    is $good->{headers}{'x-json'}, 'yes', 'by its address as well';
    is $good->{headers}{'cache-control'}, 'no-cache', 'or changes it';
    is $lost->{headers}{'x-site'}, 'one', 'a problem has what is always set';
    $httpd->expect_log(qr/AH01630|AH01797/);
    return;
}

for_each_mpm { guards(@_) } config => $guarded;

# A server's own documents for errors.
for_each_mpm {
    my ($httpd) = @_;
    my $lost = $httpd->get('/ref/treaties/none.json');
    my $page = $httpd->get('/nowhere');
    my $gone = $httpd->get('/gone');

    is $lost->{headers}{'content-type'}, 'application/problem+json',
        'ErrorDocument does not replace a problem of ours';
    is $page->{status}, 404, 'a page for errors keeps the status';
    like $page->{content}, qr/\A46 .*treaty-box/s, 'and has its elements';
    is $gone->{status}, 410, 'a view that stands for an error keeps it, too';
    like $gone->{content}, qr/treaty-box/, 'and is shown';
    is_deeply [@{ $httpd->get('/gone', { 'Accept-Encoding' => 'gzip' }) }
            {qw(status content)}], [410, $gone->{content}],
        'as it is, whatever codings are taken';
} documents => { 'error.shtml' =>
    '<!--#treaty id="opsc@2002-12-24" fact="consents" format="plain" --> '
    . '<!--#include virtual="/ref/treaties/opsc/box" -->' }, config => <<'END';
ErrorDocument 404 /error.shtml
ErrorDocument 410 /ref/treaties/opsc/box
Redirect gone /gone
END

# Files below the document root that have the mount's addresses.
my %files = (
    'ref/treaties/opsc.json'      => 'a file',
    'ref/treaties/.htaccess'      => "Require all denied\n",
    'ref/.htaccess'               => "Header always set X-File yes\n",
    'ref/treaties/opsc/box'       => 'a file',
    'ref/treaties/crc.json/x'     => 'a folder where a document is',
    'ref/treaties.json/index.html' => 'a page',
    'ref/assets/index.html'       => 'a page',
    'ref/index.html'              => 'a page',
    'ref/static/a.html'           => 'a page',
    'page.shtml' => '<!--#include virtual="/ref/treaties/opsc/box" -->',
);

sub claims {
    my ($httpd) = @_;
    my $box = $httpd->get('/ref/treaties/opsc/box');

    is $httpd->json($JSON)->{id}, 'opsc', 'the mount is served, not a file';
    is $httpd->json('/ref/treaties/crc.json')->{id}, 'crc', 'not a folder';
    is $httpd->json('/ref/treaties.json')->{total}, 6,
        'nor its index, nor a redirection to it';
    is $box->{status}, 200, 'a view is served';
    like $box->{content}, qr/treaty-box/, 'as itself';
    ok !exists $box->{headers}{'x-file'}, '.htaccess does not apply to it';
    ok !exists $box->{headers}{'x-directory'}, '<Directory> neither';
    like $httpd->get('/ref/')->{content}, qr/<title>Treaty reference</,
        'nor an index in the place of its page';
    like $httpd->get('/page.shtml')->{content}, qr/treaty-box/,
        'nor does it disturb a page that includes a box';
    is $httpd->get('/ref/static/a.html')->{content}, 'a page',
        'SetHandler none takes a part of the mount out again';
    is $httpd->get('/ref/treaties/opsc.json/more')->{status}, 404,
        'a longer path is nothing';
    return;
}

for_each_mpm { claims(@_) } documents => \%files, config => <<'END';
<Directory "@DOCROOT@/ref">
    Header always set X-Directory yes
</Directory>
<Location /ref/static>
    SetHandler none
    Header always unset X-Directory
</Location>
END

# Modules that look at an address before us.
for_each_mpm {
    my ($httpd) = @_;
    is $httpd->json('/short')->{id}, 'opsc', 'a rule may lead to the mount';
    is $httpd->json('/ref/aka/crc.json')->{id}, 'crc', 'or inside it';
    is $httpd->get('/ref/gone')->{status}, 410, 'or refuse an address';
    is $httpd->get('/ref/away')->{headers}{location}, $httpd->url('/there'),
        'or redirect it';
    is $httpd->get('/ref/moved')->{content}, "a page\n", 'or lead out of it';
    is $httpd->get('/ref-files/a.txt')->{content}, "beside\n",
        'an Alias that begins alike is not ours';
    is $httpd->get('/refuse')->{status}, 404,
        'nor is another address that begins so';
    is $httpd->json($JSON)->{id}, 'opsc', 'all else is as it was';
} files => { 'files/a.txt' => "beside\n" },
    documents => { 'page.html' => "a page\n" }, config => <<'END';
RewriteEngine on
RewriteRule ^/short$ /ref/treaties/opsc.json [PT]
RewriteRule ^/ref/aka/(.*)$ /ref/treaties/$1 [PT]
RewriteRule ^/ref/gone$ - [G]
RewriteRule ^/ref/away$ /there [R=302,L]
RewriteRule ^/ref/moved$ /page.html [PT]
Alias /ref-files "@ROOT@/files"
<Directory "@ROOT@/files">
    Require all granted
</Directory>
END

sub access_log {
    my ($httpd) = @_;
    open my $file, '<', $httpd->root . '/logs/access.log' or return ();
    chomp(my @lines = <$file>);
    return @lines;
}

for_each_mpm {
    my ($httpd) = @_;
    my $length = length $httpd->get($JSON)->{content};

    $httpd->get('/ref/treaties/IV-11-c.json');
    $httpd->get('/ref/treaties/none.json?x=1');
    $httpd->head($JSON);
    # httpd may stumble over a connection that was just closed.
    $httpd->allow_log(qr/AH03092/);
    $httpd->stop;
    # A line is written when its answer has gone, perhaps after the next one's.
    my @lines = sort(access_log($httpd));
    is $lines[2], "GET $JSON 200 $length treaty -",
        'the access log has a line for an answer';
    is $lines[0] =~ s/ \d+ treaty -//r,
        'GET /ref/treaties/IV-11-c.json 308', 'for a redirection';
    like $lines[1], qr{\AGET /ref/treaties/none\.json\?x=1 400 }, 'an error';
    is $lines[3], "HEAD $JSON 200 0 treaty -", 'and for HEAD';
    is scalar @lines, 4, 'one for each';
} config => qq(CustomLog logs/access.log "%m %U%q %>s %B %R %u"\n);

# What isn't configured as it must be is told in the log, never in the answer.
sub misconfigured {
    my ($httpd, $path) = @_;
    my $answer = $httpd->get($path);

    is $answer->{status}, 500, "$path is answered 500";
    unlike $answer->{content}, qr/Treaty|treaty\.db/, 'without the reason';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    misconfigured($httpd, '/other/treaties.json');
    is $httpd->get($JSON)->{status}, 200, 'the mount beside it is well';
    $httpd->expect_log(qr{TREATY0402: /other/.*TreatyBase.* /ref\b});
} config => "<Location /other>\nSetHandler treaty\n</Location>\n";

for_each_mpm {
    my ($httpd) = @_;
    misconfigured($httpd, $JSON);
    is $httpd->get('/page.html')->{status}, 200, 'other pages are served';
    $httpd->expect_log(qr{TREATY0402: .*no TreatyDatabase});
} database => undef, documents => { 'page.html' => '' };

# Several databases in one server.
my $hosts = <<"END";
<VirtualHost *:\@PORT\@>
    ServerName one.test
    DocumentRoot "\@DOCROOT\@"
    <Location /place>
        SetHandler treaty
        TreatyBase /place
    </Location>
</VirtualHost>
<VirtualHost *:\@PORT\@>
    ServerName two.test
    DocumentRoot "\@DOCROOT\@"
    TreatyDatabase "$second"
    TreatyMaxAge 55
    <Location /ref>
        SetHandler treaty
    </Location>
</VirtualHost>
<VirtualHost *:\@PORT\@>
    ServerName three.test
    DocumentRoot "\@DOCROOT\@"
    TreatyBase /
    <Location />
        SetHandler treaty
    </Location>
    <Location /by-name>
        SetHandler none
    </Location>
</VirtualHost>
END

# An answer without a day ends with the UTC day, which may be sooner.
sub at_most {
    my ($seconds) = @_;
    my $left = 86400 - time() % 86400;

    return $left > $seconds + 5 ? qr/max-age=$seconds\b/ : qr/max-age=\d+\b/;
}

for_each_mpm {
    my ($httpd) = @_;
    my $one  = ask($httpd, 'one.test', '/place/treaties/opsc.json');
    my $two  = ask($httpd, 'two.test', '/ref/treaties.json');
    my $root = ask($httpd, 'three.test', '/treaties/opsc@2002-12-24.json');

    is $one->{status}, 200, 'a virtual host inherits the database';
    like $one->{headers}{'cache-control'}, at_most(77),
        'and the other settings of the server';
    like $one->{content}, qr{"/place/treaties/opsc\.json"}, 'at its own base';
    is ask($httpd, 'one.test', $JSON)->{status}, 200,
        "the server's own mount is there as well";
    like $two->{content}, qr/"only"/, 'another host has another database';
    like $two->{headers}{'cache-control'}, at_most(55),
        'and its own settings';
    is ask($httpd, 'two.test', $JSON)->{status}, 404, 'alone';
    is $root->{status}, 200, 'a host may be nothing but a mount';
    like $root->{content}, qr{"/treaties/opsc\@2002-12-24\.json"},
        'its addresses have no prefix';
    is ask($httpd, 'three.test', '/treaties/IV-11-c/box')
        ->{headers}{location}, '/treaties/opsc/box', 'nor do redirections';
    is ask($httpd, 'three.test', '/by-name/a.html')->{content}, 'a page',
        'with files where it says so';
    is ask($httpd, 'three.test', '/nothing.json')->{status}, 404,
        'and 404 for the rest';
} config => "TreatyMaxAge 77\n$hosts",
    documents => { 'by-name/a.html' => 'a page' };

for_each_mpm {
    my ($httpd) = @_;
    like $httpd->get('/ref/treaties.json')->{content}, qr/"opsc"/,
        'one mount has one database';
    like $httpd->get('/second/treaties.json')->{content}, qr/"only"/,
        'another has another';
    is $httpd->get('/second/treaties/opsc.json')->{status}, 404,
        'and nothing of the first';
    isnt $httpd->json('/ref/health')->{revision},
        $httpd->json('/second/health')->{revision},
        'each tells its own revision';
    like $httpd->get('/second/page.shtml')->{content}, qr/\ATreaty only/,
        'a page in that place has its data';
} config => mount('/second', qq(TreatyDatabase "$second"))
    . "<LocationMatch shtml\$>\nSetHandler none\n</LocationMatch>\n",
    documents => { 'second/page.shtml' =>
        '<!--#treaty id="only" fact="title" format="plain" -->' };

done_testing;
