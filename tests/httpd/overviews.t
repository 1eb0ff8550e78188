# What is looked at as a whole: the matrix of treaties by participants, counts
# over time, statements, subjects.
use strict;
use warnings;
use Test::More;
use TreatyFixture;
use TreatyHttpd;
use TreatyLists;

my $STATUS = '/ref/status';

# Each cell is what the treaty's own document says of the participant.
sub matrix_is_the_record {
    my ($httpd, $arguments, $day) = @_;
    my $matrix = $httpd->json("$STATUS.json?$arguments"
        . ($day ? "&on=$day" : ''));
    my $at = $day ? "\@$day" : '';
    my (%of, %found);

    for my $treaty (@{ $matrix->{treaties} }) {
        my $rows = $httpd->json("/ref/treaties/$treaty->{id}$at.json");
        $of{ $treaty->{id} }{ $_->{participant}{id} } = $_
            for @{ $rows->{participants} };
        is $treaty->{status}, $rows->{status}, "$treaty->{id}: its status";
    }
    for my $row (@{ $matrix->{rows} }) {
        my $id = $row->{participant}{id};
        for my $cell (@{ $row->{cells} }) {
            my $known = delete $of{ $cell->{treaty} }{$id}
                // { state => 'none', in_force_basis => 'none' };
            my @differs = grep {
                ($cell->{$_} // '-') ne ($known->{$_} // '-')
            } qw(state signed_on consented_on consent_kind in_force_on
                in_force_basis);
            $found{different}++ if @differs;
            $found{cells}++;
        }
    }
    is $found{different}, undef, "$arguments: the cells are the record's";
    is $found{cells}, $matrix->{total}, 'as many as it says';
    return ($matrix, \%of);
}

sub matrix {
    my ($httpd) = @_;
    my ($one) = matrix_is_the_record($httpd,
        'treaty=opsc,IV-11&participant=usa,SO,france', '2002-12-24');

    is_deeply [map { $_->{id} } @{ $one->{treaties} }], ['opsc', 'crc'],
        'treaties as they were asked for, by alias or id';
    is_deeply [map { $_->{participant}{id} } @{ $one->{rows} }],
        ['usa', 'som', 'fra'], 'participants likewise';
    is $one->{rows}[0]{cells}[0]{in_force_on}, '2003-01-23', 'a cell';
    is $one->{rows}[1]{cells}[0]{state}, 'none', 'a cell of nothing';
    is $one->{as_of}, '2002-12-24', 'on the day';
    my (undef, $left) = matrix_is_the_record($httpd, 'treaty=family:opsc');
    is_deeply [map { %$_ } values %$left], [], 'all are all';
    my ($chapter) = matrix_is_the_record($httpd,
        'treaty=chapter:IV&participant=organisations');
    is_deeply [map { $_->{id} } @{ $chapter->{treaties} }],
        ['crc', 'opac', 'opsc'], 'a chapter by its numbers';
    is_deeply [map { $_->{participant}{id} } @{ $chapter->{rows} }],
        ['european-union'], 'and a group';
    is scalar @{ $httpd->json("$STATUS.json?treaty=subject:labour")
        ->{treaties} }, 1, 'a subject';
    is scalar @{ $httpd->json("$STATUS.json?treaty=crc,CRC,IV-11"
        . '&participant=US,usa,United%20States')->{rows} }, 1,
        'who is named twice has one row';
    return;
}

sub matrix_as_a_table {
    my ($httpd) = @_;
    my $arguments = 'treaty=crc,opsc&participant=states&on=2000-09-01';
    my $matrix = $httpd->json("$STATUS.json?$arguments");
    my @rows   = rows_of_csv($httpd->get("$STATUS.csv?$arguments")->{content});
    my %title  = map { $_->{id} => $_->{title} } @{ $matrix->{treaties} };
    my @cells  = map {
        my $row = $_;
        map { my $cell = flat($_);
            delete $cell->{treaty};
            +{ %$cell, treaty_id => $_->{treaty},
                treaty_title => $title{ $_->{treaty} },
                map { ("participant_$_" => $row->{participant}{$_}) }
                    qw(id name kind) } } @{ $row->{cells} }
    } @{ $matrix->{rows} };

    is_deeply \@rows, \@cells, 'the table has a row a pair';
    cmp_ok scalar @rows, '>', 300, 'which are many';
    return;
}

sub matrix_refused {
    my ($httpd) = @_;

    is_refused($httpd, "$STATUS.json", 'treaty');
    is_refused($httpd, "$STATUS.json?treaty=%2C", 'treaty');
    is_refused($httpd, "$STATUS.json?treaty=chapter:XX", 'treaty');
    is_refused($httpd, "$STATUS.json?treaty=chapter:", 'treaty');
    is_refused($httpd, "$STATUS.json?treaty=subject:%27", 'treaty');
    is_refused($httpd, "$STATUS.json?treaty=crc&participant=usa&on=x", 'on');
    is_refused($httpd, "$STATUS.json?treaty=crc&limit=1", 'limit');
    my $wrong = is_refused($httpd, "$STATUS.csv?treaty=crc,opscc", 'treaty', 404);
    is $wrong->{suggestions}[0]{id}, 'opsc', 'which may have been meant';
    is_refused($httpd, "$STATUS.json?treaty=family:nothing", 'treaty', 404);
    $wrong = is_refused($httpd, "$STATUS.json?treaty=crc&participant=usa,frnce",
        'participant', 404);
    is $wrong->{suggestions}[0]{id}, 'fra', 'likewise';
    like $wrong->{expected}, qr/states, organisations/, 'groups are told';
    return;
}

sub over_time {
    my ($httpd) = @_;
    my $line = $httpd->json('/ref/treaties/opsc@2002-12-24/timeline.json');
    my @steps = @{ $line->{steps} };

    is_deeply $line->{milestones}, [
        { kind => 'adopted',          on => '2000-05-25' },
        { kind => 'entry_into_force', on => '2002-01-18' },
        { kind => 'as_of',            on => '2002-12-24' },
    ], 'the days of the treaty';
    is $steps[0]{from}, undef, 'the first step has no beginning';
    is $steps[-1]{to}, undef, 'the last one goes on';
    is_deeply [map { $_->{to} } @steps[0 .. $#steps - 1]],
        [map { $_->{from} } @steps[1 .. $#steps]], 'there is no gap';
    cmp_ok $steps[-1]{from}, 'le', '2002-12-24', 'nothing is behind the day';
    is $steps[-1]{signatures}, 105, 'at last 105 had signed';
    is $steps[-1]{consents},   46,  'and 46 consented';
    is $steps[-1]{in_force},   44,  '44 of them in force';
    for my $step (@steps[map { int($#steps * $_ / 7) } 1 .. 7]) {
        my $counts = $httpd->json("/ref/treaties/opsc\@$step->{from}.json")
            ->{counts};
        is_deeply [@$step{qw(signatures consents in_force pending withdrawn)}],
            [@$counts{qw(signatures consents in_force pending withdrawn)}],
            "$step->{from} has the counts of its day";
        is $step->{states}{consents}, $counts->{states}{consents},
            "and States'";
    }
    is_deeply $httpd->json('/ref/treaties/opsc@2000-05-01/timeline.json')
        ->{milestones}, [{ kind => 'as_of', on => '2000-05-01' }],
        'what is to come is no milestone yet';
    return;
}

sub statements {
    my ($httpd) = @_;
    my $path = '/words/treaties/alpha/statements.json';
    my $list = $httpd->json($path);

    is_deeply [map { $_->{text} } @{ $list->{items} }],
        ['One.', 'Two.', 'Three.'], 'all statements';
    is $list->{total}, 3, 'and how many';
    is_deeply $list->{items},
        $httpd->json('/words/treaties/alpha.json')->{statements},
        "as in the treaty's document";
    is_deeply [map { $_->{text} } @{ $httpd->json("$path?participant=The%20B")
        ->{items} }], ['Two.', 'Three.'], 'those of a participant';
    is_deeply [map { $_->{text} }
        @{ $httpd->json("$path?participant=bbb&kind=objection")->{items} }],
        ['Three.'], 'of a kind';
    is $httpd->json("$path?kind=objection,declaration")->{total}, 2, 'or two';
    is $httpd->json('/words/treaties/alpha@2000-12-31/statements.json')
        ->{total}, 1, 'up to the day';
    is $httpd->json("$path?kind=note")->{total}, 0, 'or none';
    is_refused($httpd, "$path?kind=speech", 'kind');
    is_refused($httpd, "$path?kind=end", 'kind');
    is_refused($httpd, "$path?participant=nobody", 'participant', 404);
    return;
}

sub subjects {
    my ($httpd) = @_;
    my $list = $httpd->json('/ref/subjects.json');

    is_deeply [map {"$_->{subject} $_->{treaties}"} @{ $list->{items} }],
        ['Human Rights 3', 'Labour 1', 'Penal Matters 2'], 'subjects';
    is $list->{total}, 3, 'and how many';
    for my $item (@{ $list->{items} }) {
        is $httpd->json($item->{url})->{total}, $item->{treaties},
            "$item->{url} has as many";
    }
    is $httpd->json('/ref/subjects.json?on=2001-02-03')->{items}[0]{url},
        '/ref/treaties.json?subject=Human+Rights&on=2001-02-03', 'on a day';
    return;
}

my $words = published('words.db', members(
    participants => [map { members(id => $_ x 3, kind => 'state',
        names => [members(name => 'The ' . uc)]) } qw(a b)],
    treaties => [members(id => 'alpha', type => 'treaty',
        titles => [members(kind => 'official', title => 'Alpha')],
        statements => [
            members(participant => 'aaa', kind => 'declaration', text => 'One.',
                made_on => '2000-01-01'),
            members(participant => 'bbb', kind => 'reservation', text => 'Two.',
                made_on => '2001-01-01'),
            members(participant => 'bbb', kind => 'objection', text => 'Three.',
                made_on => '2002-01-01', about => 'aaa'),
        ])],
));

# More pairs than a matrix has: 201 treaties, 101 participants.
my $large = published('large.db', members(
    participants => [map { members(id => "p$_", kind => 'state',
        names => [members(name => "P $_")]) } 1 .. 101],
    treaties => [map { members(id => "t$_", type => 'treaty',
        mtdsg_no => ($_ < 201 ? 'I-' : 'II-') . $_, subjects => ['All'],
        titles => [members(kind => 'official', title => "T $_")]) } 1 .. 201],
));

sub bounds {
    my ($httpd) = @_;

    is_refused($httpd, '/large/status.json?treaty=subject:All&participant=p1',
        'treaty');
    my $wrong = is_refused($httpd, '/large/status.csv?treaty=chapter:I',
        'participant');
    like $wrong->{expected}, qr/at most 200 treaties, and 20,000 pairs/,
        'the bound is told';
    is $httpd->json('/large/status.json?treaty=chapter:I&participant='
        . join ',', map {"p$_"} 1 .. 99)->{total}, 19_800, 'up to it all is';
    is $httpd->json('/large/status.json?treaty=t1&participant='
        . join ',', ('p1') x 210, 'p2', 'p3')->{total}, 3,
        'of a long list none is left out';
    is_refused($httpd, '/large/status.json?participant=p1&treaty='
        . join(',', map {"t$_"} 1 .. 201), 'treaty');
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    matrix($httpd);
    matrix_as_a_table($httpd);
    matrix_refused($httpd);
    over_time($httpd);
    statements($httpd);
    subjects($httpd);
    bounds($httpd);
} config => <<"END";
<Location /words>
    SetHandler treaty
    TreatyBase /words
    TreatyDatabase "$words"
</Location>
<Location /large>
    SetHandler treaty
    TreatyBase /large
    TreatyDatabase "$large"
    TreatyQueryTimeout 30s
</Location>
END
done_testing;
