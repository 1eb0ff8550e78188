# Lists of treaties: what filters select is what a recount from each treaty's
# own document says, in the order that was asked for, page by page, as JSON
# and as CSV.
use strict;
use warnings;
use File::Temp 'tempdir';
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyHttpd;

my $SET = "$TreatyConfig::SHARED/data/mtdsg";

# All items of a list, page by page.
sub whole {
    my ($httpd, $path) = @_;
    my @items;

    for (my $pages = 0; defined $path && $pages < 200; $pages++) {
        my $page = $httpd->json($path);
        push @items, @{ $page->{items} };
        $path = $page->{next};
    }
    return \@items;
}

sub ids { return [map { $_->{id} } @{ $_[0] }] }

sub escaped {
    my ($text) = @_;
    return $text =~ s/([^A-Za-z0-9._-])/sprintf '%%%02X', ord $1/ger;
}

# A list with a filter has what the whole list has that the filter holds of.
sub expect_filter {
    my ($httpd, $all, $args, $holds) = @_;
    my $found = whole($httpd, "/ref/treaties.json?limit=50&$args");
    my @wanted = grep { $holds->($_) } @$all;

    is_deeply ids($found), ids(\@wanted),
        "$args: " . @wanted . ' of ' . @$all;
    is $httpd->json("/ref/treaties.json?limit=1&$args")->{total},
        scalar @wanted, 'and the total is theirs';
    return;
}

sub chapter_of { return ($_[0]{mtdsg_no} // '') =~ /^([IVXLC]+)-/ ? $1 : '' }

sub filters {
    my ($httpd, $all) = @_;
    my ($depositary) = grep { defined } map { $_->{depositary} } @$all;

    for my $chapter (qw(IV ix I XVIII)) {
        expect_filter($httpd, $all, "chapter=$chapter",
            sub { chapter_of($_[0]) eq uc $chapter });
    }
    expect_filter($httpd, $all, 'type=protocol',
        sub { $_[0]{type} eq 'protocol' });
    expect_filter($httpd, $all, 'type=protocol,charter',
        sub { $_[0]{type} =~ /^(?:protocol|charter)$/ });
    expect_filter($httpd, $all, 'status=in_force',
        sub { $_[0]{status} eq 'in_force' });
    expect_filter($httpd, $all, 'status=unknown,not_in_force',
        sub { $_[0]{status} =~ /^(?:unknown|not_in_force)$/ });
    expect_filter($httpd, $all, 'in-force=false',
        sub { $_[0]{status} ne 'in_force' });
    expect_filter($httpd, $all, 'adopted-from=1965-01-01&adopted-to=1979-12-31',
        sub {
            my $day = $_[0]{adopted_on} // '';
            $day ge '1965-01-01' && $day le '1979-12-31';
        });
    expect_filter($httpd, $all, 'adopted-from=1990-01-01',
        sub { ($_[0]{adopted_on} // '') ge '1990-01-01' });
    for my $subject ('Human Rights', 'human rights') {
        expect_filter($httpd, $all, 'subject=' . escaped($subject),
            sub { grep { $_ eq 'Human Rights' } @{ $_[0]{subjects} } });
    }
    expect_filter($httpd, $all, 'depositary=' . escaped($depositary),
        sub { ($_[0]{depositary} // '') eq $depositary })
        if defined $depositary;
    expect_filter($httpd, $all, 'type=protocol&chapter=IV&in-force=true',
        sub {
            $_[0]{type} eq 'protocol' && chapter_of($_[0]) eq 'IV'
                && $_[0]{status} eq 'in_force';
        });
    return;
}

# What one participant has to each treaty, asked of each by itself.
sub states {
    my ($httpd, $all, $participant) = @_;
    my %state;

    for my $treaty (@$all) {
        my $rows = $httpd->json("/ref/treaties/$treaty->{id}.json");
        my ($row) = grep { $_->{participant}{id} eq $participant }
            @{ $rows->{participants} };
        $state{ $treaty->{id} } = $row ? $row->{state} : 'none';
    }
    for my $wanted (['signatory'], ['in_force', 'consented'], ['none'],
        ['none', 'signatory'])
    {
        my %wanted = map { $_ => 1 } @$wanted;
        expect_filter($httpd, $all,
            "participant=$participant&state=" . join(',', @$wanted),
            sub { $wanted{ $state{ $_[0]{id} } } });
    }
    expect_filter($httpd, $all, "participant=$participant",
        sub { $state{ $_[0]{id} } ne 'none' });
    return;
}

# An order's keys go up or down, and what has none comes last.
sub orders {
    my ($httpd, $all) = @_;

    for my $sort (qw(id -id title -title adopted_on -adopted_on
        entry_into_force_on -entry_into_force_on mtdsg_no -mtdsg_no))
    {
        my $found = whole($httpd, "/ref/treaties.json?limit=17&sort=$sort");
        my ($down, $key) = $sort =~ /^(-?)(.*)$/;

        is_deeply [sort @{ ids($found) }], [sort @{ ids($all) }],
            "$sort: each treaty comes once";
        next if $key =~ /^(?:title|mtdsg_no)$/;
        my @known = grep { defined } map { $_->{$key} } @$found;
        my @last = map { $_->{$key} } @$found[$#known + 1 .. $#$found];
        @known = reverse @known if $down;
        is_deeply \@known, [sort @known], 'in order';
        ok !(grep { defined } @last), 'the unknown last';
    }
    my @numbers = map { $_->{mtdsg_no} // () }
        @{ whole($httpd, '/ref/treaties.json?sort=mtdsg_no&chapter=IV') };
    my ($second) = grep { $numbers[$_] eq 'IV-2' } 0 .. $#numbers;
    my ($eleventh) = grep { $numbers[$_] eq 'IV-11' } 0 .. $#numbers;
    cmp_ok $second, '<', $eleventh, 'IV-2 comes before IV-11'
        if defined $second && defined $eleventh;
    return;
}

sub facets {
    my ($httpd, $all) = @_;
    my $facets = $httpd->json('/ref/treaties.json?limit=1&chapter=IV'
        . '&facets=type,decade,status,subject,chapter,depositary')->{facets};
    my %of;

    for my $treaty (grep { chapter_of($_) eq 'IV' } @$all) {
        $of{type}{ $treaty->{type} }++;
        $of{status}{ $treaty->{status} }++;
        $of{chapter}{IV}++;
        $of{decade}{ substr($treaty->{adopted_on}, 0, 3) . '0s' }++
            if defined $treaty->{adopted_on};
        $of{subject}{$_}++ for @{ $treaty->{subjects} };
        $of{depositary}{ $treaty->{depositary} }++
            if defined $treaty->{depositary};
    }
    is_deeply $httpd->json('/ref/treaties.json?limit=1&chapter=IV'
        . '&facets=type,type')->{facets}, { type => $facets->{type} },
        'a facet that is named twice is counted once';
    for my $facet (sort keys %$facets) {
        is_deeply { map { $_->{value} => $_->{count} } @{ $facets->{$facet} } },
            $of{$facet} // {}, "the facet $facet counts what is selected";
    }
    return;
}

sub cells_of {
    my ($line) = @_;
    my @cells;
    while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|\z)/g) {
        my ($quoted, $plain, $end) = ($1, $2, $3);
        push @cells, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
        last if $end eq '';
    }
    return @cells;
}

sub csv {
    my ($httpd, $all) = @_;
    my $answer = $httpd->get('/ref/treaties.csv?type=protocol');
    my @lines = split /\r\n/, $answer->{content};
    my @wanted = grep { $_->{type} eq 'protocol' } @$all;
    my @head = cells_of(shift @lines);

    like $answer->{headers}{'content-type'}, qr{^text/csv; charset=utf-8},
        'CSV has its type';
    is_deeply [map { (cells_of($_))[0] } @lines], ids(\@wanted),
        'CSV has all rows of what is selected';
    my %row;
    @row{@head} = cells_of($lines[0]);
    is_deeply [@row{qw(id type status signatures)}],
        [@{ $wanted[0] }{qw(id type status)}, $wanted[0]{counts}{signatures}
            // ''], 'and the JSON\'s values';
    my $few = $httpd->get('/ref/treaties.csv?fields=id,counts&limit=3');
    like $few->{content},
        qr/\Aid,signatures,consents,in_force\r\n(?:[^\n]*\r\n){3}\z/,
        'fields and a limit hold for it as well';
    is $httpd->head('/ref/treaties.csv')->{headers}{etag},
        $httpd->get('/ref/treaties.csv')->{headers}{etag},
        'a stream has its validator before it is read';
    is $httpd->get('/ref/treaties.csv', { 'If-None-Match' =>
        $httpd->get('/ref/treaties.csv')->{headers}{etag} })->{status}, 304,
        'by which it needs no reading';
    return;
}

sub refusals {
    my ($httpd) = @_;
    my %parameter = (
        'sort=relevance' => 'sort', 'state=in_force' => 'participant',
        'cursor=abc' => 'cursor', 'fields=nothing' => 'fields',
        'participant=nobody' => 'participant', 'family=none' => 'family',
        'limit=1001' => 'limit', 'facets=size' => 'facets',
    );

    my $next = $httpd->json('/ref/treaties.json?limit=1&sort=title')->{next};
    my ($cursor) = $next =~ /cursor=([^&]*)/;
    $parameter{"sort=id&cursor=$cursor"} = 'cursor';
    for my $args (sort keys %parameter) {
        my $answer = $httpd->get("/ref/treaties.json?$args");
        like $answer->{status}, qr/^40[04]$/, "$args is refused";
        like $answer->{content}, qr/"parameter": "$parameter{$args}"/,
            'and the parameter named';
        like $answer->{content}, qr/"expected": "./, 'with what it takes';
    }
    return;
}

sub trimmed {
    my ($httpd) = @_;
    my $page = $httpd->json('/ref/treaties.json?fields=title,id&limit=1');

    is_deeply [sort keys %{ $page->{items}[0] }], [qw(id title)],
        'an item has the members that are asked for';
    like $page->{next} // '', qr/fields=/, 'and so has the next page'
        if $page->{total} > 1;
    return;
}

sub suite {
    my ($httpd) = @_;
    my $all = whole($httpd, '/ref/treaties.json');

    filters($httpd, $all);
    orders($httpd, $all);
    facets($httpd, $all);
    csv($httpd, $all);
    refusals($httpd);
    trimmed($httpd);
    return $all;
}

for_each_mpm {
    my ($httpd) = @_;
    my $all = suite($httpd);

    states($httpd, $all, 'usa');
    expect_filter($httpd, $all, 'family=opsc',
        sub { $_[0]{id} =~ /^(?:crc|opsc|opac)$/ });
    my $found = $httpd->json('/ref/treaties.json?q=children&limit=1');
    cmp_ok $found->{total}, '>', 1, 'a text finds several';
    my $again = $httpd->json($found->{next});
    isnt $again->{items}[0]{id}, $found->{items}[0]{id},
        'and its pages go on';
    is $httpd->json($again->{prev})->{items}[0]{id}, $found->{items}[0]{id},
        'and back';
};

SKIP: {
    skip "no $SET: set TREATY_SHARED", 1 unless -d "$SET/treaties";
    my $dir = tempdir(TMPDIR => 1, CLEANUP => 1);
    treatyctl_ok('init', "$dir/set.db");
    treatyctl('import', "$dir/set.db", $SET);
    treatyctl_ok('publish', "$dir/set.db", "$dir/published.db");
    my $httpd = TreatyHttpd->start(database => "$dir/published.db");
    subtest 'the whole set' => sub {
        my $all = suite($httpd);
        cmp_ok scalar(@$all), '>=', 123, 'all of it is listed';
        $httpd->stop;
    };
}

done_testing;
