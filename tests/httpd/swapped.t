# A published file is replaced again and again while answers are asked for: each
# answer is of one revision, and of none that was replaced longer ago than
# TreatyRefresh.
use strict;
use warnings;
use Digest::SHA 'sha1_hex';
use File::Copy 'copy';
use HTTP::Tiny;
use IO::Handle;
use IO::Uncompress::Gunzip 'gunzip';
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyFixture;
use TreatyHttpd;

my $SWAPS   = 6;
my $CLIENTS = 3;
# Seconds between two replacements, at least.
my $PAUSE   = 0.03;
my @TREATIES = map {"t$_"} 1 .. 6;
my @asks = (['/ref/treaties.json'], ['/ref/treaties/t1.json'],
    ['/ref/treaties/t2/box'], ['/ref/treaties'], ['/ref/participants.json'],
    ['/ref/treaties/t3/participants.json', { 'Accept-Encoding' => 'gzip' }],
    ['/ref/treaties/t3/participants'], ['/ref/treaties.csv'],
    ['/ref/treaties/t4/box', { 'Accept-Encoding' => 'gzip' }], ['/page.shtml'],
    ['/page.shtml']);

# All of a page is of one revision, too.
my $page = join '', map {
    "<!--#treaty id=\"$_\" view=\"box\" -->\n"
        . "<!--#treaty id=\"$_\" fact=\"title\" -->\n"
        . "<!--#include virtual=\"/ref/treaties/$_/participants\" -->\n"
} @TREATIES;

# Everything in it that an answer can show has its number.
sub version {
    my ($number) = @_;

    return published("$number.db", members(
        participants => [map {
            members(id => "p$_", kind => 'state',
                names => [members(name => "Party $_ Version$number")])
        } 1 .. 5],
        treaties => [map {
            members(id => $_, type => 'treaty',
                titles => [members(kind => 'official',
                    title => "Treaty $_ Version$number")],
                acts => [map {
                    members(participant => "p$_", kind => 'signature',
                        deposited_on => "2001-02-0$_")
                } 1 .. 5])
        } @TREATIES]));
}

my @versions = map { version($_) } 0 .. $SWAPS;

sub put {
    my ($from, $to) = @_;

    copy($from, "$to.new") or die "$from: $!";
    chmod 0644, "$to.new";
    rename "$to.new", $to or die "$to: $!";
    return time;
}

# Asks until the pipe is closed; each answer is a line: which ask, when it was
# begun, status, the numbers in it, its ETag, what it is.
sub run_client {
    my ($httpd, $until, $out) = @_;
    my $client = HTTP::Tiny->new(timeout => 60);
    my $is_over = '';

    vec($is_over, fileno $until, 1) = 1;
    for (my $i = $$; !select(my $ready = $is_over, undef, undef, 0); $i++) {
        my ($url, $headers) = @{ $asks[$i % @asks] };
        my $begun  = time;
        my $answer = $client->get($httpd->url($url), { headers => $headers // {} });
        my $text   = $answer->{content};

        if ($answer->{headers}{'content-encoding'}) {
            gunzip(\$answer->{content}, \$text) or $text = 'no gzip';
        }
        my %seen = map { $_ => 1 } $text =~ /Version(\d+)/g;
        printf {$out} "%d %.6f %s %s %s %s\n", $i % @asks, $begun,
            $answer->{status}, join(',', sort keys %seen),
            $answer->{headers}{etag} // '-', sha1_hex($answer->{content});
    }
    return;
}

# Starts clients; each writes into a file. What ends them when it is closed, and
# their ids.
sub start_clients {
    my ($httpd) = @_;
    my @pids;

    pipe my $until, my $going or die "pipe: $!";
    for my $number (1 .. $CLIENTS) {
        my $pid = fork // die "fork: $!";
        if ($pid == 0) {
            close $going;
            open my $out, '>', $httpd->root . "/client$number" or POSIX::_exit(1);
            $out->autoflush(1);
            run_client($httpd, $until, $out);
            close $out;
            POSIX::_exit(0);
        }
        push @pids, $pid;
    }
    close $until;
    return ($going, @pids);
}

sub lines_of {
    my ($path) = @_;
    open my $file, '<', $path or return ();

    return map { [split] } grep {/\n\z/} <$file>;
}

sub count_of { return scalar(my @lines = lines_of($_[0])) }

# Waits until each client has had two more answers: one that may have begun
# before, and one that hasn't.
sub await_answers {
    my ($httpd) = @_;
    my @files = map { $httpd->root . "/client$_" } 1 .. $CLIENTS;
    my @goals = map { 2 + count_of($_) } @files;
    my $end   = time + 60;

    for my $i (0 .. $#files) {
        while (count_of($files[$i]) < $goals[$i]) {
            die "no answers\n" if time > $end;
            sleep 0.01;
        }
    }
    return;
}

# Replaces the file by each version, each when some were asked for; returns when
# each was there, and what was answered meanwhile.
sub swapped {
    my ($httpd, $refresh) = @_;
    my @since = (0);
    my ($going, @pids) = start_clients($httpd);

    for my $number (1 .. $SWAPS) {
        await_answers($httpd);
        sleep $PAUSE;
        $since[$number] = put($versions[$number], $httpd->database);
    }
    sleep $refresh;
    await_answers($httpd);
    close $going;
    waitpid $_, 0 for @pids;
    return (\@since, map { lines_of($httpd->root . "/client$_") } 1 .. $CLIENTS);
}

# The newest version that was there at a time.
sub version_at {
    my ($since, $at) = @_;
    my ($number) = grep { $since->[$_] < $at } reverse 0 .. $#$since;
    return $number;
}

sub judge {
    my ($refresh, $since, @answers) = @_;
    my (%body_of, %numbers, @mixed, @stale, @doubtful);

    for my $answer (@answers) {
        my ($ask, $begun, $status, $seen, $etag, $sha1) = @$answer;
        my $what = "$asks[$ask][0]: $status, versions $seen";

        push @mixed, $what if $status != 200 || $seen !~ /\A\d+\z/;
        push @stale, "$what for " . version_at($since, $begun - $refresh)
            if $seen =~ /\A\d+\z/ && $seen < version_at($since, $begun - $refresh);
        push @doubtful, $what
            if $etag ne '-' && ($body_of{"$ask $etag"} //= $sha1) ne $sha1;
        $numbers{$seen} = 1;
    }
    is_deeply \@mixed, [], 'each answer is of one revision';
    is_deeply \@stale, [], '... and of none that was replaced before';
    is_deeply \@doubtful, [], '... with an ETag that names it alone';
    cmp_ok scalar(keys %numbers), '>', 1, 'they were replaced meanwhile';
    ok $numbers{$SWAPS}, '... up to the last';
    return;
}

# At each request, and as seldom as in use.
for my $refresh (0, 150) {
    for_each_mpm {
        my ($httpd) = @_;
        my ($since, @answers) = swapped($httpd, $refresh / 1000);

        judge($refresh / 1000, $since, @answers);
    }
    mpms => [qw(event worker prefork)], database => $versions[0],
        config => "TreatyRefresh ${refresh}ms\n",
        documents => { 'page.shtml' => $page };
}

done_testing;
