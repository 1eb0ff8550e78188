# Each published file of tests/hostile/files/databases.txt, which somebody has
# changed, is served by a mount of its own: it is refused with a message that
# says why, or served as far as it goes. No answer is anything but what its type
# says, and the good mount beside them all goes on.
use strict;
use warnings;
use Test::More;
use TreatyBodies;
use TreatyConfig;
use TreatyFixture;
use TreatyHostileFiles;
use TreatyHttpd;
use TreatyWire;

my $SQLITE = TreatyConfig::program('sqlite3');
plan skip_all => 'no sqlite3' if !$SQLITE;

my @ASKED = qw(
    /treaties.json /treaties.csv /treaties/opsc /treaties/opsc.json
    /treaties/opsc/box /treaties/opsc/family.json /treaties/opsc/timeline.svg
    /treaties/crc/acts.atom /treaties/opsc/citation.bib /participants/usa
    /fact-sheets/2002-12-24-opsc /search.json?q=children /acts.csv
    /status.json?treaty=opsc&participant=usa /subjects.json /download.json
    /changes.json
);

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

# The bytes of a case's file.
sub database_of {
    my ($httpd_file, $group, $case) = @_;
    my (undef, $bytes) = files_of({ %$group, file => 'x', base => $httpd_file },
        $case);

    for my $edit (@{ $case->{edits} }) {
        my ($verb, $rest) = @$edit;
        if ($verb eq 'bytes') {
            my ($place, $hex) = split / /, $rest;
            substr $bytes, $place, length($hex) / 2, pack 'H*', $hex;
        }
    }
    return $bytes;
}

# Runs what a case says on its file.
sub change_by_sql {
    my ($path, $case) = @_;

    for my $sql (map { $_->[1] } grep { $_->[0] eq 'sql' } @{ $case->{edits} }) {
        open my $shell, '|-', "$SQLITE -bail '$path' >/dev/null"
            or die "sqlite3: $!";
        print {$shell} "$sql;\n";
        close $shell or die "$case->{at}: $sql: status $?\n";
    }
    return;
}

my @cases;
my %files;
my $good = slurp(sample_database());
for my $group (file_groups('serve')) {
    for my $case (@{ $group->{cases} }) {
        push @cases, $case;
        my $path = 'databases/' . @cases . '.db';
        $files{$path} = database_of($good, $group, $case);
    }
}
cmp_ok scalar @cases, '>=', 60, scalar(@cases) . ' files are listed';

my $config = "TreatyQueryTimeout 30s\nMaxKeepAliveRequests 0\n"
    . join '', map { <<"END" } 1 .. @cases;
<Location "/d$_">
    SetHandler treaty
    TreatyBase /d$_
    TreatyDatabase "\@ROOT\@/databases/$_.db"
</Location>
END

# SQLite's shell works in a folder before the server has it.
sub prepare {
    my $folder = File::Temp->newdir;

    for my $number (1 .. @cases) {
        my $name = "databases/$number.db";
        next if !grep { $_->[0] eq 'sql' } @{ $cases[$number - 1]{edits} };
        my $path = "$folder/x.db";
        open my $out, '>:raw', $path or die "$path: $!";
        print {$out} $files{$name};
        close $out or die "$path: $!";
        change_by_sql($path, $cases[$number - 1]);
        $files{$name} = slurp($path);
        unlink glob "$path*";
    }
    return;
}
prepare();

sub asked {
    my ($wire, $path) = @_;
    return $wire->ask("GET $path HTTP/1.1\r\nHost: a\r\n\r\n", 'GET');
}

# What is wrong with an answer of a mount whose health is of a status, or ''.
sub answer_fault_of {
    my ($answer, $health) = @_;
    my $status = $answer->{status};

    return 'is not given' if !$answer;
    return 'has a header of the file\'s' if exists $answer->{headers}{'x-evil'};
    # A stream that can't be finished shows it.
    return '' if $answer->{is_broken} && $status == 200 && $health == 200
        && ($answer->{headers}{'content-type'} // '') =~ /csv/;
    return "has status $status" if $health == 503 && $status != 503;
    return answer_fault('GET', $answer) if $status != 503;
    return 'gives no time to come again' if !$answer->{headers}{'retry-after'};
    return 'tells ' . leak_of($answer->{content}) if leak_of($answer->{content});
    return body_fault($answer->{headers}{'content-type'}, $answer->{content});
}

# What is wrong with the mount of a case, or ''.
sub fault_of {
    my ($httpd, $wire, $number) = @_;
    my $case   = $cases[$number - 1];
    my $health = asked($wire, "/d$number/health")->{status};

    return "has health $health" if $health != $case->{exit};
    for my $path (@ASKED) {
        my $fault = answer_fault_of(asked($wire, "/d$number$path"), $health);
        return "at $path $fault" if $fault;
    }
    my ($told) = grep { m{databases/$number\.db} && !/TREATY0112/ } $httpd->log_lines;
    return defined $case->{says} && index($told // '', $case->{says}) < 0
        ? 'tells ' . ($told // 'nothing') : '';
}

for_each_mpm {
    my ($httpd) = @_;
    my $wire   = TreatyWire->new($httpd->port);
    my @before = map { asked($wire, "/ref$_")->{content} } @ASKED;
    my @faults = grep { $_->[1] }
        map { [$_, fault_of($httpd, $wire, $_)] } 1 .. @cases;

    ok !@faults, 'each file is refused, or served as far as it goes'
        or diag join "\n", map {
        "$cases[$_->[0] - 1]{at}: $cases[$_->[0] - 1]{why}\n    $_->[1]"
    } @faults;
    my @children = children_of($httpd->pid);
    is_deeply [map { asked($wire, "/ref$_")->{content} } @ASKED], \@before,
        'the good one beside them goes on';
    is_deeply [children_of($httpd->pid)], \@children, 'in the same processes';
    $httpd->allow_log(qr{TREATY01\d\d: .*databases/\d+\.db}, qr/TREATY040[34]: /,
        qr{TREATY02\d\d: .*databases/});
} mpms => ['event'], files => \%files, config => $config . <<'END';
<IfModule mpm_event_module>
    StartServers 1
    ServerLimit 1
    MaxRequestWorkers 8
    ThreadsPerChild 8
    MaxSpareThreads 8
</IfModule>
END
done_testing;
