# `treatyctl templates check` finds what a designer does wrong, with its line,
# and finds nothing in what is right.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my @folders;

# A site's folder with these templates; a name with an ending is another file.
sub folder_of {
    my (%files) = @_;
    my $folder = File::Temp->newdir;

    push @folders, $folder;
    for my $name (sort keys %files) {
        my $path = "$folder/$name" . ($name =~ /[.]/ ? '' : '.mustache');
        make_path(dirname($path));
        open my $file, '>:raw', $path or die "$path: $!";
        print {$file} $files{$name};
        close $file or die "$path: $!";
    }
    return "$folder";
}

# What a check of these templates tells, a line a finding, without the folder.
sub found {
    my (%files) = @_;
    my $folder = folder_of(%files);
    my $run    = treatyctl('templates', 'check', $folder);
    my @lines  = split /\n/, $run->{out} =~ s/^\Q$folder\E\///gmr;

    like pop @lines, qr/^@{[scalar @lines]} findings?\z/, 'all are counted';
    is $run->{status}, @lines ? 1 : 0, 'the exit status says whether any';
    is $run->{err}, '', 'nothing else is told';
    return join "\n", @lines;
}

# Each: what it is, the template treaties/card, and what is found in it.
my @wrong = (
    ['a field that is misspelt', "\n\n{{adopted_om}}",
        '3: there is no field "adopted_om" here; perhaps "adopted_on"'],
    ['one that is like none', '{{moon}}', '1: there is no field "moon" here'],
    ['one of another kind of record', '{{released_on}}',
        '1: there is no field "released_on" here'],
    ['a field of a field', "{{counts.signature}}",
        '1: there is no field "signature" in "counts"; perhaps "signatures"'],
    ['a field within a section', "{{#sources}}\n{{publishr}}{{/sources}}",
        '2: there is no field "publishr" here; perhaps "publisher"'],
    ['a section of an unknown field', '{{#sorces}}{{moon}}{{/sorces}}',
        '1: there is no field "sorces" here; perhaps "sources"'],
    ['and what stands where it is not', '{{^sorces}}{{moon}}{{/sorces}}',
        qq(1: there is no field "moon" here\n)
            . '1: there is no field "sorces" here; perhaps "sources"'],
    ['a form that is misspelt', '{{adopted_on.lang}}',
        '1: "adopted_on" has no form "lang"; perhaps "long"'],
    ['a form that a number does not have', '{{counts.consents.long}}',
        '1: "consents" has no form "long"'],
    ['a list in the place of a text', '{{sources}}',
        '1: "sources" is a list and shows nothing by itself; open it with '
            . '{{#sources}}'],
    ['an object in the place of a text', '{{counts}}',
        '1: "counts" is an object and shows nothing by itself; open it with '
            . '{{#counts}}'],
    ['a text that is shown raw', "\n{{{title}}}",
        '2: "title" isn\'t HTML that the module has built, so it could run as '
            . 'a script; write {{title}}'],
    ['by the other sign', '{{& title }}',
        '1: "title" isn\'t HTML that the module has built, so it could run as '
            . 'a script; write {{title}}'],
    ['a list\'s item that is shown raw',
        '{{#statements}}{{#text.paragraphs}}{{{.}}}{{/text.paragraphs}}'
            . '{{/statements}}',
        '1: "." isn\'t HTML that the module has built, so it could run as a '
            . 'script; write {{.}}'],
    ['a template that is not there', '{{> partials/dya}}',
        '1: there is no template "partials/dya"; perhaps "partials/day"'],
    ['a template that includes itself', "x\n{{#rule}}{{> treaties/card}}{{/rule}}",
        '2: "treaties/card" is included by itself without end'],
    ['a block that the parent has no place for',
        '{{< partials/head}}{{$titel}}x{{/titel}}{{/ partials/head}}',
        '1: "partials/head" has no block "titel", so this never shows'],
    ['what a parent never shows',
        "{{< partials/head}}\n{{id}}\n{{/ partials/head}}",
        '2: within {{<partials/head}} only blocks show, {{$name}}; this never '
            . 'does'],
    ['a word that no catalogue has', '{{words.adoptd_label}}',
        '1: there is no word "adoptd_label"; perhaps "adopted_label"'],
    ['a form that a word does not have', '{{words.adopted_label.long}}',
        '1: the word "adopted_label" has no form but .before and .after'],
    ['a word with a hole that nobody fills', '{{words.as_of_day}}',
        '1: the word "as_of_day" has a hole; write '
            . '{{words.as_of_day.before}}...{{words.as_of_day.after}}'],
    ['a tag that is not closed', "{{id}}\n{{#counts}}",
        '2: "counts", opened in line 2, isn\'t closed'],
    ['bytes that are no UTF-8', "x\n\xff",
        '2: the text isn\'t UTF-8; save it as UTF-8'],
);

for my $case (@wrong) {
    my ($what, $template, $expected) = @$case;

    is found('treaties/card' => $template),
        $expected =~ s/^/treaties\/card.mustache:/gmr, $what;
}

is found('treaties/card' => '{{#a}}', 'treaties/own' => '{{> treaties/card}}'),
    'treaties/card.mustache:1: "a", opened in line 1, isn\'t closed',
    'what includes a broken template is not to blame';
is found('treatys/card' => 'x'),
    'treatys/card.mustache: nothing shows this: it is no view of a collection, '
    . 'and no template that is shown includes it',
    'a view in a folder that is no collection';
is found('partials/own' => '{{moon}}'),
    'partials/own.mustache: nothing shows this: it is no view of a collection, '
    . 'and no template that is shown includes it',
    'a partial that nobody includes';
is found('partials/day' => '{{moon}}'),
    'partials/day.mustache:1: there is no field "moon" here',
    'a partial is checked where the shipped templates include it';
is found('partials/a' => '{{> partials/b}}', 'partials/b' => '{{> partials/a}}',
    'treaties/card' => '{{> partials/a}}'),
    'partials/b.mustache:1: "partials/a" is included by itself, by way of '
    . 'others, without end', 'templates that include each other';
is found('treaties/card' => '{{> partials/o}}{{#sources}}{{> partials/o}}{{/sources}}',
    'partials/o' => '{{publisher}}{{title}}{{publishre}}'),
    'partials/o.mustache:1: there is no field "publishre" here; '
    . 'perhaps "publisher"',
    'a field counts as known that is known in one of the places';

is found('fact-sheets/card' => '{{> partials/o}}{{#blocks}}{{#quote}}'
        . '{{> partials/o}}{{/quote}}{{/blocks}}',
    'treaties/card' => '{{#statements}}{{> partials/o}}{{/statements}}',
    'partials/o' => '{{{html}}}{{{text}}}'),
    'partials/o.mustache:1: "text" isn\'t HTML that the module has built, so it '
    . 'could run as a script; write {{text}}',
    'but not one that is raw in one of them';

is found('treaties/card' => '{{words.ours}}{{words.theirs}}',
    'languages/en.json' => '{"words": {"ours": "Ours", "adopted_labl": "x"}}',
    'languages/fr.json' =>
        qq({"words": {\n"theirs": "Les leurs",\n"adoptd_label": "Le"}})),
    join("\n", 'languages/en.json:1: no template shows the word '
        . '"adopted_labl"; perhaps "adopted_label"',
    'languages/fr.json:3: no template shows the word "adoptd_label"; perhaps '
        . '"adopted_label"',
    'treaties/card.mustache:1: there is no word "theirs"'),
    'words of the site are told by its catalogues, beneath all by English';
is found('languages/fr.json' => qq({"words":\n{"as_of_day": "Le"}}),
    'languages/x.json' => '{}', 'languages/de.json' => "{\n\n"),
    join("\n", "languages/de.json:3: string or '}' expected near end of file",
    'languages/fr.json:2: "as_of_day" lacks its hole {}',
    "languages/x.json: the file's name isn't the tag of a language"),
    'catalogues that are broken are told with their line';

is found(
    'treaties/card' => "{{< partials/own}}{{\$inside}}{{> partials/own}}"
        . "{{title}}{{/inside}}{{/ partials/own}}",
    'partials/own' => '<p>{{$inside}}{{id}}{{/inside}}</p>',
    'treaties/box' => '{{title}} {{counts.states.signatures.text}} '
        . '{{base}}{{origin}}{{heading}}'
        . '{{#is_today}}{{as_of.long}}{{/is_today}}{{stylesheet}}'
        . '{{#relations}}{{kind.label}}{{/relations}}{{lang}}{{dir}}'
        . '{{words.as_of_day.before}}{{as_of.long}}{{words.as_of_day.after}}'
        . '{{#steps}}{{from}} {{states.consents}}{{/steps}}'
        . '{{#counts.pending.some}}{{.}}{{/counts.pending.some}}',
    'fact-sheets/page' => '{{#blocks}}{{#table}}{{{html}}}{{/table}}'
        . '{{#list}}{{{html}}}{{#items}}{{{html}}}{{/items}}{{/list}}{{/blocks}}'
        . '{{#claims}}{{claimed.text}}{{#participant}}{{name}}{{/participant}}'
        . '{{/claims}}',
    'participants/list' => '{{#items}}{{name}}{{kind.label}}{{/items}}{{next}}',
    'participants/own' => '{{#treaties}}{{treaty.title}}{{/treaties}}',
    'index' => '{{#browse}}{{#subjects}}{{text}}{{/subjects}}{{/browse}}'
        . '{{#page.menu}}{{word.label}}{{/page.menu}}',
    'api/list' => '{{#api}}{{#operations}}{{path}}{{/operations}}{{/api}}',
    'missing' => '{{detail}}{{#inline}}{{/inline}}',
    'problem' => '{{#suggestions}}{{id}}{{/suggestions}}'), '',
    'what is right is let be';

my $folder = folder_of('treaties/card' => "\n{{moon}}");
my $run = treatyctl('templates', 'check', $folder, '--report', 'json');
is_deeply decode_json($run->{out}),
    { total => 1, findings => [{ file => "$folder/treaties/card.mustache",
        line => 2, message => 'there is no field "moon" here' }] },
    'the findings come as JSON, too';
is $run->{status}, 1, 'with the same exit status';

$run = treatyctl('templates', 'check');
is $run->{out}, "0 findings\n", 'the shipped templates are right';
is $run->{status}, 0, 'and so says the exit status';

$run = treatyctl('templates', 'check', "$folder/none");
is $run->{status}, 3, 'a folder that is not there is a failure';
like $run->{err}, qr/^treatyctl: \Q$folder\E\/none can't be read: /,
    'and is named';
# A preview.
my $db   = "$folder/record.db";
my $site = folder_of(
    'treaties/card' => '{{words.adopted_label}}: {{adopted_on.long}} '
        . '<h{{heading}}>{{lang}}</h{{heading}}>',
    'treaties/worse' => "\n\n{{#id}}");
treatyctl_ok('init', $db);
treatyctl_ok('import', $db, "$TreatyConfig::SRCDIR/sql/sample.json");
is treatyctl_ok('render', $db, 'treaties/opsc/card', '--templates', $site),
    'Adopted: 25 May 2000 <h3>en</h3>', 'a view is looked at without httpd';
like treatyctl_ok('render', $db, 'treaties/opsc@2002-12-24/card?heading=2',
    '--templates', $site, '--lang', 'fr'),
    qr{: 25 mai 2000 <h2>fr</h2>\z}, 'in a language';
like treatyctl_ok('render', '--heading', 5, $db, 'treaties/opsc/card',
    '--templates', $site), qr{<h5>en</h5>\z}, 'with a heading of a level';
$run = treatyctl('render', $db, 'treaties/opsc/worse', '--templates', $site);
is $run->{status}, 1, 'one that is broken is a finding';
like $run->{err}, qr{\Q$site\E/treaties/worse\.mustache:3: "id", opened},
    'and its file and line are told';

is treatyctl('templates', 'mend', $folder)->{status}, 2,
    'there is nothing but check';
is treatyctl('templates')->{status}, 2, 'which has to be said';
is treatyctl('templates', 'check', $folder, '--report', 'xml')->{status}, 2,
    'and a report is JSON';
done_testing;
