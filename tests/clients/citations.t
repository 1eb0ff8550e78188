# Citations are read by citation-js, with hostile text in each field. Needs the
# packages of tests/node.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyFormats;
use TreatyNode;

my $why = node_lacks(map { "\@citation-js/$_" }
    qw(core plugin-bibtex plugin-csl plugin-ris));
plan skip_all => $why if $why;

# By what citation-js takes each format for.
my %FORMATS = (bibtex => '@biblatex/text', ris => '@ris/file',
    csl => '@else/json');

sub document {
    my ($text) = @_;
    return {
        id            => 'opsc',
        as_of         => '2002-12-24',
        known_through => '2015-03-12',
        revision      => '0a1b2c3d',
        title         => $text,
        short_title   => $text,
        language      => 'en',
        mtdsg_no      => 'IV-11-c',
        adopted_on    => '2000-05-25',
        adopted_at    => $text,
        citation      => '2171 UNTS 227',
        depositary    => $text,
        subjects      => ['Human Rights', 'Children'],
        urls          => { html => 'https://treaties.example/ref/treaties/opsc@2002-12-24?a=1&b=%7B2%7D_#c' },
    };
}

# What is read from each format of each document, in the order of both.
sub read_all {
    my (@documents) = @_;
    my @parts = map {
        my $document = $_;
        map { { text => represented($_, $document), style => 'apa' } }
            sort keys %FORMATS;
    } @documents;
    return node_list('citation.js', @parts);
}

# A text on one line, as each format has it.
sub line {
    my ($text) = @_;
    return $text =~ s/[\x00-\x20\x7f-\x9f\x{2028}\x{2029}]+/ /gr
        =~ s/^ | \z//gr;
}

my @read = read_all(map { document($TEXT{$_}) } sort keys %TEXT);
for my $name (sort keys %TEXT) {
    my $want = line($TEXT{$name});

    for my $format (sort keys %FORMATS) {
        my $read  = shift @read;
        my $item  = $read->{items}[0];
        my $place = $format eq 'csl' ? 'event-place' : 'publisher-place';

        is $read->{type}, $FORMATS{$format}, "$name: it is $format";
        is scalar @{ $read->{items} }, 1, "$name: $format has one entry";
        is $item->{title}, $want, "$name: $format has the title";
        is $item->{publisher}, $want, "$name: and the depositary";
        is $item->{$place}, $want, "$name: and the place";
        is $item->{'title-short'}, $want, "$name: and the short title";
        is $item->{volume}, '2171', "$name: and the volume";
        is $item->{page}, '227', "$name: and the page";
    }
}

my $plain = document('Protocol');
@read = read_all($plain);
for my $format (sort keys %FORMATS) {
    my $item = shift(@read)->{items}[0];
    # BibTeX has no number for works of this kind, and a series for series.
    my $series = $format eq 'bibtex' ? 'collection-title' : 'container-title';

    is $item->{id}, 'opsc', "$format: the key is the treaty's id";
    is $item->{type}, $format eq 'csl' ? 'treaty' : 'document',
        "$format: the type";
    is_deeply $item->{issued}{'date-parts'}, [[2000, 5, 25]],
        "$format: the day of adoption";
    is_deeply $item->{accessed}{'date-parts'}, [[2002, 12, 24]],
        "$format: the as-of day";
    is $item->{$series}, 'United Nations Treaty Series', "$format: the series";
    is $item->{number}, 'IV-11-c', "$format: the number"
        if $format ne 'bibtex';
    is $item->{URL}, $plain->{urls}{html}, "$format: the address";
    is $item->{note}, 'status as of 24 December 2002; recorded to '
        . '12 March 2015; revision 0a1b2c3d', "$format: of what it speaks";
    is $item->{keyword}, 'Human Rights,Children', "$format: the subjects";
}

# The sample's own treaties.
my @ids = qw(crc ilo-c182 opac opsc@2002-12-24 trafficking-protocol);
my %document = map {
    $_ => JSON::PP->new->utf8->decode(treatyctl_ok('render',
        "$TreatyConfig::BUILDDIR/tests/sample.db", "treaties/$_.json"))
} @ids;
@read = read_all(@document{@ids});
for my $id (@ids) {
    for my $format (sort keys %FORMATS) {
        my $read = shift @read;
        is $read->{items}[0]{title}, $document{$id}{title},
            "$id: read from $format";
        like $read->{bibliography}, qr/^Optional Protocol.*May 25, 2000, 2171 United Nations Treaty Series 227/s,
            'a bibliography cites the Treaty Series'
            if "$id $format" eq 'opsc@2002-12-24 csl';
    }
}
done_testing;
