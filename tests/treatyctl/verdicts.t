# Each claim of a fact sheet beside the record: what it is found to be, and what
# else fits it.
use strict;
use warnings;
use JSON::PP;
use File::Temp;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $number = 0;

# Signatures of each year's first day from 2001 on, as many as there are States
# before the organisation; a consent each a year later.
my %with = (
    id => 'alpha', type => 'convention',
    titles => [{ kind => 'official', title => 'Alpha' }],
    adopted_on => '2000-05-25', entry_into_force_on => '2003-04-01',
    covers => [qw(signatures consents withdrawals)],
    rule => { threshold => 2, delay_kind => 'months', delay => 3,
        later_kind => 'months', later_delay => 1,
        later_after => 'entry_into_force', article => '14' },
    acts => [
        act('aus', 'signature',    '2001-01-01'),
        act('fra', 'signature',    '2002-01-01'),
        act('aus', 'ratification', '2002-06-01'),
        act('fra', 'ratification', '2003-01-01'),
        act('eun', 'accession',    '2004-01-15'),
        act('bra', 'accession',    '2005-01-15'),
        act('bra', 'withdrawal',   '2010-01-01', scope => 'treaty',
            effective_on => '2011-01-01'),
        act('bra', 'accession',    '2012-03-01'),
        act('sen', 'succession',   '2006-01-01'),
        act('tun', 'accession',    undef),
    ],
);

sub act {
    my ($participant, $kind, $day, %more) = @_;
    return { participant => $participant, kind => $kind, source => 'table',
        ($day ? (deposited_on => $day) : ()), %more };
}

my @states = map { { id => lc $_, kind => 'state', iso_alpha3 => $_,
    names => [{ name => $_ }] } } qw(AUS BRA FRA SEN TUN USA);
my %source = (id => 'table', kind => 'status_table', title => 'Table',
    known_through => '2015-01-01');

# Members of an object in the order that a record file wants at its start.
sub record_of {
    my ($treaty, @claims) = @_;
    my $json = JSON::PP->new->utf8;
    my %part = (
        sources => [\%source],
        participants => [@states, { id => 'eun', kind => 'organisation',
            names => [{ name => 'EU' }] }],
        treaties => [$treaty, { id => 'bare', type => 'treaty',
            titles => [{ kind => 'official', title => 'Bare' }] }],
        fact_sheets => [{ id => 's', title => 'S', claims => \@claims }],
    );
    my $path = "$dir/" . ++$number;
    open my $file, '>:raw', "$path.json" or die $!;
    print {$file} '{"format":"treaty-record","version":1,',
        join(',', map { qq("$_":) . $json->encode($part{$_}) }
            qw(sources participants treaties fact_sheets)), "}\n";
    close $file or die $!;
    treatyctl_ok('init', "$path.db");
    treatyctl_ok('import', "$path.db", "$path.json");
    return "$path.db";
}

sub claims_of {
    my ($db, $sheet) = @_;
    return decode_json(treatyctl_ok('render', $db,
        "fact-sheets/$sheet/claims.json"))->{claims};
}

# What a match says: "in_force 2002-10-19..2002-10-20".
sub match_text {
    my ($match) = @_;
    my $through = $match->{through} // '';
    is !!$match->{one_day}, $through eq $match->{on}, 'and says if it is a day';
    return "$match->{measure} $match->{on}"
        . ($match->{one_day} ? '' : "..$through");
}

# A claim: measure, value, day, and perhaps a participant; then what is expected
# of it: verdict, recorded, difference or reason, matches, nearest.
my @cases = (
    ['a number as recorded is exact',
        [signatures => '2', '2002-01-01'], 'exact', 2, 0, []],
    ['the eve of a deposit is off by one',
        [signatures => '2', '2001-12-31'], 'off', 1, -1,
        ['signatures 2002-01-01..', 'consents 2003-01-01..2004-01-14',
            'in_force 2003-04-01..2004-02-14',
            'counts.states.consents 2004-01-15..2005-01-14',
            'counts.states.in_force 2004-02-15..2005-02-14']],
    ['a time that the day lies in comes before those that are away',
        [consents => '1', '2001-06-01'], 'off', 0, -1,
        ['signatures 2001-01-01..2001-12-31', 'consents 2002-06-01..2002-12-31',
            'withdrawn 2011-01-01..2012-02-29']],
    ['of two as near, the claimed measure comes first',
        [consents => '3', '2003-06-01'], 'off', 2, -1,
        ['consents 2004-01-15..2005-01-14', 'in_force 2004-02-15..2005-02-14',
            'counts.states.consents 2005-01-15..2005-12-31',
            'counts.states.in_force 2005-02-15..2010-12-31',
            'in_force 2011-01-01..2012-03-31']],
    ['what was so from the beginning is so from the adoption on',
        [consents => '0', '2002-07-01'], 'off', 1, 1,
        ['in_force 2000-05-25..2003-03-31', 'withdrawn 2000-05-25..2010-12-31',
            'consents 2000-05-25..2002-05-31',
            'signatures 2000-05-25..2000-12-31', 'withdrawn 2012-03-01..']],
    ['a number that never was matches nothing',
        [consents => '77', '2003-06-01'], 'off', 2, -75, []],
    ['States alone are a measure of their own',
        ['counts.states.consents' => '2', '2004-06-01'], 'exact', 2, 0, []],
    ['a number after the sources end is not checkable',
        [consents => '9', '2016-01-01'], 'not_checkable', 5,
        'after_known_through', []],
    ['words for a number contradict it',
        [consents => 'many', '2003-06-01'], 'contradicted', 2, undef, []],
    ['a number that the sources do not cover is not checkable',
        [provisional => '1', '2003-06-01'], 'not_checkable', undef,
        'not_recorded',
        ['consents 2002-06-01..2002-12-31', 'signatures 2001-01-01..2001-12-31',
            'withdrawn 2011-01-01..2012-02-29']],
    ['a fact that there is not is not checkable',
        [weight => '1', '2003-06-01'], 'not_checkable', undef,
        'unknown_measure', []],
    ['a day as recorded is exact',
        [adopted_on => '2000-05-25', '2003-06-01'], 'exact', '2000-05-25', 0,
        []],
    ['a month that holds it is exact',
        [adopted_on => '2000-05', '2003-06-01'], 'exact', '2000-05-25', 0, []],
    ['a month that does not is off from its nearest day',
        [adopted_on => '2000-06', '2003-06-01'], 'off', '2000-05-25', -7, []],
    ['a year likewise',
        [adopted_on => '1999', '2003-06-01'], 'off', '2000-05-25', 146, []],
    ['a day that is another of the treaty fits that',
        [adopted_on => '2003-04-01', '2003-06-01'], 'off', '2000-05-25', -1041,
        ['entry_into_force_on 2003-04-01']],
    ['a participant\'s day fits another of its own, or the treaty\'s',
        [consented_on => '2003-04-01', '2003-06-01', 'fra'], 'off',
        '2003-01-01', -90,
        ['in_force_on 2003-04-01', 'entry_into_force_on 2003-04-01']],
    ['a day that is nearer to another of its days says so',
        [in_force_on => '2003-01-02', '2003-06-01', 'fra'], 'off',
        '2003-04-01', 89, [], 'consented_on 2003-01-01 -1'],
    ['a year of a participant is not held against the treaty\'s days',
        [signed_on => '2000', '2003-06-01', 'fra'], 'off', '2002-01-01', 366,
        []],
    ['who had not consented contradicts a day of consent',
        [consented_on => '2004-02-01', '2004-12-31', 'bra'], 'contradicted',
        undef, undef, [], 'consented_on 2005-01-15 349'],
    ['and one that consented later fits a later day',
        [consented_on => '2012', '2004-12-31', 'bra'], 'contradicted', undef,
        undef, ['consented_on 2012-03-01', 'in_force_on 2012-04-01']],
    ['a withdrawal is a day of its own',
        [consented_on => '2011', '2012-12-31', 'bra'], 'off', '2012-03-01', 61,
        ['withdrawn 2011-01-01']],
    ['a consent after the sources end is not checkable',
        [consented_on => '2016-02-01', '2016-03-01', 'usa'], 'not_checkable',
        undef, 'after_known_through', []],
    ['the day of a succession\'s effect is not known',
        [in_force_on => '2006-01-01', '2007-01-01', 'sen'], 'not_checkable',
        undef, 'not_recorded', ['consented_on 2006-01-01']],
    ['who is listed without a date cannot be checked',
        [consented_on => '2006-01-01', '2007-01-01', 'tun'], 'not_checkable',
        undef, 'not_recorded', []],
    ['a state as recorded is exact',
        [state => 'consented', '2003-01-31', 'fra'], 'exact', 'consented',
        undef, []],
    ['another state contradicts it, and fits its own time',
        [state => 'in_force', '2003-01-31', 'fra'], 'contradicted',
        'consented', undef, ['state 2003-04-01..']],
    ['a state that came twice fits twice, the nearer first',
        [state => 'in_force', '2011-06-01', 'bra'], 'contradicted', 'withdrawn',
        undef, ['state 2012-04-01..', 'state 2005-02-15..2009-12-31']],
    ['a state after the sources end is not checkable',
        [state => 'in_force', '2016-01-01', 'fra'], 'not_checkable', 'in_force',
        'after_known_through', ['state 2003-04-01..']],
    ['another kind of consent contradicts it',
        [consent_kind => 'accession', '2004-06-01', 'fra'], 'contradicted',
        'ratification', undef, []],
    ['a treaty\'s status has its time',
        [status => 'in_force', '2002-12-24'], 'contradicted', 'not_in_force',
        undef, ['status 2003-04-01..']],
    ['and so has the one before it',
        [status => 'not_in_force', '2004-12-24'], 'contradicted', 'in_force',
        undef, ['status 2000-05-25..2003-03-31']],
);

my $db = record_of(\%with, map {
    my ($measure, $value, $as_of, $participant) = @{ $_->[1] };
    { treaty => 'alpha', measure => $measure, claimed => $value,
        as_of => $as_of, ($participant ? (participant => $participant) : ()) }
} @cases);
my $claims = claims_of($db, 's');

for my $i (0 .. $#cases) {
    my ($what, $asked, $verdict, $recorded, $detail, $matches, $nearest)
        = @{ $cases[$i] };
    my $claim = $claims->[$i];
    my $near = $claim->{nearest};

    is $claim->{verdict}, $verdict, $what;
    is $claim->{recorded}, $recorded, "$what: the record's own";
    is $verdict eq 'not_checkable' ? $claim->{reason} : $claim->{difference},
        $detail, "$what: how far, or why not";
    is_deeply [map { match_text($_) } @{ $claim->{matches} }], $matches,
        "$what: what else fits";
    is $near && "$near->{measure} $near->{on} $near->{difference}", $nearest,
        "$what: what is nearest";
}

my $unrecorded = claims_of(record_of(\%with,
    { treaty => 'gone', measure => 'consents', claimed => '1',
        as_of => '2003-01-01' },
    { treaty => 'bare', measure => 'consents', claimed => '1',
        as_of => '2003-01-01' },
    { treaty => 'bare', measure => 'entry_into_force_on',
        claimed => '2001-01-01', as_of => '2003-01-01' }), 's');
is_deeply [map { "$_->{verdict} $_->{reason}" } @$unrecorded],
    ['not_checkable treaty_not_recorded', ('not_checkable not_recorded') x 2],
    'of a treaty that is not recorded, or without sources, nothing is checked';
is $unrecorded->[0]{treaty}{id}, 'gone', 'but it is named';

# The table of the sheet of 24 December 2002.
treatyctl_ok('init', "$dir/sample.db");
treatyctl_ok('import', "$dir/sample.db", "$TreatyConfig::SRCDIR/sql/sample.json");
my @table = (
    'opsc usa in_force_on 2002-12-24: 2003-01-23 off 30',
    'ilo-c182 - adopted_on 1999: 1999-06-17 exact 0',
    'ilo-c182 usa consented_on 2000: 1999-12-02 off -30 in_force_on 2000-12-02',
    'trafficking-protocol - adopted_on 2000-11: 2000-11-15 exact 0',
    'trafficking-protocol usa signed_on 2000-12: 2000-12-13 exact 0',
    'opsc - adopted_on 2000-05-25: 2000-05-25 exact 0',
    'opsc - entry_into_force_on 2002-01-18: 2002-01-18 exact 0',
    'opsc - signatures 105: 105 exact 0',
    'opsc - consents 42: 46 off 4 in_force 2002-10-19 consents 2002-09-19',
);
is_deeply [map {
    my $claim = $_;
    join ' ', $claim->{treaty}{id},
        $claim->{participant} ? $claim->{participant}{id} : '-',
        $claim->{measure}, "$claim->{claimed}:", $claim->{recorded},
        $claim->{verdict}, $claim->{difference},
        map { match_text($_) } @{ $claim->{matches} };
} @{ claims_of("$dir/sample.db", '2002-12-24-opsc') }], \@table,
    'the sheet of 24 December 2002 beside the record';
my $day = decode_json(treatyctl_ok('render', "$dir/sample.db",
    'treaties/opsc@2002-12-24.json'));
my %kinds;
$kinds{ $_->{consent_kind} }++
    for grep { $_->{consented_on} } @{ $day->{participants} };
is_deeply \%kinds, { ratification => 34, accession => 12 },
    'its 46 consents are 34 ratifications and 12 accessions';
is $day->{counts}{in_force}, 44, 'in force for 44';

my $view = treatyctl_ok('render', "$dir/sample.db",
    'fact-sheets/2002-12-24-opsc/claims');
like $view, qr{>The record has 4 more\.<}, 'the view has the findings in words';
like $view, qr{“in force” on <time datetime="2002-10-19">},
    'and what fits';
like treatyctl_ok('render', $db, 'fact-sheets/s/claims'),
    qr{from <time datetime="2003-01-01">1 January 2003</time> to <time },
    'a time of many days from its first to its last';
done_testing;
