# Participants: the list, one of them, what it is to which treaties.
use strict;
use warnings;
use MIME::Base64 ();
use Test::More;
use TreatyFixture;
use TreatyHttpd;
use TreatyLists;

my @codes = qw(fra deu ita esp prt nld bel);
my $record = published('participants.db', members(
    sources => [members(id => 'src', kind => 'status_table', title => 'Src',
        known_through => '2020-01-01')],
    participants => [
        members(id => 'cpv', kind => 'state', iso_alpha2 => 'CV',
            iso_alpha3 => 'CPV', source => 'src', names => [
                members(name => 'Cape Verde', valid_to => '2013-10-24'),
                members(name => 'Cabo Verde', valid_from => '2013-10-24'),
                members(name => 'Republic of Cabo Verde', kind => 'alias')]),
        members(id => 'ddr', kind => 'state', ended_on => '1990-10-03',
            names => [members(name => 'German Democratic Republic')]),
        members(id => 'the-union', kind => 'organisation',
            names => [members(name => 'The Union')]),
        (map { members(id => $_, kind => 'state', iso_alpha3 => uc,
            names => [members(name => "Land $_")]) } @codes),
    ],
    treaties => [
        members(id => 'alpha', type => 'convention', adopted_on => '1980-01-01',
            mtdsg_no => 'I-1', aliases => ['I-1'],
            subjects => ['Lamps', '1950 and later'],
            titles => [members(kind => 'official', title => 'Zeta Convention'),
                members(kind => 'short', title => 'Zeta')],
            covers => ['signatures', 'consents', 'withdrawals'],
            rule => members(threshold => 1, organisations_count => \0,
                delay_kind => 'days', delay => 30, later_kind => 'days',
                later_delay => 30, later_after => 'entry_into_force'),
            acts => [
                members(participant => 'cpv', kind => 'accession',
                    deposited_on => '1985-01-01'),
                members(participant => 'cpv', kind => 'withdrawal',
                    deposited_on => '2015-01-01', scope => 'treaty',
                    effective_on => '2016-01-01'),
                members(participant => 'ddr', kind => 'ratification',
                    deposited_on => '1981-01-01'),
                members(participant => 'fra', kind => 'signature',
                    deposited_on => '1980-05-05'),
            ]),
        (map { members(id => "t$_", type => $_ % 2 ? 'protocol' : 'treaty',
            adopted_on => sprintf('19%02d-01-01', 50 + $_),
            titles => [members(kind => 'official', title => "Treaty $_")],
            acts => [members(participant => 'cpv', kind => 'signature',
                deposited_on => '2001-01-01')]) } 10 .. 29),
    ],
));

sub one {
    my ($httpd) = @_;
    my $old = $httpd->json('/ref/participants/cpv@2013-10-23.json');
    my $new = $httpd->json('/ref/participants/cpv@2013-10-24.json');
    my $now = $httpd->json('/ref/participants/cpv.json');

    is $old->{name}, 'Cape Verde', 'the name is that of the day';
    is $new->{name}, 'Cabo Verde', 'and another from its day on';
    is_deeply [sort keys %$now], [sort qw(as_of projected known_through revision
        id name language kind iso_alpha2 iso_alpha3 ended_on source name_is_current
        names counts urls treaties)], 'it has its members';
    is_deeply [map { "$_->{name} $_->{kind} " . ($_->{valid_from} // '-') }
            @{ $now->{names} }], ['Cape Verde name -',
        'Cabo Verde name 2013-10-24', 'Republic of Cabo Verde alias -'],
        'all its names';
    is $now->{iso_alpha3}, 'CPV', 'its codes';
    is_deeply [map { $_->{treaty}{title} } @{ $now->{treaties} }[0, 1, -1]],
        ['Treaty 10', 'Treaty 11', 'Zeta Convention'],
        'its treaties by their titles';
    is $now->{counts}{treaties}, 21, 'how many these are';
    is $now->{counts}{withdrawn}, 1, 'and with which states';
    is $now->{counts}{signatory}, 20, 'each';
    is $old->{counts}{in_force}, 1, 'on their day';
    for my $url (@{ $old->{urls} }{qw(self treaties acts)}) {
        is $httpd->get($url)->{status}, 200, "$url is there";
    }
    is $httpd->json('/ref/participants/ddr.json')->{ended_on}, '1990-10-03',
        'one that has ended says when';
    return;
}

sub names_and_codes {
    my ($httpd) = @_;
    my %to = (
        'CV'                    => 'cpv',
        'cpv@2001-01-01'        => undef,
        'CPV@2001-01-01'        => 'cpv@2001-01-01',
        'Cape%20Verde'          => 'cpv',
        'republic%20of%20cabo%20verde' => 'cpv',
        'The%20Union'           => 'the-union',
    );

    for my $id (sort keys %to) {
        for my $rest (qw(.json /treaties.json /treaties.csv /acts.json)) {
            my $answer = $httpd->get("/ref/participants/$id$rest");
            is $answer->{status}, defined $to{$id} ? 308 : 200,
                "$id$rest has one address";
            is $answer->{headers}{location}, "/ref/participants/$to{$id}$rest",
                'which is told' if defined $to{$id};
        }
    }
    my $wrong = is_refused($httpd, '/ref/participants/cap%20verdy.json', 'id',
        404);
    is_deeply $wrong->{suggestions}, [{ id => 'cpv', title => 'Cabo Verde' }],
        'a slip of the pen is seen';
    return;
}

sub the_list {
    my ($httpd) = @_;
    my $list = walk_is_whole($httpd, '/ref/participants.json', 3);

    is $list->{total}, 10, 'all of them';
    is_deeply [map { $_->{name} } @{ $list->{items} }[0, 1, -1]],
        ['Cabo Verde', 'German Democratic Republic', 'The Union'],
        'by their names, "the" aside';
    is_deeply $list->{items}[0], { id => 'cpv', name => 'Cabo Verde',
        kind => 'state', iso_alpha2 => 'CV', iso_alpha3 => 'CPV',
        ended_on => undef, language => 'en', url => '/ref/participants/cpv.json' },
        'an item';
    is $httpd->json('/ref/participants.json?on=2000-01-01')->{items}[0]{name},
        'Cape Verde', 'with the names of the day';
    is walk_is_whole($httpd, '/ref/participants.json?kind=organisation', 1)
        ->{total}, 1, 'of a kind';
    is walk_is_whole($httpd, '/ref/participants.json?kind=organisation,state',
        4)->{total}, 10, 'of several';
    csv_is_json($httpd, '/ref/participants');
    csv_is_json($httpd, '/ref/participants', 'kind=state&on=2000-01-01');
    return;
}

# Treaties of a participant are filtered as treaties are.
sub its_treaties {
    my ($httpd) = @_;
    my $path  = '/ref/participants/cpv/treaties';
    my $list  = $httpd->json("$path.json");
    my %total = (
        'state=withdrawn'                      => 1,
        'state=signatory,withdrawn'            => 21,
        'state=in_force'                       => 0,
        'state=none'                           => 0,
        'type=protocol'                        => 10,
        'type=protocol&state=signatory'        => 10,
        'adopted-from=1975-01-01'              => 6,
        'subject=Lamps'                        => 1,
        'state=signatory&status=in_force'      => 0,
    );

    is $list->{total}, 21, 'all to which it has a state';
    is_deeply $list->{participant}, { id => 'cpv', name => 'Cabo Verde',
        language => 'en', kind => 'state', url => '/ref/participants/cpv.json' },
        'whose';
    is_deeply $list->{items}[0], {
        treaty => { id => 'alpha', title => 'Zeta Convention',
            language => 'en', short_title => 'Zeta', mtdsg_no => 'I-1', type => 'convention',
            adopted_on => '1980-01-01', status => 'in_force',
            caveat_codes => [], url => '/ref/treaties/alpha.json' },
        state => 'withdrawn', signed_on => undef, consented_on => undef,
        consent_kind => undef, in_force_on => undef, in_force_basis => 'none',
        withdrawal_date_unknown => JSON::PP::false,
    }, 'a row';
    for my $arguments (sort keys %total) {
        is $httpd->json("$path.json?$arguments")->{total}, $total{$arguments},
            "with $arguments";
    }
    my @pages = pages_of($httpd, "$path.json?limit=4&sort=-adopted_on");
    is_deeply [map { $_->{treaty}{id} } map { @{ $_->{items} } } @pages],
        ['alpha', map {"t$_"} reverse 10 .. 29], 'in the order of treaties';
    is_deeply $httpd->json("$path.json?facets=type")->{facets}{type},
        [{ value => 'protocol', count => 10 }, { value => 'treaty',
            count => 10 }, { value => 'convention', count => 1 }],
        'with facets';
    is $httpd->json('/ref/participants/cpv@2014-01-01/treaties.json')
        ->{items}[0]{state}, 'in_force', 'on a day';
    is csv_is_json($httpd, $path), 21, 'a row each';
    csv_is_json($httpd, $path, 'state=signatory&sort=title');
    is $httpd->json('/ref/participants/fra/treaties.json?state=none')->{total},
        20, 'those to which it is nothing';
    return;
}

sub refused {
    my ($httpd) = @_;
    my %wrong = (
        'participants.json?kind=planet'              => 'kind',
        'participants.json?kind=,,'                  => 'kind',
        'participants.json?cursor=x'                 => 'cursor',
        'participants.csv?fields=colour'             => 'fields',
        'participants.json?sort=name'                => 'sort',
        'participants/cpv.json?on=2000-01-01'        => 'on',
        'participants/cpv/treaties.json?state=x'     => 'state',
        'participants/cpv/treaties.json?participant=fra' => 'participant',
        'participants/cpv/treaties.json?sort=name'   => 'sort',
        'participants/cpv/treaties.json?sort=relevance' => 'sort',
        'participants/cpv/treaties.csv?fields=id'    => 'fields',
    );

    is_refused($httpd, "/ref/$_", $wrong{$_}) for sort keys %wrong;
    # A cursor that nobody gave asks for nothing strange.
    for my $rank ('2147483647', '-1', '99999999999999', 'x') {
        my $made = MIME::Base64::encode_base64(">\x1frelevance\x1f$rank\x1f", '');
        $made =~ tr{+/}{-_};
        $made =~ s/=+\z//;
        my $page = $httpd->json("/ref/treaties.json?q=treaty&cursor=$made");
        is_deeply $page->{items}, [], "behind rank $rank there is nothing";
    }
    return;
}

# What there is to browse by.
sub ways_in {
    my ($httpd) = @_;
    my $first = $httpd->get('/ref/')->{content};

    like $first, qr{href="/ref/treaties\?subject=1950\+and\+later">1950 and later<},
        'a subject that begins as a year does is no time';
    like $first, qr{href="/ref/treaties\?adopted-from=1980-01-01&amp;adopted-to=1989-12-31},
        'times are those of adoption';
    for my $asked ('C', 'c', '%C3%87') {
        is_deeply [$httpd->get("/ref/participants?initial=$asked")->{content}
            =~ m{<a [^>]*aria-current="[^"]*"[^>]*>(\w)</a>}g], ['C'],
            "the letter of the names that are shown is marked: $asked";
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    one($httpd);
    ways_in($httpd);
    names_and_codes($httpd);
    the_list($httpd);
    its_treaties($httpd);
    refused($httpd);
} database => $record;
done_testing;
