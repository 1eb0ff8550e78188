# Lists of acts: all, a treaty's, a participant's; as pages, as a table, as a
# feed.
use strict;
use warnings;
use Test::More;
use TreatyFixture;
use TreatyHttpd;
use TreatyLists;

sub act { return members(participant => shift, kind => shift, @_) }

# Undated, doubled, stated, derived, pending and hostile ones.
my @alpha = (
    act('aaa', 'signature', deposited_on => '2000-01-01', source => 'src'),
    act('aaa', 'ratification', deposited_on => '2000-02-01', raw => '1 Feb',
        column => 'Ratification'),
    act('bbb', 'accession', deposited_on => '2000-03-01'),
    act('ccc', 'accession', deposited_on => '2001-01-31', note => '=1+1'),
    act('ccc', 'withdrawal', deposited_on => '2002-01-01',
        effective_on => '2003-01-01', scope => 'treaty'),
    act('ddd', 'signature', raw => 'N/A'),
    act('ddd', 'other', deposited_on => '2001-05-05', note => 'to <b>Isle</b>'),
    act('ddd', 'other', deposited_on => '2001-05-05', note => 'to Islet'),
);
my @many = map {
    my $n = $_;
    act([qw(aaa bbb ccc ddd)]->[$n % 4], $n % 3 ? 'signature' : 'accession',
        deposited_on => sprintf('20%02d-%02d-01', 4 + $n % 9, 1 + $n % 12))
} 0 .. 89;

my $record = published('acts.db', members(
    sources => [members(id => 'src', kind => 'status_table', title => 'Src',
        known_through => '2020-01-01')],
    participants => [map {
        members(id => $_, kind => $_ eq 'ddd' ? 'organisation' : 'state',
            names => [members(name => "The $_")])
    } qw(aaa bbb ccc ddd)],
    treaties => [
        members(id => 'alpha', type => 'treaty', aliases => ['I-1'],
            titles => [members(kind => 'official', title => 'Alpha')],
            covers => ['signatures', 'consents', 'withdrawals'],
            rule => members(threshold => 2, organisations_count => \0,
                delay_kind => 'months', delay => 3, later_kind => 'months',
                later_delay => 1, later_after => 'entry_into_force'),
            acts => \@alpha),
        members(id => 'many', type => 'treaty', acts => \@many,
            titles => [members(kind => 'official', title => 'Many')]),
    ],
));

# The same acts in another order, and a newer one.
my $again = published('again.db', members(
    participants => [map {
        members(id => $_, kind => 'state',
            names => [members(name => "The $_")])
    } qw(ddd ccc bbb aaa)],
    treaties => [
        map { members(id => $_->[0], type => 'treaty', acts => $_->[1],
            titles => [members(kind => 'official', title => $_->[0])]) }
        ['new', [act('aaa', 'accession', deposited_on => '2012-12-02')]],
        ['many', [reverse @many]],
    ]));

sub shape {
    my ($httpd) = @_;
    my $list = $httpd->json('/ref/treaties/alpha@2001-02-10/acts.json');

    is_deeply [sort keys %$list], [sort qw(treaty as_of projected known_through
        revision caveats total items next prev)], 'a list has its members';
    is_deeply $list->{treaty}, { id => 'alpha', title => 'Alpha',
        language => 'en', url => '/ref/treaties/alpha@2001-02-10.json' }, 'it says whose it is';
    is $list->{as_of}, '2001-02-10', 'it is of its day';
    is_deeply $list->{items}[0], {
        id           => 'alpha.ccc.accession.2001-01-31',
        treaty       => { id => 'alpha', title => 'Alpha', language => 'en' },
        participant  => { id => 'ccc', name => 'The ccc', language => 'en',
            kind => 'state' },
        kind         => 'accession',
        label        => 'accession',
        deposited_on => '2001-01-31',
        effective_on => '2001-02-28',
        effective_basis => 'after_deposit',
        pending      => JSON::PP::true,
        scope        => undef,
        column       => undef,
        raw          => undef,
        listed       => undef,
        note         => '=1+1',
        source       => undef,
        url => '/ref/treaties/alpha@2001-02-10/why.json?participant=ccc',
    }, 'an act has its members';
    is $httpd->get($list->{items}[0]{url})->{status}, 200,
        'its address is there';
    return;
}

sub order_and_day {
    my ($httpd) = @_;
    my @ids = map { $_->{id} }
        @{ $httpd->json('/ref/treaties/alpha/acts.json')->{items} };
    my $early = $httpd->json('/ref/treaties/alpha@2000-02-01/acts.json');

    is_deeply \@ids, [
        'alpha.ccc.withdrawal.2002-01-01',
        'alpha.ddd.other.2001-05-05.2',
        'alpha.ddd.other.2001-05-05',
        'alpha.ccc.accession.2001-01-31',
        'alpha.bbb.accession.2000-03-01',
        'alpha.aaa.ratification.2000-02-01',
        'alpha.aaa.signature.2000-01-01',
        'alpha.ddd.signature.undated',
    ], 'the newest come first, those without a day last';
    is_deeply [map { $_->{id} } @{ $early->{items} }], [
        'alpha.aaa.ratification.2000-02-01',
        'alpha.aaa.signature.2000-01-01',
        'alpha.ddd.signature.undated',
    ], 'on a day there is nothing later';
    my $ratified = $early->{items}[0];
    is $ratified->{effective_on}, '2000-06-01', 'the rule tells the effect';
    is $ratified->{effective_basis}, 'with_treaty', 'and how it is known';
    is $ratified->{raw}, '1 Feb', 'the cell stands beside it';
    ok $ratified->{pending}, 'an effect that is to come is pending';
    is $early->{items}[1]{effective_basis}, 'none',
        'a signature has no effect of its own';
    is $httpd->json('/ref/acts.json?on=2000-02-01')->{total}, 3,
        'all acts have a day, too';
    return;
}

sub filters {
    my ($httpd) = @_;
    my %total = (
        ''                                  => 98,
        '?kind=withdrawal'                  => 1,
        '?kind=withdrawal,other'            => 3,
        '?from=2001-01-31&to=2001-12-31'    => 3,
        '?to=2000-01-01'                    => 1,
        '?from=2002-01-01&to=2002-01-01'    => 1,
        '?from=2030-01-01'                  => 0,
        '?kind=signature&to=2000-12-31'     => 1,
        '?on=2002-06-01&pending=true'       => 1,
        '?on=2002-06-01&pending=false'      => 7,
        '?on=2002-06-01&pending=true&kind=accession' => 0,
        '?on=2002-06-01&pending=false&kind=withdrawal' => 0,
        '?on=2002-06-01&kind=withdrawal'    => 1,
    );

    for my $arguments (sort keys %total) {
        my $list = $httpd->json("/ref/acts.json$arguments");
        is $list->{total}, $total{$arguments}, "/acts.json$arguments counts";
        is scalar @{ $list->{items} }, $total{$arguments}, 'what it lists';
    }
    my $one = $httpd->json('/ref/participants/ddd/acts.json?kind=other');
    is $one->{total}, 2, "a participant's acts are filtered as well";
    is_deeply $one->{participant}, { id => 'ddd', name => 'The ddd', language => 'en',
        kind => 'organisation', url => '/ref/participants/ddd.json' },
        'the list says whose they are';
    is_deeply [map { join ' ', sort keys %$_ } @{ $httpd->json(
        '/ref/treaties/alpha/acts.json?fields=id,treaty&limit=2')->{items} }],
        ['id treaty', 'id treaty'], 'fields are trimmed';
    is_deeply $httpd->json(
        '/ref/treaties/alpha/acts.json?fields=treaty.id,kind&limit=1')->{items},
        [{ treaty => { id => 'alpha' }, kind => 'withdrawal' }],
        'those of a member, too';
    is $httpd->get('/ref/treaties/alpha/acts.csv?fields=treaty.id,kind&limit=1')
        ->{content}, "treaty_id,kind\r\nalpha,withdrawal\r\n",
        'as the columns are';
    return;
}

sub pending_effects {
    my ($httpd) = @_;
    my $list = $httpd->json('/ref/acts.json?on=2000-03-15&pending=true');

    is_deeply [map { "$_->{id} $_->{effective_on}" } @{ $list->{items} }], [
        'alpha.aaa.ratification.2000-02-01 2000-06-01',
        'alpha.bbb.accession.2000-03-01 2000-06-01',
    ], 'pending ones come in the order of their effect';
    for my $path ('/ref/acts.json?on=2000-03-15&pending=true',
        '/ref/treaties/alpha@2000-03-15/acts.json?pending=true',
        '/ref/participants/aaa@2000-03-15/acts.json?pending=true')
    {
        walk_is_whole($httpd, $path, 1);
    }
    return;
}

sub pages {
    my ($httpd) = @_;

    walk_is_whole($httpd, $_, 7) for '/ref/acts.json',
        '/ref/treaties/many/acts.json', '/ref/participants/aaa/acts.json',
        '/ref/acts.json?kind=accession', '/ref/acts.json?pending=false',
        '/ref/acts.json?kind=signature,accession&from=2005-01-01';
    is csv_is_json($httpd, '/ref/acts'), 98, 'of all acts';
    csv_is_json($httpd, '/ref/treaties/alpha/acts');
    csv_is_json($httpd, '/ref/participants/ddd/acts', 'kind=other,signature');
    csv_is_json($httpd, '/ref/acts', 'on=2000-03-15&pending=true');
    my $short = $httpd->get('/ref/acts.csv?limit=2&fields=id,pending');
    is $short->{content}, "id,pending\r\nmany.ddd.signature.2012-12-01.2,false\r\n"
        . "many.ddd.signature.2012-12-01,false\r\n", 'a page of a table';
    return;
}

sub refused {
    my ($httpd) = @_;
    my $none = is_refused($httpd, '/ref/acts.json?treaty=none', 'treaty', 404);

    is $none->{expected}, "a treaty's id or alias",
        'a treaty that is not there: what it takes is told, and no more';
    my %wrong = (
        'acts.json?kind=party'              => 'kind',
        'acts.json?kind=,'                  => 'kind',
        'acts.json?kind=signature,'         => 'kind',
        'acts.json?kind=%27%20OR%201'       => 'kind',
        'acts.json?pending=maybe'           => 'pending',
        'acts.json?from=2001-02-30'         => 'from',
        'acts.json?to=soon'                 => 'to',
        'acts.json?from=2002-01-01&to=2001-01-01' => 'from',
        'acts.json?limit=0'                 => 'limit',
        'acts.json?limit=1001'              => 'limit',
        'acts.json?cursor=abc'              => 'cursor',
        'acts.json?fields=colour'           => 'fields',
        'acts.csv?fields=colour'            => 'fields',
        'acts.atom?fields=id'               => 'fields',
        'acts.csv?cursor=abc'               => 'cursor',
        'treaties/alpha/acts.json?on=2000-01-01' => 'on',
        'treaties/alpha/participants.json?state=friend' => 'state',
        'treaties/alpha/participants.csv?limit=3' => 'limit',
    );

    for my $path (sort keys %wrong) {
        if (defined $wrong{$path}) {
            is_refused($httpd, "/ref/$path", $wrong{$path});
        }
        else {
            is $httpd->get("/ref/$path")->{status}, 200, "$path is taken";
        }
    }
    # A cursor of another order isn't one of this.
    my ($cursor) = $httpd->json('/ref/acts.json?limit=1')->{next}
        =~ /cursor=([^&]+)/;
    is_refused($httpd, "/ref/acts.json?pending=true&cursor=$cursor", 'cursor');
    is_refused($httpd, "/ref/treaties.json?cursor=$cursor", 'cursor');
    return;
}

sub participants_of_a_treaty {
    my ($httpd) = @_;
    my $path = '/ref/treaties/alpha@2000-12-31/participants';
    my $list = $httpd->json("$path.json");

    is $list->{total}, 3, 'a row a participant that has a state';
    is $list->{status}, 'in_force', 'the status stands beside the rows';
    is_deeply $list->{items}, $httpd->json(
        '/ref/treaties/alpha@2000-12-31.json')->{participants},
        "the rows are those of the treaty's document";
    is_deeply [map { $_->{participant}{id} } @{ $httpd->json(
        "$path.json?state=in_force")->{items} }], ['aaa', 'bbb'],
        'those with a state';
    is $httpd->json("$path.json?state=undated,in_force")->{total}, 3,
        'or with one of several';
    is $httpd->json("$path.json?state=withdrawn")->{total}, 0, 'or nobody';
    is_deeply [rows_of_csv($httpd->get("$path.csv")->{content})],
        [map { flat($_) } @{ $list->{items} }], 'the table has the same rows';
    is $httpd->get("$path.csv?fields=state")->{content},
        "state\r\nin_force\r\nin_force\r\nundated\r\n",
        'or the columns that are asked for';
    return;
}

# Each is absolute where the mount has an origin.
sub feeds {
    my ($httpd) = @_;
    my $answer = $httpd->get('/far/treaties/alpha/acts.atom?limit=2');
    my $feed   = $answer->{content};
    my @ids    = $feed =~ m{<id>([^<]+)</id>}g;

    is $answer->{headers}{'content-type'},
        'application/atom+xml; charset=utf-8', 'a feed has its type';
    is_deeply \@ids, [
        'https://treaties.example.org/far/treaties/alpha/acts.atom',
        'https://treaties.example.org/far/acts#alpha.ccc.withdrawal.2002-01-01',
        'https://treaties.example.org/far/acts#alpha.ddd.other.2001-05-05.2',
    ], 'ids are those of the acts';
    for my $link ($feed =~ m{<link[^>]*href="([^"]+)"}g) {
        like $link, qr{\Ahttps://treaties\.example\.org/far/}, 'links are whole';
    }
    like $feed, qr{rel="next"[^>]*cursor=}, 'it leads on';
    my ($first) = $feed =~ m{<entry>(.*?)</entry>}s;
    like $first, qr{<title>The ccc: withdrawal, Alpha</title>}, 'an entry';
    like $first, qr{<updated>2003-01-01T00:00:00Z</updated>},
        'is new again on the day of its effect';
    like $first, qr{<published>2002-01-01T00:00:00Z</published>},
        'and from that of its deposit';
    my $pending = $httpd->get('/ref/acts.atom?on=2002-06-01&pending=true');
    like $pending->{content}, qr{<title>Pending effects</title>},
        'pending effects have a feed';
    like $pending->{content}, qr{<category term="pending"}, 'that says so';
    like $pending->{content}, qr{Takes effect on 1 January 2003\.},
        'and when they come';
    like $httpd->get('/ref/treaties/alpha@2001-12-31/acts.atom')->{content},
        qr{to &lt;b&gt;Isle}, 'notes are escaped';
    my @all = $httpd->get('/ref/acts.atom')->{content} =~ /<entry>/g;
    is scalar @all, 50, 'a feed has the newest fifty';
    return;
}

# What is published again has the same ids, and cursors of before go on.
sub revisions {
    my ($httpd) = @_;
    my $page = $httpd->json('/ref/acts.json?limit=40');
    my $rest = $httpd->json($page->{next});

    open my $in, '<:raw', $again or die "$again: $!";
    local $/ = undef;
    $httpd->write_file('treaty.db', scalar <$in>);
    my $revision = $page->{revision};
    for (1 .. 200) {
        last if $httpd->json('/ref/acts.json')->{revision} ne $revision;
        select undef, undef, undef, 0.05;
    }
    my $other = $httpd->json($page->{next});
    isnt $other->{revision}, $revision, 'another revision is served';
    my @many_of = map {
        [grep {/\Amany/} map { $_->{id} } @{ $_->{items} }]
    } $rest, $other;
    is_deeply $many_of[1], $many_of[0],
        'a cursor of the one before goes on where it was';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    shape($httpd);
    order_and_day($httpd);
    filters($httpd);
    pending_effects($httpd);
    pages($httpd);
    refused($httpd);
    participants_of_a_treaty($httpd);
    feeds($httpd);
    revisions($httpd);
} database => $record, config => <<'END';
TreatyRefresh 0
<Location /far>
    SetHandler treaty
    TreatyBase /far https://treaties.example.org
</Location>
END
done_testing;
