# The catalogues of the shipped languages: the same keys with the same holes in
# all of them, one a line and sorted; each key that a template or the program
# uses is there, and none is there that nobody uses.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatySource;

my @FILES = sort grep { m{^conf/languages/} } project_files(qr/\.json\z/);
my %catalogue = map {
    m{/([\w-]+)\.json\z} ? ($1 => JSON::PP->new->utf8->decode(slurp($_))) : ()
} @FILES;

is join(' ', sort keys %catalogue), 'ar en es fr ru zh',
    'the languages of the United Nations are shipped';
my %english = %{ $catalogue{en}{words} };

sub holes { return scalar(() = $_[0] =~ /\{\}/g) }

for my $tag (sort keys %catalogue) {
    my %words = %{ $catalogue{$tag}{words} };
    my @lines = slurp("conf/languages/$tag.json") =~ /^    "([\w.]+)": ".*",?$/mg;
    # Those of the days and numbers stand before.
    my @keys = @lines[grep { exists $words{ $lines[$_] } } 0 .. $#lines];
    @keys = splice @keys, -scalar(keys %words);

    is_deeply \@keys, [sort keys %words], "$tag: a word a line, sorted";
    is_deeply [grep { !exists $words{$_} } sort keys %english], [],
        "$tag: lacks no word of English";
    is_deeply [grep { !exists $english{$_} } sort keys %words], [],
        "$tag: has no word that English lacks";
    is_deeply [grep { holes($words{$_}) != holes($english{$_}) }
        grep { exists $words{$_} } sort keys %english], [],
        "$tag: holes are where English has them";
    is_deeply [grep { holes($words{$_}) > 1 } sort keys %words], [],
        "$tag: no word has two";
    is_deeply [grep { $words{$_} eq '' } sort keys %words], [],
        "$tag: no word is empty";
    ok !(grep { !$catalogue{$tag}{$_} } qw(name dir dates numbers)),
        "$tag: says how days and numbers are written";
}
is_deeply [grep { !/\A[a-z0-9]+(?:_[a-z0-9]+)*\z/ && !/\Acounts\.states\.[a-z_]+\z/ }
    sort keys %english], [], 'keys are of small letters, or a code of the record';

# What templates use.
my %used;
for my $path (project_files(qr/\.mustache\z/)) {
    my $text = slurp($path) =~ s/\{\{!.*?\}\}//gsr;
    my (@unknown, @amiss);

    while ($text =~ /\{\{[{&#^\/]?\s*words\.([\w.]+?)(\.(?:before|after))?\s*\}\}/g) {
        my ($key, $part) = ($1, $2);
        $used{$key} = 1;
        push @unknown, $key if !exists $english{$key};
        push @amiss, $key if holes($english{$key} // '') != (defined $part ? 1 : 0);
    }
    # Which signs stand between values is a language's, too, and code is of none.
    # A fact sheet's own line is in its own.
    my $sign = $path =~ m{fact-sheets/page} ? qr/[,;:] / : qr/[,;:] |\. (?=[{<])/;
    is_deeply [$text =~ /(?:\}\}|>)(?:$sign)[^\n]{0,20}/g], [],
        "$path: no sign of its own stands between values";
    is_deeply [grep { !/ dir="ltr"/ } $text =~ /<(?:pre|code class="treaty-code")[^>]*>/g], [],
        "$path: code runs from left to right";
    is_deeply \@unknown, [], "$path: each word is in the catalogue";
    is_deeply \@amiss, [], "$path: a word with a hole is used in two parts";
}

# What the program uses: literals, and names that are made of a code.
my %literal;
my @sentences;
for my $path (grep { m{^mod_treaty/} } c_files()) {
    for my $whole (strings_of(slurp($path))) {
        $whole =~ s/\\x([0-9a-f]{2})/chr hex $1/ge;
        $whole =~ s/\\(.)/$1/g;
        utf8::decode($whole);
        $literal{$whole} = 1;
        push @sentences, $whole if $whole =~ / /;
    }
}
my %code = map { $_ => 1 } map { slurp($_) =~ /'([a-z_.]+)'/g }
    project_files(qr/\.sql\z/);
my %member = map { $_ => 1 } slurp('docs/openapi.json') =~ /"([a-z_]+)": \{/g;

sub is_sentence {
    my ($text) = @_;
    my $pattern = join '.*', map { quotemeta } split /\{\}/, $text, -1;
    return 1 if grep { /\A$pattern\z/s } @sentences;
    # One that names a kind of record has it from elsewhere.
    $pattern =~ s/(treaty|participant|fact\\ sheet|act|statement)(?=\\ |\\\.)/(?:$1|%s)/;
    return scalar grep { /\A$pattern\z/s || /\A\Q@{[$text =~ s{ \w+\.\z}{ }r]}\E\z/ } @sentences;
}

my @unused;
for my $key (sort keys %english) {
    next if $used{$key} || $literal{$key} || $code{$key};
    next if $key =~ /\Acaveat_(\w+)\z/ && $literal{$1};
    next if $key =~ /\Afact_(\w+)\z/ && $member{$1};
    next if $key =~ /\Adetail_/ && is_sentence($english{$key});
    next if $key =~ /\Alanguage_([a-z]+)\z/;
    push @unused, $key;
}
is_deeply \@unused, [], 'no word is there that nobody uses'
    or diag join ' ', @unused;

# The tables of C, as make has them made: whatever Perl is told to take all
# files for.
sub tables {
    my ($unicode) = @_;
    local $ENV{PERL_UNICODE} = $unicode;
    open my $pipe, '-|', $^X, "$TreatyConfig::SRCDIR/conf/languages/tables.pl",
        map {"$TreatyConfig::SRCDIR/$_"} @FILES or return 'none';
    binmode $pipe;
    local $/ = undef;
    return scalar <$pipe>;
}

my $tables = tables('0');
like $tables, qr/"в силе/, 'tables have the words as they are written';
ok $tables eq tables('SDA'), '... as bytes, whatever Perl takes files for';
done_testing;
