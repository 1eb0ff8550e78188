# The published schemas say what the importer takes: each member it knows is
# in them, and no other, with the same words and the same need.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatySchema;
use TreatySource;

my %schema = map {
    $_ => JSON::PP->new->utf8->decode(
        do { open my $f, '<:raw', "$TreatyConfig::SRCDIR/docs/$_.schema.json"
                or die "$_: $!"; local $/ = undef; <$f> })
} qw(record-file overlay);

# The tables of the importer.
my $code = slurp('mod_treaty/import/shape.c');
my %words;
while ($code =~ /static const char \*const (\w+)\[\] = \{(.*?)\};/gs) {
    my ($name, $body) = ($1, $2);
    $words{$name} = [$body =~ /"(\w+)"/g];
}
my %members;
while ($code =~ /static const member_t (\w+)_members\[\] = \{(.*?)END\};/gs) {
    my ($name, $body) = ($1, $2);
    while ($body =~ /[A-Z]+\(\s*"(\w+)",\s*MEMBER_(\w+),\s*([A-Z]+)(?:,\s*([^)]*))?\)/g) {
        $members{$name}{$1} = { kind => $2, need => $3,
            words => $words{ $4 // '' } };
    }
}
cmp_ok scalar(keys %members), '>', 15, 'the tables of the importer are found';

my %defined = map { %{ $_->{'$defs'} } } values %schema;
for my $name (sort keys %members) {
    my $of = $members{$name};
    my $def = $defined{$name};
    ok $def, "$name is in a schema" or next;
    is_deeply [sort keys %{ $def->{properties} }], [sort keys %$of],
        "$name: the members are those that the importer knows";
    is_deeply [sort @{ $def->{required} }],
        [sort grep { $of->{$_}{need} eq 'REQUIRED' } keys %$of],
        "$name: and so are those that it needs";
    ok defined $def->{additionalProperties} && !$def->{additionalProperties},
        "$name: others are refused";
    for my $member (grep { $of->{$_}{words} } sort keys %$of) {
        my $property = $def->{properties}{$member};
        is_deeply [grep { defined }
                @{ $property->{enum} // $property->{items}{enum} }],
            $of->{$member}{words}, "$name.$member: the words are the same";
    }
    my @bare = grep { !$def->{properties}{$_}{description} }
        sort keys %{ $def->{properties} };
    ok !@bare, "$name: each member is described" or diag "@bare";
}
my @strange = grep { !$members{$_} && $_ ne 'slug' } sort keys %defined;
ok !@strange, 'the schemas define nothing else' or diag "@strange";

my ($list) = slurp('mod_treaty/import/record_file.c')
    =~ /static const char \*const members\[\] = \{(.*?)NULL\}/s;
is_deeply [sort keys %{ $schema{'record-file'}{properties} }],
    [sort $list =~ /"(\w+)"/g], 'a file has the lists that the importer reads';

# The sample fits, and what doesn't is found.
my $sample = JSON::PP->new->utf8->decode(slurp_bytes('sql/sample.json'));
is_deeply [faults_of($schema{'record-file'}, $sample)], [],
    'the sample record fits its schema';
$sample->{treaties}[0]{colour} = 'red';
delete $sample->{treaties}[1]{type};
$sample->{participants}[0]{iso_alpha3} = 'usa';
$sample->{participants}[1]{names} = 'X';
is_deeply [faults_of($schema{'record-file'}, $sample)], [
    '$.participants[0].iso_alpha3: isn\'t of the form ^[A-Z]{3}$',
    '$.participants[1].names: is of type string',
    '$.treaties[0].colour: there is no such member',
    '$.treaties[1].type: is missing',
], 'what doesn\'t fit is found';

my ($overlay) = slurp_bytes('docs/editors.md')
    =~ /```json\n(\{"format": "treaty-overlay".*?)```/s;
my $read = JSON::PP->new->utf8->decode($overlay);
is_deeply [faults_of($schema{overlay}, $read)], [],
    'the overlay of docs/editors.md fits its schema';
$read->{lines}[0]{covers} = ['withdrawals'];
is_deeply [faults_of($schema{overlay}, $read)],
    ['$.lines[0]: fits 0 of the forms'], 'a line is one thing at a time';

sub slurp_bytes {
    my ($path) = @_;
    open my $file, '<:raw', "$TreatyConfig::SRCDIR/$path" or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}
done_testing;
