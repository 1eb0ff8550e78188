# What the sample record says through httpd: the numbers, days and claims.
use strict;
use warnings;
use Test::More;
use TreatyFixture;
use TreatyHttpd;

sub count_rows {
    my ($document, $test) = @_;
    return scalar grep { $test->($_) } @{ $document->{participants} };
}

sub row_of {
    my ($document, $id) = @_;
    my ($row) = grep { $_->{participant}{id} eq $id }
        @{ $document->{participants} };
    return $row;
}

# The counts of a document follow from its rows, all of them and States alone.
sub counts_agree_with_rows {
    my ($document) = @_;
    my %is = (
        signatures => sub { defined $_[0]{signed_on} },
        consents   => sub { defined $_[0]{consented_on} },
        in_force   => sub { $_[0]{state} eq 'in_force' },
        pending    => sub {
            $_[0]{state} eq 'consented' && defined $_[0]{in_force_on};
        },
        in_force_unknown => sub {
            $_[0]{state} eq 'consented' && !defined $_[0]{in_force_on};
        },
    );

    for my $name (sort keys %is) {
        is $document->{counts}{$name}, count_rows($document, $is{$name}),
            "$document->{id}\@$document->{as_of}: $name counts its rows";
        is $document->{counts}{states}{$name},
            count_rows($document, sub {
                $_[0]{participant}{kind} eq 'state' && $is{$name}->($_[0]);
            }),
            "$document->{id}\@$document->{as_of}: States' $name likewise";
    }
    is $document->{counts}{parties}, $document->{counts}{in_force},
        'parties are those it is in force for';
    return;
}

sub the_protocol_on_the_day_of_the_sheet {
    my ($httpd) = @_;
    my $opsc = $httpd->json('/ref/treaties/opsc@2002-12-24.json');
    my $usa  = row_of($opsc, 'usa');

    is $opsc->{counts}{signatures}, 105, 'it has 105 signatures';
    is $opsc->{counts}{consents},   46,  'it has 46 consents';
    is $opsc->{counts}{in_force},   44,  'it is in force for 44';
    is $opsc->{counts}{pending},    2,   '2 are pending';
    is $opsc->{entry_into_force_on}, '2002-01-18', 'it entered into force';
    is $opsc->{adopted_on}, '2000-05-25', 'it was adopted';
    is $opsc->{status},     'in_force',   'it is in force';
    is $opsc->{mtdsg_no},   'IV-11-c',    'it has its number';
    is $opsc->{as_of},      '2002-12-24', 'it is as of that day';
    ok !$opsc->{projected}, 'nothing of it is projected';
    is $opsc->{known_through}, '2015-03-12', 'the sources end in 2015';
    like $opsc->{revision}, qr/\A[0-9a-f]{32}\z/, 'it names its revision';
    is $usa->{consented_on}, '2002-12-23', 'the United States deposited';
    is $usa->{in_force_on},  '2003-01-23', 'it is in force for it later';
    is $usa->{state},        'consented',  'so it has consented only';
    is $usa->{signed_on},    '2000-07-05', 'it had signed';
    is $usa->{consent_kind}, 'ratification', 'it ratified';
    counts_agree_with_rows($opsc);
    return;
}

sub other_days {
    my ($httpd) = @_;
    my $eve    = $httpd->json('/ref/treaties/opsc@2003-01-22.json');
    my $day    = $httpd->json('/ref/treaties/opsc@2003-01-23.json');
    my $before = $httpd->json('/ref/treaties/opsc@2000-05-24.json');
    my $born   = $httpd->json('/ref/treaties/opsc@2000-05-25.json');
    my $wait   = $httpd->json('/ref/treaties/opsc@2002-01-17.json');
    my $future = $httpd->json('/ref/treaties/opsc@2999-12-31.json');

    is row_of($eve, 'usa')->{state}, 'consented', 'on the eve it is not yet';
    is row_of($day, 'usa')->{state}, 'in_force',  'on its day it is in force';
    is $before->{status}, 'not_adopted', 'the day before adoption it is not';
    is $born->{status},   'not_in_force', 'when adopted it is not in force';
    is $born->{counts}{signatures}, 0, 'nobody has signed yet, which is 0';
    is $born->{counts}{consents},   0, 'nor consented';
    is $born->{counts}{provisional}, undef, 'what is not covered is unknown';
    is $wait->{status}, 'not_in_force', 'the eve of its entry into force';
    ok $future->{projected}, 'a day to come is projected';
    is $future->{counts}{consents}, 169, 'with what is known';
    for my $url (map {"/ref/treaties/$_.json"} 'crc@1995-06-30',
        'untoc@2005-01-01', 'trafficking-protocol@2010-02-28',
        'opac@2002-02-12')
    {
        counts_agree_with_rows($httpd->json($url));
    }
    return;
}

sub today {
    my ($httpd) = @_;
    my $opsc = $httpd->json('/ref/treaties/opsc.json');
    my $ilo  = $httpd->json('/ref/treaties/ilo-c182.json');
    my $untoc = $httpd->json('/ref/treaties/untoc.json');

    is $opsc->{counts}{signatures}, 121, 'today it has 121 signatures';
    is $opsc->{counts}{consents},   169, 'and 169 consents';
    ok !$opsc->{projected}, 'today is not a day to come';
    ok scalar(grep { $_->{code} eq 'after_known_through' }
            @{ $opsc->{caveats} }), 'it says that the sources end earlier';
    ok exists $ilo->{counts}{consents} && !defined $ilo->{counts}{consents},
        'consents that the sources do not cover are null, not 0';
    cmp_ok $untoc->{counts}{states}{consents}, '<',
        $untoc->{counts}{consents}, 'an organisation is no State';
    return;
}

sub claim_of {
    my ($sheet, $measure, $participant) = @_;
    my ($claim) = grep {
        $_->{treaty}{id} eq 'opsc' && $_->{measure} eq $measure
            && ($_->{participant} ? $_->{participant}{id} : '')
            eq ($participant // '')
    } @{ $sheet->{claims} };
    return $claim;
}

sub the_fact_sheet {
    my ($httpd) = @_;
    my $sheet      = $httpd->json('/ref/fact-sheets/2002-12-24-opsc.json');
    my $signatures = claim_of($sheet, 'signatures');
    my $consents   = claim_of($sheet, 'consents');
    my $usa        = claim_of($sheet, 'in_force_on', 'usa');

    is $sheet->{released_on}, '2002-12-24', 'it was released';
    is $sheet->{office}, 'Office of the Spokesman', 'by its office';
    is scalar @{ $sheet->{links} }, 1, 'it has its link';
    is $sheet->{breadcrumb}[-1], 'December', 'and its breadcrumb';
    is $signatures->{claimed},  105,     'it claims 105 signatures';
    is $signatures->{recorded}, 105,     'as the record has';
    is $signatures->{verdict},  'exact', 'so that is exact';
    is $signatures->{current},  121,     'today they are more';
    is $consents->{claimed},    42,      'it claims 42 ratifications';
    is $consents->{recorded},   46,      'the record has 46 consents';
    is $consents->{verdict},    'off',   'so that is off';
    is_deeply [map {"$_->{measure} $_->{on}"} @{ $consents->{matches} }],
        ['in_force 2002-10-19', 'consents 2002-09-19'],
        '42 fits two other numbers of earlier days, the nearer first';
    is $usa->{recorded}, '2003-01-23', 'its own party day is another';
    is_deeply [map { $_->{id} } @{ $sheet->{treaties} }],
        [qw(opsc ilo-c182 trafficking-protocol)], 'it names its treaties';
    return;
}

sub the_claims_alone {
    my ($httpd) = @_;
    my $sheet  = $httpd->json('/ref/fact-sheets/2002-12-24-opsc.json');
    my $claims = $httpd->json('/ref/fact-sheets/2002-12-24-opsc/claims.json');
    my $view   = $httpd->get('/ref/fact-sheets/2002-12-24-opsc/claims');

    is_deeply $claims->{claims}, $sheet->{claims},
        'claims.json has the claims of the sheet';
    is $claims->{id}, '2002-12-24-opsc', 'and says whose they are';
    ok !exists $claims->{blocks}, 'and leaves the text out';
    is $claims->{urls}{self}, '/ref/fact-sheets/2002-12-24-opsc/claims.json',
        'it names its own address';
    is $httpd->get($sheet->{urls}{claims})->{status}, 200,
        'the sheet names the view';
    my $count = 0;
    $count += $_ for values %{ $claims->{verdicts} };
    is $count, scalar @{ $claims->{claims} }, 'each claim has a verdict';
    is $view->{status}, 200, 'they have a view';
    is scalar(() = $view->{content} =~ /<li class="treaty-claim"/g),
        scalar @{ $claims->{claims} }, 'which shows each of them';
    for my $claim (@{ $claims->{claims} }) {
        my $words = $claim->{quote};
        utf8::encode($words);
        like $view->{content}, qr/\Q$words\E/, "with its words: $words";
    }
    return;
}

sub aliases {
    my ($httpd) = @_;
    my %target = (
        'treaties/IV-11-c.json'             => 'treaties/opsc.json',
        'treaties/iv-11-C.json'             => 'treaties/opsc.json',
        'treaties/OPSC.json'                => 'treaties/opsc.json',
        'treaties/CRC-OP-SC@2002-12-24.json'
            => 'treaties/opsc@2002-12-24.json',
        'treaties/IV-11-c@2002-12-24/box?heading=4&utm_source=x'
            => 'treaties/opsc@2002-12-24/box?heading=4&utm_source=x',
        'treaties/Opsc/box' => 'treaties/opsc/box',
        'fact-sheets/2002-12-24-OPSC.json'
            => 'fact-sheets/2002-12-24-opsc.json',
        'fact-sheets/2002-12-24-OPSC/claims.json'
            => 'fact-sheets/2002-12-24-opsc/claims.json',
    );

    for my $from (sort keys %target) {
        my $answer = $httpd->get("/ref/$from");
        is $answer->{status}, 308, "$from is answered 308";
        is $answer->{headers}{location}, "/ref/$target{$from}",
            'to the one address of the record';
    }
    return;
}

sub lists {
    my ($httpd) = @_;
    my $treaties = $httpd->json('/ref/treaties.json');
    my $sheets   = $httpd->json('/ref/fact-sheets.json');

    is_deeply [map { $_->{id} } @{ $treaties->{items} }],
        [qw(crc ilo-c182 opac opsc trafficking-protocol untoc)],
        'the list has each treaty, in order';
    is $treaties->{total}, 6,     'it tells how many';
    is $treaties->{next},  undef, 'it has no further page';
    for my $item (@{ $treaties->{items} }) {
        my $whole = $httpd->json($item->{url});
        is $item->{status}, $whole->{status}, "$item->{id}: same status";
        is_deeply $item->{counts}, {
            map { $_ => $whole->{counts}{$_} } keys %{ $item->{counts} }
        }, "$item->{id}: same counts";
    }
    is $sheets->{total}, 1, 'there is one fact sheet';
    is $sheets->{items}[0]{id}, '2002-12-24-opsc', 'the one of 2002';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    the_protocol_on_the_day_of_the_sheet($httpd);
    other_days($httpd);
    today($httpd);
    the_fact_sheet($httpd);
    the_claims_alone($httpd);
    aliases($httpd);
    lists($httpd);
};

my $many = published('many.db', members(
    treaties => [map { treaty_record(sprintf 't-%03d', $_) } 1 .. 250],
));

for_each_mpm {
    my ($httpd) = @_;
    my $next = '/ref/treaties.json';
    my (@ids, @sizes);

    while (defined $next && @sizes < 10) {
        my $page = $httpd->json($next);
        is $page->{total}, 250, 'each page tells the whole number';
        push @sizes, scalar @{ $page->{items} };
        push @ids, map { $_->{id} } @{ $page->{items} };
        $next = $page->{next};
    }
    is_deeply \@sizes, [100, 100, 50], '250 treaties come in three pages';
    is_deeply \@ids, [map { sprintf 't-%03d', $_ } 1 .. 250],
        'each treaty comes once, in order';
    is $httpd->json('/ref/treaties.json?limit=250')->{next}, undef,
        'a last page that is full has no next one';
    my $page = $httpd->json('/ref/treaties.json?limit=100');
    $page = $httpd->json($page->{next}) for 1 .. 2;
    my @back = map { $_->{id} } @{ $page->{items} };
    while ($page->{prev}) {
        $page = $httpd->json($page->{prev});
        unshift @back, map { $_->{id} } @{ $page->{items} };
    }
    is_deeply \@back, \@ids, 'the pages before are found as well';
    my $api   = $httpd->get('/ref/api')->{content};
    my @tries = $api =~ /Try <a [^>]*href="([^"]+)"/g;
    unlike $api, qr/opsc/, 'no example is of a treaty that is not here';
    cmp_ok scalar(@tries), '>', 20, 'and there are others';
    for my $try (map { s/&amp;/&/gr } @tries) {
        is $httpd->get($try)->{status}, 200, "$try leads somewhere";
    }
} database => $many;

done_testing;
