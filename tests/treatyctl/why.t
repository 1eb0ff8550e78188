# A state explains itself: the acts that it rests on, the rule, the arithmetic,
# and what isn't known.
use strict;
use warnings;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir = File::Temp->newdir;

sub act {
    my ($participant, $kind, $day, %more) = @_;
    return { participant => $participant, kind => $kind, source => 'table',
        ($day ? (deposited_on => $day) : ()), %more };
}

sub treaty {
    my ($id, %members) = @_;
    return { id => $id, type => 'convention',
        titles => [{ kind => 'official', title => "The $id" }],
        adopted_on => '2000-01-01',
        covers => [qw(signatures consents withdrawals provisional)],
        %members };
}

my %rule = (threshold => 2, delay_kind => 'months', delay => 3,
    later_kind => 'days', later_delay => 30,
    later_after => 'entry_into_force', article => '14');
my @acts = (
    act('aus', 'signature', '2000-02-01', raw => '1 Feb 2000',
        column => 'Signature'),
    act('aus', 'ratification', '2001-01-01', raw => '1 Jan 2001',
        column => 'Ratification'),
    act('bel', 'accession', '2001-02-01'),
    act('bra', 'accession', '2001-06-01'),
    act('can', 'accession', '2002-01-01', effective_on => '2002-01-01'),
    act('che', 'succession', '2003-01-01'),
    act('chl', 'accession', '2003-01-01'),
    act('chl', 'withdrawal', '2010-01-01', effective_on => '2011-01-01',
        scope => 'treaty'),
    act('chl', 'accession', '2012-01-01'),
    act('cub', 'signature', '2000-03-01'),
    act('cub', 'accession', '2003-01-01'),
    act('cub', 'withdrawal', '2010-01-01', scope => 'consent'),
    act('cyp', 'accession', '2003-01-01'),
    act('cyp', 'withdrawal', undef, scope => 'treaty'),
    act('dnk', 'provisional_application', '2003-01-01',
        effective_on => '2003-02-01'),
    act('egy', 'signature_ad_referendum', '2000-04-01'),
    act('fin', 'signature', undef, raw => 'N/A', column => 'Signature'),
    act('fra', 'definitive_signature', '2003-01-01'),
    act('fra', 'ratification', '2004-01-01'),
    act('deu', 'other', '2003-01-01', raw => '1 Jan 2003',
        column => 'Notification'),
    act('grc', 'accession', undef, effective_on => '2005-01-01'),
    act('usa', 'withdrawal', '2010-01-01', effective_on => '2010-06-01',
        scope => 'treaty'),
);
my %record = (
    sources => [
        { id => 'desk', kind => 'editor', title => 'The desk' },
        { id => 'table', kind => 'status_table', title => 'The table',
            known_through => '2015-01-01' }],
    participants => [map { { id => lc, kind => 'state', iso_alpha3 => $_,
        names => [{ name => "Land $_" }] } } qw(AUS BEL BRA CAN CHE CHL CUB CYP
        DEU DNK EGY FIN FRA GRC USA)],
    treaties => [
        treaty('alpha', rule => \%rule, acts => \@acts,
            amendments => [{ participant => 'bra', kind => 'accession',
                deposited_on => '2001-06-01', effective_on => '2001-09-01',
                source => 'desk' }]),
        treaty('amendment', rule => \%rule, binds => 'all',
            relations => [{ kind => 'amends', treaty => 'alpha' }],
            entry_into_force_on => '2004-01-01',
            acts => [act('aus', 'acceptance', '2003-01-01')]),
        treaty('cut', acts => [act('aus', 'accession', '2001-01-01'),
                act('bel', 'accession', '2001-04-02')],
            entry_into_force_on => '2001-05-01',
            rule => { %rule, later_after => 'threshold',
                later_kind => 'months_then_first', later_delay => 1 }),
        treaty('few', rule => \%rule,
            acts => [act('aus', 'accession', '2001-01-01')]),
        treaty('part', rule => \%rule, covers => [],
            entry_into_force_on => '2002-01-01',
            acts => [act('aus', 'accession', '2003-01-01')]),
        treaty('ruleless', acts => [act('aus', 'accession', '2001-01-01')]),
        treaty('set', rule => { %rule, later_kind => 'date', later_delay => 0,
                later_on => '2009-01-01' },
            acts => [act('aus', 'accession', '2001-01-01'),
                act('bel', 'accession', '2001-02-01'),
                act('bra', 'accession', '2002-02-01')]),
        treaty('threshold', rule => { %rule, later_after => 'threshold',
                later_delay => 10 },
            acts => [act('aus', 'accession', '2001-01-01'),
                act('bel', 'accession', '2001-02-01'),
                act('bra', 'accession', '2001-02-02'),
                act('can', 'accession', '2001-08-01')]),
    ],
);
my $json = JSON::PP->new->utf8;
open my $file, '>:raw', "$dir/in.json" or die $!;
print {$file} '{"format":"treaty-record","version":1,', join(',',
    map { qq("$_":) . $json->encode($record{$_}) }
        qw(sources participants treaties)), "}\n";
close $file or die $!;
my $db = "$dir/a.db";
treatyctl_ok('init', $db);
treatyctl_ok('import', $db, "$dir/in.json");

sub why {
    my (@arguments) = @_;
    return decode_json(treatyctl_ok('why', '--report', 'json', $db,
        @arguments));
}

# Of each: treaty, participant and day; the state; what stands in the reasons,
# in this order; what isn't known; the parts that its acts have.
my @cases = (
    ['alpha aus 2001-04-30', 'consented',
        [qr/^It signed on 1 February 2000\./,
            qr/\(ratification\) was deposited on 1 January 2001/,
            qr/^By article 14 .* 2 consents; the deposit of 1 February 2001 \(Land BEL\)/,
            qr/^1 February 2001 and 3 months: 1 May 2001\.$/,
            qr/^On that day the treaty entered into force/,
            qr/came before the treaty's entry/,
            qr/with the treaty itself, on 1 May 2001/, qr/lies ahead/,
            qr/^On 30 April 2001 its state is therefore: consented/],
        [], 'signature* consent*'],
    ['alpha aus 2001-05-01', 'in_force',
        [qr/with the treaty itself/, qr/therefore: in force/], [],
        'signature* consent*'],
    ['alpha aus 2000-12-31', 'signatory', [qr/^It signed/, qr/: signatory/],
        [], 'signature* later'],
    ['alpha aus 2000-01-31', 'none',
        [qr/^No act .* first one \(.*\) is of 1 February 2000\.$/], [],
        'later later'],
    ['alpha bra 2001-06-01', 'consented',
        [qr/^A source \(The desk\) states .* 1 September 2001;/,
            qr/^By the rule it would be 1 July 2001\.$/, qr/lies ahead/],
        [], 'consent*'],
    ['alpha can 2002-01-01', 'in_force',
        [qr/^A source \(The table\) states .* 1 January 2002;/,
            qr/would be 31 January 2002/], [], 'consent*'],
    ['alpha che 2004-01-01', 'consented', [qr/succession\) was deposited/,
            qr/succession isn't derived/], ['succession_not_derived'],
        'consent*'],
    ['alpha chl 2009-12-31', 'in_force',
        [qr/in force already.* later participants/,
            qr/^1 January 2003 and 30 days: 31 January 2003\.$/], [],
        'consent* later later'],
    ['alpha chl 2010-12-31', 'withdrawal_notified',
        [qr/was deposited on 1 January 2003/,
            qr/notified its withdrawal on 1 January 2010, .* only on 1 January 2011/,
            qr/therefore: withdrawal notified/], [],
        'consent* withdrawal_notified* later'],
    ['alpha chl 2011-01-01', 'withdrawn',
        [qr/^An act of 1 January 2003 \(accession\) has ended/,
            qr/notified on 1 January 2010, took effect on 1 January 2011\.$/,
            qr/therefore: withdrawn/], [], 'ended* withdrawal* later'],
    ['alpha chl 2013-01-01', 'in_force',
        [qr/has ended/, qr/took effect/, qr/deposited on 1 January 2012/,
            qr/^1 January 2012 and 30 days: 31 January 2012\.$/], [],
        'ended* withdrawal* consent*'],
    ['alpha cub 2010-01-01', 'signatory',
        [qr/^It signed/, qr/has ended/,
            qr/^It withdrew on 1 January 2010\. .* consent alone/,
            qr/therefore: signatory/], [], 'signature* ended* withdrawal*'],
    ['alpha cyp 2014-12-31', 'in_force',
        [qr/deposited on 1 January 2003/,
            qr/withdrawn by 1 January 2015, on a day that no source tells/],
        ['withdrawal_date_unknown'], 'withdrawal_ahead* consent*'],
    ['alpha cyp 2015-01-01', 'withdrawn',
        [qr/has ended/, qr/taken as withdrawn from 1 January 2015 on/],
        ['withdrawal_date_unknown'], 'withdrawal* ended*'],
    ['alpha dnk 2003-01-15', 'none',
        [qr/notified on 1 January 2003 .* from 1 February 2003 on/], [],
        'provisional*'],
    ['alpha dnk 2003-02-01', 'provisional', [qr/: applied provisionally/], [],
        'provisional*'],
    ['alpha egy 2003-01-01', 'signatory_ad_referendum',
        [qr/^It signed ad referendum on 1 April 2000\.$/], [], 'signature*'],
    ['alpha fin 2003-01-01', 'undated', [qr/without a date .*\("N\/A"\)/],
        ['undated'], 'undated*'],
    ['alpha fra 2005-01-01', 'in_force',
        [qr/^It signed definitively on 1 January 2003, which is a consent/,
            qr/further act \(ratification\) of 1 January 2004 changes nothing/],
        [], 'consent* repeated'],
    ['alpha deu 2005-01-01', 'none', [qr/^No act of it that counts/], [],
        'none'],
    ['alpha grc 2005-01-01', 'in_force',
        [qr/only the day of effect is recorded, 1 January 2005/,
            qr/states that it takes effect on 1 January 2005/],
        ['deposit_unknown'], 'consent*'],
    ['amendment aus 2004-01-01', 'in_force',
        [qr/aren't reached by those that are recorded/,
            qr/A source states .* 1 January 2004/,
            qr/with the treaty itself, on 1 January 2004/], [], 'consent*'],
    ['amendment bel 2004-01-01', 'bound',
        [qr/^No act of it/,
            qr/^The treaty amends The alpha \(alpha\) and binds all its parties; it entered into force on 1 January 2004\. .* since 1 May 2001/,
            qr/therefore: bound/], [], ''],
    ['amendment bel 2003-12-31', 'none', [qr/^No act of it/], [], ''],
    ['cut aus 2002-01-01', 'in_force',
        [qr/deposit of 2 April 2001 \(Land BEL\) reached/,
            qr/^2 April 2001 and 3 months: 2 July 2001\.$/,
            qr/^But a source states 1 May 2001/,
            qr/isn't known; .* no later than/, qr/itself, on 1 May 2001/], [],
        'consent*'],
    ['cut bel 2002-01-01', 'in_force',
        [qr/isn't known; .* behind the entry/,
            qr/^2 April 2001 and 1 month, and on to the first day of the month that follows: 1 June 2001\.$/],
        [], 'consent*'],
    ['few aus 2002-01-01', 'consented',
        [qr/aren't reached/, qr/isn't in force yet/], [], 'consent*'],
    ['part aus 2004-01-01', 'in_force',
        [qr/can't be counted/, qr/A source states .* 1 January 2002/,
            qr/^1 January 2003 and 30 days: 31 January 2003/], [], 'consent*'],
    ['part bel 2004-01-01', 'none', [qr/there may be one/],
        ['acts_incomplete'], ''],
    ['ruleless aus 2004-01-01', 'consented', [qr/rule isn't recorded/],
        ['rule_not_recorded'], 'consent*'],
    ['set bra 2004-01-01', 'consented',
        [qr/later participants/, qr/^The rule's own day: 1 January 2009\.$/],
        [], 'consent*'],
    ['threshold bel 2004-01-01', 'in_force',
        [qr/no later than the one that reached/], [], 'consent*'],
    ['threshold bra 2004-01-01', 'in_force',
        [qr/after the one that reached/,
            qr/^2 February 2001 and 10 days: 12 February 2001\.$/,
            qr/^That isn't later than the treaty's own/], [], 'consent*'],
    ['threshold can 2004-01-01', 'in_force',
        [qr/after the one that reached/, qr/: 11 August 2001\.$/], [],
        'consent*'],
    ['alpha usa 2011-01-01', 'withdrawn', [qr/took effect on 1 June 2010/],
        [], 'withdrawal*'],
);

# Whether patterns are found in sentences, in their order.
sub in_order {
    my ($sentences, @patterns) = @_;
    for my $sentence (@$sentences) {
        shift @patterns if @patterns && $sentence =~ $patterns[0];
    }
    return !@patterns;
}

for my $case (@cases) {
    my ($asked, $state, $reasons, $unknown, $parts) = @$case;
    my $why = why(split ' ', $asked);

    is $why->{state}, $state, "$asked: its state";
    ok in_order($why->{reasons}, @$reasons), "$asked: its reasons"
        or diag join "\n", @{ $why->{reasons} };
    is_deeply [map { $_->{code} } @{ $why->{unknown} }], $unknown,
        "$asked: what isn't known";
    is join(' ', map { $_->{part} . ($_->{used} ? '*' : '') }
        @{ $why->{acts} }), $parts, "$asked: the part of each act";
    for my $step (@{ $why->{arithmetic} }) {
        is scalar(grep { $_ eq $step->{text} } @{ $why->{reasons} }), 1,
            "$asked: each step is among the reasons";
    }
}

my $why = why(qw(alpha aus 2002-01-01));
is_deeply $why->{arithmetic}, [{ fact => 'entry_into_force_on',
        from => '2001-02-01', delay => 3, kind => 'months', to => '2001-05-01',
        text => '1 February 2001 and 3 months: 1 May 2001.' }],
    'the arithmetic is data too';
is_deeply [map { [@$_{qw(column raw)}, $_->{source}{id}] } @{ $why->{acts} }],
    [['Signature', '1 Feb 2000', 'table'],
        ['Ratification', '1 Jan 2001', 'table']],
    'each act names the cell that it was read from';
is why(qw(alpha bra 2002-01-01))->{acts}[0]{effective_source}{id}, 'desk',
    'and another source of its effect';

my $text = treatyctl_ok('why', $db, 'alpha', 'Land aus', '2001-04-30');
like $text, qr/^Land AUS \(aus\)\nThe alpha \(alpha\)\nas of 2001-04-30/,
    'without --report it is for people';
like $text, qr/^State: consented$/m, 'with the state';
like $text, qr/^  \* 2001-01-01, ratification.*\n +cell "1 Jan 2001" of column "Ratification"; source: table$/m,
    'the acts with their cells';
like $text, qr/^Rule, article 14: 2 consents/m, 'the rule';
like $text, qr/^Step by step:\n  It signed/m, 'and the steps';
like treatyctl_ok('why', $db, 'ruleless', 'aus'), qr/^Not known:\n  No source/m,
    'and what is not known, as of today without a day';
like treatyctl_ok('why', $db, 'ruleless', 'aus'), qr/^Rule: not recorded$/m,
    'a rule that is missing is said to be';

treatyctl_ok('publish', $db, "$dir/published.db");
is treatyctl_ok('why', "$dir/published.db", qw(alpha aus 2001-04-30)), $text,
    'a published file answers the same';
is_deeply [glob "$dir/*.db"], [$db, "$dir/published.db"],
    'nothing is left behind';

my $run = treatyctl('why', $db, 'alhpa', 'aus');
is $run->{status}, 1, 'a treaty that is not recorded is a finding';
like $run->{err}, qr/no treaty .*alhpa.*\n.*  alpha\?/, 'and the nearest is named';
$run = treatyctl('why', $db, 'alpha', 'Nowhere & elsewhere=1');
is $run->{status}, 1, 'so is a participant';
like $run->{err}, qr/no participant .*Nowhere & elsewhere=1/, 'which is named';
$run = treatyctl('why', $db, 'alpha', 'aus', '2001-02-30');
is $run->{status}, 2, 'a day that does not exist is wrong usage';
like $run->{err}, qr/2001-02-30: no day/, 'and is named';
is treatyctl('why', $db, 'alpha')->{status}, 2, 'so is nobody to explain';
is treatyctl('why', "$dir/none.db", 'alpha', 'aus')->{status}, 3,
    'a database that is missing is a failure';
done_testing;
