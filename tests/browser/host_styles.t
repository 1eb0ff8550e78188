# Nothing of our stylesheet reaches the page around a box, and nothing of the
# page reaches into it: inside the styles of three frameworks the host's own
# elements come out as without us, and ours as without the framework.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyBrowser;
use TreatyConfig;
use TreatyHttpd;
use TreatyNode;
use TreatyPages;

my $why = browser_lacks() || node_lacks(qw(bootstrap bulma @picocss/pico));
plan skip_all => $why if $why;

my $FOLDER = "$TreatyConfig::SRCDIR/tests/node/node_modules";

# A framework's stylesheet, and the class that it wants around what it styles.
my %FRAMEWORK = (
    none      => [undef, ''],
    bootstrap => ['bootstrap/dist/css/bootstrap.min.css', 'container'],
    bulma     => ['bulma/css/bulma.min.css', 'content'],
    pico      => ['@picocss/pico/css/pico.min.css', 'container'],
);

# The site's own: what a box takes over from its page by intention is the same
# in all of them, and so is its room.
my $SITE = <<'END';
:root { color-scheme: light; --treaty-font: "DejaVu Sans"; --treaty-size: 16px; }
.room { box-sizing: content-box; inline-size: 640px; padding: 0; margin: 0; }
.room > p { margin: 0; font: 400 16px/1.5 "DejaVu Sans"; }
END

# What else inherits from the page, and has no say in how a box is laid out.
my @INHERITED = qw(accent-color -webkit-font-smoothing text-rendering
    -webkit-tap-highlight-color text-size-adjust -webkit-text-size-adjust);
# The page's own roots are as high as what they hold.
my @HEIGHTS = qw(height block-size perspective-origin transform-origin);

# The host's elements, one of each that frameworks style.
my $HOST = <<'END';
<div class="host">
<h1>First <a href="#x">heading</a></h1><h2>Second</h2><h3>Third</h3><h4>Fourth</h4>
<p>Text with <a href="#x">a link</a>, <b>bold</b>, <em>emphasis</em>, <code>code</code>,
<mark>mark</mark>, <small>small</small>, <abbr title="a">abbr</abbr>, <cite>cite</cite>,
<data value="1">1</data>, <time datetime="2002-12-24">day</time>, <span>span</span>.</p>
<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>
<dl><dt>term</dt><dd>description</dd></dl>
<blockquote><p>quote</p></blockquote><hr><pre><code>pre</code></pre>
<table><caption>caption</caption><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>
<form action="#x"><fieldset><legend>legend</legend><label>label <input type="text" name="t"></label>
<select name="s"><option>o</option></select><textarea name="a"></textarea><button type="submit">go</button></fieldset></form>
<details><summary>summary</summary><p>detail</p></details>
<figure><figcaption>figure</figcaption></figure><hgroup><h5>Fifth</h5><p>under</p></hgroup>
<article><header>head</header><section>section</section><footer>foot</footer></article>
<nav><ul><li><a href="#x">nav</a></li></ul></nav>
</div>
END

sub page {
    my ($framework, $has_ours) = @_;
    my ($file, $class) = @{ $FRAMEWORK{$framework} };
    my %element = host_elements('en');
    my $boxes = join "\n", map { $element{$_} } sort keys %element;
    my $links = $file ? qq(<link rel="stylesheet" href="$framework.css">) : '';
    my $head  = $has_ours ? '<!--#treaty view="head" -->' : '';

    return <<"END";
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>$framework</title>$head
$links<link rel="stylesheet" href="site.css"></head>
<body><main class="$class">
$HOST
<div class="room">
$boxes
</div></main></body></html>
END
}

my %documents = ('favicon.ico' => '', 'site.css' => $SITE);
for my $name (keys %FRAMEWORK) {
    $documents{"$name.shtml"} = page($name, 1);
    $documents{"$name-without.shtml"} = page($name, 0);
    my $file = $FRAMEWORK{$name}[0] or next;
    open my $css, '<:raw', "$FOLDER/$file" or die "$file: $!";
    local $/ = undef;
    $documents{"$name.css"} = scalar <$css>;
}
my $httpd = TreatyHttpd->start(documents => \%documents,
    config => "AddType text/css .css\n");

sub pair {
    my ($what, $one, $other, $meant, @apart) = @_;
    return { what => $what, one => $httpd->url("/$one.shtml"),
        other => $httpd->url("/$other.shtml"), meant => $meant,
        apart => \@apart };
}

my @pairs;
for my $name (sort keys %FRAMEWORK) {
    push @pairs,
        pair("$name: the host's elements are as they were", "$name-without",
            $name, '.host, .host *'),
        pair("$name: the page itself, too", "$name-without", $name,
            'html, body, main', @HEIGHTS);
    push @pairs, pair("$name: our boxes are as without it", 'none', $name,
        join(', ', map { (".room $_", ".room $_ *") } '.treaty-box',
            '.treaty-missing'), @INHERITED)
        if $name ne 'none';
}
my $found = node_json('host_styles.js', JSON::PP->new->utf8->encode(
    { chromium => browser_program(), compare => \@pairs }));
for my $i (0 .. $#pairs) {
    cmp_ok $found->[$i]{compared}, '>', 1000, "$pairs[$i]{what}: compared";
    my @differ = @{ $found->[$i]{differ} };
    ok !@differ, $pairs[$i]{what} or diag join "\n", scalar(@differ), @differ[0 .. ($#differ < 40 ? $#differ : 40)];
}
$httpd->expect_log(qr/TREATY0410: /);
$httpd->stop;
done_testing;
