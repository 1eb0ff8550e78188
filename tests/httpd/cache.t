# Answers that are kept: the same as ones that are made, and only as long as
# they are right; compressed as the one who asks takes them.
use strict;
use warnings;
use File::Copy 'copy';
use File::Temp 'tempfile';
use IO::Uncompress::Gunzip 'gunzip';
use Test::More;
use Time::HiRes 'sleep';
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;

my $BOX   = '/ref/treaties/opsc@2002-12-24/box';
my $TABLE = '/ref/treaties/opsc/participants.json';
my $GZIP  = { 'Accept-Encoding' => 'gzip' };

my $second = published('second.db', members(
    treaties => [treaty_record('only')]));

sub put {
    my ($from, $to) = @_;
    copy($from, "$to.new") or die "$from: $!";
    rename "$to.new", $to or die "$to: $!";
    return;
}

sub unpacked {
    my ($answer) = @_;
    my $text;
    gunzip(\$answer->{content}, \$text) or return 'no gzip';
    return $text;
}

# What node's own library makes of brotli; undef without node.
sub from_brotli {
    my ($answer) = @_;
    my $node = TreatyConfig::program("node") or return;
    my ($file, $path) = tempfile(UNLINK => 1);

    binmode $file;
    print {$file} $answer->{content};
    close $file or die "$path: $!";
    open my $pipe, '-|', $node, '-e', 'process.stdout.write(require("zlib")'
        . '.brotliDecompressSync(require("fs").readFileSync(process.argv[1])))',
        $path or die "$node: $!";
    binmode $pipe;
    local $/ = undef;
    return scalar <$pipe>;
}

sub same_as_made {
    my ($httpd) = @_;

    for my $url ($BOX, $TABLE, '/ref/', '/ref/treaties?limit=3',
        '/ref/treaties/opsc/acts.atom', '/ref/assets/treaty.css',
        '/ref/treaties/opsc/citation.bib')
    {
        my $made = $httpd->get($url =~ s{^/ref}{/plain}r);
        my $base = $httpd->get($url);
        my $kept = $httpd->get($url);

        is $kept->{status}, 200, "$url is answered";
        is $kept->{content}, $base->{content}, "$url is kept as it was made";
        is_deeply [map { $kept->{headers}{$_} } qw(etag last-modified link)],
            [map { $base->{headers}{$_} } qw(etag last-modified link)],
            '... with its headers';
        # In addresses that are a parameter of others, too.
        (my $moved = $made->{content}) =~ s{(/|%2F)plain\b}{$1ref}g;
        is $kept->{content}, $moved, '... as without a cache'
            unless $moved =~ /urn:uuid|openapi/;
        is $httpd->head($url)->{headers}{'content-length'},
            length $kept->{content}, '... and its length is told without it';
    }
    return;
}

sub compressed {
    my ($httpd) = @_;

    for my $url ($BOX, $TABLE, '/ref/assets/treaty.css') {
        my $plain  = $httpd->get($url);
        my $coded  = $httpd->get($url, $GZIP);
        my $etag   = $coded->{headers}{etag};

        is $coded->{headers}{'content-encoding'}, 'gzip', "$url in gzip";
        is unpacked($coded), $plain->{content}, '... is the same text';
        ok length $coded->{content} < length($plain->{content}) / 2,
            '... in less than half';
        is $etag, $plain->{headers}{etag} =~ s/"\z/-gzip"/r,
            '... with an ETag of its own';
        is $_->{headers}{vary}, 'Accept-Encoding', '... which both say'
            for $plain, $coded;
        is $plain->{headers}{'content-encoding'}, undef, '... and one is plain';
        is $httpd->get($url,
            { %$GZIP, 'If-None-Match' => $etag })->{status},
            304, '... is validated by that';
        is $httpd->get($url, { %$GZIP,
            q(If-None-Match) => $plain->{headers}{etag} })->{status},
            200, '... and not by the other';
        is $httpd->get($url, { 'Accept-Encoding' => 'gzip;q=0' })
            ->{headers}{'content-encoding'}, undef, '... unless it is refused';
    }
    is unpacked($httpd->get('/deflated/treaties/opsc/box',
        $GZIP)),
        $httpd->get('/deflated/treaties/opsc/box')->{content},
        'mod_deflate leaves what is compressed';
    is $httpd->get('/ref/treaties/none/box', $GZIP)
        ->{headers}{'content-encoding'}, undef, 'an error stays plain';
    return;
}

sub brotli {
    my ($httpd) = @_;
    my $coded = $httpd->get($BOX, { 'Accept-Encoding' => 'gzip, deflate, br' });

    SKIP: {
        skip 'built without brotli', 2
            if $coded->{headers}{'content-encoding'} ne 'br';
        like $coded->{headers}{etag}, qr/-br"\z/, 'brotli has its own ETag';
        my $text = from_brotli($coded);
        skip 'no node to unpack brotli with', 1 if !defined $text;
        is $text, $httpd->get($BOX)->{content}, '... and is the same text';
    }
    return;
}

sub not_kept {
    my ($httpd) = @_;

    is $httpd->get('/ref/treaties/OPSC.json')->{status}, 308,
        'an alias moves';
    is $httpd->get('/ref/treaties/OPSC.json')->{status}, 308, '... always';
    is $httpd->get('/ref/treaties.json?nonsense=1')->{status}, 400,
        'a wrong parameter is refused';
    is $httpd->get("$BOX?utm_source=$_")->{content},
        $httpd->get($BOX)->{content}, 'what a page ignores changes nothing'
        for 1, 2;
    is $httpd->get('/page.shtml')->{content} =~ s/\s+\z//r,
        $httpd->get($BOX)->{content} =~ s/\s+\z//r,
        'a page takes in what is kept' for 1, 2;
    return;
}

# Told at the latest when the file is looked at again.
sub another_revision {
    my ($httpd) = @_;
    my $url = '/ref/treaties.json';
    my ($before) = map { $httpd->get($url) } 1, 2;

    put($second, $httpd->database);
    sleep 1.1;
    my $after = $httpd->get($url);
    like $after->{content}, qr/"id": "only"/, 'a new revision is shown';
    isnt $after->{headers}{etag}, $before->{headers}{etag},
        '... with another ETag';
    is $httpd->get($BOX)->{status}, 404, 'what is gone is gone';
    like $httpd->get($url, $GZIP)->{headers}{etag},
        qr/-gzip"\z/, '... and what is compressed is made anew';
    unlink $httpd->database;
    $httpd->expect_log(qr/TREATY0110/);
    sleep 1.1;
    like $httpd->get($url)->{content}, qr/"id": "only"/,
        'the last revision goes on without its file';
    return;
}

sub another_template {
    my ($httpd) = @_;

    $httpd->write_file("site/treaties/note.mustache", 'first');
    sleep 1.1;
    is $httpd->get('/ref/treaties/opsc/note')->{content}, 'first',
        'a template of the site' for 1, 2;
    $httpd->write_file("site/treaties/note.mustache", 'second one');
    sleep 1.1;
    is $httpd->get('/ref/treaties/opsc/note')->{content}, 'second one',
        'is shown as it has become';
    return;
}

for_each_mpm {
    my ($httpd) = @_;

    same_as_made($httpd);
    compressed($httpd);
    brotli($httpd);
    not_kept($httpd);
    another_template($httpd);
    another_revision($httpd);
}
documents => {
    'page.shtml' => "<!--#include virtual=\"$BOX\" -->\n",
},
files  => { 'site/treaties/note.mustache' => 'nothing' },
config => <<'CONF';
TreatyTemplates @ROOT@/site
<Location /plain>
    SetHandler treaty
    TreatyBase /plain
    TreatyCache 0
</Location>
<Location /deflated>
    SetHandler treaty
    TreatyBase /deflated
    SetOutputFilter DEFLATE
</Location>
<Directory @DOCROOT@>
    Options +IncludesNOEXEC
    AddOutputFilter INCLUDES .shtml
</Directory>
CONF

# Small caches, and none.
for_each_mpm {
    my ($httpd) = @_;
    my @urls = map { "/ref/treaties/opsc\@2002-12-0$_.json" } 1 .. 9;
    my %body = map { $_ => $httpd->get($_)->{content} } @urls;

    for my $url (@urls, reverse @urls) {
        is $httpd->get($url)->{content}, $body{$url}, "$url in a small cache";
    }
}
config => "TreatyCache 8k\n";

done_testing;
