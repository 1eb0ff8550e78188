# Requests and data that mean harm.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyFixture;
use TreatyHttpd;

my $JSON = JSON::PP->new->utf8;

# The one script that pages of our own have, a file beside them.
my $OWN_SCRIPT = qr{<script src="/ref/assets/treaty-site-[0-9a-f]{16}\.js" defer></script>};

# What no answer may tell: SQL, paths of this machine, names of files in C.
my $LEAK = qr{
    \bSELECT\b | \bsqlite | \.sqlite | treaty\.db | /tmp/ | \.c:\d | 0x[0-9a-f]
    | \bTREATY\d | apr_ | mod_treaty
}xi;

sub problem {
    my ($httpd, $url, $status, $parameter) = @_;
    my $answer  = $httpd->get($url);
    my $shown   = length $url > 60 ? substr($url, 0, 60) . '...' : $url;
    my $problem = eval { $JSON->decode($answer->{content}) };

    is $answer->{status}, $status, "$shown: status $status";
    is $answer->{headers}{'content-type'}, 'application/problem+json',
        'as a problem document';
    is $problem->{status}, $status, 'which repeats the status';
    ok length $problem->{title}, 'has a title';
    ok length $problem->{detail}, 'and says what is wrong';
    is $problem->{parameter}, $parameter, 'and with what' if $parameter;
    ok length $problem->{expected}, 'and what it takes'
        if $status == 400;
    unlike $answer->{content}, $LEAK, 'nothing leaks';
    return;
}

sub problems {
    my ($httpd) = @_;
    my $day = sub { "/ref/treaties/opsc\@$_[0].json" };

    problem($httpd, '/ref/treaties/none.json',    404, 'id');
    problem($httpd, '/ref/fact-sheets/none.json', 404, 'id');
    problem($httpd, '/ref/none.json',             404);
    problem($httpd, $day->($_), 400, 'date')
        for qw(2002-02-30 2002-13-01 2002-1-1 20021224 today 0000-00-00
        2002-12-24T00:00 99999-01-01 +002-01-01 2002-12-24%20);
    problem($httpd, $day->(''), 400, 'date');
    problem($httpd, '/ref/treaties.json?limit=0', 400, 'limit');
    problem($httpd, '/ref/treaties.json?q', 400, 'q');
    problem($httpd, '/ref/treaties.json?after=', 400, 'after');
    problem($httpd, '/ref/treaties.json?after=%27%20OR%201', 400, 'after');
    problem($httpd, '/ref/treaties/opsc.json?date=2002-12-24', 400, 'date');
    problem($httpd, '/ref/treaties/opsc.json?utm_source=x', 400, 'utm_source');
    problem($httpd, '/ref/treaties.json?%3Cscript%3E=1', 400);
    problem($httpd, '/ref/treaties.json?a%0d%0aX-Evil:%201=1', 400);
    problem($httpd, '/ref/treaties/%FF%FE.json', 400, 'id');
    problem($httpd, '/ref/treaties/%ED%A0%80.json', 400, 'id');
    problem($httpd, '/ref/treaties/%C0%AE.json', 400, 'id');
    problem($httpd, '/ref/treaties/a%0d%0aSet-Cookie:b.json', 400, 'id');
    problem($httpd, '/ref/treaties/' . 'x' x 201 . '.json', 400, 'id');
    problem($httpd, q{/ref/treaties/x'%20OR%20'1'='1.json}, 404, 'id');
    problem($httpd, '/ref/treaties.json?' . 'x' x 4097, 414);
    problem($httpd, '/ref/treaties/' . 'x' x 1100 . '.json', 414);
    return;
}

sub fragments {
    my ($httpd) = @_;
    my @urls = (
        '/ref/treaties/%3Cscript%3Ealert(1)%3C%5Cscript%3E/box',
        '/ref/treaties/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E/box',
        '/ref/treaties/%3C!--%23exec%20cmd=%22id%22--%3E/box',
        '/ref/treaties/%7B%7B%7Bbase%7D%7D%7D/box',
        '/ref/treaties/opsc@%3Cscript%3E/box',
        '/ref/treaties/opsc/%3Cscript%3E',
        '/ref/treaties/opsc/box?heading=%3Cscript%3E',
        '/ref/%3Cscript%3E',
    );

    for my $url (@urls) {
        my $answer = $httpd->get($url);
        like $answer->{status}, qr/\A40[04]\z/, "$url: $answer->{status}";
        is $answer->{headers}{'content-type'}, 'text/html; charset=utf-8',
            'as a fragment';
        unlike $answer->{content} =~ s/$OWN_SCRIPT//r,
            qr/<script|<img|<!--/, 'with nothing live in it';
        unlike $answer->{content}, $LEAK, 'and nothing leaked';
    }
    my $page = $httpd->get('/ref/treaties?sort=%3Cscript%3E')->{content};
    like $page, qr{<html.*<code[^>]*>sort</code> takes id, title}s,
        'a page that cannot be shown is a page, and says what is wrong';
    unlike $httpd->get('/ref/treaties/opcs/box')->{content}, qr/<html/,
        'a view that cannot be is a fragment';
    is $httpd->get('/ref/treaties/opsc/box?utm_source=%3Cscript%3E')->{status},
        200, 'parameters that are not ours do not disturb a view';
    return;
}

# Core or we refuse these; nobody serves them.
sub paths {
    my ($httpd) = @_;
    my @paths = map {"/ref/$_"} (
        '../../etc/passwd', 'treaties/../../../etc/passwd',
        '%2e%2e/%2e%2e/etc/passwd', 'treaties/%2e%2e/%2e%2e/x.json',
        'treaties/..%2f..%2fetc%2fpasswd', 'treaties/%00.json',
        'treaties/opsc%00.json', 'treaties/opsc%2fbox', '%', 'treaties/%zz',
        'assets/..%5c..%5ctreaty.db', 'treaties/opsc/../box',
        'treaties/opsc/box/more/and/more', 'treaties/.json', 'treaties/@.json',
        'treaties/opsc/../x', 'treaties/opsc/partials%2fday',
        'treaties/opsc/missing.mustache', 'fact-sheets/x', ';', '%25',
        'treaties/opsc.json.json', 'treaties/%F0%9F%98%80.json',
    );

    for my $path (@paths) {
        my $bytes = $httpd->raw(send_lines("GET $path HTTP/1.1",
            'Host: localhost', 'Connection: close', ''));
        like $bytes, qr{\AHTTP/1\.1 40[04] }, "$path is refused";
        unlike $bytes, qr/root:|"counts"/, 'and nothing is given';
        # Which modules there are is ServerTokens' to tell.
        unlike $bytes =~ s/^Server: .*$//mr, $LEAK, 'nor told';
    }
    $httpd->allow_log(qr/AH(?:00026|10244)/);
    my $long = $httpd->get('/ref/treaties/' . 'x' x 65536 . '.json');
    is $long->{status}, 414, 'an address of 64 KB is refused by httpd';
    unlike $long->{content}, $LEAK, 'and nothing leaks';
    return;
}

sub headers {
    my ($httpd) = @_;
    my $moved = $httpd->raw(send_lines(
        "GET /ref/treaties/iv-11-c/box?a=\xff\xfe<b>%41 HTTP/1.1",
        'Host: localhost', 'Connection: close', ''));

    like $moved, qr{\AHTTP/1\.1 (?:308|400) }, 'bytes that are no text';
    unlike $moved, qr/[\x80-\xff<]b?/, 'are not told again as they are'
        if $moved =~ /\A\S+ 308/;

    for my $url ('/ref/treaties/iv-11-c/box?a=%0d%0aX-Evil:%20yes',
        '/ref/treaties/iv-11-c/box?%0aX-Evil:yes',
        '/ref/treaties/a%0aX-Evil:yes/box', '/ref/%0d%0aX-Evil:yes')
    {
        my $answer = $httpd->get($url);
        ok !exists $answer->{headers}{'x-evil'}, "$url adds no header";
        unlike $answer->{headers}{location} // '', qr/[\r\n]/,
            'and breaks none';
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    problems($httpd);
    fragments($httpd);
    paths($httpd);
    headers($httpd);
    is $httpd->get('/ref/health')->{status}, 200, 'the mount is well';
};

# Where httpd lets long requests through, the module has its own limit.
for_each_mpm {
    my ($httpd) = @_;
    problem($httpd, '/ref/treaties/' . 'x' x 65536 . '.json', 414);
    problem($httpd, '/ref/treaties.json?' . 'x' x 65536, 414);
    is $httpd->get('/ref/treaties/opsc/box?' . 'x' x 65536)->{status}, 414,
        'for views too';
} config => "LimitRequestLine 100000\n";

# Texts that would do harm if any of them came out as it went in.
my $harm = join ' ',
    '<script>alert(1)</script>', q("><img src=x onerror='alert(1)'>),
    '<!--#exec cmd="id"-->', '<!--#treaty id="opsc" view="box" -->',
    '{{{base}}}', '{{> missing}}', '{{=<% %>=}}', '$DOCUMENT_ROOT',
    "\x{202e}gnp.exe", '&lt;', '&#60;script&#62;', '%3Cscript%3E', '--><b>',
    ']]>', '%s%n%ld', "\x{2028}";
my $js  = q(javascript:alert("1"));
# As long as an import lets a text be.
my $big = 'long <b>' . 'x' x 65_000;
my $evil = published('evil.db', members(
    sources => [members(id => 'src', kind => 'document', title => $harm,
        publisher => $harm, url => $js, note => $harm)],
    participants => [members(id => 'usa', kind => 'state', source => 'src',
        names => [members(name => $harm)])],
    treaties => [
        members(id => 'evil', mtdsg_no => $harm, type => 'treaty',
            titles => [members(kind => 'official', language => 'en"><b>',
                    title => $harm),
                members(kind => 'short', title => $harm)],
            aliases => [$harm, 'X-1'], adopted_on => '2000-01-01',
            adopted_at => $harm, registration_no => $harm, citation => $harm,
            depositary => $harm, subjects => [$harm],
            relations => [members(kind => 'amends', treaty => 'big')],
            covers => ['signatures', 'consents'], columns => [$harm],
            rule => members(delay_kind => 'days', delay => 1,
                later_kind => 'days', later_delay => 1,
                later_after => 'threshold', article => $harm),
            source => 'src',
            acts => [members(participant => 'usa', kind => 'ratification',
                deposited_on => '2001-01-01', column => $harm, raw => $harm,
                note => $harm, source => 'src')]),
        members(id => 'big', type => 'treaty',
            titles => [members(kind => 'official', title => $big)],
            citation => $big),
    ],
    fact_sheets => [members(id => 'sheet', kind => $harm, title => $harm,
        language => 'en" onclick="x', office => $harm, place => $harm,
        released_on => '2002-12-24', url => $js, source => 'src',
        breadcrumb => [$harm],
        blocks => [members(kind => 'heading', level => 2, text => $harm),
            members(kind => 'paragraph', text => $harm)],
        links => [members(label => $harm, url => $js)],
        claims => [members(treaty => 'evil', measure => 'consents',
                claimed => $harm, as_of => '2002-12-24', quote => $harm),
            members(treaty => 'evil', participant => 'usa', measure => $harm,
                claimed => '1', as_of => '2002-12-24', quote => $harm)])],
));

# The names of the elements that the texts would open, and what else is live.
my $LIVE = qr/<script|<img|<b>|<!--|"javascript:/;

my @facts = map {qq(<!--#treaty id="evil" fact="$_" -->)}
    qw(title short_title citation depositary registration_no mtdsg_no
    language rule.article adopted_at);
my %pages = (
    'box.shtml'  => '<!--#include virtual="/ref/treaties/evil/box" -->'
        . '<!--#treaty id="evil" view="box" -->',
    'sheet.shtml' => '<!--#treaty factsheet="sheet" view="box" -->'
        . '<!--#include virtual="/ref/fact-sheets/sheet/box" -->',
    'facts.shtml' => join("\n", @facts),
    'plain.shtml' => join("\n", map {s/ -->/ format="plain" -->/r} @facts),
    'near.shtml' => '<!--#treaty id="evip" view="box" -->'
        . '<!--#treaty id="evip" fact="consents" -->'
        . '<!--#include virtual="/ref/treaties/evip/box" -->',
    'variable.shtml' => '<!--#treaty id="evil" fact="title" var="t" -->'
        . '<!--#echo var="t" encoding="entity" -->',
    'big.shtml' => '<!--#treaty id="big" fact="citation" -->'
        . '<!--#treaty id="big" view="box" -->end of page',
);

# What is asked for stands in fields, titles and addresses of a page, as text.
sub queries_in_pages {
    my ($httpd) = @_;
    my $harms = join '', map { sprintf '%%%02X', ord }
        split //, q{"><script>alert(1)</script><!--#exec cmd="id"-->{{{base}}}};

    for my $url ("treaties?q=$harms", "treaties?subject=$harms",
        "treaties?depositary=$harms&sort=title", "treaties?chapter=$harms",
        "treaties?participant=$harms", "search?q=$harms", "search?kind=$harms",
        "status?treaty=$harms", "status?treaty=opsc&participant=$harms",
        "acts?treaty=$harms", "acts?participant=$harms",
        "participants?initial=$harms", "participants?kind=$harms",
        "treaties?lang=$harms", "treaties?on=$harms", "subjects?$harms=$harms")
    {
        my $answer = $httpd->get("/ref/$url");
        like $answer->{status}, qr/\A(?:200|40[04])\z/, "$url is answered";
        my $text = $answer->{content} =~ s/$OWN_SCRIPT//r;
        like $text, qr{<title>[^<]*</title>.*</html>\s*\z}s, 'by a page';
        unlike $text, qr{<script|<!--|alert\(1\)</|uid=\d},
            'with nothing of it live';
        unlike $text =~ s{</?select\b}{}gr, $LEAK, 'and nothing leaked';
    }
    return;
}

sub data_as_json {
    my ($httpd) = @_;
    my $treaty = $httpd->json('/ref/treaties/evil.json');
    my $sheet  = $httpd->json('/ref/fact-sheets/sheet.json');

    is $treaty->{$_}, $harm, "JSON has the treaty's $_ as it is"
        for qw(title short_title mtdsg_no citation depositary adopted_at
        registration_no);
    is $treaty->{participants}[0]{participant}{name}, $harm, 'a name as well';
    is $treaty->{sources}[0]{url}, undef,
        'but an address that is none of the web is left out';
    is $sheet->{url}, undef, "the sheet's too";
    is $sheet->{$_}, $harm, "the sheet's $_ too" for qw(title office place);
    is $sheet->{claims}[0]{quote}, $harm, 'and a quotation';
    is length $httpd->json('/ref/treaties/big.json')->{title}, length $big,
        'a text of 64 KB comes whole';
    is $httpd->json('/ref/treaties.json')->{total}, 2, 'so do lists';
    is $httpd->json('/ref/treaties/evip.json', 404)->{suggestions}[0]{title},
        $harm, 'and suggestions';
    return;
}

sub data_in_html {
    my ($httpd) = @_;

    for my $url ('/ref/treaties/evil/box', '/ref/treaties/evil',
        '/ref/fact-sheets/sheet/box', '/ref/fact-sheets/sheet',
        '/ref/treaties/evip/box', '/ref/', '/ref/treaties', '/ref/acts',
        '/ref/participants', '/ref/subjects', '/ref/fact-sheets',
        '/ref/search?q=script', '/ref/status?treaty=evil',
        map {"/$_"} sort keys %pages)
    {
        my $answer = $httpd->get($url);
        my $status = $url =~ m{/evip/} ? 404 : 200;
        is $answer->{status}, $status, "$url is answered";
        my $text = $answer->{content} =~ s/\A\s*<!DOCTYPE html>//ir
            =~ s/$OWN_SCRIPT//r;
        unlike $text, $LIVE, 'nothing of the data is live';
        unlike $text, qr/uid=\d|an error occurred/, 'nothing was executed';
        unlike $text, qr/lang="[^"]*[<>]|" onclick=/, 'no attribute is left';
        unlike $text, qr{(?:href|src)="\s*javascript:}i,
            'no link runs a script';
        next if $url =~ /big/;
        like $text, qr/&lt;script&gt;/, 'the text is there, escaped';
        like $text, qr/\{\{\{base\}\}\}/, 'and no template for ours';
    }
    like $httpd->get('/big.shtml')->{content}, qr/end of page\z/,
        'a page with very long texts ends as it should';
    $httpd->allow_log(qr/TREATY04\d\d: .*(?:near|evip|big)/);
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    data_as_json($httpd);
    data_in_html($httpd);
    queries_in_pages($httpd);
} database => $evil, documents => \%pages;

done_testing;
