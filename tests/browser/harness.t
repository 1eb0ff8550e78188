# What the browser is asked to notice, it notices: each fault of a bad page is
# found, and a good page beside it has none.
use strict;
use warnings;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;

my $why = browser_lacks();
plan skip_all => $why if $why;

sub page {
    my ($title, $body) = @_;
    return <<"END";
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title><link rel="stylesheet" href="page.css">
<script src="page.js" defer></script></head>
<body><main><h1>$title</h1>$body</main></body></html>
END
}

my %documents = (
    'favicon.ico' => '',
    'page.css' => <<'END',
.pale { color: #ccc; }
.wide { inline-size: 500px; }
.still:focus { outline: none; }
summary { padding: 1em; }
.low { block-size: 3em; overflow: auto; }
END
    'page.js' => 'document.querySelectorAll(".script").forEach((element) => {'
        . " element.textContent = 'by script'; });\n",
    'good.html' => page('Good', '<p class="treaty-x">Text, <a href="#x">a link</a>.</p>'
        . '<form><label>Day <input type="date"></label>'
        . '<details><summary>More</summary><a href="#x">hidden</a></details></form>'),
    'bad.html' => page('Bad', '<p class="pale">Pale</p><p class="wide">Wide</p>'
        . '<p class="script">as served</p><p style="color: red">inline</p>'
        . '<a class="still" href="#x">no outline</a>'
        . '<div class="low" tabindex="-1"><p>one</p><p>two</p><p>three</p></div>'
        . '<p>[an error occurred while processing this directive]</p>'
        . '<img src="nowhere.png" alt="none">'
        . '<p><button type="button">dead</button></p>'),
);
my $httpd = TreatyHttpd->start(mount => 0, database => undef,
    documents => \%documents, config => "AddType text/css .css\n"
    . qq(Header always set Content-Security-Policy "default-src 'self'"\n));
my ($good, $bad) = browse($httpd, 'harness',
    { name => 'good', path => '/good.html' }, { name => 'bad', path => '/bad.html' });

page_is_well($good);
is $good->{keyboard}{all}, 3, 'a link, a day, a summary; nothing that is closed';

my %look = map { ("$_->{scheme} $_->{width}" => $_) } @{ $bad->{looks} };
my @rules = map { $_->{id} } @{ $look{'light 1280'}{axe}{violations} };
ok scalar(grep { $_ eq 'color-contrast' } @rules), 'what is pale is found';
is_deeply $look{'light 1280'}{overflow}, [], 'there is room for what is wide';
like "@{ $look{'light 320'}{overflow} }", qr/p\.wide/, 'and on a phone there is not';
like "@{ $bad->{trouble} }", qr/Content Security Policy/, 'what is inline is forbidden';
like "@{ $bad->{trouble} }", qr/404/, 'what is missing is told';
is_deeply $bad->{scriptless}, ['"as served" for "by script"',
    '"dead" for "undefined"'],
    'what a script has changed is found, and a button that needs one';
like "@{ $bad->{keyboard}{missed} }", qr/class="low"/, 'what scrolls is not reached';
like "@{ $bad->{keyboard}{unseen} }", qr/class="still"/, 'a focus is not seen';
like "@{ $bad->{holds}{raw} }", qr/an error occurred/, 'what was not replaced is found';
is $bad->{holds}{parts}, 0, 'and there is nothing of ours';
$httpd->stop;
done_testing;
