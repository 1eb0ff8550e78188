# treatyctl check tells what in a record can't be right, and is silent about
# what can.
use strict;
use warnings;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $number = 0;

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

# A database of a treaty "t" with these members and acts, the participants
# "aus" and "fra", and what else is said.
sub database {
    my (%with) = @_;
    my $db = "$dir/" . ++$number . '.db';
    my $participants = join ',', map { encode_json($_) }
        { id => 'aus', kind => 'state', iso_alpha3 => 'AUS',
            names => [{ name => 'Australia' }] },
        { id => 'fra', kind => 'state', iso_alpha3 => 'FRA',
            names => [{ name => 'France' }] },
        @{ $with{participants} // [] };
    my $treaty = encode_json({ id => 't', type => 'treaty',
        adopted_on => '2000-01-01', covers => [qw(signatures consents)],
        titles => [{ kind => 'official', title => 'T' }],
        %{ $with{treaty} // {} },
        acts => [map { {
            participant => $_->[0], kind => $_->[1],
            deposited_on => $_->[2], source => 'table', %{ $_->[3] // {} },
        } } @{ $with{acts} // [] }] });
    my $sheets = join ',', map { encode_json($_) } @{ $with{sheets} // [] };

    spew("$dir/in.json", <<"JSON");
{"format":"treaty-record","version":1,
 "sources":[{"id":"table","kind":"status_table","title":"T",
  "known_through":"2015-01-01"},
  {"id":"desk","kind":"editor","title":"Desk"}],
 "participants":[$participants],
 "treaties":[$treaty], "fact_sheets":[$sheets]}
JSON
    treatyctl_ok('init', $db);
    treatyctl_ok('import', $db, "$dir/in.json");
    return $db;
}

# An acceptance follows a signature here and there.
my @more = map { { id => lc, kind => 'state', iso_alpha3 => $_,
    names => [{ name => "Land $_" }] } } qw(BEL CAN CHE);
my @accepted = map { ([$_, 'signature', '2000-02-01'],
    [$_, 'acceptance', '2001-01-01']) } qw(bel can);

my @fine = (['aus', 'signature', '2000-02-01'],
    ['aus', 'ratification', '2001-02-01'], ['fra', 'accession', '2002-02-01']);
my $good = database(acts => \@fine);
my $run  = treatyctl('check', $good);
is $run->{status}, 0, 'a record that can be true has no findings';
is $run->{out}, "0 findings\n", 'and that is said';

my @return = (['fra', 'withdrawal', '2003-01-01', { scope => 'treaty' }],
    ['fra', 'accession', '2004-01-01'],
    ['aus', 'succession', '2001-02-01', { effective_on => '1999-01-01' }]);
is treatyctl('check', database(acts => [@fine[0, 2], @return]))->{status}, 0,
    'neither have a return after a withdrawal and a succession of old';

my %rule = (threshold => 2, delay_kind => 'days', delay => 30,
    later_kind => 'days', later_delay => 30, later_after => 'threshold');
my %sheet = (id => 's', title => 'S');

sub claims {
    my ($measure, $claimed, $as_of, %with) = @_;
    return (acts => \@fine, sheets => [{ %sheet, claims => [{ treaty => 't',
        measure => $measure, claimed => $claimed, as_of => $as_of,
        quote => 'so many', %with }] }]);
}

my %finding = (
    'claim-off' => [{ claims('consents', '3', '2001-06-01') },
        'fact-sheets/s',
        qr/^consents of t is claimed as 3 \("so many"\), and recorded as 1 on 2001-06-01\. The record has 2 fewer\.$/],
    'claim-contradicted' => [
        { claims('state', 'signatory', '2001-06-01', participant => 'aus') },
        'fact-sheets/s',
        qr/^state of aus under t .* something else\. It fits "State" from 2000-02-01 to 2001-01-31\.$/],
    'claim-not-checkable' => [{ claims('consents', '2', '2016-01-01') },
        'fact-sheets/s',
        qr/can't tell: the sources .* before this day\. It fits "consents to be bound" since 2002-02-01/],
    'effective-day' => [
        { acts => [@fine[0, 1], ['fra', 'accession', '2002-02-01',
            { effective_on => '2002-04-01' }]],
            treaty => { rule => { %rule, later_after => 'entry_into_force' },
                entry_into_force_on => '2002-03-03' } },
        'treaties/t', qr/^fra: the effect of its accession of 2002-02-01 is stated as 2002-04-01; by the rule it would be 2002-03-03$/],
    'total' => [
        { acts => \@fine, treaty => { totals => [
            { measure => 'signatures', total => 1, source => 'table' },
            { measure => 'consents', total => 3, source => 'table' }] } },
        'treaties/t',
        qr/^the total of consents is 3 in its source table, and 2 in the record on 2015-01-01$/],
    'treaty-dates' => [{ treaty => { entry_into_force_on => '1999-01-01' } },
        'treaties/t', qr/entered into force on 1999-01-01, before its adoption/],
    'act-before-adoption' => [{ acts => [['fra', 'accession', '1999-12-31']] },
        'treaties/t', qr/fra: accession of 1999-12-31, before the adoption/],
    'effective-before-deposit' => [
        { acts => [['fra', 'accession', '2001-01-01',
            { effective_on => '2000-12-31' }]] },
        'treaties/t', qr/fra: accession .* effective on 2000-12-31/],
    'signature-after-consent' => [
        { acts => [['fra', 'accession', '2001-01-01'],
            ['fra', 'signature', '2001-01-02']] },
        'treaties/t', qr/fra: signed on 2001-01-02, after it consented/],
    'consent-without-signature' => [
        { acts => [['fra', 'ratification', '2001-01-01']] },
        'treaties/t', qr/fra: ratification of 2001-01-01 without a signature/],
    'duplicate-act' => [
        { acts => [(['fra', 'accession', '2001-01-01']) x 2] },
        'treaties/t', qr/fra: accession of 2001-01-01 is recorded 2 times/],
    'consent-twice' => [
        { acts => [['fra', 'accession', '2001-01-01'],
            ['fra', 'succession', '2002-01-01']] },
        'treaties/t', qr/fra: succession .* the accession of 2001-01-01 wasn't/],
    'withdrawal-of-nothing' => [
        { acts => [['fra', 'withdrawal', '2001-01-01', { scope => 'treaty' }]] },
        'treaties/t', qr/fra: withdrawal of 2001-01-01 without/],
    'act-after-source' => [{ acts => [['fra', 'accession', '2015-01-02']] },
        'treaties/t', qr/source table ends on 2015-01-01/],
    'act-after-end' => [
        { participants => [{ id => 'sun', kind => 'state',
            iso_alpha3 => 'SUN', ended_on => '1991-12-26',
            names => [{ name => 'USSR' }] }],
            acts => [['sun', 'accession', '2001-01-01']] },
        'treaties/t', qr/sun: .* ended on 1991-12-26/],
    'amendment-of-nothing' => [
        { treaty => { amendments => [{ participant => 'fra',
            kind => 'accession', effective_on => '2001-01-01',
            source => 'desk' }] } },
        'treaties/t', qr/fra: an overlay gives the accession/],
    'relation' => [
        { treaty => { relations => [{ kind => 'amends', treaty => 'gone' }] } },
        'treaties/t', qr/amends gone, which isn't recorded/],
    'claim' => [
        { sheets => [{ id => 's', title => 'S', claims => [{ treaty => 'gone',
            measure => 'signatures', claimed => '1', as_of => '2001-01-01' }] }] },
        'fact-sheets/s', qr/claim 1 is about gone/],
    'participant-code' => [
        { participants => [{ id => 'x', kind => 'state',
            names => [{ name => 'X' }] }] },
        'participants/x', qr/a state without an ISO code/],
    'name-period' => [
        { participants => [{ id => 'cpv', kind => 'state', iso_alpha3 => 'CPV',
            names => [{ name => 'Cabo Verde', valid_from => '2013-10-24' },
                { name => 'Cape Verde' }] }] },
        'participants/cpv', qr/"Cabo Verde" and "Cape Verde"/],
    'entry-into-force' => [
        { acts => \@fine, treaty => { rule => \%rule,
            entry_into_force_on => '2002-03-04' } },
        'treaties/t', qr/stated as 2002-03-04; by the rule .* 2002-03-03/],
);
for my $kind (sort keys %finding) {
    my ($with, $place, $message) = @{ $finding{$kind} };
    $run = treatyctl('check', '--report', 'json', database(%$with));
    is $run->{status}, 1, "$kind: there is a finding";
    my $report = decode_json($run->{out});
    is_deeply $report->{kinds}, { $kind => 1 }, "$kind: and no other";
    is $report->{findings}[0]{place}, $place, "$kind: it names the place";
    like $report->{findings}[0]{message}, $message, "$kind: and the matter";
}

# What is many times the same, or may be so, is no flood of findings.
$run = treatyctl('check', database(participants => \@more,
    acts => [map { [$_, 'accession', '1999-12-31'] } qw(bel can che fra)]));
like $run->{out}, qr/^1 finding$/m,
    'many acts before the adoption are one finding';
like $run->{out},
    qr/4 acts \(accession\), of 1999-12-31 to 1999-12-31, before/,
    'which tells how many and when';
is treatyctl('check', database(participants => \@more, acts => [@fine,
        @accepted[0, 1], map { [$_, 'acceptance', '2001-01-01'] } qw(can che)
    ]))->{status}, 0, 'where most accept without a signature, they may';
$run = treatyctl('check', database(participants => \@more,
    acts => [@fine, @accepted, ['che', 'acceptance', '2001-01-01']]));
like $run->{out}, qr/che: acceptance .* without a signature/,
    'where most have one, it is a finding';
is treatyctl('check', database(acts => \@fine,
    treaty => { aliases => ['T-1'] },
    sheets => [{ %sheet, claims => [{ treaty => 't-1', measure => 'consents',
        claimed => '0', as_of => '2001-01-01' }] }]))->{status}, 0,
    'a claim may name the treaty by an alias';

SKIP: {
    my $torn = database(acts => \@fine);
    skip 'no sqlite3 to tear a record with', 2
        if system('sqlite3', $torn,
            "DELETE FROM participant WHERE slug = 'fra'") != 0;
    $run = treatyctl('check', $torn);
    is $run->{status}, 1, 'a row that refers to nothing is a finding';
    like $run->{out},
        qr/^act: row \d+ refers to a row of participant .* \[reference\]$/m,
        'which names both tables';
}

$finding{'entry-into-force'}[0]{treaty}{entry_into_force_on} = '2002-03-03';
my $stated = database(%{ $finding{'entry-into-force'}[0] });
is treatyctl('check', $stated)->{status}, 0,
    'a stated entry into force that the rule gives is none';
treatyctl_ok('publish', $stated, "$dir/published.db");
is treatyctl('check', "$dir/published.db")->{status}, 0,
    'a published file is checked as well';

$run = treatyctl('check', '--report-file', "$dir/report.json",
    database(acts => [['fra', 'ratification', '1999-01-01']]));
like $run->{out}, qr{^treaties/t: fra: .* \[act-before-adoption\]$}m,
    'without --report findings are lines, each with its kind';
like $run->{out}, qr/^2 findings$/m, 'then their number';
ok -s "$dir/report.json", 'and a report goes into the file that is named';
is treatyctl('check', "$dir/none.db")->{status}, 3,
    'a database that is missing is a failure';
done_testing;
