# Elements under mod_include as it really is: many in a page, pages in pages,
# variables, validators, rewriting; and the examples of docs/page-authors.md.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;
use TreatySource;

my $guide = slurp('docs/page-authors.md');
my @examples = $guide =~ /^```html\n(.*?)^```/msg;
cmp_ok scalar @examples, '>=', 4, 'the guide has examples';

my @facts = qw(signatures consents in_force pending adopted_on status title
    entry_into_force_on depositary citation);
my $box  = '<!--#treaty id="opsc" view="box" -->';
my %pages = (
    full => join("\n", ($box, '<!--#include virtual="/ref/treaties/crc/box" -->')
            x 5, map {
            qq(<p><!--#treaty id="opsc" fact="$_" -->,)
                . qq(<!--#treaty id="opsc\@2002-12-24" fact="$_" --></p>)
        } @facts),
    ten      => "$box\n" x 10,
    included => qq(<!--#include virtual="/ref/treaties/opsc/box" -->\n) x 10,
    fifty    => "$box\n" x 50,
    late     => '<p>' . 'Text. ' x 1000 . "</p>$box\n" . "$box\n" x 5,
    outer  => '1 <!--#include virtual="middle.shtml" --> 5 <!--#echo var="n" -->',
    middle => '2 <!--#include virtual="inner.shtml" --> 4',
    inner  => '3 <!--#treaty id="opsc@2002-12-24" fact="consents" var="n" -->'
        . '<!--#treaty id="opsc@2002-12-24" fact="in_force" format="plain" -->',
    dollar => '<!--#treaty id="opsc" fact="status\$" -->',
    expanded => '<!--#treaty id="opsc" fact="$nothing" -->',
    curly  => "<!--#treaty id=\xe2\x80\x9copsc\xe2\x80\x9d view=\"box\" -->",
    single => q{<!--#treaty id='opsc' fact=`mtdsg_no` format="plain" -->},
    asked  => '<!--#treaty id="$QUERY_STRING" fact="title" format="plain" -->'
        . '<!--#treaty id="$QUERY_STRING" fact="title" -->',
    exec   => '[<!--#exec cmd="id" -->]<!--#treaty id="opsc" fact="mtdsg_no"'
        . ' format="plain" -->',
    lost   => 'Lost: <!--#treaty id="opsc" fact="mtdsg_no" format="plain" -->',
    'aged/dated' => '<!--#treaty id="opsc" fact="consents" -->',
    'both/dated' => '<!--#treaty id="opsc@2002-12-24" fact="consents" -->',
    'strict/wrong' => '<!--#treaty id="opsx" fact="consents" --> after',
    (map { ("example$_" => $examples[$_]) } 0 .. $#examples),
);
my %documents = (
    (map { ("$_.shtml" => "<!DOCTYPE html>\n$pages{$_}\n") } keys %pages),
    'strict/.htaccess' => "TreatyStrict On\n",
    'bit/page.html'    => '<!--#treaty id="opsc" fact="mtdsg_no" -->',
    'full/page.html'   => '<!--#treaty id="opsc" fact="mtdsg_no" -->',
);
my $config = <<'END';
ErrorDocument 404 /lost.shtml
RewriteEngine On
RewriteRule ^/nice/(\w+)$ /asked.shtml?$1 [PT]
<Location /both>
    SSILastModified On
    SSIETag On
</Location>
<Location /aged>
    Header set Cache-Control "max-age=300"
</Location>
<Location /bit>
    XBitHack on
</Location>
<Location /full>
    XBitHack full
</Location>
END

sub body {
    my ($httpd, $page) = @_;
    return $httpd->get("/$page")->{content} =~ s/\A<!DOCTYPE html>\n//r;
}

sub many {
    my ($httpd) = @_;
    my $full = body($httpd, 'full.shtml');

    is scalar(() = $full =~ /<section class="treaty-box"/g), 10,
        'ten boxes stand in a page';
    is scalar(() = $full =~ /<(?:data|time|bdi) class="treaty-fact"/g), 20,
        'and twenty facts';
    unlike $full, qr/treaty-missing|error occurred/, 'nothing is amiss';
    is body($httpd, 'outer.shtml') =~ s/<!DOCTYPE html>|\s+//gr,
        '12344' . '4546', 'pages in pages in pages have theirs';
    return;
}

# The lengths of a page's chunks, which are what httpd was given at a time.
sub chunks_of {
    my ($httpd, $page) = @_;
    my ($body) = $httpd->raw("GET /$page HTTP/1.1\r\nHost: localhost\r\n"
        . "Connection: close\r\n\r\n") =~ /\r\n\r\n(.*)\z/s;
    my @lengths;

    while ($body =~ /\G([0-9a-f]+)\r\n/gc) {
        push @lengths, hex $1;
        pos($body) += 2 + hex $1;
    }
    return @lengths;
}

sub pieces {
    my ($httpd) = @_;

    for my $page ('ten.shtml', 'included.shtml') {
        my $response = $httpd->get("/$page");
        is $response->{headers}{'content-length'}, length $response->{content},
            "$page goes out as a whole, with its length";
        is scalar(() = $response->{content} =~ /<section class="treaty-box"/g), 10,
            'and all its boxes';
    }
    # What stands before the first box is more than httpd itself holds back.
    my @lengths = chunks_of($httpd, 'late.shtml');
    cmp_ok $lengths[0], '>=', 4096, 'a long beginning goes its way';
    cmp_ok scalar @lengths, '<=', 4, 'and the boxes behind it at once';
    @lengths = chunks_of($httpd, 'fifty.shtml');
    is $lengths[-1], 0, 'a long page ends well';
    cmp_ok scalar(grep { $_ > 80_000 } @lengths), '==', 0,
        'and is not held back as a whole';
    is scalar(() = body($httpd, 'fifty.shtml') =~ /<section class="treaty-box"/g),
        50, 'and nothing of it is lost';
    return;
}

sub values_of_attributes {
    my ($httpd) = @_;

    like body($httpd, 'dollar.shtml'), qr/isn.{1,6}t one/,
        'a dollar with a backslash is a dollar';
    like body($httpd, 'expanded.shtml'), qr/treaty-missing/,
        'one without is a variable, of nothing';
    like body($httpd, 'curly.shtml'), qr/treaty-missing/,
        'curly quotes do not quote, and the page stands';
    is body($httpd, 'single.shtml'), "IV-11-c\n", 'other straight ones do';
    $httpd->expect_log(map {qr/TREATY0410: .*\b$_\.shtml/}
            qw(dollar expanded curly));
    unlike body($httpd, 'asked.shtml?%3Cscript%3E"><img>'), qr/<(?:script|img)/,
        'what a reader sends is shown as text';
    like body($httpd, 'nice/crc'), qr/\AConvention on the Rights of the Child</,
        'a page that mod_rewrite leads to has its elements';
    $httpd->expect_log(qr/TREATY0410: .*\basked\.shtml/);
    return;
}

sub places {
    my ($httpd) = @_;
    my $lost = $httpd->get('/nothing/here');

    is $lost->{status}, 404, 'the page of an error keeps its status';
    like $lost->{content}, qr/Lost: IV-11-c/, 'and has its elements';
    like body($httpd, 'exec.shtml'), qr/\A\[.*error.*\]IV-11-c/,
        'without leave to run programs elements work';
    $httpd->expect_log(qr/AH01371: unknown directive "exec"/);
    like body($httpd, 'strict/wrong.shtml'), qr/\A\[an error occurred.* after/,
        'a folder wants errors by .htaccess';
    $httpd->expect_log(qr/TREATY0410: .*\bwrong\.shtml/);
    return;
}

sub validators_of {
    my ($httpd, $page, $headers) = @_;
    my $answer = $httpd->get("/$page", $headers);
    return join ' ', $answer->{status},
        grep { $answer->{headers}{$_} } qw(last-modified etag cache-control);
}

sub caches {
    my ($httpd) = @_;
    my $dated = 'both/dated.shtml';
    my $answer = $httpd->get("/$dated");

    is validators_of($httpd, 'full.shtml'), '200',
        'a page has no validators of its own';
    is validators_of($httpd, $dated), '200 last-modified etag',
        'one that asks for them has those of its file';
    is validators_of($httpd, $dated,
        { 'If-None-Match' => $answer->{headers}{etag},
          'If-Modified-Since' => $answer->{headers}{'last-modified'} }),
        '200 last-modified etag', 'but is always sent whole';
    is $httpd->get('/aged/dated.shtml')->{headers}{'cache-control'},
        'max-age=300', 'an age is a header like others';
    for my $page ('bit/page.html', 'full/page.html') {
        chmod 0755, $httpd->docroot . "/$page";
        like body($httpd, $page), qr/>IV-11-c</,
            "$page: a file that may be executed is read";
    }
    is validators_of($httpd, 'bit/page.html'), '200', 'XBitHack on: none';
    is validators_of($httpd, 'full/page.html'), '200 last-modified',
        'XBitHack full: the time of the file';
    return;
}

sub guide {
    my ($httpd) = @_;

    for my $i (0 .. $#examples) {
        my $page = body($httpd, "example$i.shtml");
        unlike $page, qr/treaty-missing|error occurred|<!--#|\(none\)/,
            "example $i of the guide works";
        cmp_ok length $page, '>', 40, 'and shows something';
    }
    like body($httpd, 'example0.shtml') =~ s/<[^>]*>//gr,
        qr/46 on 24 December 2002, 169 as recorded to March 2015/,
        'a frozen number and the current one';
    like body($httpd, 'example1.shtml'), qr/Most States of the world: 169/,
        'a condition on a number';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    many($httpd);
    pieces($httpd);
    values_of_attributes($httpd);
    places($httpd);
    caches($httpd);
    guide($httpd);
} documents => \%documents, config => $config;
done_testing;
