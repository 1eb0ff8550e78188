# Databases and templates that are missing, broken or replaced while serving:
# httpd and its other pages never notice.
use strict;
use warnings;
use JSON::PP;
use POSIX ();
use Test::More;
use Time::HiRes 'sleep';
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;
use TreatySpoilt;

# What httpd says when its only child is at work.
my $BUSY = qr/AH00161|AH00484/;

my $sample = sample_database();
my $second = published('second.db', members(
    treaties => [treaty_record('only')]));

# By the name of the mount: what its file holds. undef: there is none.
my %bad = spoilt_databases($sample, "$second.authoring");

my $mounts = join '', map {<<"END"} sort keys %bad;
<Location /$_>
    SetHandler treaty
    TreatyBase /$_
    TreatyDatabase "\@ROOT\@/bad/$_.db"
</Location>
END
my %files = (
    'bad/readme' => '',
    map { ("bad/$_.db" => $bad{$_}) } grep { defined $bad{$_} } keys %bad,
);

# The lines about one file, by the child that wrote them.
sub lines_about {
    my ($httpd, $name) = @_;
    my %by_pid;

    for my $line ($httpd->log_lines) {
        next unless $line =~ m{\[treaty:(?:error|warn)\] \[pid (\d+).*/\Q$name\E};
        push @{ $by_pid{$1} }, $line;
    }
    return %by_pid;
}

sub not_served {
    my ($httpd, $name) = @_;

    for my $url ("/$name/treaties.json", "/$name/treaties/opsc.json",
        "/$name/treaties/opsc/box")
    {
        my $answer = $httpd->get($url);
        is $answer->{status}, 503, "$name: $url is answered 503";
        like $answer->{headers}{'retry-after'} // '', qr/\A[1-9]\d*\z/,
            'with the time to try again';
        unlike $answer->{content}, qr{/tmp/|sqlite|\.db\b}i,
            'and tells nothing of the machine';
        is $answer->{headers}{'cache-control'}, 'no-store',
            'nor is it kept by a cache';
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    my $unreadable = $httpd->root . '/bad/unreadable.db';
    my @wordy;

  SKIP: {
        skip 'only root can take a file from its children', 1 if $> != 0;
        rename_to($unreadable, $sample, 0600);
        ok -e $unreadable, 'root alone can read one of the files';
    }
    for my $name (sort keys %bad) {
        next if $name eq 'unreadable' && $> != 0;
        not_served($httpd, $name) for 1 .. 3;
        my $health = $httpd->get("/$name/health");
        is $health->{status}, 503, "$name: health says 503";
        is $httpd->get('/page.html')->{content}, "a page\n",
            'other pages are served';
        my %lines = lines_about($httpd, "$name.db");
        my @texts = map { s/\A\[[^\]]*\] //r =~ s/:tid \d+//r }
            map {@$_} values %lines;
        my %times;
        ok scalar(@texts), "$name: the log says what is wrong";
        is_deeply [grep { $times{$_}++ } @texts], [],
            "$name: no child says it again";
        # That one was missing first.
        my $states = $name eq 'unreadable' ? 2 : 1;
        push @wordy, $texts[0] if grep { @$_ > $states } values %lines;
        $httpd->expect_log(qr{/bad/$name\.db});
    }
    is_deeply \@wordy, [], 'a change of state costs a child one line of log';
    for my $name (sort keys %bad) {
        rename_to($httpd->root . "/bad/$name.db", $sample);
        is $httpd->get("/$name/treaties/opsc.json")->{status}, 200,
            "$name: a good file in its place is served at once";
    }
} config => "TreatyRefresh 0ms\n$mounts", files => \%files,
    documents => { 'page.html' => "a page\n" };

# Asks from several processes at the same time, so that a child needs more
# than one handle; returns what was answered, each once.
sub asked_at_once {
    my ($httpd, $url, $what) = @_;
    my @readers;
    my %seen;

    for (1 .. 8) {
        my $pid = open(my $reader, '-|') // die "fork: $!";
        if ($pid == 0) {
            delete $httpd->{client};
            print $what->($httpd->get($url)), "\n" for 1 .. 25;
            close STDOUT;
            POSIX::_exit(0);
        }
        push @readers, $reader;
    }
    for my $reader (@readers) {
        while (my $line = <$reader>) {
            chomp $line;
            $seen{$line}++;
        }
        close $reader;
    }
    return sort keys %seen;
}

sub status_of { return $_[0]{status} }

# What a list says of itself: its revision and how many treaties it has.
sub list_of {
    my ($answer) = @_;
    return $answer->{status} if $answer->{status} != 200;
    my $list = JSON::PP->new->utf8->decode($answer->{content});
    return "$list->{revision} $list->{total}";
}

# One child, so that what it holds is known; no connection keeps it waiting.
sub one_child { return <<'END' }
KeepAlive off
<IfModule mpm_event_module>
    StartServers 1
    ServerLimit 1
    MaxRequestWorkers 8
    MaxSpareThreads 8
</IfModule>
<IfModule mpm_prefork_module>
    StartServers 1
    MinSpareServers 1
    MaxSpareServers 1
    MaxRequestWorkers 1
</IfModule>
END

# A child of before a graceful restart, which holds what it had, may answer a
# request or two more.
sub status_at_last {
    my ($httpd, $url, $wanted) = @_;
    my $status;

    for (1 .. 100) {
        $status = $httpd->get($url)->{status};
        last if $status == $wanted;
        select undef, undef, undef, 0.1;
    }
    return $status;
}

# Replaced while serving.
for_each_mpm {
    my ($httpd) = @_;
    my $file = $httpd->database;
    my $old  = list_of($httpd->get('/ref/treaties.json'));

    $httpd->write_file('treaty.db', 'no database');
    is_deeply [asked_at_once($httpd, '/ref/treaties.json', \&list_of)], [$old],
        'when a bad file takes its place, the last good one is served on';
    is_deeply [asked_at_once($httpd, '/ref/treaties/crc.json', \&status_of)],
        [200], 'by as many handles as are wanted';
    unlink $file;
    is_deeply [asked_at_once($httpd, '/ref/treaties.json', \&list_of)], [$old],
        'when the file is removed, too';
    is $httpd->get('/ref/health')->{status}, 200, 'and the mount is well';
    rename_to($file, $second);
    my $new = list_of($httpd->get('/ref/treaties.json'));
    like $new, qr/ 1\z/, 'a good one is served at the next look';
    isnt $new, $old, 'as another revision';
    is_deeply [asked_at_once($httpd, '/ref/treaties.json', \&list_of)], [$new],
        'by every child';
    $httpd->reload;
    is list_of($httpd->get('/ref/treaties.json')), $new,
        'a graceful restart goes on with it';
    unlink $file;
    $httpd->reload;
    is status_at_last($httpd, '/ref/treaties.json', 503), 503,
        'without a file a graceful restart does not end httpd';
    like $httpd->get('/page.shtml')->{content}, qr{
        \Aa\ <div.*treaty-missing.*</div>\s*
        b\ <span[^>]*treaty-missing[^>]*>[^<]+</span>\s*
        c\ <div.*treaty-missing.*</div>\s*d\n\z}sx,
        'pages stand, and say in the place of each box what is missing';
    rename_to($file, $sample);
    is list_of($httpd->get('/ref/treaties.json')), $old,
        'and the file is served when it comes back';
    $httpd->expect_log(qr{/treaty\.db}, qr/TREATY0401: .*page\.shtml/,
        qr/TREATY0410: .*page\.shtml/);
    $httpd->allow_log($BUSY);
} config => "TreatyRefresh 0ms\n" . one_child(), documents => {
    'page.shtml' => 'a <!--#treaty id="opsc" view="box" -->'
        . 'b <!--#treaty id="opsc" fact="consents" -->'
        . "c <!--#include virtual=\"/ref/treaties/opsc/box\" -->d\n",
};

# Between two looks at the file, what is held stays one revision.
for_each_mpm {
    my ($httpd) = @_;
    my $old = list_of($httpd->get('/ref/treaties.json'));

    rename_to($httpd->database, $second);
    my @seen = asked_at_once($httpd, '/ref/treaties.json', \&list_of);
    is_deeply \@seen, [$old], 'no answer mixes two revisions';
    $httpd->allow_log($BUSY);
} config => "TreatyRefresh 1h\n" . one_child();

# A file that is changed in place.
for_each_mpm {
    my ($httpd) = @_;
    my $file = $httpd->database;

    is $httpd->get('/ref/treaties.json')->{status}, 200, 'a file is served';
    open my $out, '>:raw', $file or die "$file: $!";
    print {$out} bytes_of($second);
    close $out or die "$file: $!";
    is status_at_last($httpd, '/ref/treaties.json', 503), 503,
        'one that is written over is not served at once';
    is status_at_last($httpd, '/ref/treaties.json', 200), 200,
        '... but once it has been left alone';
    like list_of($httpd->get('/ref/treaties.json')), qr/ 1\z/,
        '... as it has become';
    $httpd->wait_for_log(qr/TREATY0111: .* was changed in place/);
    $httpd->expect_log(qr/TREATY0111/);
    $httpd->allow_log($BUSY);
} config => "TreatyRefresh 0ms\n" . one_child();

# Templates of the site.
for_each_mpm {
    my ($httpd) = @_;
    my $box  = '/ref/treaties/opsc/box';
    my $mine = 'templates/treaties/box.mustache';

    like $httpd->get($box)->{content}, qr/treaty-box/, 'a box as shipped';
    is $httpd->get('/ref/treaties/opsc/none')->{status}, 404, 'no such view';
    $httpd->write_file($mine, 'mine: {{short_title}}');
    is $httpd->get($box)->{content},
        'mine: Optional Protocol on the Sale of Children',
        "the site's own template is taken without a restart";
    my $etag = $httpd->get($box)->{headers}{etag};
    $httpd->write_file($mine, "fine\n\n{{#title}} never closed");
    is $httpd->get($box)->{headers}{etag}, $etag,
        'a broken one leaves the last good one';
    is $httpd->json('/ref/health')->{broken_templates}, 0,
        'which is no broken view';
    $httpd->wait_for_log(
        qr{TREATY0301: \S*templates/treaties/box\.mustache:3: });
    $httpd->write_file($mine, 'again: {{id}}');
    is $httpd->get($box)->{content}, 'again: opsc', 'a mended one is taken';
    unlink $httpd->root . "/$mine";
    like $httpd->get($box)->{content}, qr/treaty-box/,
        'without it there is the shipped one again';
    $httpd->write_file('templates/treaties/moon.mustache', '{{/oops}}');
    my $never = $httpd->get('/ref/treaties/opsc/moon');
    is $never->{status}, 503, 'one that was never good is answered 503';
    ok $never->{headers}{'retry-after'}, 'to be tried again';
    unlike $never->{content}, qr/oops|mustache/, 'and its text is not shown';
    is $httpd->json('/ref/health')->{broken_templates}, 1, 'health counts it';
    like $httpd->get('/moon.shtml')->{content},
        qr/\Aa .*treaty-missing.* b\n\z/s, 'in a page stands the fragment';
    is $httpd->get($box)->{status}, 200, 'other views are as they were';
    $httpd->write_file('templates/treaties/moon.mustache', '{{> none}}moon');
    like $httpd->get('/moon.shtml')->{content}, qr/\Aa moon b\n\z/,
        'once mended it is there';
    $httpd->write_file('templates/treaties/deep.mustache',
        '{{> treaties/deep}}');
    is $httpd->get('/ref/treaties/opsc/deep')->{status}, 503,
        'one that takes in itself without end is stopped';
    is $httpd->get('/ref/health')->{status}, 200, 'and nothing else is';
    $httpd->write_file('templates/treaties/wide.mustache',
        '{{#participants}}{{#participants}}{{#participants}}{{title}}'
        . '{{/participants}}{{/participants}}{{/participants}}');
    is $httpd->get('/ref/treaties/opsc/wide')->{status}, 503,
        'so is one that is larger than an answer may be';
    $httpd->write_file('templates/treaties/list.mustache',
        '{{page.asked.sort}} {{page.asked.in_force}}');
    is $httpd->get('/ref/treaties?sort=-title&in-force=true')->{content},
        '-title true', 'a list may say what it was asked for';
    $httpd->expect_log(qr/TREATY0301/, qr/TREATY0410: .*moon\.shtml/,
        qr{TREATY0404: /ref/treaties/opsc/deep is larger},
        qr{TREATY0404: /ref/treaties/opsc/wide is larger});
    $httpd->allow_log($BUSY);
} config => qq(TreatyTemplates "\@ROOT\@/templates"\nTreatyRefresh 0ms\n)
    . one_child(), files => { 'templates/readme' => '' },
    documents => { 'moon.shtml' => "a <!--#treaty id=\"opsc\" view=\"moon\" --> b\n" };

# A directory that isn't there is no reason to stop.
for_each_mpm {
    my ($httpd) = @_;
    is $httpd->get('/ref/treaties/opsc/box')->{status}, 200,
        'without the directory of templates the shipped ones are used';
    $httpd->expect_log(qr/TREATY0302: .*none/);
} config => qq(TreatyTemplates "\@ROOT\@/none"\n);

# A child that dies.
for_each_mpm {
    my ($httpd) = @_;

    is $httpd->get('/ref/treaties.json')->{status}, 200, 'children serve';
    delete $httpd->{client};
    my @children = children_of($httpd->pid);
    ok scalar(@children), 'they can be found';
    kill 'KILL', @children;
    my $end = time + 60;
    sleep 0.02 while time < $end && grep { kill 0, $_ } @children;
    is_deeply [grep { kill 0, $_ } @children], [], 'they can be killed';
    is $httpd->get('/ref/treaties.json')->{status}, 200,
        'then others take their place';
    $httpd->allow_log(qr/AH00052/);
};

done_testing;
