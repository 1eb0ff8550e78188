# Who a participant is: its names of each period, by which of them it is
# found, and what kind it is of.
use strict;
use warnings;
use utf8;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyCtl;

binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

my $dir = File::Temp->newdir;
my $db  = "$dir/a.db";
plan skip_all => 'the package iso-codes is needed'
    unless -e '/usr/share/iso-codes/json/iso_3166-1.json';

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:utf8', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

treatyctl_ok('init', $db);
my $run = treatyctl('import', $db, spew("$dir/4-99.csv", <<'CSV'));
Participant,"Ratification, Accession(a)"
Bolivia (Plurinational State of),1 Jan 1970
Cape Verde,1 Jan 1970
Swaziland,1 Jan 1970
Turkey,1 Jan 1970
The former Yugoslav Republic of Macedonia,1 Jan 1994 a
Czech Republic,1 Jan 1994 a
Union of Soviet Socialist Republics,1 Jan 1970
Yugoslavia (former),1 Jan 1970
Czechoslovakia,1 Jan 1970
German Democratic Republic,1 Jan 1974
Serbia and Montenegro,1 Jan 2004 a
Serbia,1 Jan 2007 a
Russian Federation,1 Jan 1992 a
Holy See,1 Jan 1970
State of Palestine,1 Jan 2014 a
Cook Islands,1 Jan 2000 a
Niue,1 Jan 2000 a
European Union,1 Jan 2000 a
Hong Kong,1 Jan 1970
Netherlands Antilles,1 Jan 1970
Côte d'Ivoire,1 Jan 1970
Belarus,1 Jan 1970
Dahomey,1 Jan 1970
Burkina Faso,1 Jan 1970
Cambodia,1 Jan 1970
Cameroon,1 Jan 1970
Democratic Republic of the Congo,1 Jan 1970
Libyan Arab Jamahiriya,1 Jan 1970
Myanmar,1 Jan 1970
Moldova,1 Jan 1992
CSV
is $run->{status}, 0, 'a table of old names is imported';
unlike $run->{err}, qr/\[participant\]/, 'and each of them is known';

# Names of a period.
sub names_on {
    my ($on) = @_;
    my $treaty = decode_json(
        treatyctl_ok('render', $db, "treaties/iv-99\@$on.json"));
    return { map { $_->{participant}{id} => $_->{participant}{name} }
            @{ $treaty->{participants} } };
}
for my $renamed (
    [bol => '2009-04-09', 'Bolivia', 'Bolivia (Plurinational State of)'],
    [cpv => '2013-10-24', 'Cape Verde', 'Cabo Verde'],
    [swz => '2018-04-19', 'Swaziland', 'Eswatini'],
    [tur => '2022-06-02', 'Turkey', 'Türkiye'],
    [mkd => '2019-02-14', 'The former Yugoslav Republic of Macedonia',
        'North Macedonia'],
    [cze => '2016-05-17', 'Czech Republic', 'Czechia'],
    [blr => '1991-09-19', 'Byelorussian Soviet Socialist Republic', 'Belarus'],
    [ben => '1975-12-02', 'Dahomey', 'Benin'],
    [bfa => '1984-08-04', 'Upper Volta', 'Burkina Faso'],
    [khm => '1990-02-03', 'Democratic Kampuchea', 'Cambodia'],
    [khm => '1976-04-06', 'Cambodia', 'Democratic Kampuchea'],
    [cmr => '1975-03-10', 'Cameroon', 'United Republic of Cameroon'],
    [cod => '1997-05-17', 'Zaire', 'Democratic Republic of the Congo'],
    [cod => '1971-10-27', 'Democratic Republic of the Congo', 'Zaire'],
    [lby => '2011-09-16', 'Libyan Arab Jamahiriya', 'Libya'],
    [mmr => '1989-06-18', 'Burma', 'Myanmar'],
) {
    my ($id, $since, $old, $new) = @$renamed;
    my ($year, $month, $day) = split /-/, $since;
    my $before = sprintf '%04d-%02d-%02d', $year, $month, $day - 1;
    is names_on($before)->{$id}, $old, "on $before it is $old";
    is names_on($since)->{$id}, $new, "on $since it is $new";
}

is names_on('2020-01-01')->{mda}, 'Republic of Moldova',
    'the name that is shown doesn\'t hang on the first table that is read';

# What each is.
my %participant = map { $_->{id} => $_ }
    @{ decode_json(treatyctl_ok('export', $db))->{participants} };
is_deeply [map { $participant{$_}{kind} } qw(vat pse cok niu sun)],
    [('state') x 5],
    'Holy See, Palestine, Cook Islands, Niue and ended States are States';
is $participant{'european-union'}{kind}, 'organisation',
    'an organisation is none';
is_deeply [map { $participant{$_}{kind} } qw(hkg ant)], [('territory') x 2],
    'nor is a territory';
my %ended = (sun => '1991-12-26', yug => '1992-04-27', csk => '1993-01-01',
    ddr => '1990-10-03', scg => '2006-06-03', ant => '2010-10-10');
for my $id (sort keys %ended) {
    is $participant{$id}{ended_on}, $ended{$id},
        "$participant{$id}{names}[0]{name} keeps its own row, with its end";
}
ok !defined $participant{$_}{ended_on}, "$_ goes on beside it"
    for qw(srb rus cze);

# By which names it is found, in a table and in a page.
my %spelling = (
    cpv => ['Cape Verde', 'CABO VERDE', 'the Cabo Verde'],
    tur => ['Türkiye', 'Turkiye', 'turkey'],
    civ => ["Cote d'Ivoire", 'Côte d’Ivoire', 'Ivory Coast'],
    bol => ['Bolivia', 'Bolivia, Plurinational State of'],
    mkd => ['North Macedonia', 'Former Yugoslav Republic of Macedonia'],
    rus => ['The Russian Federation'],
    sun => ['USSR', 'The Union of Soviet Socialist Republics'],
);
my $rows = 0;
spew("$dir/4-98.csv", join '', "Participant,Ratification\n",
    map { $rows++; qq("$_",1 Jan 2001\n) } map { @$_ } @spelling{sort keys %spelling});
$run = treatyctl('import', '--report', 'json', $db, "$dir/4-98.csv");
my $report = decode_json($run->{out});
is "$report->{rows} $report->{participants_new}", "$rows 0",
    'any spelling of a name finds its participant: none is new';
my ($other) = grep { $_->{id} eq 'iv-98' }
    @{ decode_json(treatyctl_ok('export', $db))->{treaties} };
is_deeply [map { $_->{participant} } @{ $other->{acts} }],
    [map { ($_) x @{ $spelling{$_} } } sort keys %spelling],
    'and the right one';

# A name that only an editor knows.
treatyctl_ok('overlay', $db, spew("$dir/names.csv", <<'CSV'));
participant,name,kind,source,source_kind,source_title
srb,Република Србија,alias,desk,editor,Desk
srb,Repùblika Šrbija,alias,desk,,
CSV
$run = treatyctl('overlay', $db, spew("$dir/found.csv", <<'CSV'));
participant,treaty,kind,effective_on,source
republika srbija,iv-99,accession,2007-02-01,desk
Република Србија,iv-99,accession,2007-02-01,desk
CSV
is $run->{err}, '', 'a name that an editor gave finds as well, accents or not';
done_testing;
