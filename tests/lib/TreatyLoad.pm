# Load on a server while something happens to it: clients in processes of their
# own ask for all kinds of answers, and each answer is held against what the
# server answers in each state that it may be in, and against when it was in
# which.
#
#   my $load = TreatyLoad->new($httpd, put => sub { my ($state) = @_; ... },
#       refresh => 0.1);
#   $load->learn(0, 1);       # what it answers in these states
#   $load->begin;
#   $load->put(1);            # the state from now on
#   $load->await;             # each client has asked and been answered since
#   my $seen = $load->end;
#   is_right($seen, 'a sentence');
#
# Options:
#   put      brings a state about, and nothing in between (default: a copy of
#            the database of that number among `databases` is renamed into place)
#   refresh  seconds that an answer may be behind it: TreatyRefresh
#   paths    what is asked for; @PATHS unless told. //host/path asks another host
#   clients  how many, 3 unless told
#   closing  the share of requests after which they close their connection, 0.3
#   allow    sub: ($answer) -> a name for what else it may be, or ''. Allowed
#            answers are counted by their names
#
# An answer: path, begun, ended, status, digest, port (the client's), trouble
# (why there is no whole answer), why (it isn't right).
package TreatyLoad;
use strict;
use warnings;

use Digest::SHA 'sha1_hex';
use Exporter 'import';
use File::Copy 'copy';
use File::Temp 'tempdir';
use IO::Uncompress::Gunzip 'gunzip';
use List::Util 'max';
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyConfig;
use TreatyFixture;
use TreatyWire;

our @EXPORT = qw(counted is_right rename_to versions @PATHS);

# Seconds after which something hangs.
my $PATIENCE = 60;
# Bytes of a client's count in the file of counts.
my $SLOT = 10;
# The ends of pipes by which loads end their clients; none is a client's own.
my %going;
# What a client writes of an answer that isn't right.
my @SEEN = qw(path begun ended status digest port trouble why);

# Each of these names its day, so that midnight changes nothing.
my @DAYS = qw(@1999-01-01 @2002-12-24 @2014-06-30);
my @OF_DAYS = qw(opsc%s crc%s opac%s/box crc%s/participants opsc%s/timeline
    crc%s.json opsc%s/participants.json opsc%s/acts.json?limit=20
    crc%s/timeline.svg opsc%s/citation.bib opac%s.jsonld opsc%s/statements
    crc%s/history opsc%s/line?lang=ar crc%s/box?lang=zh);
our @PATHS = map {"/ref$_"} (
    (map { my $path = "/treaties/$_"; map { $path =~ s/%s/$_/r } @DAYS } @OF_DAYS),
    '/treaties.json?on=2010-01-01&facets=type,decade',
    '/treaties?on=2010-01-01&q=child', '/acts.json?limit=50',
    '/treaties/crc/acts.csv', '/participants/usa@2002-12-24',
    '/participants/usa@2002-12-24/treaties.json', '/participants.json?limit=50',
    '/search.json?q=child', '/status?on=2010-01-01',
    '/fact-sheets.json', '/subjects.json?on=2010-01-01');
# And these are no addresses of anything.
my @WRONG = map {"/ref$_"} '/treaties/none', '/treaties/opsc.json?nothing=1',
    '/%ff', '/treaties/opsc@2002-02-31';
push @PATHS, @WRONG;

# A count of times: whole for ./bootstrap faults, less in the suite, and least
# under sanitizers, which look for other faults.
sub counted {
    my ($whole, $less) = @_;

    return $whole if $ENV{TREATY_FAULTS};
    return $TreatyConfig::SANITIZER ? POSIX::ceil($less / 4) : $less;
}

# Puts a copy in the place of a file, as treatyctl publish does.
sub rename_to {
    my ($to, $from, $mode) = @_;

    copy($from, "$to.new") or die "$from: $!\n";
    chmod $mode // 0644, "$to.new";
    rename "$to.new", $to or die "$to: $!\n";
    return;
}

# Published files of the sample record, in each of which every treaty has other
# titles and was adopted elsewhere.
sub versions {
    my ($count) = @_;
    my $folder = tempdir('treaty-versions-XXXXXX', TMPDIR => 1, CLEANUP => 1);

    open my $in, '<:raw', sample_record() or die sample_record() . ": $!\n";
    local $/ = undef;
    my $sample = <$in>;
    return map {
        my $number = $_;
        my $record = $sample =~ s/("adopted_at":\s*")[^"]*/$1Place $number/gr
            =~ s/("title":\s*"[^"]*[^"\\])"/$1 v$number"/gr;
        open my $out, '>:raw', "$folder/$number.json" or die "$folder: $!\n";
        print {$out} $record;
        close $out or die "$folder: $!\n";
        published("version$number.db", "$folder/$number.json");
    } 1 .. $count;
}

sub new {
    my ($class, $httpd, %options) = @_;
    my $self = bless {
        httpd    => $httpd,
        refresh  => 0,
        paths    => \@PATHS,
        clients  => 3,
        closing  => 0.3,
        allow    => sub { '' },
        expected => {},
        folder   => tempdir('treaty-load-XXXXXX', TMPDIR => 1, CLEANUP => 1),
        %options,
    }, $class;

    open $self->{states}, '>', "$self->{folder}/states" or die "states: $!\n";

    $self->{put} //= sub {
        rename_to($httpd->database, $self->{databases}[ $_[0] ]);
    };
    return $self;
}

# Brings a state about, and writes down when: before the first time it can't
# have been, after the second the one before can't be any more. Clients read
# that, so each line is there before what it tells of.
sub put {
    my ($self, $state) = @_;

    syswrite $self->{states}, sprintf "%.6f %d\n", time, $state;
    $self->{put}->($state);
    syswrite $self->{states}, sprintf "%.6f\n", time;
    return;
}

# Writes down a state that will come about by itself at a time.
sub will_stand {
    my ($self, $at, $state) = @_;

    syswrite $self->{states}, sprintf "%.6f %d\n%.6f\n", $at, $state, $at;
    return;
}

# What has been written down since this process looked last.
sub _read_states {
    my ($self) = @_;

    return if $self->{read} && -s $self->{read} == $self->{read_to};
    if (!$self->{read}) {
        open $self->{read}, '<', "$self->{folder}/states" or die "states: $!\n";
        @$self{qw(read_to stood)} = (0, []);
    }
    sysseek $self->{read}, $self->{read_to}, 0;
    sysread $self->{read}, my $text, 1 << 20;
    # A line that is being written is read next time.
    $text =~ s/[^\n]*\z//;
    $self->{read_to} += length $text;
    for my $line (split /\n/, $text) {
        my ($at, $state) = split ' ', $line;
        if (defined $state) {
            push @{ $self->{stood} }, [$at, 9e9, $state];
        }
        elsif (@{ $self->{stood} } > 1) {
            $self->{stood}[-2][1] = $at;
        }
    }
    return;
}

# An answer: its bytes as they are told, and whatever is to stay with them.
sub _digest {
    my ($answer) = @_;
    my $headers = $answer->{headers};
    # A file's is weak while it is a second old.
    my $etag = ($headers->{etag} // '') =~ s/-(?:gzip|br)"\z/"/r =~ s{\AW/}{}r;
    my $body = $answer->{content};

    if (($headers->{'content-encoding'} // '') eq 'gzip') {
        gunzip(\$answer->{content}, \$body) or return 'no gzip';
    }
    return sha1_hex(join "\n", $answer->{status}, $etag,
        $headers->{'content-type'} // '', $body);
}

# Asks once: what was answered.
sub asked {
    my ($self, $wire, $path, @headers) = @_;
    my %seen = (path => $path, begun => time, status => 0, digest => '-',
        trouble => '');
    my ($host, $rest) = $path =~ m{\A//([^/]+)(.*)};
    my $answer = eval {
        $wire->ask(send_lines('GET ' . ($rest // $path) . ' HTTP/1.1',
            'Host: ' . ($host // 'localhost'), @headers, ''), 'GET');
    };

    $seen{ended} = time;
    $seen{port}  = $wire->{here} // 0;
    if (!$answer) {
        $seen{trouble} = $@ =~ /\Aconnect/ ? 'refused'
            : $@ ? "no answer: $@" : 'closed';
        $wire->close_now;
        return \%seen;
    }
    $seen{status}  = $answer->{status};
    $seen{digest}  = _digest($answer);
    $seen{trouble} = 'a part is missing'
        if $answer->{status} == 200
        && $answer->{content} =~ /class="treaty-missing/;
    $seen{trouble} = 'broken off' if $answer->{is_broken};
    $seen{trouble} = 'no Retry-After' if $answer->{status} == 503
        && ($answer->{headers}{'retry-after'} // '') !~ /\A[1-9]\d*\z/;
    return \%seen;
}

# What each address answers in each of the states.
sub learn {
    my ($self, @states) = @_;
    my $wire = TreatyWire->new($self->{httpd}->port);

    for my $state (@states) {
        $self->put($state);
        sleep $self->{refresh};
        for my $path (@{ $self->{paths} }) {
            my $seen = $self->asked($wire, $path);
            my $is_well = grep({ $_ eq $path } @WRONG)
                ? $seen->{status} =~ /\A4/ : $seen->{status} == 200;
            die "$path: $seen->{status} $seen->{trouble}\n"
                if $seen->{trouble} || !$is_well;
            $self->{expected}{$path}{ $seen->{digest} }{$state} = 1;
        }
    }
    $wire->close_now;
    return;
}

# How many addresses answer otherwise in each state.
sub telling {
    my ($self) = @_;
    $self->_read_states;
    my %states = map { $_->[2] => 1 } @{ $self->{stood} };

    return scalar grep {
        keys %{ $self->{expected}{$_} } == keys %states
    } @{ $self->{paths} };
}

sub _run_client {
    my ($self, $number, $until, $out, $counts) = @_;
    my $wire = TreatyWire->new($self->{httpd}->port);
    my ($count, $right, $oldest, $is_over) = (0, 0, 0, '');

    srand $$;
    delete $self->{read};
    vec($is_over, fileno $until, 1) = 1;
    while (!select my $ready = $is_over, undef, undef, 0) {
        my $seen = $self->asked($wire, $self->{paths}[ rand @{ $self->{paths} } ],
            rand() < 0.5 ? 'Accept-Encoding: gzip' : (),
            rand() < $self->{closing} ? 'Connection: close' : ());
        $seen->{why} = $self->_why_wrong($seen);
        if ($seen->{why} eq '') {
            $right++;
            $oldest = max($oldest, $self->_behind($seen));
        }
        print {$out} join("\t", map { s/\s+/ /gr } @$seen{@SEEN}), "\n"
            if $seen->{why} ne '';
        sysseek $counts, $number * $SLOT, 0;
        syswrite $counts, sprintf "%-${SLOT}d", ++$count;
        # A server that is down isn't asked a million times.
        sleep 0.02 if $seen->{trouble} eq 'refused';
    }
    print {$out} "$right\t$oldest\n";
    return;
}

# Starts the clients.
sub begin {
    my ($self) = @_;

    pipe my $until, $going{$self} or die "pipe: $!\n";
    open $self->{counts}, '+>', "$self->{folder}/counts" or die "counts: $!\n";
    syswrite $self->{counts}, sprintf("%-${SLOT}d", 0) x $self->{clients};
    for my $number (0 .. $self->{clients} - 1) {
        my $pid = fork // die "fork: $!\n";
        if ($pid == 0) {
            close $_ for values %going;
            my $is_well = eval {
                open my $out, '>', "$self->{folder}/client$number" or die $!;
                open my $counts, '+<', "$self->{folder}/counts" or die $!;
                $self->_run_client($number, $until, $out, $counts);
                close $out or die $!;
            };
            warn $@ if !$is_well;
            POSIX::_exit($is_well ? 0 : 1);
        }
        push @{ $self->{pids} }, $pid;
    }
    close $until;
    return;
}

# How many answers each client has had.
sub counts {
    my ($self) = @_;

    sysseek $self->{counts}, 0, 0;
    sysread $self->{counts}, my $text, $SLOT * $self->{clients};
    return unpack "(A$SLOT)*", $text;
}

# Waits until each client has had more answers; without a number two: one that
# may have begun before, and one that hasn't.
sub await {
    my ($self, $more) = @_;
    my @goals = map { $_ + ($more // 2) } $self->counts;
    my $end   = time + $PATIENCE;

    while (1) {
        my @counts = $self->counts;
        return if !grep { $counts[$_] < $goals[$_] } 0 .. $#goals;
        die "no answers\n" if time > $end;
        sleep 0.002;
    }
}

# Whether one of these states stood at any moment of a time, as far as can be
# told.
sub _stood_within {
    my ($self, $states, $from, $to) = @_;
    my $stood = $self->{stood};

    for my $i (reverse 0 .. $#$stood) {
        return 1 if $states->{ $stood->[$i][2] } && $stood->[$i][0] <= $to;
        # Those before were no more by then.
        return 0 if $stood->[$i][1] <= $from;
    }
    return 0;
}

# Seconds by which an answer is of a state that was no more when it was asked.
sub _behind {
    my ($self, $answer) = @_;
    my $states = $self->{expected}{ $answer->{path} }{ $answer->{digest} };
    my ($last) = grep { $states->{ $_->[2] } && $_->[0] <= $answer->{ended} }
        reverse @{ $self->{stood} };

    return $last ? max(0, $answer->{begun} - $last->[1]) : 0;
}

# Why an answer isn't right; '' for one that is.
sub _why_wrong {
    my ($self, $answer) = @_;
    my $states = $self->{expected}{ $answer->{path} }{ $answer->{digest} };

    $self->_read_states;
    return "failed: $answer->{trouble}" if $answer->{trouble};
    return "failed: status $answer->{status}"
        if !$states && $answer->{status} >= 500;
    return "wrong: an answer of no state, with status $answer->{status}"
        if !$states;
    return '' if $self->_stood_within($states,
        $answer->{begun} - $self->{refresh}, $answer->{ended});
    return 'old: of a state that was no more';
}

# Takes a line of a client: an answer that isn't right, or how many were.
sub _take {
    my ($self, $seen, $line) = @_;
    my %answer;

    chomp $line;
    @answer{@SEEN} = split /\t/, $line, -1;
    if (!defined $answer{why}) {
        my ($right, $oldest) = split /\t/, $line;
        $seen->{$_} += $right for qw(answers right);
        $seen->{oldest} = max($seen->{oldest}, $oldest);
        return;
    }
    my $name = $self->{allow}->(\%answer);
    $seen->{answers}++;
    if ($name) {
        $seen->{allowed}{$name}++;
    }
    else {
        $seen->{ $1 }++ if $answer{why} =~ /\A(\w+)/;
        $seen->{bad}{"$answer{path}: $answer{why}"}++;
    }
    return;
}

# Ends the clients, and judges what they were answered: counts of answers,
# right, failed, wrong, old; allowed {name}; bad {what it was}; and by how many
# seconds a right one was behind at most, oldest.
sub end {
    my ($self) = @_;
    my %seen = (answers => 0, right => 0, failed => 0, wrong => 0, old => 0,
        oldest => 0, allowed => {}, bad => {});

    close delete $going{$self};
    for my $pid (splice @{ $self->{pids} }) {
        waitpid $pid, 0;
        die "a client died\n" if $?;
    }
    for my $number (0 .. $self->{clients} - 1) {
        open my $in, '<', "$self->{folder}/client$number" or die "$number: $!\n";
        while (my $line = <$in>) {
            $self->_take(\%seen, $line);
        }
    }
    return \%seen;
}

# One point: nothing failed, nothing was wrong, mixed or old.
sub is_right {
    my ($seen, $what) = @_;
    my @allowed = map {", $seen->{allowed}{$_} $_"} sort keys %{ $seen->{allowed} };

    ok $seen->{answers} && !%{ $seen->{bad} }, sprintf
        '%s: %d answers, %d failed, %d wrong or mixed, %d too old%s', $what,
        @$seen{qw(answers failed wrong old)}, join '', @allowed
        or diag map {"$seen->{bad}{$_} times $_\n"} sort keys %{ $seen->{bad} };
    return;
}

1;
