# Treaty data in pages: <!--#include --> and <!--#treaty -->.
use strict;
use warnings;
use Compress::Zlib ();
use Test::More;
use TreatyFixture;
use TreatyHttpd;

my $FROZEN = 'id="opsc@2002-12-24"';

# Pages by name; the text of each stands between "before" and "after", so that
# a page which breaks off shows.
sub pages {
    my (%text) = @_;
    return { map { ("$_.shtml" => "before[$text{$_}]after\n") } keys %text };
}

# What stands between them, or undef for a page that is not whole.
sub inside {
    my ($httpd, $page, $headers) = @_;
    my $answer = $httpd->get("/$page.shtml", $headers);

    is $answer->{status}, 200, "$page.shtml is served";
    return $answer->{content} =~ /\Abefore\[(.*)\]after\n\z/s ? $1 : undef;
}

my $good = pages(
    include   => '<!--#include virtual="/ref/treaties/opsc/box" -->',
    view      => '<!--#treaty id="opsc" view="box" -->',
    frozenbox => '<!--#include virtual="/ref/treaties/opsc@2002-12-24/box" -->',
    alias     => '<!--#include virtual="/ref/treaties/IV-11-C/box" -->',
    aliased   => '<!--#treaty id="crc-op-sc" fact="mtdsg_no" -->',
    sheet     => '<!--#treaty factsheet="2002-12-24-opsc" view="box" -->',
    claims    => '<!--#treaty factsheet="2002-12-24-opsc" view="claims"'
        . ' heading="4" -->',
    head      => '<!--#treaty view="head" -->',
    heading   => '<!--#treaty id="opsc" view="box" heading="5" -->'
        . '<!--#include virtual="/ref/treaties/opsc/box?heading=6" -->',
    twice     => '<!--#treaty id="opsc" view="box" -->'
        . '<!--#treaty id="opsc" view="box" -->'
        . '<!--#include virtual="/ref/treaties/opsc/box" -->',
    html      => "<!--#treaty $FROZEN fact=\"consents\" -->",
    dotted    => "<!--#treaty $FROZEN fact=\"counts.states.in_force\" -->",
    day       => '<!--#treaty id="opsc" fact="adopted_on" -->',
    text      => '<!--#treaty id="opsc" fact="citation" -->',
    code      => '<!--#treaty id="opsc" fact="status" -->',
    plain     => "<!--#treaty $FROZEN fact=\"consents\" format=\"plain\" -->",
    unknown   => '<!--#treaty id="ilo-c182" fact="consents" -->',
    state     => "<!--#treaty $FROZEN participant=\"usa\" fact=\"state\" -->",
    day_of    => '<!--#treaty id="opsc" participant="US"'
        . ' fact="in_force_on" format="plain" -->',
    by_name   => '<!--#treaty id="opsc" fact="consented_on" format="plain"'
        . ' participant="united states of america" -->',
    beside    => "<!--#treaty $FROZEN fact=\"consents\" beside=\"today\" -->",
    beside_plain => "<!--#treaty $FROZEN fact=\"consents\" format=\"plain\""
        . ' beside="today" -->',
    beside_iso => "<!--#treaty $FROZEN fact=\"consents\" format=\"iso\""
        . ' beside="today" -->',
    iso       => '<!--#treaty id="opsc" fact="adopted_on" format="iso" -->',
    who       => '<!--#treaty participant="usa" view="box" -->',
    who_fact  => '<!--#treaty participant="USA@2002-12-24" fact="in_force"'
        . ' format="plain" -->',
    sheet_fact => '<!--#treaty factsheet="2002-12-24-opsc"'
        . ' fact="released_on" format="plain" -->',
    projected => '<!--#treaty id="opsc@2999-01-01" fact="projected"'
        . ' beside="today" -->',
    variable  => "<!--#treaty $FROZEN fact=\"consents\" var=\"n\" -->"
        . '<!--#echo var="n" -->:'
        . '<!--#if expr="v(\'n\') -ge 45" -->many<!--#else -->few<!--#endif -->',
    date_var  => '<!--#treaty id="opsc" fact="adopted_on" var="d" -->'
        . '<!--#echo var="d" -->',
    empty_var => '<!--#treaty id="ilo-c182" fact="consents" var="n" -->'
        . '<!--#if expr="v(\'n\') == \'\'" -->unknown<!--#else -->known'
        . '<!--#endif -->',
    wanted    => '<!--#set var="which" value="opsc" -->'
        . '<!--#treaty id="$which" fact="mtdsg_no" format="plain" -->',
    outer     => 'outer <!--#include virtual="plain.shtml" --> '
        . '<!--#include virtual="variable.shtml" -->',
    not_shown => '<!--#if expr="false" --><!--#treaty id="none" view="box" -->'
        . '<!--#treaty nonsense="1" --><!--#treaty id="opsc" fact="consents"'
        . ' var="n" --><!--#endif --><!--#echo var="n" -->',
    many      => join('', ('<!--#treaty id="opsc" fact="signatures" -->') x 300),
);

sub views {
    my ($httpd) = @_;
    my $box = $httpd->get('/ref/treaties/opsc/box')->{content};
    my $sheet
        = $httpd->get('/ref/fact-sheets/2002-12-24-opsc/box')->{content};
    my ($link) = $httpd->get('/head.shtml')->{content} =~ /href="([^"]+)"/;
    my $plain = sub { $_[0] =~ s/treaty-[0-9a-z]+-(title|day)\b/$1/gr };

    ok length $box, 'there is a box';
    is $plain->(inside($httpd, 'include')), $plain->($box),
        'an include gives the box';
    is $plain->(inside($httpd, 'view')), $plain->($box),
        'an element gives the same box';
    is $plain->(inside($httpd, 'alias')), $plain->($box),
        'an alias in a page needs no redirection';
    is $plain->(inside($httpd, 'sheet')), $plain->($sheet),
        'a fact sheet has its card';
    like inside($httpd, 'claims'),
        qr{<h4 .*<blockquote [^>]*>42 \(now .*“in force” on <time }s,
        'and its claims, each with what fits';
    like inside($httpd, 'frozenbox'), qr/datetime="2002-12-24"/,
        'a box of a day says so';
    is_deeply [inside($httpd, 'heading') =~ /<h(\d)\b/g], [5, 6],
        'a heading is of the level that the page asks for';
    like inside($httpd, 'head'), qr/\A<link rel="stylesheet"/,
        'the stylesheet is linked';
    is $httpd->get($link)->{status}, 200, 'and is there';
    return;
}

# Generated ids are the page's own business too: none may come twice.
sub ids {
    my ($httpd) = @_;
    my $page = inside($httpd, 'twice');
    my (%seen, @doubled);

    for my $id ($page =~ /\bid="([^"]*)"/g) {
        push @doubled, $id if $seen{$id}++;
    }
    is_deeply \@doubled, [], 'each id of a page is its own';
    is_deeply [grep { !$seen{$_} } map { split ' ' }
            $page =~ /aria-labelledby="([^"]*)"/g],
        [], 'and what names a box is there';
    return;
}

sub facts {
    my ($httpd) = @_;

    like inside($httpd, 'html'),
        qr{\A<data class="[^"]*" value="46" title="[^"]+">46</data>\z},
        'a number is a data element';
    like inside($httpd, 'html'),
        qr{title="[^"]*24 December 2002[^"]*recorded to March 2015;[^"]*United Nations},
        'which tells its day and its source';
    like inside($httpd, 'dotted'), qr{>44</data>\z}, 'a path leads deeper';
    like inside($httpd, 'day'),
        qr{\A<time [^>]*datetime="2000-05-25"[^>]*>25 May 2000</time>\z},
        'a day is a time element';
    like inside($httpd, 'text'), qr{\A<bdi [^>]*>2171 UNTS 227</bdi>\z}, 'a text stands as it is';
    like inside($httpd, 'code'), qr{>in force</}, 'a code is put in words';
    is inside($httpd, 'plain'), '46', 'plain text is bare';
    like inside($httpd, 'unknown'), qr{>unknown</}, 'what is unknown says so';
    like inside($httpd, 'state'), qr{>consented to be bound</},
        'a participant has its state';
    is inside($httpd, 'day_of'), '23 January 2003', 'and its days, by code';
    is inside($httpd, 'by_name'), '23 December 2002', 'or by name';
    like inside($httpd, 'aliased'), qr/>IV-11-c</, 'an alias is resolved';
    like inside($httpd, 'beside') =~ s/<[^>]*>//gr,
        qr/\A46 on 24 December 2002, 169 as recorded to March 2015\z/,
        'a frozen number has the current one beside it';
    is inside($httpd, 'beside_plain'),
        '46 on 24 December 2002, 169 as recorded to March 2015',
        'in a title, too';
    like $httpd->get("/ref/$_")->{content},
        qr{As recorded to <time datetime="2015-03">March 2015</time>},
        "$_ says it as facts do, no more precisely than is known"
        for 'treaties/opsc/box', 'participants/usa/box', 'treaties',
        'fact-sheets/2002-12-24-opsc/box';
    is inside($httpd, 'beside_iso'), '46',
        'but what is for a machine stands alone';
    is inside($httpd, 'iso'), '2000-05-25', 'a day comes as a machine has it';
    like inside($httpd, 'who'), qr/<section class="treaty-box"[^>]*United States/,
        'a participant has a box of its own';
    is inside($httpd, 'who_fact'), '1', 'and facts, as of a day';
    is inside($httpd, 'sheet_fact'), '24 December 2002',
        'and so has a fact sheet';
    like inside($httpd, 'projected') =~ s/<[^>]*>//gr,
        qr/\Ayes on 1 January 2999, no as recorded/,
        'a day to come is told from today beside it';
    return;
}

sub variables {
    my ($httpd) = @_;

    is inside($httpd, 'variable'), '46:many', 'a variable holds bare digits';
    is inside($httpd, 'date_var'), '2000-05-25', 'or an ISO day';
    is inside($httpd, 'empty_var'), 'unknown', 'or nothing';
    is inside($httpd, 'wanted'), 'IV-11-c', 'a value may name a variable';
    like inside($httpd, 'outer'),
        qr/\Aouter before\[46\]after\n before\[46:many\]after\n\z/,
        'a page that is taken in has its elements';
    is inside($httpd, 'not_shown'), '(none)', 'what is not shown does nothing';
    is scalar(() = inside($httpd, 'many') =~ /<data /g), 300,
        'a page may have hundreds of elements';
    return;
}

# mod_include hands the page's request headers down to what it takes in.
sub disturbed {
    my ($httpd) = @_;
    my $box  = '/ref/treaties/opsc@2002-12-24/box';
    my $etag = $httpd->get($box)->{headers}{etag};
    my $calm = inside($httpd, 'frozenbox');
    my @headers = (
        { 'If-None-Match'     => $etag },
        { 'If-None-Match'     => '*' },
        { 'If-Match'          => '"x"' },
        { 'If-Modified-Since' => 'Sun, 01 Jan 2040 00:00:00 GMT' },
        { 'If-Unmodified-Since' => 'Sun, 01 Jan 2000 00:00:00 GMT' },
        { 'Range' => 'bytes=0-' },
        { 'If-Range' => $etag, 'Range' => 'bytes=3-' },
        { 'Accept' => 'application/json' },
    );

    for my $headers (@headers) {
        my $answer = $httpd->get('/frozenbox.shtml', $headers);
        my $asked  = join ', ', map {"$_: $headers->{$_}"} sort keys %$headers;
        my $prefix = $headers->{'If-Range'} ? qr/(?:bef)?/ : qr/bef/;
        like $answer->{content}, qr/\A${prefix}ore\[\Q$calm\E\]after\n\z/,
            "the box is whole when the page is asked for with $asked";
    }
    my $packed = $httpd->get('/frozenbox.shtml',
        { 'Accept-Encoding' => 'gzip' });
    is $packed->{headers}{'content-encoding'}, 'gzip', 'a page may be packed';
    is Compress::Zlib::memGunzip($packed->{content}),
        "before[$calm]after\n", 'and the box with it, once';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    views($httpd);
    ids($httpd);
    facts($httpd);
    variables($httpd);
    disturbed($httpd);
} documents => $good, config => 'AddOutputFilterByType DEFLATE text/html';

my $long = 'x' x 2000;
my %wrong = (
    id        => '<!--#treaty id="opsx" view="box" -->',
    include   => '<!--#include virtual="/ref/treaties/opsx/box" -->',
    fact_id   => '<p>a <!--#treaty id="opsx" fact="consents" --> b</p>',
    sheet     => '<!--#treaty factsheet="2002-12-24-opsx" view="box" -->',
    fact      => '<!--#treaty id="opsc" fact="moons" -->',
    object    => '<!--#treaty id="opsc" fact="counts" -->',
    list      => '<!--#treaty id="opsc" fact="sources" -->',
    view      => '<!--#treaty id="opsc" view="moon" -->',
    view_path => '<!--#treaty id="opsc" view="../partials/day" -->',
    inc_view  => '<!--#include virtual="/ref/treaties/opsc/moon" -->',
    attribute => '<!--#treaty id="opsc" vieuw="box" -->',
    value     => '<!--#treaty id="opsc" view -->',
    too_long  => qq(<!--#treaty id="$long" view="box" -->),
    longish   => '<!--#treaty id="' . 'y' x 300 . '" view="box" -->',
    empty     => '<!--#treaty -->',
    empty_id  => '<!--#treaty id="" view="box" -->',
    day       => '<!--#treaty id="opsc@2002-02-30" view="box" -->',
    two       => '<!--#treaty id="opsc" factsheet="x" view="box" -->',
    two_more  => '<!--#treaty participant="usa" factsheet="x" view="box" -->',
    pair_view => '<!--#treaty id="opsc" participant="usa" view="box" -->',
    nobody    => '<!--#treaty participant="usx" view="box" -->',
    iso_fact  => '<!--#treaty id="opsx" fact="consents" format="iso" -->',
    both      => '<!--#treaty id="opsc" view="box" fact="consents" -->',
    neither   => '<!--#treaty id="opsc" -->',
    heading   => '<!--#treaty id="opsc" view="box" heading="9" -->',
    format    => '<!--#treaty id="opsc" fact="consents" format="loud" -->',
    beside    => '<!--#treaty id="opsc" fact="consents" beside="me" -->',
    someone   => '<!--#treaty id="opsc" participant="moon" fact="state" -->',
    bytes     => qq(<!--#treaty id="opsc" participant="C\xf4te" fact="state" -->),
    script    => '<!--#treaty id="<script>alert(1)</script>" view="box" -->',
);

sub wrong_elements {
    my ($httpd) = @_;

    for my $name (sort keys %wrong) {
        my $text = inside($httpd, $name);
        ok defined $text, "$name: the rest of the page stands" or next;
        cmp_ok length $text, '<', 2000, "$name: what stands there is small";
        like $text, $name eq 'format' ? qr/\Aunknown\z/
            : $name eq 'iso_fact' ? qr/\A\z/
            : qr/class="treaty-missing[ "]/, "$name: and visible";
        unlike $text, qr/<script|an error occurred|<!--#/,
            "$name: it shows nothing live";
        $httpd->expect_log(qr/\[treaty:warn\].*TREATY04\d\d: .*\b$name\.shtml/);
    }
    like inside($httpd, 'id'), qr{<code[^>]*>opsc</code>},
        'the nearest id is offered';
    like inside($httpd, 'include'), qr{<code[^>]*>opsc</code>},
        'by an include as well';
    like inside($httpd, 'bytes'), qr/participant's|participant&#39;s/,
        'a name in another coding than UTF-8 is said to be none';
    unlike inside($httpd, 'fact_id'), qr/<(?:p|div|h\d|ul)\b[^>]*treaty-/,
        'in a sentence no block is put';
    return;
}

for_each_mpm { wrong_elements(@_) } documents => pages(%wrong);

# TreatyStrict makes a wrong element an error of its page.
for_each_mpm {
    my ($httpd) = @_;
    for my $name (grep { !/^inc/ } sort keys %wrong) {
        like inside($httpd, $name), qr/\[an error occurred/,
            "$name: the page has mod_include's own error";
        $httpd->expect_log(qr/TREATY04\d\d: .*\b$name\.shtml/);
    }
    like inside($httpd, 'lax/fact'), qr/treaty-missing/,
        'a folder may have it off again by .htaccess';
} config => 'TreatyStrict on', documents => {
    %{ pages(%wrong) },
    %{ pages('lax/fact' => $wrong{fact}) },
    'lax/.htaccess' => 'TreatyStrict off',
};

# No mount at all, and a database for some pages only.
for_each_mpm {
    my ($httpd) = @_;
    is inside($httpd, 'with/plain'), '46', 'pages need no mount';
    is inside($httpd, 'plain'), 'unknown',
        'without a database bare text says that it is unknown';
    like inside($httpd, 'html'), qr/<span class="treaty-missing[^>]*>[^<]+</,
        'and an element of a page why';
    $httpd->expect_log(qr/TREATY0410: .*(?:plain|html)\.shtml.*TreatyDatabase/);
} mount => 0, config => <<'END', documents => {
<Location /with>
    TreatyDatabase "@DATABASE@"
</Location>
END
    'plain.shtml' => $good->{'plain.shtml'},
    'html.shtml' => $good->{'html.shtml'},
    'with/plain.shtml' => $good->{'plain.shtml'},
};

# A server without mod_include has the module for its data alone.
{
    no warnings 'redefine';
    my $has_module = \&TreatyHttpd::_has_module;
    local *TreatyHttpd::_has_module
        = sub { return $_[0] ne 'include' && $has_module->(@_) };
    for_each_mpm {
        my ($httpd) = @_;
        is $httpd->get('/ref/treaties/opsc/box')->{status}, 200,
            'without mod_include httpd starts and the mount answers';
    };
}

done_testing;
