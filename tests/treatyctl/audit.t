# A site's pages, held against the record: what they say of treaties, line by
# line, and the element to write instead.
use strict;
use warnings;
use File::Path 'make_path';
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatySource;

my $dir    = File::Temp->newdir;
my $record = "$TreatyConfig::BUILDDIR/tests/sample.db";
my $TITLE  = 'Optional Protocol on the Sale of Children, Child Prostitution '
    . 'and Child Pornography';

# A site of these pages, by name and content.
my $sites = 0;
sub site {
    my (%pages) = @_;
    my $root = "$dir/" . ++$sites;

    for my $name (sort keys %pages) {
        my ($folder) = "$root/$name" =~ m{(.*)/};
        make_path $folder;
        open my $file, '>:raw', "$root/$name" or die "$name: $!";
        print $file $pages{$name};
        close $file or die "$name: $!";
    }
    return $root;
}

sub audit {
    my ($root, @options) = @_;
    my $run = treatyctl('audit', $record, $root, @options, '--report', 'json');
    return { status => $run->{status}, err => $run->{err},
        %{ JSON::PP->new->decode($run->{out}) } };
}

# Of each statement: the file below the site, the line, what is said of what,
# the verdict.
sub told {
    my ($root, @options) = @_;
    return [map {
        my $file = $_->{file} =~ s{^\Q$root\E/?}{}r;
        my $who = $_->{participant} ? "$_->{participant}/" : '';
        "$file:$_->{line} $_->{treaty}/$who$_->{measure} $_->{claimed} $_->{verdict}"
    } @{ audit($root, @options)->{statements} }];
}

sub page { return "<!DOCTYPE html>\n<html lang=\"en\"><h1>$TITLE</h1>\n@_\n</html>\n" }

my $mixed = site('about/index.html' => <<"END");
<!DOCTYPE html>
<html lang="en"><head><title>About</title></head><body>
<nav><p>1 country has ratified the $TITLE.</p></nav>
<h1>What we work on</h1>
<p>The $TITLE was adopted on May&nbsp;25,
2000 &amp; entered into force on <b>19
January</b> 2002. It has been
ratified by 42 countries.</p>
<aside><p>The Protocol has been signed by 107 States.</p></aside>
<p>As of 1 March 2003, 50 countries had ratified the Protocol.</p>
<p hidden>The Protocol has been signed by 3 States.</p>
<footer>The Protocol has been signed by 2 States.</footer>
</body></html>
END
is_deeply told($mixed), [
    'about/index.html:5 opsc/adopted_on 2000-05-25 exact',
    'about/index.html:6 opsc/entry_into_force_on 2002-01-19 off',
    'about/index.html:8 opsc/consents 42 off',
    'about/index.html:9 opsc/signatures 107 off',
    'about/index.html:10 opsc/consents 50 exact',
], 'what readers see is read, with its line, be there tags, breaks or entities';

my $run = treatyctl('audit', $record, $mixed);
is $run->{status}, 1, 'the exit status tells that there is something to mend';
like $run->{out}, qr/^\S+index\.html:8: consents of opsc: given as 42 \("ratified by 42 countries"\), recorded as 169 on [\d-]+\. .* \[off\]\n    write <!--#treaty id="opsc" fact="consents" -->, which shows 169$/m,
    'an entry has what is written, what is recorded, and what to write';
unlike $run->{out}, qr/adopted_on/, 'what holds is told of';
unlike treatyctl('audit', $record, "$mixed/")->{out}, qr{//}, 'a folder may be given with a slash';
like treatyctl('audit', $record, $mixed, '--all')->{out}, qr/adopted_on.*\[exact\]/,
    'only where it is asked for';
like $run->{out}, qr/^1 page: 3 statements that the record contradicts, 2 that hold, 0 that/m,
    'all are counted';

my $text = slurp_file("$mixed/about/index.html");
for my $statement (@{ audit($mixed)->{statements} }) {
    next if $statement->{verdict} eq 'exact';
    my $words = $statement->{quote} =~ s/19 January 2002|42|107/$statement->{element}/r;
    my $pattern = join '(?:\s|<[^>]*>)+', map { quotemeta } split ' ', $statement->{quote};
    ok $text =~ s/$pattern/$words/, "$statement->{measure} is put in by its element";
}
my $mended = site('index.shtml' => $text);
is_deeply told($mended), [
    'index.shtml:5 opsc/adopted_on 2000-05-25 exact',
    'index.shtml:9 opsc/consents 50 exact',
], 'a page that has the elements instead is right' or diag explain told($mended);
is audit($mended)->{status}, 0, 'and nothing is left to mend';

is_deeply told(site('t.html' => <<"END")), [
<html lang="en"><h1>Treaties</h1>
<table><tr><th>Treaty</th><th>Adopted</th><th>In force</th><th>Signatories</th><th>Parties</th></tr>
<tr><td>Convention on the Rights of the Child</td>
 <td>20 November 1989</td><td>1990-09-02</td><td>139</td><td>many</td></tr>
<tr><td>$TITLE</td><td><!--#treaty id="opsc" fact="adopted_on" --></td>
 <td>18 January 2003</td><td>2001</td><td>120</td></tr></table>
<h2>$TITLE</h2>
<table><tr><th>Participant</th><th>Signature</th><th>Ratification, accession (a)</th></tr>
<tr><td>Canada</td><td>10 Nov 2001</td><td>14 September 2006</td></tr>
<tr><td>Yemen</td><td></td><td>15 December 2004 a</td></tr></table>
<table><tr><td>Adopted</td><td>May 25, 2000</td></tr><tr><td>Parties</td><td>42</td></tr>
<tr><td>Pages</td><td>12</td></tr></table>
</html>
END
    't.html:3 crc/adopted_on 1989-11-20 exact',
    't.html:3 crc/entry_into_force_on 1990-09-02 exact',
    't.html:3 crc/signatures 139 off',
    't.html:5 opsc/entry_into_force_on 2003-01-18 off',
    't.html:5 opsc/in_force 120 off',
    't.html:9 opsc/can/signed_on 2001-11-10 exact',
    't.html:9 opsc/can/consented_on 2006-09-14 off',
    't.html:10 opsc/yem/consented_on 2004-12-15 exact',
    't.html:11 opsc/adopted_on 2000-05-25 exact',
    't.html:11 opsc/in_force 42 off',
], 'tables of treaties, of participants, and of single facts are read';

is_deeply told(site('t.html' => <<"END")), ['t.html:3 opsc/adopted_on 2000-05-25 exact'],
<html lang="en"><h1>Canada's treaties</h1>
<table><tr><th>Treaty</th><th>Adopted</th><th>Signed</th><th>Ratified</th><th>In force</th></tr>
<tr><td>$TITLE</td><td>25 May 2000</td><td>10 Nov 2001</td><td>14 September 2005</td><td>14 October 2005</td></tr></table>
</html>
END
    'a treaty entered into force for whom such a table is about, which it doesn\'t tell';
is_deeply told(site('t.html' => <<"END")), ['t.html:3 opsc/entry_into_force_on 2002-01-19 off'],
<html lang="en"><h1>Treaties</h1>
<table><tr><th>Treaty</th><th>Opened for signature</th><th>In force</th></tr>
<tr><td>$TITLE</td><td>25 May 2000</td><td>19 January 2002</td></tr></table>
</html>
END
    'but where it was opened for signature it entered into force itself';
is_deeply told(site('a.html' => page(
        '<p>In 2005, 12 countries ratified the Protocol.',
        '<p>By the end of 2005, 101 States had ratified the Protocol.',
        '<p>The Protocol has been ratified by 30 countries since 1 May 2010.',
        '<p>As of March 2003, 50 countries had ratified the Protocol.',
        '<p>As of <!--#treaty id="opsc" fact="x" -->, 50 countries had ratified the Protocol.',
        "\n<p>The Protocol was adopted in 2000 and has been ratified by 42 countries."))),
    ['a.html:4 opsc/adopted_on 2000 exact', 'a.html:4 opsc/consents 42 off'],
    'a number of another time than the page\'s isn\'t held against that';

my $dated = page('<meta name="date" content="2002-12-24">',
    '<p>42 countries have ratified the Protocol, and 105 have signed.</p>');
my $both = site('then.html' => $dated, 'now.html' => $dated =~ s/<meta.*?>//r);
is_deeply told($both), [
    'now.html:3 opsc/consents 42 off', 'now.html:3 opsc/signatures 105 off',
    'then.html:3 opsc/consents 42 off', 'then.html:3 opsc/signatures 105 exact',
], 'a page that tells its day is held against the record of that day';
my ($then) = grep { $_->{file} =~ /then/ && $_->{claimed} == 42 }
    @{ audit($both)->{statements} };
is_deeply [@$then{qw(recorded as_of element shows)}],
    [46, '2002-12-24', '<!--#treaty id="opsc@2002-12-24" fact="consents" -->', '46'],
    'and is told to show what was so then';
is_deeply [map { s/^\S+ //r } @{ told($both, '--as-of', '2002-12-24') }],
    ['opsc/consents 42 off', 'opsc/signatures 105 exact', 'opsc/consents 42 off',
        'opsc/signatures 105 exact'], 'a day may be given for all';

is_deeply told(site('a.html' => page("<p>The Protocol was signed by 42 States.</p>\n",
        '<p>The Protocol was signed by 42 States.</p>'))),
    [('a.html:3 opsc/signatures 42 off', 'a.html:4 opsc/signatures 42 off')], 'what is said twice is told of twice';
{
    my $long = audit(site('a.html' => page(map {"<p>The Protocol was signed by 42 States.</p>\n"} 1 .. 201)));
    is scalar(@{ $long->{statements} }), 200, 'of a page so many statements are looked at';
    like $long->{err}, qr{a\.html: warning: only the first 200 statements}, 'and it is said that there are more';
}
is_deeply told(site(
        'b.shtml' => page('<p>Canada ratified the Protocol on '
            . '<!--#treaty id="opsc" participant="can" fact="consented_on" -->, '
            . 'and it entered into force on <!--#treaty id="opsc" fact="x" -->; '
            . 'on 1 May 1999 nothing happened.</p>'),
        'french.html' => page('<p>42 countries have ratified the Protocol.</p>')
            =~ s/lang="en"/lang="fr"/r,
        '.git/c.html' => page('<p>42 countries have ratified the Protocol.</p>'),
        'd.pdf' => '42 countries have ratified the ' . $TITLE,
        'empty.html' => " \n",
    )), [], "what an element writes, another language, what is hidden and what's no page isn't read";
is audit(site('f.html' => "<html lang='fr'><p>Rien</p></html>"))->{pages_in_other_languages}, 1,
    'pages in other languages are counted';

my $odd = site('a.html' => "\xff\xfe<\0h\0>\0", 'b.html' => page('<p>The Protocol was signed by 42 States.</p>'));
symlink $odd, "$odd/again" or die $!;
my $found = audit($odd);
is_deeply [scalar(@{ $found->{statements} }), $found->{errors}, $found->{status}], [1, 1, 1],
    'a page that can\'t be read is told of, the next is read, and links aren\'t followed';
like $found->{err}, qr{a\.html: error: }, 'by its name';
$run = treatyctl('audit', $record, "$dir/nowhere");
is $run->{status}, 1, 'a folder that is missing';
like $run->{err}, qr{nowhere: error: there is no such file or folder}, 'is told of';
$run = treatyctl('audit', $record, $odd, '--as-of', 'yesterday');
is $run->{status}, 2, 'a day has its form';
like $run->{err}, qr/--as-of takes a day, YYYY-MM-DD/, 'which is told';

is audit("$TreatyConfig::SRCDIR/conf/demo/site")->{status}, 0,
    'the demo site has nothing to mend';

SKIP: {
    my $sheet = ($ENV{TREATY_SHARED} // '')
        . '/data/fact-sheets/2002-12-24-opsc.txt';
    skip 'TREATY_SHARED has no fact sheet of 2002', 2 if !-f $sheet;
    my ($wrong) = grep { $_->{claimed} eq '42' } @{ audit($sheet)->{statements} };
    is_deeply [@$wrong{qw(line treaty measure recorded verdict)}],
        [29, 'opsc', 'consents', 46, 'off'], 'the 42 of the fact sheet is found';
    is scalar(grep { $_->{verdict} eq 'exact' } @{ audit($sheet)->{statements} }), 6,
        'and six statements that hold';
}
done_testing;

sub slurp_file {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/;
    return scalar <$file>;
}
