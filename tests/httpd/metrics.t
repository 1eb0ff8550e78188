# What treaty-metrics and mod_status count is what the access log has, whoever
# of httpd's processes answered: one that is killed loses nothing, and a graceful
# restart begins anew and says so.
use strict;
use warnings;
use File::Temp 'tempfile';
use Test::More;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyMetrics;

my $BOX     = '/ref/treaties/opsc@2002-12-24/box';
my $COUNTED = 'treaty_requests_total';
my $second  = published('second.db', members(
    treaties => [treaty_record('only')]));
my $newer   = published('newer.db', members(
    treaties => [treaty_record('only'), treaty_record('more')]));

# What an address of the mount is counted as.
my @KINDS = (
    [qr{^/\w+/treaties/}        => 'treaty'],
    [qr{^/\w+/participants/}    => 'participant'],
    [qr{^/\w+/fact-sheets/}     => 'fact_sheet'],
    [qr{^/\w+/(?:treaties|acts|participants|fact-sheets|subjects)\b} => 'list'],
    [qr{^/\w+/status}           => 'matrix'],
    [qr{^/\w+/search}           => 'search'],
    [qr{^/\w+/changes}          => 'changes'],
    [qr{^/\w+/oembed}           => 'oembed'],
    [qr{^/\w+/download}         => 'download'],
    [qr{^/\w+/assets/}          => 'asset'],
    [qr{^/\w+/health}           => 'health'],
    [qr{^/\w+/(?:api|index|openapi|opensearch)?(?:\.\w+)?$} => 'index'],
);
my @ADDRESSES = (
    $BOX, $BOX, '/ref/treaties/opsc.json', '/ref/treaties/OPSC',
    '/ref/treaties/nope', '/ref/treaties?limit=2', '/ref/treaties.csv',
    '/ref/participants/usa/box', '/ref/fact-sheets/2002-12-24-opsc.json',
    '/ref/status.json?treaty=opsc&participant=usa', '/ref/search.json?q=child',
    '/ref/changes.json?since=00000000000000000000000000000000',
    '/ref/oembed?url=x', '/ref/assets/treaty.css', '/ref/health', '/ref/',
    '/ref/openapi.json', '/ref/acts.atom', '/ref/treaties.json?limit=x',
    '/ref/download/none', '/ref/no/such/thing/at/all', '/other/treaties/only',
    '/other/health', '/ref/treaties.json?q=' . 'x' x 5000,
);

my $CONFIG = <<'END';
LogFormat "%{pid}P %>s %U" counted
CustomLog logs/counted.log counted
<Location /other>
    SetHandler treaty
    TreatyDatabase "@ROOT@/other.db"
    TreatyBase /other
</Location>
<Location /metrics>
    SetHandler treaty-metrics
    Require local
</Location>
<Location /server-status>
    SetHandler server-status
    Require local
</Location>
TreatyTemplates "@ROOT@/templates"
TreatyCORS *
END

sub kind_of {
    my ($path) = @_;

    for (@KINDS) {
        return $_->[1] if $path =~ $_->[0];
    }
    return 'other';
}

# What the access log has of the mounts, by mount, kind and code: what there was
# when there were so many lines at least.
sub logged {
    my ($httpd) = @_;
    my (%count, %pids);

    open my $log, '<', $httpd->root . '/logs/counted.log' or return ({}, 0, 0);
    my $sum = 0;
    while (<$log>) {
        my ($pid, $code, $path) = /^(\d+) (\d+) (\S+)$/ or next;
        my ($mount) = $path =~ m{^/(ref|other)\b} or next;
        my $kind = $path eq '/ref/no/such/thing/at/all' ? 'other' : kind_of($path);
        $count{"$mount $kind $code"}++;
        $pids{$pid}++;
        $sum++;
    }
    return (\%count, scalar keys %pids, $sum);
}

# The same as it is counted.
sub counted {
    my ($metrics) = @_;
    my %count;

    for ($metrics->samples($COUNTED)) {
        my $labels = $_->{labels};
        my $mount = $labels->{database} =~ /other\.db$/ ? 'other' : 'ref';
        $count{"$mount $labels->{kind} $labels->{code}"} += $_->{value}
            if $_->{value} > 0;
    }
    return \%count;
}

# Asks for all addresses several times, from several processes, each time on a
# connection of its own. Returns how many requests that were.
sub ask {
    my ($httpd, $clients, $rounds) = @_;
    my @pids;

    for my $client (1 .. $clients) {
        my $pid = fork // die "fork: $!";
        if (!$pid) {
            for (1 .. $rounds) {
                HTTP::Tiny->new(max_redirect => 0)->get($httpd->url($_))
                    for @ADDRESSES;
            }
            POSIX::_exit(0);
        }
        push @pids, $pid;
    }
    waitpid $_, 0 for @pids;
    return $clients * $rounds * @ADDRESSES;
}

sub takes_part {
    my ($httpd, $asked) = @_;
    my $sum = $$asked;
    my $metrics = settled($httpd, sub { $_[0]->sum($COUNTED) >= $sum });
    my ($logged) = logged($httpd);

    is_deeply counted($metrics), $logged,
        "$sum requests are counted as the access log has them";
    is $metrics->sum('treaty_request_duration_seconds_count'), $sum,
        '... and as often it is told how long they took';
    is $metrics->sum('treaty_request_duration_seconds_bucket', le => '+Inf'),
        $sum, '... in all buckets together';
    is $metrics->sum('treaty_cache_lookups_total', way => 'request'), $sum,
        '... and how they fared with the cache';
    return $metrics;
}

sub exact {
    my ($httpd) = @_;
    my $asked = 0;

    # Until more than one process has answered, which the system decides.
    for (1 .. 50) {
        $asked += ask($httpd, 3, 2);
        settled($httpd, sub { (logged($httpd))[2] >= $asked });
        last if (logged($httpd))[1] > 1;
    }
    cmp_ok +(logged($httpd))[1], '>', 1, 'several processes have answered';
    my $metrics = takes_part($httpd, \$asked);
    cmp_ok $metrics->value('treaty_processes'), '>', 1, '... as is told';
    cmp_ok $metrics->sum('treaty_cache_lookups_total', way => 'request',
        result => 'hit'), '>', 0, 'some were in the cache';
    is $metrics->sum('treaty_cache_lookups_total', way => 'request',
        result => 'uncached', database => $httpd->root . '/other.db'),
        $asked / @ADDRESSES, '... and health is never';
    my $read = $metrics->sum('treaty_read_duration_seconds_count');
    cmp_ok $read, '>', 0, 'reading is timed';
    cmp_ok $read, '<=',
        $metrics->sum('treaty_cache_lookups_total') - $metrics->sum(
            'treaty_cache_lookups_total', result => 'hit'),
        '... of what was made';
    cmp_ok $metrics->value('treaty_cache_entries'), '>', 5, 'the cache is filled';
    cmp_ok $metrics->value('treaty_cache_bytes'), '>', 10000, '... with bytes';
    cmp_ok $metrics->value('treaty_cache_bytes'), '<=',
        $metrics->value('treaty_cache_limit_bytes'), '... not beyond its bound';
    return $asked;
}

sub speaks_the_format {
    my ($httpd) = @_;
    my $answer = $httpd->get('/metrics');
    my $metrics = TreatyMetrics->parse($answer->{content});

    is $answer->{headers}{'content-type'},
        'text/plain; version=0.0.4; charset=utf-8', 'the format is named';
    is $answer->{headers}{'cache-control'}, 'no-store', '... and is not kept';
    is join("\n", $metrics->faults), '', 'each line is one of the format';
    like $httpd->raw("HEAD /metrics HTTP/1.0\r\nHost: x\r\n\r\n"),
        qr{\AHTTP/1\.1 200 .*\r\n\r\n\z}s, 'HEAD has no body';
    is $httpd->request('POST', '/metrics', {}, 'x')->{status}, 405,
        'nothing is to be posted there';
    $httpd->allow_log(qr/AH00025/);
  SKIP: {
        my $promtool = TreatyConfig::program('promtool');
        skip 'no promtool to check it (Debian: prometheus)', 1 if !$promtool;
        my ($file, $path) = tempfile(UNLINK => 1);
        print {$file} $answer->{content};
        close $file or die "$path: $!";
        my $said = qx($promtool check metrics <$path 2>&1);
        ok $? == 0 && $said eq '', 'promtool finds nothing in it' or diag $said;
    }
    return;
}

sub parts_are_counted {
    my ($httpd) = @_;
    my $before = metrics_of($httpd);
    my $requests = $before->sum($COUNTED);

    $httpd->get('/parts.shtml') for 1 .. 3;
    $httpd->expect_log(qr/TREATY0410/, qr/TREATY0401/);
    my $metrics = metrics_of($httpd);
    my %parts = map {
        my $labels = $_->{labels};
        $labels->{database} =~ /other/ ? ()
            : ("$labels->{way} $labels->{outcome}" => $_->{value});
    } $metrics->samples('treaty_page_parts_total');
    is_deeply \%parts, { 'element made' => 6, 'element trouble' => 6,
        'include made' => 3, 'include trouble' => 3 },
        'elements and includes are counted, and those in trouble';
    is $metrics->sum($COUNTED), $requests, '... and are no requests';
    is $metrics->sum('treaty_cache_lookups_total', way => 'element'), 12,
        '... and how they fared with the cache';
    is $metrics->value('treaty_messages_total', message => 'TREATY0410'),
        $before->value('treaty_messages_total', message => 'TREATY0410') + 6,
        '... and what the log says of them';
    return;
}

# httpd's parent finds out within a second or so, without a word in its log.
sub killed {
    my ($httpd, $asked) = @_;
    my $before = metrics_of($httpd);
    my $entries = $before->value('treaty_cache_entries');
    my ($pid) = children_of($httpd->pid);

    kill 'KILL', $pid;
    # Who asks may have had a connection to it.
    delete $httpd->{client};
    my $after = settled($httpd, sub {
        return $_[0]->value('treaty_cache_entries') < $entries;
    });
    cmp_ok $after->value('treaty_cache_entries'), '<', $entries,
        'what a killed child held in its cache is nobody\'s';
    is_deeply counted($after), counted($before), '... and it loses no count';
    is $after->sum('treaty_request_duration_seconds_sum'),
        $before->sum('treaty_request_duration_seconds_sum'), '... and no time';
    $asked += ask($httpd, 3, 1);
    takes_part($httpd, \$asked);
    # One that has just begun may not serve yet.
    my $later = settled($httpd, sub {
        return $_[0]->sum('treaty_revision_processes', database => $httpd->database)
            == $_[0]->value('treaty_processes');
    });
    is $later->sum('treaty_revision_processes', database => $httpd->database),
        $later->value('treaty_processes'), 'each process serves a revision';
    return $asked;
}

sub shown_by_mod_status {
    my ($httpd, $asked) = @_;
    my %told = $httpd->get('/server-status?auto')->{content}
        =~ /^(Treaty[^:]*): (.*)$/mg;
    my $page = $httpd->get('/server-status')->{content};
    my $revision = $httpd->json('/ref/health')->{revision};

    is $told{TreatyRequests}, $asked, 'mod_status tells the requests by ?auto';
    is $told{TreatyRequestsFailed}, 0, '... of which none failed';
    is $told{TreatyPageParts}, 18, '... the parts of pages';
    is $told{TreatyPagePartsInTrouble}, 9, '... and those in trouble';
    is $told{'TreatyDatabase[0]Path'}, $httpd->database,
        '... each database';
    is $told{'TreatyDatabase[0]Revision[0]'}, $revision, '... its revision';
    cmp_ok $told{'TreatyDatabase[0]Revision[0]AgeSeconds'}, '>=', 0,
        '... and how old that is';
    like $page, qr{<h2>Treaty reference</h2>}, 'and the page has a section';
    like $page, qr{\b$asked requests at the mount, 0 of them failed}, '... with these';
    like $page, qr{<code>$revision</code></td><td>\d}, '... and the revision';
    return;
}

sub begins_anew {
    my ($httpd) = @_;
    my $before = metrics_of($httpd);
    my $name = 'treaty_counters_start_timestamp_seconds';

    $httpd->reload;
    # A child of before may still take what comes on a connection of before.
    delete $httpd->{client};
    my $after = settled($httpd, sub { $_[0]->value($name) != $before->value($name) });
    cmp_ok $after->value($name), '>', $before->value($name),
        'a graceful restart says that counting began anew';
    is $after->sum($COUNTED), 0, '... with nothing';
    $httpd->get($BOX);
    is settled($httpd, sub { $_[0]->sum($COUNTED) > 0 })
        ->sum($COUNTED, kind => 'treaty', code => 200), 1, '... and goes on';
    return;
}

# TreatyCORS is of the record.
sub is_for_no_script {
    my ($httpd) = @_;
    my $name = 'access-control-allow-origin';

    is $httpd->get('/ref/health')->{headers}{$name}, '*',
        'scripts of other sites may read the record';
    is $httpd->get('/metrics')->{headers}{$name}, undef, '... and no figures';
    return;
}

sub follows_the_files {
    my ($httpd) = @_;
    my $database = $httpd->root . '/other.db';
    my $before = metrics_of($httpd);

    $httpd->write_file('other.db', TreatyHttpd::_slurp($newer));
    my $after = settled($httpd, sub {
        return grep { $_->{value} > 0 && $_->{labels}{revision} ne
            ($before->samples('treaty_revision_processes',
                database => $database))[0]{labels}{revision} }
            $_[0]->samples('treaty_revision_processes', database => $database);
    });
    cmp_ok $after->value('treaty_published_timestamp_seconds',
        database => $database), '>=',
        $before->value('treaty_published_timestamp_seconds',
        database => $database), 'a new publication is told without being asked for';
    $httpd->write_file('templates/treaties/box.mustache', '{{#broken}}');
    $httpd->expect_log(qr/TREATY0301/);
    # Whoever is asked looks; what another has seen before counts for nothing.
    is settled($httpd, sub {
        return $_[0]->value('treaty_template_faults') > 0;
    })->value('treaty_template_faults'), 1, 'a broken template is told';
    cmp_ok metrics_of($httpd)->value('treaty_messages_total',
        message => 'TREATY0301'), '>', 0, '... as it is logged';
    unlink $httpd->root . '/templates/treaties/box.mustache';
    is settled($httpd, sub {
        return $_[0]->value('treaty_template_faults') == 0;
    })->value('treaty_template_faults'), 0, '... until it is mended';
    return;
}

for_each_mpm {
    my ($httpd) = @_;

    speaks_the_format($httpd);
    my $asked = exact($httpd);
    parts_are_counted($httpd);
    speaks_the_format($httpd);
    $asked = killed($httpd, $asked);
    shown_by_mod_status($httpd, $asked);
    begins_anew($httpd);
    follows_the_files($httpd);
    is_for_no_script($httpd);
} config => $CONFIG,
    files => { 'other.db' => TreatyHttpd::_slurp($second),
        'templates/README' => 'ours' },
    documents => { 'parts.shtml' => <<'END' };
<!--#treaty id="opsc" view="box" --> <!--#treaty id="opsc" fact="consents" -->
<!--#treaty id="nope" fact="consents" --> <!--#treaty nothing="at all" -->
<!--#include virtual="/ref/treaties/opsc/line" -->
<!--#include virtual="/ref/treaties/nope/line" -->
END

subtest 'what has no file' => sub {
    my $httpd = TreatyHttpd->start(database => undef, config => <<'END');
TreatyDatabase "@ROOT@/missing.db"
<Location /metrics>
    SetHandler treaty-metrics
</Location>
<Location /unset>
    SetHandler treaty
    TreatyBase /elsewhere
</Location>
END
    $httpd->expect_log(qr/TREATY0110/, qr/TREATY0402/);
    is $httpd->get('/ref/treaties/opsc')->{status}, 503, 'there is no record';
    is $httpd->get('/unset/x')->{status}, 500, 'and a place is set up wrong';
    my $metrics = settled($httpd, sub { $_[0]->sum($COUNTED) >= 2 });
    my $path = $httpd->root . '/missing.db';
    is $metrics->value('treaty_unserved_processes', database => $path),
        $metrics->value('treaty_processes'), 'no process has anything to serve';
    is $metrics->value($COUNTED, database => $path, kind => 'treaty',
        code => 503), 1, 'a 503 is counted';
    is $metrics->value($COUNTED, database => $path, kind => 'other',
        code => 500), 1, 'so is a 500';
    is scalar(my @none = $metrics->samples('treaty_published_timestamp_seconds')),
        0, 'no time of publication is made up';
    cmp_ok $metrics->value('treaty_messages_total', message => 'TREATY0110'),
        '>', 0, 'the message is counted';
    $httpd->stop;
} if $TreatyConfig::HTTPD;
done_testing;
