# A long answer that can't be made to its end shows that it is broken off, one
# that can't be begun is a problem; whoever is slow to read keeps nobody else
# waiting.
use strict;
use warnings;
use File::Copy 'copy';
use JSON::PP;
use Test::More;
use TreatyFixture;
use TreatyHttpd;
use TreatyWire;

my $ACTS = 8000;
# As many handles as a child has at most, and more.
my $READERS = 12;
# Together more than the buffers between two processes hold.
my $NOTE = 'a note of some length ' x 100;

my $record = published('long.db', members(
    participants => [map {
        members(id => "p$_", kind => 'state',
            names => [members(name => "Participant $_")])
    } 1 .. 50],
    treaties => [members(id => 't1', type => 'treaty',
        titles => [members(kind => 'official', title => 'Treaty 1')],
        acts => [map {
            members(participant => 'p' . (1 + $_ % 50), kind => 'other',
                deposited_on => sprintf('%04d-%02d-%02d', 1950 + $_ % 60,
                    1 + $_ % 12, 1 + $_ % 28), note => $NOTE)
        } 1 .. $ACTS])],
));
my $GET = send_lines('GET /ref/acts.csv HTTP/1.1', 'Host: localhost', '');

# Overwrites a file where it stands, as nobody should.
sub spoil {
    my ($path) = @_;
    open my $file, '+<:raw', $path or die "$path: $!";
    my $page = 4096;

    seek $file, $page, 0;
    print {$file} "\xff" x ((-s $path) - $page);
    close $file or die "$path: $!";
    return;
}

# Puts a good file in its place, as publishing does.
sub mend {
    my ($httpd) = @_;
    copy($record, $httpd->database . '.new') or die "copy: $!";
    chmod 0644, $httpd->database . '.new';
    rename $httpd->database . '.new', $httpd->database or die "rename: $!";
    return;
}

sub rows { return scalar(() = $_[0] =~ /\r\n/g) - 1 }

# Times that the log has a message.
sub told { my ($httpd, $re) = @_; return scalar(() = $httpd->log_text =~ /$re/g) }

for_each_mpm {
    my ($httpd) = @_;
    my $wire = TreatyWire->new($httpd->port, receive => 4096);

    $wire->send_bytes($GET);
    my $answer = $wire->head;
    is $answer->{status}, 200, 'a stream begins';
    spoil($httpd->database);
    $wire->body($answer);
    ok $answer->{is_broken}, 'its end is missing when its file is spoilt';
    cmp_ok rows($answer->{content}), '<', $ACTS, 'for rows are';
    unlike $answer->{content}, qr/<html|"status"/i,
        'and nothing else stands in their place';
    is told($httpd, qr/TREATY0403: /), 1, 'which is told once';
    mend($httpd);
    my $again = TreatyWire->new($httpd->port)->ask($GET, 'GET');
    is $again->{status}, 200, 'with a good file the server goes on';
    is rows($again->{content}), $ACTS, 'and the stream comes to its end';
    ok !$again->{is_broken}, 'which can be seen';
    # What is spoilt is told of by those who read it, too.
    $httpd->expect_log(qr/TREATY0403: .*acts\.csv/);
    $httpd->allow_log(qr/TREATY0[12]\d\d: .*treaty\.db/);
} database => $record, config => "TreatyRefresh 0ms\nTreatyQueryTimeout 30s\n";

# Not looked at anew, so that it is the reading that finds out.
for_each_mpm {
    my ($httpd) = @_;
    my $head = $httpd->head('/ref/acts.csv');

    spoil($httpd->database);
    my $answer  = $httpd->get('/ref/acts.csv');
    my $problem = eval { decode_json($answer->{content}) } // {};
    is $answer->{status}, 503, 'a stream that cannot begin is no stream';
    is $answer->{headers}{'content-type'}, 'application/problem+json',
        'but a problem';
    is $problem->{status}, 503, 'of that status';
    is $answer->{headers}{'cache-control'}, 'no-store', 'that nobody keeps';
    like $answer->{headers}{'retry-after'}, qr/\A\d+\z/, 'nor gives up at';
    is $answer->{headers}{$_}, undef, "without the stream's $_"
        for qw(etag last-modified link);
    mend($httpd);
    # Not gracefully: a child that is still there for a connection looks at
    # nothing anew.
    $httpd->reload('HUP');
    delete $httpd->{client};
    is $httpd->get('/ref/acts.csv')->{headers}{etag}, $head->{headers}{etag},
        'and then it is there again';
    $httpd->allow_log(qr/TREATY0[12]\d\d: .*treaty\.db/);
} database => $record,
    config => "TreatyRefresh 3600s\nTreatyQueryTimeout 30s\n";

# More readers than a child has handles, none of whom reads on.
my $httpd = eval { TreatyHttpd->start(mpm => 'event', database => $record,
    config => <<'END') };
TreatyRefresh 0ms
TreatyQueryTimeout 30s
<IfModule mpm_event_module>
    StartServers 1
    ServerLimit 1
    ThreadsPerChild 24
    MaxRequestWorkers 24
    MaxSpareThreads 24
</IfModule>
END
SKIP: {
    skip 'no httpd with the event MPM', 1 if !$httpd;
    subtest 'slow readers' => sub {
        my @readers = map {
            TreatyWire->new($httpd->port, receive => 4096)
        } 1 .. $READERS;
        $_->send_bytes($GET) for @readers;
        my @answers = map { $_->head } @readers;
        is_deeply [map { $_->{status} } @answers], [(200) x $READERS],
            "$READERS slow readers are all served";
        is $httpd->get('/ref/treaties/t1.json')->{status}, 200,
            'and so is another';
        my $before = $httpd->json('/ref/health')->{revision};
        copy(sample_database(), $httpd->database . '.new');
        chmod 0644, $httpd->database . '.new';
        rename $httpd->database . '.new', $httpd->database;
        isnt $httpd->json('/ref/health')->{revision}, $before,
            'another revision is published';
        $readers[0]->body($answers[0]);
        is rows($answers[0]{content}), $ACTS,
            'and who reads on then has all of the one that it began with';
        $_->close_now for @readers;
        $httpd->stop;
    };
}
done_testing;
