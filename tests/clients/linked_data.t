# JSON-LD is read by jsonld: each property is one of schema.org's, and nothing
# is dropped. Needs the packages of tests/node.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyFormats;
use TreatyNode;

my $why = node_lacks('jsonld');
plan skip_all => $why if $why;

my $SCHEMA = 'https://schema.org/';
my $HOST   = 'https://treaties.example';
my $db     = "$TreatyConfig::BUILDDIR/tests/sample.db";
my $json   = JSON::PP->new->utf8;

sub document {
    my ($path) = @_;
    return $json->decode(treatyctl_ok('render', $db, "$path.json"));
}

# The values that JSON-LD holds, its context aside: each has to become one.
sub leaves {
    my ($node) = @_;
    return map { leaves($_) } @$node if ref $node eq 'ARRAY';
    return $node unless ref $node eq 'HASH';
    return map { leaves($node->{$_}) } grep { $_ ne '@context' } keys %$node;
}

# What jsonld has: properties, values and types of an expanded document.
sub collect {
    my ($node, $seen) = @_;
    if (ref $node eq 'ARRAY') {
        collect($_, $seen) for @$node;
    }
    elsif (ref $node eq 'HASH') {
        for my $key (keys %$node) {
            $seen->{property}{$key}++ if $key !~ /^\@/;
            if ($key eq '@id' || $key eq '@value') {
                $seen->{value}{ $node->{$key} }++;
            }
            elsif ($key eq '@type') {
                $seen->{type}{$_}++
                    for ref $node->{$key} ? @{ $node->{$key} } : $node->{$key};
            }
            else {
                collect($node->{$key}, $seen);
            }
        }
    }
    return $seen;
}

# The subject of each statement, the statement's property, and its object.
sub statements {
    my ($quads) = @_;
    my @found;
    push @found, [$1, $2, $3]
        while $quads =~ /^(\S+) <([^>]+)> (.*) \.$/mg;
    return @found;
}

# The documents of this test by name, each with the address of its JSON-LD.
my (@names, %document, %text, %read);

sub take {
    my ($name, $document) = @_;
    push @names, $name;
    $document{$name} = $document;
    $text{$name}     = represented('jsonld', $document);
    return;
}

sub read_all {
    @read{@names} = node_list('linked_data.js',
        map { { text => $text{$_}, base => "$HOST/ref/x.jsonld" } } @names);
    return;
}

sub check {
    my ($name) = @_;
    my ($text, $read) = ($text{$name}, $read{$name});
    my $seen = collect($read->{expanded}, {});

    unlike $text, qr/[<>&]|\xe2\x80[\xa8\xa9]/, "$name: may stand in a script";
    my @foreign = grep { !/^\Q$SCHEMA\E[a-z]\w+\z/ } keys %{ $seen->{property} };
    is "@foreign", '', "$name: each property is one of schema.org's";
    @foreign = grep { !/^\Q$SCHEMA\E[A-Z]\w+\z/ } keys %{ $seen->{type} };
    is "@foreign", '', "$name: and so is each type";
    my %whole = (%{ $seen->{value} }, %{ $seen->{type} });
    my @lost = grep {
        !$whole{$_} && !$whole{"$SCHEMA$_"} && !$whole{"$HOST$_"}
    } leaves($json->decode($text));
    is "@lost", '', "$name: no value is lost";
    my %told = map { $_->[1] => 1 } statements($read->{quads});
    @lost = grep { !$told{$_} } keys %{ $seen->{property} };
    is "@lost", '', "$name: each property is told in RDF";
    unlike $read->{quads} =~ s/"(?:\\.|[^"\\])*"//gr, qr/<(?!\w+:)/,
        "$name: each address is absolute";
    return;
}

# The object of a property of a subject.
sub object_of {
    my ($said, $subject, $property) = @_;
    return join ' ', map { $_->[2] }
        grep { $_->[0] eq "<$subject>" && $_->[1] eq "$SCHEMA$property" } @$said;
}

take("treaties/$_", document("treaties/$_"))
    for qw(crc ilo-c182 opac opsc@2002-12-24 trafficking-protocol);
take('sheet', document('fact-sheets/2002-12-24-opsc'));

# Hostile text in each field.
for my $name (sort keys %TEXT) {
    my $text = $TEXT{$name};
    my $treaty = { id => 'x', mtdsg_no => $text, citation => $text,
        (map { $_ => $text } qw(title short_title language type adopted_on
            adopted_at entry_into_force_on status depositary revision as_of
            registration_no known_through)),
        aliases => [$text], subjects => [$text],
        sources => [{ title => $text, publisher => $text }],
        relations => [{ kind => 'amends', id => 'y', title => $text }],
        urls => { html => '/ref/treaties/x' } };
    take("a treaty of $name", $treaty);
    my $page = { id => 'x', (map { $_ => $text } qw(title kind language office
            place released_on known_through revision)),
        claims => [map { {
            treaty => { id => $text, title => $text },
            participant => { name => $text }, label => $text,
            claimed => $text, recorded => $text, as_of => $text,
            quote => $text, finding => $text, verdict => $_,
        } } qw(exact off contradicted)],
        treaties => [{ id => $text, title => $text }],
        links => [{ label => $text, url => 'https://x.example/' }],
        urls => { html => '/ref/fact-sheets/x' } };
    take("a sheet of $name", $page);
}

read_all();
check($_) for @names;

my $opsc = "$HOST/ref/treaties/opsc\@2002-12-24";
my @said = statements($read{'treaties/opsc@2002-12-24'}{quads});
my %expected = (
    legislationIdentifier  => '"IV-11-c"',
    legislationType        => '"protocol"',
    legislationDate        => "\"2000-05-25\"^^<${SCHEMA}Date>",
    legislationDateVersion => "\"2002-12-24\"^^<${SCHEMA}Date>",
    legislationLegalForce  => "<${SCHEMA}InForce>",
    temporalCoverage       => '"2002-01-18/.."',
    inLanguage             => '"en"',
    isPartOf               => "<$HOST/ref/treaties/crc\@2002-12-24>",
    dateModified           => "\"2015-03-12\"^^<${SCHEMA}Date>",
    url                    => "<$opsc>",
    sameAs => '<https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY'
        . '&mtdsg_no=IV-11-c&chapter=4&clang=_en>',
);
is object_of(\@said, $opsc, $_), $expected{$_}, "opsc: $_"
    for sort keys %expected;

my $sheet = "$HOST/ref/fact-sheets/2002-12-24-opsc";
my @told  = statements($read{sheet}{quads});
my @checked = grep { $_->{verdict} ne 'not_checkable' } @{ $document{sheet}{claims} };
cmp_ok scalar @checked, '>', 5, 'the sheet has claims';
is scalar(grep { $_->[2] eq "<${SCHEMA}ClaimReview>" } @told), @checked,
    'each claim that could be checked has a review';
is scalar(grep { $_->[1] eq "${SCHEMA}appearance" && $_->[2] eq "<$sheet>" }
    @told), @checked, 'each says where the claim stands';
my ($signed) = grep { ($_->{claimReviewed} // '') =~ /^One hundred five/ }
    @{ $json->decode($text{sheet})->{'@graph'} };
is $signed->{reviewRating}{alternateName}, 'as recorded', 'a verdict in words';
is $signed->{reviewRating}{ratingValue}, $signed->{reviewRating}{bestRating},
    'and as the best of its grades';

# The depositary's page is the one that its own index names.
SKIP: {
    my $index = "$TreatyConfig::SHARED/data/mtdsg/index.csv";
    open my $file, '<:encoding(UTF-8)', $index
        or skip "no $index: the depositary's pages", 1;
    my @named = map { /mtdsg_no=([^&]+)&chapter=(\d+)/ ? [$1, $2] : () } <$file>;
    cmp_ok scalar @named, '>', 100, 'the index names pages';
    my @wrong = grep {
        my ($number, $chapter) = @$_;
        represented('jsonld', { id => 'x', mtdsg_no => $number })
            !~ /mtdsg_no=\Q$number\E\\u0026chapter=$chapter\\u0026/;
    } @named;
    is join(' ', map { $_->[0] } @wrong), '', 'each is found by its number';
}
done_testing;
