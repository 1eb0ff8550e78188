# What takes the place of the database can't be served, while answers are asked
# for: the last good one goes on; httpd and its other hosts start and serve
# whatever lies there; and each mount recovers by itself.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;
use TreatySpoilt;

# Seconds: TreatyRefresh.
my $REFRESH  = 0.05;
my $OVERWRITTEN = counted(200, 20);
my $MORE     = counted(300, 60);
my @databases = versions(2);
# If one of these were served, it would be seen: it isn't what stands.
my %bad = spoilt_databases($databases[1], "$databases[1].authoring");
delete $bad{unreadable} if $> != 0;

my $mounts = join '', map {<<"END"} sort keys %bad;
<Location /$_>
    SetHandler treaty
    TreatyBase /$_
    TreatyDatabase "\@ROOT\@/db/$_.db"
</Location>
END
# One child, so that what is held is known.
my $config = <<"END";
TreatyRefresh 50ms
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
$mounts
<VirtualHost *:\@PORT\@>
    ServerName localhost
    DocumentRoot "\@DOCROOT\@"
</VirtualHost>
<VirtualHost *:\@PORT\@>
    ServerName plain.test
    DocumentRoot "\@DOCROOT\@"
</VirtualHost>
END

my @below = ('/treaties/opsc@2002-12-24/box', '/treaties.json?on=2010-01-01',
    '/treaties/crc/acts.csv', '/participants/usa@2002-12-24.json');
my @paths = map { my $mount = $_; map {"/$mount$_"} @below } sort keys %bad;

sub put_all {
    my ($httpd, $number) = @_;
    rename_to($httpd->root . "/db/$_.db", $databases[$number]) for keys %bad;
    return;
}

sub spoil_all {
    my ($httpd) = @_;

    for my $name (sort keys %bad) {
        my $file = $httpd->root . "/db/$name.db";
        if (defined $bad{$name}) {
            $httpd->write_file("db/$name.db", $bad{$name});
        }
        elsif ($name eq 'unreadable') {
            rename_to($file, $databases[1], 0600);
        }
        else {
            unlink $file;
        }
    }
    return;
}

# Waits until no child of before a graceful restart answers any more.
sub await_refusals {
    my ($load, $httpd) = @_;
    my $end = time + 60;

    for my $path (@paths) {
        my $status = 0;
        while ($status != 503 && time < $end) {
            $status = $load->asked(TreatyWire->new($httpd->port), $path,
                'Connection: close')->{status};
        }
        return 0 if $status != 503;
    }
    return 1;
}

for_each_mpm {
    my ($httpd) = @_;
    my ($restarted, $mended) = (9e9, 0);
    my $load = TreatyLoad->new($httpd, refresh => $REFRESH,
        paths => [@paths, ('//plain.test/page.html') x 5],
        put   => sub { put_all($httpd, $_[0]) },
        allow => sub {
            my ($answer) = @_;
            return $answer->{status} == 503 && $answer->{trouble} eq ''
                && $answer->{path} !~ m{\A//} && $answer->{ended} > $restarted
                && $answer->{begun} < $mended + $REFRESH
                ? 'of 503 with Retry-After after a restart' : '';
        });

    $load->learn(1, 0);
    cmp_ok $load->telling, '>=', keys %bad, 'answers tell revisions apart';
    # Now the child holds a good one of each mount, asked for or not.
    my $opened = () = $httpd->log_text =~ /TREATY0112/g;
    $httpd->reload;
    $httpd->wait_for_log(qr/TREATY0112/, $opened + keys %bad);
    $load->begin;
    spoil_all($httpd);
    $load->await($MORE);
    $restarted = time;
    $httpd->reload;
    ok await_refusals($load, $httpd), 'after a restart each mount answers 503';
    $load->await;
    $load->put(1);
    $mended = time;
    $load->await($MORE);
    my $seen = $load->end;
    is_right($seen, 'a database ' . join ', ', sort keys %bad);
    ok %{ $seen->{allowed} }, 'some came before a good one was there';
    $httpd->allow_log(qr/AH00484|AH03490/);
    $httpd->expect_log(map {qr{/db/\Q$_\E\.db}} sort keys %bad);
}
mpms => ['event'], mount => 0, database => undef, config => $config,
    files => { 'db/readme' => '' }, documents => { 'page.html' => "a page\n" };

# Written over where it stands, as nobody should: what was read meanwhile isn't
# given to anybody.
for_each_mpm {
    my ($httpd) = @_;
    my @bytes = map { bytes_of($_) } @databases;
    my $load = TreatyLoad->new($httpd, refresh => $REFRESH,
        paths => [map {"/ref$_"} @below],
        put   => sub {
            open my $out, '+<:raw', $httpd->database or die "open: $!";
            print {$out} $bytes[ $_[0] ];
            truncate $out, length $bytes[ $_[0] ] or die "truncate: $!";
            close $out or die "close: $!";
        },
        allow => sub {
            my ($answer) = @_;
            return 'broken off' if $answer->{trouble} eq 'broken off';
            return $answer->{status} == 503 && $answer->{trouble} eq ''
                ? 'of 503 with Retry-After' : '';
        });

    # What stands when it is learnt was never seen to be written over: not by a
    # child that begins meanwhile, either.
    $httpd->wait_for_log(qr/TREATY0112/, 2);
    rename_to($httpd->database, $databases[0]);
    $load->learn(0);
    rename_to($httpd->database, $databases[1]);
    $load->learn(1);
    $load->begin;
    for my $number (1 .. $OVERWRITTEN) {
        $load->put($number % 2);
        # At times long enough for it to be served again.
        sleep 1.2 if $number % 10 == 0;
        $load->await;
    }
    my $seen = $load->end;
    is_right($seen, "a database written over $OVERWRITTEN times");
    ok $seen->{right}, 'once it is left alone it is served';
    $httpd->expect_log(qr/TREATY0111/);
    $httpd->allow_log(qr{/treaty\.db}, qr/TREATY0403/);
}
mpms => ['event'], config => "TreatyRefresh 50ms\n";

done_testing;
