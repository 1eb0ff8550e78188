# Fact-sheet pages that were saved as HTML: read, rebuilt, and made harmless.
use strict;
use warnings;
use utf8;
use File::Basename;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $pages  = dirname(__FILE__) . '/../pages';
my $number = 0;

sub spew {
    my ($name, $bytes) = @_;
    open my $file, '>:raw', "$dir/$name" or die "$name: $!";
    print {$file} $bytes;
    close $file or die "$name: $!";
    return "$dir/$name";
}

sub database {
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    return $db;
}

# A page's record, the database and what was said of it.
sub sheet_of {
    my ($file) = @_;
    my $db  = database();
    my $run = treatyctl('import', $db, $file);
    is $run->{status}, 0, basename($file) . ' is imported'
        or diag $run->{err};
    my $out = treatyctl_ok('export', $db);
    return (decode_json($out)->{fact_sheets}[0], $db, $out);
}

sub refused {
    my ($name, $bytes, $message, $what) = @_;
    my $db     = database();
    my $before = treatyctl_ok('export', $db);
    my $run    = treatyctl('import', $db, spew($name, $bytes));

    is $run->{status}, 1, "$what is refused";
    like $run->{err}, qr/\Q$name\E: error: $message/, 'with a clear word';
    is treatyctl_ok('export', $db), $before, 'and the database is as before';
    return;
}

# "p text" and so on, marks as {...}.
sub blocks_of {
    my ($sheet) = @_;
    return [map {
        my $block = $_;
        my $kind  = $block->{kind} eq 'item'
            ? ($block->{ordered} ? '#' : '*') x $block->{level}
            : $block->{kind} eq 'heading' ? "h$block->{level}"
            : substr $block->{kind}, 0, 1;
        my @runs = @{ $block->{runs} // [{ text => $block->{text} }] };
        join ' ', $kind, join '', map {
            my $run = $_;
            my $marks = join ' ', map { JSON::PP::is_bool($run->{$_})
                    ? $_ : "$_=$run->{$_}" }
                grep { $_ ne 'text' } sort keys %$run;
            $marks eq '' ? $run->{text} : "{$run->{text}|$marks}"
        } @runs
    } @{ $sheet->{blocks} }];
}

my ($soup, undef, $out) = sheet_of("$pages/soup.html");
is_deeply { map { $_ => $soup->{$_} } qw(kind office place released_on title url) }, {
    kind        => 'Press Note',
    office      => 'Office of the Minister, Treaty Section',
    place       => 'Port Ellery, RV',
    released_on => '1998-03-05',
    title       => 'The Convention on the River Ellery',
    url         => 'http://www.rivers.example/notes/1998/ellery.htm',
}, 'the head of a page laid out in tables is taken apart';
is_deeply $soup->{breadcrumb}, ['Ministry of Rivers', 'Newsroom', 'Notes'],
    'its breadcrumb is a list';
my $base = 'http://www.rivers.example/notes/1998';
is_deeply blocks_of($soup), [
    'p The Minister’s deputy – “a river man” – deposited the {instrument|em} of ratification.',
    'p It was the fourth to be deposited; dues fall by 30 %, € 5 in all.',
    'h2 What Changes',
    "p Ships of every flag may pass the {locks|href=$base/locks.htm}, says the {text|href=http://treaties.example/27} (help).",
    '* Pilots are licensed by the {Commission|strong}.',
    '* Dues are the same for all:',
    '** by weight, not by flag;',
    '** paid at the first lock.',
    '* Disputes go to the Commission.',
    '# First',
    '# Second',
    "t State | Signed\nAlba | 1 May 1997\nBréa & Co | 2 May 1997",
    "q A river has two banks\nand one current.",
], 'tag soup in Windows-1252 that says it is UTF-8 comes out as blocks, and '
    . 'the site\'s own parts are left out';
is_deeply $soup->{links}, [{ label => 'For additional information',
    url => 'http://www.rivers.example/ellery' }], 'the link is taken';

my $again = database();
treatyctl_ok('import', $again, spew('soup.json', $out));
ok treatyctl_ok('export', $again) eq $out,
    'marks, lists and tables survive export and import byte by byte';
treatyctl_ok('import', $again, "$pages/soup.html");
ok treatyctl_ok('export', $again) eq $out,
    'the same page a second time changes nothing';

my ($plain, $db) = sheet_of("$pages/plain.html");
is_deeply { map { $_ => $plain->{$_} } qw(kind office place released_on title url) }, {
    kind        => 'Statement',
    office      => 'Bureau of Lights',
    place       => 'Harbour Town, HT',
    released_on => '2004-07-14',
    title       => 'Lighthouse Protocol signed by nine',
    url         => 'https://harbour.example/2004/lighthouse-protocol/',
}, 'a head that stands behind the title is taken apart as well';
is_deeply $plain->{breadcrumb}, ['Home', 'Statements'],
    'a breadcrumb outside of the content is found';
is_deeply blocks_of($plain), [
    'p Nine States – among them Ålund – have signed the {Protocol|abbr=Protocol on lighthouses} of '
        . '{1 July 2004|datetime=2004-07-01}; {see|em} {article 3|em strong} of '
        . '{its text|href=https://harbour.example/2004/text?a=1&b=2}.',
    'h2 What it says',
    '# A light is {white|strong}.',
    '** By day it is out.',
    "** By night\nit turns.",
    '# A keeper may write <b>.',
    'h4 Figures',
    'p Lights by coast',
    "t Coast | Lights\nNorth | 12\nSouth | 7 (old)",
    "q No ship is lost\nthat sees two lights.",
    'p The last word.',
], 'UTF-8 that says it is Windows-1252 comes out as blocks, without what is '
    . 'hidden, shared or beside';

my $page = treatyctl_ok('render', $db, 'fact-sheets/plain');
utf8::decode($page);
like $page, qr{<ol><li>A light is <strong>white</strong>\.<ul><li>By day it is out\.</li><li>By night<br>it turns\.</li></ul></li><li>A keeper may write &lt;b&gt;\.</li></ol>},
    'the page shows nested lists';
like $page, qr{<thead><tr><th scope="col">Coast</th>.*<th scope="row">South</th><td><em>7</em> \(old\)</td></tr></tbody></table>},
    'and tables';
like $page, qr{<blockquote[^>]*><p>No ship is lost<br>that sees},
    'and quotes';
like $page, qr{<time datetime="2004-07-01">1 July 2004</time>; <em>see</em> <strong><em>article 3</em></strong> of <a href="https://harbour\.example/2004/text\?a=1&amp;b=2">},
    'and marks';

(undef, $db) = sheet_of("$pages/hostile.html");
for my $view ('', '/box', '.json') {
    my $shown = treatyctl_ok('render', $db, "fact-sheets/hostile$view");
    if ($view eq '.json') {
        # What a client may put into a page.
        my @html;
        my @todo = decode_json($shown)->{blocks};
        while (@todo) {
            my $value = shift @todo;
            push @html, $value->{html} // () if ref $value eq 'HASH';
            push @todo, ref $value eq 'HASH'
                ? values %$value
                : ref $value eq 'ARRAY' ? @$value : ();
        }
        cmp_ok scalar(@html), '>', 5, 'there is HTML in the .json';
        $shown = join "\n", @html;
    }
    # The search field of the site's frame is ours.
    $shown =~ s{\A.*?(?=<main\b)}{}s if $view eq '';
    unlike $shown, qr{<\s*/?(?:script|style|svg|math|iframe|object|form|input|base|meta http-equiv|img|template|noscript)\b}i,
        "no tag but ours is in fact-sheets/hostile$view";
    unlike $shown, qr{<[^>]*\bon\w+\s*=}i, 'no handler';
    unlike $shown, qr{(?:href|src|action)\s*=\s*["']?\s*(?:javascript|data|vbscript|//)}i,
        'no address that runs';
    unlike $shown, qr{<!--\s*#}, 'no directive of mod_include';
    unlike $shown, qr{text</(?:mi|text)>|(?:svg|math|frame|object|template|button) text},
        'nothing of what doesn\'t belong to the text';
}
like treatyctl_ok('render', $db, 'fact-sheets/hostile'),
    qr{&lt;!--#exec cmd=&quot;id&quot; --&gt; and .* and \{\{\{html\}\}\} and <strong>bold &amp; &lt;i&gt;</strong>},
    'what looks like markup in a text is text';

SKIP: {
    my $sqlite = TreatyConfig::program('sqlite3');
    skip 'no sqlite3 to tamper with a database', 2 unless $sqlite;
    my $evil = '[{"text":"Last.","href":"javascript:alert(1)"}]';
    system($sqlite, $db, "UPDATE fact_sheet_block SET runs = '$evil' "
        . "WHERE text = 'Last.'; UPDATE fact_sheet_block SET text = "
        . "'<script>x</script>', runs = '{' WHERE text = 'Item'");
    my $shown = treatyctl_ok('render', $db, 'fact-sheets/hostile');
    like $shown, qr{<p>Last\.</p>},
        'marks that were put into the database by hand are held against the rules';
    like $shown, qr{<li>&lt;script&gt;x&lt;/script&gt;},
        'and a text stays a text';
}

# Sizes, depths and encodings.
my $title = '<html><body><h1>T</h1><p>1 May 2001</p>';
for my $tag ('<div>', '<b>', '<ul><li>', '<table><tr><td>', '<font><p>', '<blockquote>') {
    my $bytes = $title . $tag x (1024 * 1024 / length $tag) . 'deep';
    my $run = treatyctl('import', database(), spew('deep.html', $bytes));
    is $run->{signal}, 0, "1 MB of $tag ends without a crash";
    like $run->{err}, qr/deep\.html: error: .*(?:nested too deeply|deep)/,
        'and is refused' if $run->{status};
    cmp_ok $run->{status}, '<=', 1, 'with a status that says so';
}
refused('many.html', $title . '<i>x</i>,' x 110_000, 'the page has more than \d+',
    'a page of 330,000 nodes');
refused('big.html', $title . 'x' x (4 * 1024 * 1024), 'the file is larger than 4 MB',
    'a page of more than 4 MB');
refused('wide.html', $title . '<p>' . 'word ' x 20_000, '.*longer than 64 KB',
    'a paragraph of 100 KB');
refused('utf16.html', "\xff\xfe<\0h\0t\0m\0l\0>\0", '(?:the page is in UTF-16|.*it is UTF-16)',
    'UTF-16');
refused('cyrillic.html', qq(<html><meta charset="windows-1251"><h1>\xcf\xee</h1>),
    'the page is in windows-1251', 'another encoding');
refused('untitled.html', '<html><body><script>x</script></body></html>',
    'the page has no title', 'a page without a title');

my ($nul) = sheet_of(spew('nul.html', "<html><h1>T\0t\x01</h1><p>a\0b \x81 c</p>"));
is $nul->{title}, 'T t', 'control characters are blanks';
my ($cell) = sheet_of(spew('layout.html', "$title<table><tr><td>one<td>two</table>"
    . '<table><tr><td><h2>Part</h2>text<td>beside</table><p>end'));
is_deeply blocks_of($cell), ['p one', 'p two', 'h2 Part', 'p text', 'p beside', 'p end'],
    'tables that only lay a page out are taken apart';
my ($meta) = sheet_of(spew('meta.html',
    '<html><meta name="date" content="2003-04-05T00:00"><h1>T</h1><p>Text.'));
is $meta->{released_on}, '2003-04-05', 'a date may stand in the head alone';
done_testing;
