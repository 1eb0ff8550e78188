# Languages: of an address, of an element, of a place; what stays the same in
# all of them, and what a site says otherwise.
use strict;
use warnings;
use utf8;
use Encode qw(decode encode);
use JSON::PP;
use Test::More;
use Unicode::Normalize qw(NFC NFD);
use TreatyHttpd;

binmode $_, ':encoding(UTF-8)'
    for map { Test::More->builder->$_ } qw(output failure_output todo_output);

my %DAY = (
    ar => '25 أيار/مايو 2000',
    en => '25 May 2000',
    es => '25 de mayo de 2000',
    fr => '25 mai 2000',
    ru => '25 мая 2000 года',
    zh => '2000年5月25日',
);

sub text_of {
    my ($httpd, $path, $status) = @_;
    my $answer = $httpd->get($path);

    is $answer->{status}, $status // 200, "$path: is there";
    return decode('UTF-8', $answer->{content});
}

sub addresses {
    my ($httpd) = @_;

    for my $lang (sort keys %DAY) {
        my $dir = $lang eq 'ar' ? 'rtl' : 'ltr';
        my $box = text_of($httpd, "/ref/treaties/opsc/box?lang=$lang");
        my $page = $httpd->get("/ref/treaties/opsc?lang=$lang");

        like $box, qr/\A<section class="treaty-box" lang="$lang" dir="$dir"/,
            "$lang: a box says its language and direction";
        like $box, qr/<time datetime="2000-05-25">\Q$DAY{$lang}\E</,
            "$lang: a day is written as there";
        like $page->{content}, qr/<html lang="$lang" dir="$dir">/,
            "$lang: a page says both as well";
        is $page->{headers}{'content-language'}, $lang, "$lang: the header says it";
        my %others = $page->{content} =~
            m{<li><a class="treaty-menu-link" href="([^"]+)" hreflang="(\w+)"}g;
        is join(' ', sort values %others), join(' ', sort keys %DAY),
            "$lang: a page leads to itself in the other languages";
        is $others{"/ref/treaties/opsc?lang=$lang"}, $lang, "$lang: and this one";
        like $page->{headers}{link},
            qr{</ref/treaties/opsc\?lang=$lang>; rel="self"},
            "$lang: the page's own address has it";
        like $page->{headers}{link},
            qr{</ref/treaties/opsc\.json\?lang=$lang>; rel="alternate"},
            "$lang: so has that of its data";
    }
    return;
}

sub validators {
    my ($httpd) = @_;
    my $path = '/ref/treaties/opsc/box';
    my %etag = map { $_ => $httpd->get("$path?lang=$_")->{headers}{etag} }
        sort keys %DAY;
    my %seen = map { $_ => 1 } values %etag;
    my $bare = $httpd->get($path);

    is scalar(keys %seen), scalar(keys %DAY), 'each language has its own ETag';
    is $httpd->get("$path?lang=fr", { 'If-None-Match' => $etag{fr} })->{status},
        304, 'by which it is validated';
    is $httpd->get("$path?lang=ar", { 'If-None-Match' => $etag{fr} })->{status},
        200, 'which is of no other';
    unlike $bare->{content}, qr/[?&]lang=/, 'no address names a language unasked';
    is $bare->{headers}{vary} // 'Accept-Encoding', 'Accept-Encoding',
        'and none depends on what the browser prefers';
    my %csv = map { $_ => $httpd->get("/ref/treaties.csv?lang=$_") } qw(en fr);
    isnt $csv{en}{headers}{etag}, $csv{fr}{headers}{etag}, 'a stream, too';
    is +(split /\r\n/, $csv{en}{content})[0], (split /\r\n/, $csv{fr}{content})[0],
        'headers of CSV are the same in all languages';
    return;
}

sub unknown_ones {
    my ($httpd) = @_;
    my $path = '/ref/treaties/opsc';

    for my $wrong ('xx', 'english', '%3Cscript%3E', 'fr;q=1') {
        my $answer = $httpd->get("$path.json?lang=$wrong");
        my $problem = decode_json $answer->{content};

        is $answer->{status}, 400, "$wrong: data in no such language is refused";
        is $problem->{parameter}, 'lang', "$wrong: which names the parameter";
        like $problem->{expected}, qr/ar, en, es, fr, ru, zh/, 'and what it takes';
        $answer = $httpd->get("$path?lang=$wrong");
        like $answer->{content}, qr/<html lang="en" dir="ltr">/,
            "$wrong: a page stands in its own language";
        unlike $answer->{headers}{link}, qr/lang=/, 'whose address it has';
    }
    like $httpd->get("$path/box?lang=FR-ca")->{content},
        qr{lang="fr".*href="/ref/treaties/opsc\?lang=fr"}s,
        'a region stands for its language';
    is decode_json($httpd->get("$path.json?lang=zh-Hant-TW")->{content})
            ->{urls}{html}, '/ref/treaties/opsc?lang=zh',
        'in data as well';
    my $moved = $httpd->get('/ref/treaties/IV-11-C.json?lang=fr');
    is $moved->{headers}{location}, '/ref/treaties/opsc.json?lang=fr',
        'a redirection keeps the language';
    return;
}

# Names of participants: of the language and of the day; one that is known in
# English alone stays in English, and says so.
sub names {
    my ($httpd) = @_;
    my %of_turkey = (ar => 'تركيا', en => 'Türkiye', es => 'Türkiye',
        fr => 'Türkiye', ru => 'Турция', zh => '土耳其');
    my $name = sub { return $httpd->json("/ref/participants/$_[0].json?lang=$_[1]") };

    for my $lang (sort keys %of_turkey) {
        my $now = $name->('tur', $lang);
        is $now->{name}, $of_turkey{$lang}, "$lang: a participant's name";
        is $now->{language}, $lang, "$lang: which says its language";
    }
    is $name->('tur@2010-01-01', 'fr')->{name}, 'Turquie',
        "a day's name is the translation of that day's";
    is $name->('cpv@2010-01-01', 'fr')->{name}, 'Cap-Vert', 'another';
    my ($row) = grep { $_->{participant}{id} eq 'deu' } @{ $httpd->json(
        '/ref/treaties/opsc/participants.json?lang=es')->{items} };
    is $row->{participant}{name}, 'Alemania', 'the rows of a treaty have them';
    is +(grep { $_->{id} eq 'deu' } @{ $httpd->json(
        '/ref/participants.json?lang=ru&limit=300')->{items} })[0]{name},
        'Германия', 'so has the list';
    like decode('UTF-8', $httpd->get('/ref/acts.csv?lang=zh')->{content}),
        qr/,德国,/, 'and a stream';
    is $httpd->json('/ref/treaties/opsc.json?lang=fr')->{language}, 'en',
        'a title that is not there in the language says which it is in';
    for my $asked ('Германия', 'ГЕРМАНИЯ', '德国', 'ألمانيا', 'Alemania', 'allemagne') {
        my $path = '/ref/participants/' . (encode('UTF-8', $asked)
            =~ s/([^A-Za-z])/sprintf '%%%02X', ord $1/ger) . '.json';
        is $httpd->get($path)->{headers}{location}, '/ref/participants/deu.json',
            "$asked: a name of any language finds its participant";
    }
    return;
}

# What a list by names is looked through by: letters alone, without accents.
sub key {
    my $letters = NFC(NFD($_[0]) =~ s/\p{Latin}\K\p{M}+//gr);
    return lc($letters) =~ s/[,()]//gr =~ s/ +/ /gr;
}

# All of a list, page by page.
sub whole_list {
    my ($httpd, $path) = @_;
    my @names;

    while (defined $path && @names < 1000) {
        my $page = $httpd->json($path);
        push @names, map { $_->{name} } @{ $page->{items} };
        $path = $page->{next};
        is $httpd->json($httpd->json($path)->{prev})->{items}[0]{name},
            $page->{items}[0]{name}, 'and back' if defined $path;
    }
    return @names;
}

# Tables and lists come by the names that they show.
sub names_in_order {
    my ($httpd) = @_;
    my %first;

    for my $lang (qw(fr ru)) {
        my @lists = (
            [map { $_->{participant}{name} } @{ $httpd->json(
                "/ref/treaties/opsc/participants.json?lang=$lang")->{items} }],
            [text_of($httpd, "/ref/treaties/opsc/participants?lang=$lang")
                =~ m{<th scope="row"><a [^>]*>([^<]+)</a>}g],
            [whole_list($httpd, "/ref/participants.json?lang=$lang&limit=50")],
            [whole_list($httpd, "/ref/participants.json?lang=$lang&limit=90&kind=state,organisation")],
            [whole_list($httpd, "/ref/participants.json?lang=$lang&initial=" . ($lang eq 'fr' ? 'g' : '%D0%93'))]);

        for my $names (@lists) {
            s/&#39;/'/g for @$names;
            cmp_ok scalar @$names, '>', 5, "$lang: a list of names";
            is_deeply [map { key($_) } @$names], [sort map { key($_) } @$names],
                'is in the order of what it shows';
        }
        $first{$lang} = $lists[0][1];
    }
    isnt $first{fr}, $first{ru}, 'which is another in each language';
    my @down = map { $_->{participant}{name} } @{ $httpd->json(
        '/ref/treaties/opsc/participants.json?lang=fr&sort=-name')->{items} };
    is_deeply [map { key($_) } @down], [reverse sort map { key($_) } @down],
        'and is turned where that is asked for';
    is scalar(whole_list($httpd, '/ref/participants.json?lang=ru&limit=50')),
        $httpd->json('/ref/participants.json')->{total}, 'nobody is left out';
    my $letters = text_of($httpd, '/ref/participants?lang=ru&initial=%D0%B3');
    like $letters, qr{initial=%D0%93[^"]*" aria-current="true">Г</a>}i,
        'letters are those of the language';
    is scalar(() = $letters =~ /class="treaty-letter"[^>]*aria-current/g), 1,
        'one of them is chosen';
    like $letters, qr{>Германия</a>}, 'and names begin with it';
    unlike $letters, qr{>Чехия</a>}, 'no others';
    like text_of($httpd, '/ref/?lang=ar'), qr{class="treaty-letter"[^>]*>ا</a>},
        'on the first page, too';
    unlike text_of($httpd, '/ref/?lang=fr'), qr{class="treaty-letter"[^>]*>W</a>},
        'where nothing begins with W in French';
    return;
}

# Who goes on from an answer goes on in its language.
sub addresses_keep_it {
    my ($httpd) = @_;

    for my $path ('/', '/subjects', '/treaties', '/participants', '/acts',
        '/treaties/opsx@2002-12-24', '/fact-sheets/2002-12-24-opsc/claims',
        '/participants/usa', '/treaties/opsc/history', '/index.json',
        '/subjects.json', '/acts.atom', '/acts.json')
    {
        my $text = $httpd->get("/ref$path?lang=ru")->{content};
        # Code to copy is for pages of any language, and files have none.
        $text =~ s{<code>.*?</code>}{}gs;
        my @lost = grep { !m{^/ref/(?:assets|download)/|^/ref/opensearch|[?&;]lang=\w\w\b} }
            $text =~ m{(?:href=|: )"(/ref(?:/[^"]*)?)"}g;

        is_deeply \@lost, [], "$path: each address has the language";
    }
    like $httpd->get('/ref/treaties/opsx@2002-12-24?lang=ru')->{content},
        qr{href="/ref/treaties/opsc\@2002-12-24\?lang=ru"},
        'what may have been meant is of the day, too';
    my ($data) = $httpd->get('/ref/fact-sheets/2002-12-24-opsc@2003-01-01/claims?lang=ru')->{content}
        =~ m{href="([^"]*)" type="application/json"};
    is $httpd->get($data)->{headers}{'content-type'}, 'application/json',
        'where data is promised, there it is';
    return;
}

sub elements {
    my ($httpd) = @_;
    my (undef, %part) = split /\s*(?:^|\n)(\w+): /, "\n" . text_of($httpd, '/page.shtml') =~ s/\s+\z//r;

    is $part{fact}, "25 mai 2000", 'a fact is in the language of its element';
    like $part{title}, qr/title="signatures au 24 décembre 2002 ; date des données/,
        'and its title';
    like $part{title}, qr{\A<span lang="fr" dir="ltr"><data [^>]*>105</data> au 24 décembre 2002, .*</span>\z},
        'it says which language that is, with what stands beside it';
    like $part{box}, qr/\A<section class="treaty-box" lang="ar" dir="rtl"/,
        'a view is';
    like $part{box}, qr{href="/ref/treaties/opsc\?lang=ar"}, 'and what it leads to';
    like $part{wrong}, qr/no such language/, 'a language that is not there is told';
    is $part{var}, '2000-05-25', 'a variable is the same in all languages';
    is $part{default}, '25 May 2000', 'without one it is the default';
    $httpd->expect_log(qr/TREATY0410: .*no such language/);

    like text_of($httpd, '/fr/page.shtml'), qr/^fact: 25 мая 2000 года$/m,
        'an .htaccess file says the language of its pages';
    like text_of($httpd, '/fr/page.shtml'), qr{href="/ref/treaties/opsc\?lang=ru"},
        'which the mount is told, for it may speak another';
    return;
}

my $page = "fact: <!--#treaty id=\"opsc\" fact=\"adopted_on\" lang=\"fr\" format=\"plain\" -->\n"
    . "title: <!--#treaty id=\"opsc\@2002-12-24\" fact=\"signatures\" lang=\"fr\" beside=\"today\" -->\n"
    . "box: <!--#treaty id=\"opsc\" view=\"box\" lang=\"ar\" -->\n"
    . "wrong: <!--#treaty id=\"opsc\" view=\"box\" lang=\"xx\" -->\n"
    . "var: <!--#treaty id=\"opsc\" fact=\"adopted_on\" lang=\"zh\" var=\"d\" --><!--#echo var=\"d\" -->\n"
    . "default: <!--#treaty id=\"opsc\" fact=\"adopted_on\" format=\"plain\" -->\n";

for_each_mpm {
    my ($httpd) = @_;

    addresses($httpd);
    validators($httpd);
    unknown_ones($httpd);
    names($httpd);
    names_in_order($httpd);
    addresses_keep_it($httpd);
    elements($httpd);
} documents => {
    'page.shtml'    => $page,
    'fr/.htaccess'  => "TreatyLanguage ru\n",
    'fr/page.shtml' => "fact: <!--#treaty id=\"opsc\" fact=\"adopted_on\" format=\"plain\" -->\n"
        . "<!--#treaty id=\"opsc\" view=\"box\" -->\n",
}, config => "<Directory \"\@DOCROOT\@/fr\">\nAllowOverride All\n</Directory>\n";

# What can't be shown says so in the language, in the frame of the site.
my $wrong = '<!--#treaty id="none" view="box" lang="fr" -->'
    . '<p><!--#treaty id="none" fact="consents" lang="ar" --></p>'
    . '<p><!--#treaty nonsense="1" lang="ru" --></p>';
for_each_mpm {
    my ($httpd) = @_;
    my $page = text_of($httpd, '/ref/treaties/none?lang=fr', 404);

    like $page, qr{<html lang="fr" dir="ltr">.*<nav .*<h1[^>]*>Introuvable</h1>}s,
        'a missing record is told on a page of the site';
    like $page, qr/Il n’y a pas de traité « none »\./, 'in the language';
    is $httpd->json('/ref/treaties/none.json?lang=zh', 404)->{detail},
        '没有条约“none”。', 'so is it in data';
    is $httpd->json('/ref/treaties.json?sort=x&lang=es', 400)->{detail},
        'El parámetro no admite ese valor.', 'and what is wrong with a request';
    unlike text_of($httpd, '/ref/treaties?sort=x&lang=es', 400), qr/downwards/,
        'a page in another language shows no English';

    my $down = $httpd->get('/down/treaties/opsc?lang=ar');
    is $down->{status}, 503, 'without a record a page is unavailable';
    like decode('UTF-8', $down->{content}),
        qr{<html lang="ar" dir="rtl">.*<nav .*<h1[^>]*>غير متاح مؤقتا</h1>}s,
        'it stands in its frame, and says so';
    like text_of($httpd, '/down/treaties/opsc/box?lang=ru', 503),
        qr{\A<div class="treaty-missing" lang="ru" dir="ltr">.*Реестр договоров}s,
        'a view is the small fragment';
    is $httpd->json('/down/treaties/opsc.json?lang=fr', 503)->{title},
        'Temporairement indisponible', 'data is a problem';

    my $host = text_of($httpd, '/wrong.shtml');
    like $host, qr{<div class="treaty-missing" lang="fr" dir="ltr">\s*<p[^>]*>Introuvable</p>}s,
        'a view in a page says what is missing in its language';
    like $host, qr{<p><span class="treaty-missing[^"]*" lang="ar" dir="rtl">[^<]*none[^<]*</span>\s*</p>},
        'a fact does it in phrasing content';
    like $host, qr{<p><span class="treaty-missing[^"]*" lang="ru" dir="ltr">Этот элемент},
        'and an element that is written amiss';
    like text_of($httpd, '/down/page.shtml'),
        qr{before\[<div class="treaty-missing" lang="es" dir="ltr">.*no puede leerse.*</div>\s*\]after}s,
        'without a record the page stands';
    like text_of($httpd, '/plain/page.shtml'),
        qr{before\[<p class="treaty-missing" lang="es" dir="ltr">No hay ningún tratado «none»\.</p>\]after},
        'it does without a template for that, too';
    $httpd->expect_log(qr/TREATY0410/, qr/none\.db/, qr/TREATY0301/);
} documents => {
    'wrong.shtml'      => $wrong,
    'down/page.shtml'  => 'before[<!--#treaty id="opsc" view="box" -->]after',
    'plain/page.shtml' => 'before[<!--#treaty id="none" view="box" -->]after',
}, files => { 'broken/missing.mustache' => '{{#open}}' },
    config => <<'END';
<Location /down>
    SetHandler treaty
    TreatyBase /down
    TreatyDatabase "@ROOT@/none.db"
</Location>
<Location /down/page.shtml>
    SetHandler None
    TreatyLanguage es
</Location>
<Directory "@DOCROOT@/plain">
    TreatyTemplates "@ROOT@/broken"
    TreatyLanguage es
</Directory>
END

# Where nothing is set up, the page says that.
for_each_mpm {
    my ($httpd) = @_;

    like text_of($httpd, '/page.shtml'),
        qr{before\[<span class="treaty-missing[^"]*" lang="fr" dir="ltr">Le répertoire des traités n’est pas configuré},
        'an element without a TreatyDatabase';
    $httpd->expect_log(qr/TREATY0410: .*No TreatyDatabase/);
} mount => 0, documents => {
    'page.shtml' => 'before[<!--#treaty id="opsc" view="box" lang="fr" -->]after' };

# A site's own words, and a language of its own.
my $own = encode('UTF-8', '{"dir": "ltr", "name": "Deutsch", "dates": {'
    . '"day": "{day}. {month} {year}", "month": "{month} {year}", "months": ["Januar",'
    . '"Februar","März","April","Mai","Juni","Juli","August","September","Oktober",'
    . '"November","Dezember"]}, "words": {"in_force": "in Kraft"}}');
for_each_mpm {
    my ($httpd) = @_;
    my $box = text_of($httpd, '/ref/treaties/opsc/box');

    like $box, qr/\A<section class="treaty-box" lang="de" dir="ltr"/,
        'a site may speak a language that is not shipped';
    like $box, qr/>in Kraft<.*>Signed by<.*25\. Mai 2000</s,
        'with its words and days; what it lacks is English, as the site has that';
    like text_of($httpd, '/ref/treaties/opsc/box?lang=fr'), qr/>Signataires</,
        'other languages stay as they are';
    is decode_json($httpd->get('/ref/treaties/opsc.json?lang=xx')->{content})
            ->{expected}, 'ar, de, en, es, fr, ru, zh',
        'the languages that there are include it';

    $httpd->write_file('templates/languages/de.json', '{"words": {"in_force": 1}}');
    like text_of($httpd, '/ref/treaties/opsc/box'), qr/>in Kraft</,
        'a catalogue that breaks goes on as it was';
    $httpd->wait_for_log(qr{TREATY0303: .*languages/de\.json:1: "in_force"});
    $httpd->write_file('templates/languages/de.json',
        encode('UTF-8', '{"words": {"in_force": "gilt"}}'));
    like text_of($httpd, '/ref/treaties/opsc/box'), qr/>gilt</,
        'one that is mended is read again';
    $httpd->expect_log(qr/TREATY0303/);
    # A child that begins while it is broken has never had it.
    $httpd->allow_log(qr/TREATY0120: TreatyLanguage de/);
} config => "TreatyTemplates \@ROOT\@/templates\nTreatyLanguage de\nTreatyRefresh 0s\n",
    files => {
    'templates/languages/de.json' => $own,
    'templates/languages/en.json' => '{ "words": { "signatures_label": "Signed by" } }',
    };

for_each_mpm {
    my ($httpd) = @_;

    like text_of($httpd, '/ref/treaties/opsc/box'), qr/lang="en"/,
        'a language that nobody has is English';
    $httpd->expect_log(qr{TREATY0120: TreatyLanguage xx: .*languages/xx\.json});
} config => "TreatyLanguage xx\n";
done_testing;
