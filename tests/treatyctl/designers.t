# The examples that designers read, of docs/designers.md and of the README, do
# what is said of them, and the fields that are listed are those that there are.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp;
use Test::More;
use TreatyApi;
use TreatyConfig;
use TreatyCtl;
use TreatySource;

my $dir = File::Temp->newdir;
my $db  = "$dir/record.db";
treatyctl_ok('init', $db);
treatyctl_ok('import', $db, "$TreatyConfig::SRCDIR/sql/sample.json");

# The files of a text: a name in a line of its own, then what is in it.
sub files_of {
    my ($text) = @_;
    my %files;

    $files{$1} = $2
        while $text =~ /^[^\n]*`([\w\/-]+\.(?:mustache|json))`:\n\n```\w+\n(.*?)^```/msg;
    return %files;
}

sub folder_of {
    my (%files) = @_;
    my $folder = File::Temp->newdir;

    for my $name (keys %files) {
        make_path(dirname("$folder/$name"));
        open my $file, '>:raw', "$folder/$name" or die "$name: $!";
        print {$file} $files{$name};
        close $file or die "$name: $!";
    }
    return $folder;
}

sub rendered {
    my ($folder, $address, @more) = @_;
    return treatyctl_ok('render', $db, $address, '--templates', "$folder",
        @more);
}

# What no shipped view shows is there for a view that names it, by its path or
# within a section of what is around it.
my $own = folder_of('treaties/own.mustache' => join "\n",
    '{{#aliases}}alias {{.}} {{/aliases}}{{#subjects}}on {{.}} {{/subjects}}',
    '{{counts.states.consents}} of {{counts.consents}}',
    '{{urls.csl}} {{#urls}}{{bibtex}} {{picture}}{{/urls}}',
    '{{#texts}}{{language}}{{#authentic}}!{{/authentic}} {{/texts}}',
    '{{#related_by}}{{kind}} {{/related_by}}{{#relations}}{{kind}} {{/relations}}');
my $all = rendered($own, 'treaties/crc@2002-12-24/own');
like $all, qr{alias UNCRC on Human Rights}, 'a view of its own has aliases and subjects';
like $all, qr{^191 of 191$}m, 'states apart';
like $all, qr{/citation\.json \S+/citation\.bib \S+/timeline\.svg$}m,
    'each address';
like $all, qr{^ar! zh! en! fr! ru! es! *$}m, 'each text';
like $all, qr{^has_protocol has_protocol *$}m, 'and what others are to it';

my $guide  = slurp('docs/designers.md');
my %files  = files_of($guide);
my $folder = folder_of(%files);

is_deeply [sort keys %files], [qw(languages/en.json partials/panel.mustache
    partials/rule.mustache participants/panel.mustache treaties/card.mustache
    treaties/panel.mustache)], 'the guide has its examples';
is treatyctl_ok('templates', 'check', "$folder"), "0 findings\n",
    'which are right';
like rendered($folder, 'treaties/opsc/box'),
    qr{<span class="treaty-aside">10 consents, then 3 months \(Art\. 14\)</span>},
    'a partial is replaced in the shipped box';
my $card = rendered($folder, 'treaties/opsc@2002-12-24/card');
like $card, qr{<article class="card" lang="en" dir="ltr">\s*<h3 lang="en">Optional},
    'a new view has its address';
like $card, qr{<dd>105</dd>.*25 May 2000.*<p>Kept by the treaty desk</p>}s,
    'with numbers, days and a word of its own';
like rendered($folder, 'treaties/opsc/card', '--lang', 'fr', '--heading', 5),
    qr{lang="fr".*<h5 .*25 mai 2000.*Kept by the treaty desk}s,
    'in each language';
like rendered($folder, 'treaties/opsc/panel'),
    qr{<aside.*<h3>Optional Protocol.*<ul></ul>.*</aside>}s,
    'a frame is filled by one view';
like rendered($folder, 'participants/usa/panel'),
    qr{<h3>United States of America</h3>.*<li>.*: in force</li>}s,
    'and otherwise by another';

# The fields.
my %schema = ('treaties' => 'Treaty', 'participants' => 'Participant',
    'fact-sheets' => 'FactSheet');
for my $collection (sort keys %schema) {
    my ($row)  = $guide =~ m{^\| `$collection/…` \| (.*) \|$}m;
    my $schema = api_description()->{components}{schemas}{ $schema{$collection} };
    my %known  = map { $_ => 1 } keys %{ $schema->{properties} },
        keys %{ $schema->{'x-template'}{properties} // {} };

    is_deeply [sort $row =~ /`(\w+)`/g], [sort keys %known],
        "$collection: the guide lists the fields that there are";
}
my ($row) = $guide =~ /^\| all \| (.*) \|$/m;
my @all = $row =~ /`(\w+)`/g;
cmp_ok scalar @all, '>=', 7, 'and those of all';
is treatyctl_ok('templates', 'check', folder_of('treaties/all.mustache' =>
        join '', map {"{{$_}}"} @all)), "0 findings\n", 'which there are';
my @forms = $guide =~ /^\| `\.(\w+)`/mg;
is treatyctl_ok('templates', 'check', folder_of('treaties/all.mustache' =>
        '{{adopted_on.long}}{{status.label}}{{counts.consents.text}}'
        . '{{counts.consents.some}}{{#title.paragraphs}}{{.}}{{/title.paragraphs}}'
        . '{{title.url}}{{title.source}}'
        . '{{words.as_of_day.before}}{{words.as_of_day.after}}')),
    "0 findings\n", 'and the forms';
is_deeply \@forms, [qw(long label text some url source paragraphs before)],
    'that it lists';

# The README's override of one label.
my ($label) = slurp('README.md') =~ /^```json\n(\{ "words":.*?)^```/ms;
ok defined $label, 'the README overrides a label';
cmp_ok scalar(() = ($label // '') =~ /\n/g), '<=', 10, 'in ten lines';
my $words = folder_of('languages/en.json' => $label);
is treatyctl_ok('templates', 'check', "$words"), "0 findings\n", 'rightly';
like rendered($words, 'treaties/opsc/box'),
    qr{<dt class="treaty-label">Signed by</dt>}, 'and boxes have it';

# The README's override of one partial, in ten lines.
my %override = files_of(slurp('README.md'));
my ($partial) = grep {m{^partials/}} sort keys %override;
ok $partial, 'the README overrides a partial';
cmp_ok scalar(() = $override{$partial} =~ /\n/g), '<=', 10, 'in ten lines';
my $site = folder_of($partial => $override{$partial});
is treatyctl_ok('templates', 'check', "$site"), "0 findings\n", 'rightly';
like rendered($site, 'treaties/opsc@2002-12-24/box'),
    qr{<p class="treaty-caveat">Counts are those of 24 December 2002\.</p>},
    'and boxes have it';
done_testing;
