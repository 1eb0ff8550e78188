# The README's ten lines are a theme: each of them arrives in a box, light and
# dark, whichever stylesheet comes first; on an element they hold for its boxes
# alone, and what nobody has set stays.
use strict;
use warnings;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;
use TreatySource;

my $why = browser_lacks();
plan skip_all => $why if $why;

my ($theme) = grep {/--treaty-/} slurp('README.md') =~ /^```css\n(.*?)^```/msg;
ok defined $theme, 'the README has a theme';
my $lines = () = $theme =~ /\n/g;
is $lines, 10, 'of ten lines';

my $BOX = '<!--#treaty id="opsc" view="box" -->';

sub page {
    my ($before, $content, $after) = @_;
    return <<"END";
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Theme</title>
$before<!--#treaty view="head" -->$after</head>
<body><main><h1>Theme</h1><h2>Box</h2>$content</main></body></html>
END
}

# What is asked of a box, and what it is in the theme: light, dark.
my @ASKED = (
    ['.treaty-box', 'border-block-start-color', 'rgb(122, 31, 61)', 'rgb(240, 163, 189)'],
    ['.treaty-row .treaty-link', 'color', 'rgb(122, 31, 61)', 'rgb(240, 163, 189)'],
    ['.treaty-box', 'background-color', 'rgb(255, 253, 248)', 'rgb(29, 26, 23)'],
    ['.treaty-counts', 'border-block-start-color', 'rgb(217, 204, 184)', 'rgb(74, 66, 56)'],
    ['.treaty-value', 'font-family', 'Georgia, serif', 'Georgia, serif'],
    ['.treaty-title', 'font-family', '"Gill Sans", sans-serif', '"Gill Sans", sans-serif'],
    ['.treaty-box', 'border-end-end-radius', '0px', '0px'],
    ['.treaty-head', 'padding-inline-start', '20px', '20px'],
);
my @PLAIN = map { $_->[1] =~ /font/ ? [@$_[0, 1]] : () } @ASKED;

sub looks {
    my (@styles) = @_;
    return [map { { scheme => $_, width => 768, shoot => \1, axe => \1,
        styles => [map { [@$_[0, 1]] } @styles] } } qw(light dark)];
}

my $link = '<link rel="stylesheet" href="theme.css">';
my %documents = ('favicon.ico' => '', 'theme.css' => $theme,
    'part.css' => '.part { --treaty-accent: #7a1f3d; }',
    'last.shtml'  => page('', $BOX, $link),
    'first.shtml' => page($link, $BOX, ''),
    'part.shtml'  => page('', qq(<div class="part">$BOX</div><div class="rest">$BOX</div>),
        '<link rel="stylesheet" href="part.css">'));
my $httpd = TreatyHttpd->start(documents => \%documents,
    config => "AddType text/css .css\n"
    . qq(Header always set Content-Security-Policy "default-src 'self'"\n));
my @parts = map { ["$_ .treaty-box", 'border-block-start-color'] } '.part', '.rest';
my ($last, $first, $part) = browse($httpd, 'theme',
    { name => 'last',  path => '/last.shtml',  looks => looks(@ASKED) },
    { name => 'first', path => '/first.shtml', looks => looks(@ASKED) },
    { name => 'part',  path => '/part.shtml',  looks => looks(@parts) });

for my $seen ($last, $first) {
    for my $look (@{ $seen->{looks} }) {
        my $column = $look->{scheme} eq 'light' ? 2 : 3;
        is_deeply $look->{styles}, [map { $_->[$column] } @ASKED],
            "$look->{scheme}, the site's stylesheet $seen->{name}: the theme arrives";
    }
    page_is_well($seen);
}
is_deeply $part->{looks}[0]{styles}, ['rgb(122, 31, 61)', 'rgb(20, 88, 107)'],
    'on an element it is that of its boxes, and the others have their own';
$httpd->stop;
done_testing;
