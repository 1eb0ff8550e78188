# Statements: in a record file, in the declarations of a set of status tables,
# and as a reader sees them.
use strict;
use warnings;
use Digest::SHA;
use Encode qw(decode);
use File::Path qw(make_path);
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $shared = "$TreatyConfig::SHARED/data";
my $number = 0;

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub new_database {
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    return $db;
}

sub exported { return decode_json(treatyctl_ok('export', $_[0])) }

# A record file.
my $head = '{"format":"treaty-record","version":1,"sources":[{"id":"s","kind":'
    . '"document","title":"Source S"}],"participants":[{"id":"usa","kind":'
    . '"state","names":[{"name":"United States of America"}]},{"id":"fra",'
    . '"kind":"state","names":[{"name":"France"}]}],"treaties":[{"id":"lamp",'
    . '"type":"treaty","titles":[{"kind":"official","title":"Lamps"}],'
    . "\n\"statements\":[";
my $statement = '{"participant":"fra","listed_as":"France","kind":"objection",'
    . '"made_on":"2001-02-03","about":"usa","text":"One <b>.\n\nTwo '
    . '<!--#exec cmd=\"ls\" -->\nthree.","source":"s"}';
my $file = spew("$dir/lamp.json", $head . $statement
    . ',{"listed_as":"Ruritania","kind":"declaration"},'
    . '{"kind":"end_note","text":"1 A note.","source":"s"}]}]}');
my $db  = new_database();
my $run = treatyctl('import', $db, $file);
is "$run->{status} $run->{err}", '0 ', 'a record file may hold statements';
like $run->{out}, qr/, 3 statements,/, 'the report counts them';
my $out = treatyctl_ok('export', $db);
is_deeply exported($db)->{treaties}[0]{statements},
    decode_json(slurp($file))->{treaties}[0]{statements},
    'the export writes them in their order';
is scalar(grep { /"kind": "(?:objection|declaration|end_note)"/ }
    split /\n/, $out), 3, 'each on a line of its own';
my $again = new_database();
treatyctl_ok('import', $again, spew("$dir/out.json", $out));
treatyctl_ok('import', $again, "$dir/out.json");
is treatyctl_ok('export', $again), $out, 'and reads them back';
treatyctl_ok('import', $again, spew("$dir/none.json", $head . ']}]}'));
is exported($again)->{treaties}[0]{statements}, undef,
    'a record file replaces all statements of its treaty';

my %fault = (
    'a kind that isn\'t one' => ['"kind":"speech"', qr/\.kind: takes one of/],
    'a day that isn\'t one'  =>
        ['"kind":"note","made_on":"2001-02-30"', qr/\.made_on: takes a day/],
    'a statement of nobody\'s' => ['"kind":"note","participant":"nobody"',
        qr/\.participant: there is no participant/],
    'a statement about nobody' => ['"kind":"note","about":"nobody"',
        qr/\.about: there is no participant/],
    'a missing source' =>
        ['"kind":"note","source":"x"', qr/\.source: there is no source/],
    'an empty text' => ['"kind":"note","text":""', qr/\.text: is empty/],
);
for my $name (sort keys %fault) {
    my ($members, $message) = @{ $fault{$name} };
    my $digest = Digest::SHA->new(256)->addfile($db, 'b')->hexdigest;
    my $bad = treatyctl('import', $db,
        spew("$dir/bad.json", "$head$statement,{$members}]}]}"));
    is $bad->{status}, 1, "$name is refused";
    like $bad->{err},
        qr{bad\.json:\d+: error: treaties\[0\]\.statements\[1\]$message},
        "$name is named";
    is(Digest::SHA->new(256)->addfile($db, 'b')->hexdigest, $digest,
        "$name leaves the database as it was");
}

# As a reader sees them.
my $page = treatyctl_ok('render', $db, 'treaties/lamp/statements');
like $page, qr{objection</h4>.*France</a></b>,\ about\ United\ States\ of\ America,\s
    <time\ datetime="2001-02-03">3\ February\ 2001</time>}xs,
    'a statement tells who, what, about whom and when';
like $page, qr{<p\ class="treaty-words"\ dir="auto">One\ &lt;b&gt;\.</p>\s*
    <p\ class="treaty-words"\ dir="auto">Two\ &lt;!--\#exec}x,
    'its paragraphs are paragraphs, and its text is no markup';
unlike $page, qr/<!--#/, 'nor a live element';
like $page, qr{Ruritania</b></p>\s*<p\ class="treaty-words\ [^>]*>
    Listed\ without\ its\ words}x, 'one without words says so';
like $page, qr/The depositary/, 'one of nobody\'s is the depositary\'s';
like $page, qr/Source S/, 'the source is named';
my $before = treatyctl_ok('render', $db, 'treaties/lamp@2001-02-02/statements');
unlike $before, qr/France/, 'a statement isn\'t there before its day';
like $before, qr/Ruritania/, 'one without a day is there on every day';
my $document = decode_json(treatyctl_ok('render', $db, 'treaties/lamp.json'));
is_deeply [map { [@{$_}{qw(kind listed_as made_on source)},
            $_->{participant} && $_->{participant}{name},
            $_->{about} && $_->{about}{id}] } @{ $document->{statements} }],
    [['objection', 'France', '2001-02-03', 's', 'France', 'usa'],
    ['declaration', 'Ruritania', undef, undef, undef, undef],
    ['end_note', undef, undef, 's', undef, undef]],
    'the document holds what a template can say';
unlike treatyctl_ok('render', $db, 'treaties/lamp/box'), qr/Ruritania/,
    'a box has no statements';

# A set of our own.
my $set = "$dir/set";
make_path("$set/treaties", "$set/declarations");
spew("$set/index.csv", "chapter_no,treaty_no,treaty_name,chapter_name\n"
    . "4,98,\"Lamps. Geneva, 1 May 1950\",Lights\n"
    . "4,99,\"Wicks. Geneva, 1 May 1950\",Lights\n");
spew("$set/treaties/4-$_.csv",
    "Participant,Signature\nAustralia,1 May 1950\n") for 98, 99;
spew("$set/declarations/4-98.txt", "\xef\xbb\xbf#Australia\r\nReservation: no "
    . "lamps.\r\n\r\n#Narnia\nSee chapter IV.3.\n\n#Austria\n\n\n#Belgium\n"
    . "Two\nlines.\n");
spew("$set/declarations/4-97.txt", "#Australia\nWords.\n");
my $own = new_database();
$run = treatyctl('import', $own, $set);
is $run->{status}, 0, 'a set with declarations is imported';
my %treaty = map { $_->{id} => $_ } @{ exported($own)->{treaties} };
is_deeply [map { join '|', map { $_ // '-' }
            @{$_}{qw(participant listed_as kind text)} }
        @{ $treaty{'iv-98'}{statements} }],
    ['aus|Australia|reservation|Reservation: no lamps.',
    '-|Narnia|declaration|See chapter IV.3.', 'aut|Austria|declaration|-',
    "bel|Belgium|declaration|Two\nlines."],
    'names are found, texts are kept, and so are names without either';
is $treaty{'iv-99'}{statements}, undef, 'a table may have no declarations';
like $run->{err}, qr{4-98\.txt:4: warning: "Narnia" is no name that is known},
    'a name that nobody bears is told with its line';
like $run->{err}, qr{4-97\.txt: warning: the set has no table of this name},
    'a file without a table is told';
my $first = treatyctl_ok('export', $own);
treatyctl('import', $own, $set);
is treatyctl_ok('export', $own), $first,
    'the same set a second time changes nothing';
treatyctl('import', $own, "$set/treaties/4-98.csv");
is scalar @{ exported($own)->{treaties}[0]{statements} }, 4,
    'a table alone leaves the statements that are there';
spew("$set/declarations/4-98.txt", "Words of nobody.\n");
$run = treatyctl('import', $own, $set);
is_deeply [map { $_->{text} } @{ exported($own)->{treaties}[0]{statements} }],
    ['Words of nobody.'], 'new declarations replace the old';
like $run->{err}, qr{4-98\.txt:1: warning: a text without a "#Name"},
    'a text without a name is kept and told';
spew("$set/declarations/4-98.txt", "#C\xf4te\nWords.\n");
$run = treatyctl('import', $own, $set);
is $run->{status}, 1, 'declarations that are no UTF-8 are refused';
like $run->{err}, qr{4-98\.txt: error: the file isn't UTF-8}, 'and named';

# The real set: each line that isn't empty is in the record, or told.
SKIP: {
    my @files = glob "$shared/mtdsg/declarations/*.txt";
    skip "no declarations in $shared: set TREATY_SHARED", 4 unless @files;

    my $real = new_database();
    $run = treatyctl('import', $real, "$shared/mtdsg");
    is $run->{status}, 0, 'the real set is imported';
    my %stored;
    for my $one (@{ exported($real)->{treaties} }) {
        for my $said (@{ $one->{statements} // [] }) {
            $stored{ lc $one->{id} }{"#$said->{listed_as}"}++;
            $stored{ lc $one->{id} }{$_}++
                for split /\n/, $said->{text} // '';
        }
    }
    my ($lines, $missing, $texts) = (0, 0, 0);
    for my $path (@files) {
        my ($chapter, $rest) = $path =~ m{(\d+)-([^/]+)\.txt\z};
        my $id = (qw(0 i ii iii iv v vi vii viii ix))[$chapter] . "-$rest";
        for my $line (split /\n/, decode('UTF-8', slurp($path))) {
            $line =~ s/^[\s\x{a0}]+|[\s\x{a0}]+\z//g;
            next if $line eq '';
            $lines++;
            $texts++   if $line !~ /^#/;
            $missing++ if !$stored{$id}{$line}--;
        }
    }
    cmp_ok $texts, '>', 900, 'it holds hundreds of texts';
    is $missing, 0, "each of its $lines lines that aren't empty is a name or a "
        . 'text of a statement';
    my $left = 0;
    $left += $_ for map { values %$_ } values %stored;
    is $left, 0, 'and no statement says more';
}
done_testing;
