# A private httpd with our module for one test: its own configuration, a free
# port of 127.0.0.1, one MPM. Its error log is an assertion: at stop() a
# warning that the test didn't name fails the test.
#
#   for_each_mpm {
#       my ($httpd) = @_;
#       is $httpd->get('/ref/health')->{status}, 200, 'health answers';
#       $httpd->expect_log(qr/TREATYNO/);
#   } documents => { 'page.shtml' => '...' };
#
# Options of start() and for_each_mpm:
#   database   'sample' (default), the path of a published file, or undef.
#              It is copied to $httpd->database, which the test may replace
#   downloads  true copies the files that lie beside it, too
#   mount      false leaves out TreatyDatabase, TreatyBase and <Location /ref>
#   config     further text for httpd.conf; @ROOT@ @DOCROOT@ @DATABASE@ @PORT@
#   documents  { name => text }, below the document root
#   files      { name => text }, below the server's own directory, @ROOT@
#   modules    [ further httpd modules, such as 'proxy' ]
#   env        { name => value } for httpd, with @ROOT@ in the values
#   mpms       [ the MPMs to run under ], event and prefork unless told;
#              where httpd has one (for_each_mpm() only)
#   mpm        one of them (start() only)
package TreatyHttpd;
use strict;
use warnings;

use Exporter 'import';
use Fcntl ':flock';
use File::Basename 'dirname';
use File::Copy 'copy';
use File::Path 'make_path';
use File::Temp 'tempdir';
use HTTP::Tiny;
use IO::Socket::INET;
use JSON::PP;
use POSIX ':sys_wait_h';
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyAnswers;
use TreatyConfig;
use TreatyCtl;

our @EXPORT = qw(for_each_mpm sample_database);

# Seconds after which something hangs; no test is decided by less.
my $PATIENCE = 60;
my $STARTED  = qr/resuming normal operations/;
my $HEAVY    = qr/^\[[^\]]*\] \[[\w-]*:(?:warn|error|crit|alert|emerg)\]/;
my @MODULES  = qw(
    log_config unixd version authn_core authn_file authz_core authz_host
    authz_user auth_basic access_compat dir mime include headers alias env
    setenvif filter deflate rewrite status expires
);

my %running;    # by pid: what must not outlive the test
my $owner = $$;
$SIG{INT} = $SIG{TERM} = $SIG{HUP} = $SIG{PIPE} = sub { exit 130 };

END {
    my $status = $?;
    if ($$ == $owner) {
        $_->_end_process for values %running;
    }
    $? = $status;
}

# Runs the block once under each MPM. All servers are up at the same time, so
# that what they might share by mistake shows.
sub for_each_mpm(&@) {
    my ($code, %options) = @_;
    my @mpms = grep { _has_module("mpm_$_") && _is_of_interest($_) }
        @{ $options{mpms} // [qw(event prefork)] };

  SKIP: {
        skip 'no httpd to test with (Debian: apache2-bin)', 1
            unless $TreatyConfig::HTTPD && @mpms;
        my @servers = map { TreatyHttpd->start(%options, mpm => $_) } @mpms;
        for my $httpd (@servers) {
            subtest "under $httpd->{mpm}" => sub {
                eval { $code->($httpd); 1 } or fail("the test died: $@");
                $httpd->stop;
            };
        }
    }
    return;
}

# Whoever looks for races looks where there are threads.
sub _is_of_interest {
    my ($mpm) = @_;
    return $mpm ne 'prefork' || $TreatyConfig::SANITIZER ne 'thread';
}

# The sample record, published: made by make, here when run by hand.
sub sample_database {
    my $path = "$TreatyConfig::BUILDDIR/tests/sample.db";

    return $path if $ENV{TREATY_BUILDDIR};
    open my $lock, '>', "$TreatyConfig::BUILDDIR/tests/sample.lock"
        or die "sample.lock: $!";
    flock $lock, LOCK_EX;
    system('make', '-s', '-C', $TreatyConfig::BUILDDIR, 'tests/sample.db') == 0
        or die "the sample database can't be made\n";
    return $path;
}

sub start {
    my ($class, %options) = @_;
    my $self = bless {
        mpm      => 'event',
        database => 'sample',
        mount    => 1,
        config   => '',
        expected => [],
        allowed  => [],
        %options,
    }, $class;

    $self->_make_root;
    for my $attempt (1 .. 5) {
        $self->_write_config;
        return $self if $self->_launch;
        last unless $self->_console =~ /could not bind|Address already in use/;
    }
    die "httpd ($self->{mpm}) didn't start:\n", $self->_console,
        $self->log_text, "\n";
}

# Whether httpd takes a configuration: (true or false, what it printed).
sub configtest {
    my ($class, %options) = @_;
    my $self = bless {
        mpm => 'event', database => 'sample', mount => 1, config => '', %options
    }, $class;

    $self->_make_root;
    $self->_write_config;
    my $pid = $self->_spawn('-t');
    waitpid $pid, 0;
    return ($? == 0, $self->_console);
}

sub root     { return $_[0]{root} }
sub docroot  { return "$_[0]{root}/htdocs" }
sub database { return "$_[0]{root}/treaty.db" }
sub port     { return $_[0]{port} }
sub pid      { return $_[0]{pid} }
sub mpm      { return $_[0]{mpm} }
sub url      { return "http://127.0.0.1:$_[0]{port}" . ($_[1] // '') }

# Writes a file below the server's directory, whole or not at all.
sub write_file {
    my ($self, $name, $text) = @_;
    my $path = "$self->{root}/$name";

    make_path(dirname($path));
    utf8::encode($text) if utf8::is_utf8($text);
    open my $file, '>:raw', "$path.new" or die "$path.new: $!";
    print {$file} $text;
    close $file or die "$path.new: $!";
    chmod 0644, "$path.new";
    rename "$path.new", $path or die "$path: $!";
    return $path;
}

# The answer, as HTTP::Tiny gives it: status, reason, headers, content.
sub request {
    my ($self, $method, $path, $headers, $content) = @_;

    $self->{client} //= HTTP::Tiny->new(
        timeout => $PATIENCE, max_redirect => 0, agent => 'treaty-test');
    my $answer = $self->{client}->request($method, $self->url($path), {
        headers => $headers // {},
        defined $content ? (content => $content) : (),
    });
    my $below = $self->_below_mount($path);
    keep_answer($method, $below, $answer) if defined $below;
    return $answer;
}

# A path without the mount that it is below, the deepest of those that there
# are. Where rules rewrite it, it isn't an address of the mount's own.
sub _below_mount {
    my ($self, $path) = @_;
    my @bases = $self->{config} =~ /^\s*TreatyBase\s+"?(\/[^"\s]*)/mg;

    return if $self->{config} =~ /^\s*RewriteRule/m;
    push @bases, '/ref' if $self->{mount};
    for my $base (sort { length $b <=> length $a } @bases) {
        return $path =~ s/^\Q$base\E//r if $path =~ m{^\Q$base\E(?:[/?]|\z)};
    }
    return;
}

sub get  { my ($self, @rest) = @_; return $self->request('GET',  @rest) }
sub head { my ($self, @rest) = @_; return $self->request('HEAD', @rest) }

# The decoded JSON of an answer that has this status (200 unless told).
sub json {
    my ($self, $path, $status) = @_;
    my $answer = $self->get($path);

    $status //= 200;
    die "GET $path answered $answer->{status}, not $status:\n"
        . substr($answer->{content}, 0, 2000) . "\n"
        unless $answer->{status} == $status;
    return JSON::PP->new->utf8->decode($answer->{content});
}

# Sends these bytes as they are; returns all that comes back until the end.
sub raw {
    my ($self, $bytes) = @_;
    my $socket = IO::Socket::INET->new(
        PeerAddr => '127.0.0.1', PeerPort => $self->{port}, Proto => 'tcp')
        or die "connect: $!";
    my $answer = '';

    local $SIG{PIPE} = 'IGNORE';
    local $SIG{ALRM} = sub { die "no end of the answer in $PATIENCE s\n" };
    alarm $PATIENCE;
    $socket->print($bytes);
    $socket->flush;
    shutdown $socket, 1;
    while (sysread $socket, my $part, 65536) {
        $answer .= $part;
    }
    alarm 0;
    return $answer;
}

sub log_text  { return _slurp("$_[0]{root}/logs/error.log") }
sub log_lines { return split /\n/, $_[0]->log_text }

# Names a warning that the test causes; it must come, at least once.
sub expect_log { my ($self, @res) = @_; push @{ $self->{expected} }, @res; return }

# Names a warning that may come or not.
sub allow_log { my ($self, @res) = @_; push @{ $self->{allowed} }, @res; return }

# Names what a sanitizer has to report.
sub expect_report { my ($self, @res) = @_; push @{ $self->{reports} }, @res; return }

# Waits until the log has this line.
sub wait_for_log {
    my ($self, $re, $times) = @_;
    my $found = _poll(sub {
        return (() = $self->log_text =~ /$re/g) >= ($times // 1);
    });

    die "no $re in the error log:\n", $self->log_text unless $found;
    return 1;
}

# Reads the configuration anew: 'USR1' graceful (default) or 'HUP'.
sub reload {
    my ($self, $signal) = @_;
    my $before = () = $self->log_text =~ /$STARTED/g;

    kill $signal // 'USR1', $self->{pid};
    return $self->wait_for_log($STARTED, $before + 1);
}

# Ends at once with all its children, as by a loss of power.
sub crash {
    my ($self) = @_;
    my $pid = delete $self->{pid};

    delete $running{$pid};
    kill 'KILL', -$pid;
    return waitpid $pid, 0;
}

# Takes no more requests, and ends when those that it has are answered.
sub leave {
    my ($self) = @_;
    my $pid = $self->{pid};

    kill 'WINCH', $pid;
    _poll(sub { return waitpid($pid, WNOHANG) != 0 })
        or die "httpd doesn't end gracefully\n";
    delete $running{$pid};
    return delete $self->{pid};
}

# Starts once more, on the same port, after one of these.
sub start_again {
    my ($self) = @_;
    $self->_launch or die "httpd didn't start again:\n", $self->_console;
    return;
}

# Stops the server and judges its log.
sub stop {
    my ($self) = @_;
    return unless $self->{pid};
    my $console = $self->_console;
    $self->_settle;
    my $clean   = $self->_end_process;
    my @lines   = (split(/\n/, $console), $self->log_lines);
    my @named   = (@{ $self->{expected} }, @{ $self->{allowed} });
    my @strange;

    for my $line (@lines) {
        next if $line =~ /^\[/ && $line !~ $HEAVY && $line !~ /exit signal/;
        next if grep { $line =~ $_ } @named;
        push @strange, $line;
    }
    ok $clean, 'httpd stops when it is told to';
    ok !@strange, 'the error log holds no warning that the test did not name'
        or diag join "\n", @strange;
    for my $re (@{ $self->{expected} }) {
        ok scalar(grep { $_ =~ $re } @lines), "the error log has $re"
            or diag join "\n", @lines;
    }
    $self->_judge_sanitizers if $TreatyConfig::SANITIZER;
    return;
}

# Waits until no connection is left. An event server that is told to end while
# it closes one may trip over its own socket (AH03092, or a crash).
sub _settle {
    my ($self) = @_;
    my $address = sprintf '0100007F:%04X', $self->{port};

    delete $self->{client};
    _poll(sub {
        open my $file, '<', '/proc/net/tcp' or return 1;
        # The state behind the peer's address: 0A listens, 06 has ended.
        return !grep { /^\s*\d+: $address \S+ (?!0A|06)/ } <$file>;
    });
    return;
}

sub _judge_sanitizers {
    my ($self) = @_;
    my @reports = map { _slurp($_) } glob "$self->{root}/reports/*";

    for my $re (@{ $self->{reports} // [] }) {
        ok scalar(grep { $_ =~ $re } @reports), "a sanitizer reports $re";
        @reports = grep { $_ !~ $re } @reports;
    }
    ok !@reports, 'the sanitizers report nothing' or diag join "\n", @reports;
    return;
}

sub _make_root {
    my ($self) = @_;
    my $root = tempdir('treaty-XXXXXX', TMPDIR => 1, CLEANUP => 1);

    $self->{root} = $root;
    chmod 0755, $root;
    make_path("$root/htdocs", "$root/logs", "$root/run", "$root/reports");
    # Sanitizers write from the children, which run as another user.
    chmod 01777, "$root/reports";
    if (defined $self->{database}) {
        my $from = $self->{database} eq 'sample'
            ? sample_database() : $self->{database};
        copy($from, $self->database) or die "$from: $!";
        chmod 0644, $self->database;
        $self->_copy_downloads($from) if $self->{downloads};
    }
    my $documents = $self->{documents} // {};
    my $files     = $self->{files}     // {};
    $self->write_file("htdocs/$_", $documents->{$_}) for sort keys %$documents;
    $self->write_file($_,          $files->{$_})     for sort keys %$files;
    return;
}

# The folder of each revision, as publishing leaves it.
sub _copy_downloads {
    my ($self, $from) = @_;

    for my $folder (grep { -d } glob "$from.*") {
        my $to = $self->database . substr $folder, length $from;
        make_path($to);
        chmod 0755, $to;
        for my $file (glob "$folder/*") {
            my $name = "$to/" . substr $file, 1 + length $folder;
            copy($file, $name) or die "$file: $!";
            chmod 0644, $name;
        }
    }
    return;
}

sub _free_port {
    my $socket = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', LocalPort => 0, Proto => 'tcp', Listen => 1)
        or die "no free port: $!";
    return $socket->sockport;
}

sub _has_module { return -e "$TreatyConfig::MODULEDIR/mod_$_[0].so" }

sub _load_lines {
    my ($self) = @_;
    my @names = grep { _has_module($_) }
        "mpm_$self->{mpm}", @MODULES, @{ $self->{modules} // [] };
    my $lines = join '', map {
        qq(LoadModule ${_}_module "$TreatyConfig::MODULEDIR/mod_$_.so"\n)
    } @names;

    return $lines . "LoadModule treaty_module "
        . qq("$TreatyConfig::BUILDDIR/.libs/mod_treaty.so"\n);
}

# Root's httpd has to give its children another user.
sub _user_lines {
    return '' if $> != 0;
    for my $name (qw(www-data apache httpd daemon nobody)) {
        my ($user, $gid) = (getpwnam $name)[0, 3] or next;
        my $group = getgrgid $gid;
        return "User $user\nGroup $group\n";
    }
    die "no user for httpd's children\n";
}

sub _write_config {
    my ($self) = @_;
    my $mount = '';

    $self->{port} = _free_port();
    if ($self->{mount}) {
        $mount = "TreatyBase /ref\n"
            . "<Location /ref>\n    SetHandler treaty\n</Location>\n";
        $mount = qq(TreatyDatabase "\@DATABASE\@"\n$mount)
            if defined $self->{database};
        # Watched for races all takes ten times as long.
        $mount = "TreatyQueryTimeout 30s\n$mount"
            if $TreatyConfig::SANITIZER eq 'thread';
    }
    my $text = $self->_load_lines . _user_lines() . _fixed_lines()
        . $mount . $self->{config} . "\n";
    my %value = (
        ROOT     => $self->{root},
        DOCROOT  => $self->docroot,
        DATABASE => $self->database,
        PORT     => $self->{port},
    );
    $text =~ s/\@(ROOT|DOCROOT|DATABASE|PORT)\@/$value{$1}/g;
    $self->write_file('httpd.conf', $text);
    return;
}

# Few processes and threads: several servers share a small machine.
sub _fixed_lines {
    return <<'END';
ServerRoot "@ROOT@"
ServerName localhost
Listen 127.0.0.1:@PORT@
PidFile run/httpd.pid
DefaultRuntimeDir run
Mutex file:run default
ErrorLog logs/error.log
LogLevel info
Timeout 30
<IfModule mpm_event_module>
    StartServers 2
    ServerLimit 2
    ThreadsPerChild 8
    MaxRequestWorkers 16
    MinSpareThreads 1
    MaxSpareThreads 16
</IfModule>
<IfModule mpm_worker_module>
    StartServers 2
    ServerLimit 2
    ThreadsPerChild 8
    MaxRequestWorkers 16
    MinSpareThreads 1
    MaxSpareThreads 16
</IfModule>
<IfModule mpm_prefork_module>
    StartServers 2
    MinSpareServers 1
    MaxSpareServers 4
    MaxRequestWorkers 8
</IfModule>
TypesConfig /dev/null
AddType text/html .html .shtml
AddType text/css .css
AddDefaultCharset utf-8
AddOutputFilter INCLUDES .shtml
DirectoryIndex index.html index.shtml
DocumentRoot "@DOCROOT@"
<Directory "@DOCROOT@">
    Options IncludesNOEXEC FollowSymLinks
    AllowOverride All
    Require all granted
</Directory>
END
}

# Starts httpd; true once it serves, false when it ended instead. What counts
# is our own log, since another server may have been faster with the port.
sub _launch {
    my ($self) = @_;
    my $before = () = $self->log_text =~ /$STARTED/g;
    my $pid = $self->_spawn('-DFOREGROUND');
    my $ended;

    $self->{pid} = $pid;
    $running{$pid} = $self;
    my $is_up = sub { return $before < (() = $self->log_text =~ /$STARTED/g) };
    _poll(sub {
        $ended = waitpid($pid, WNOHANG) == $pid;
        return $ended || $is_up->();
    });
    if ($ended) {
        delete $running{$pid};
        delete $self->{pid};
        return 0;
    }
    return $is_up->();
}

sub _spawn {
    my ($self, @arguments) = @_;
    my $pid = fork // die "fork: $!";

    return $pid if $pid;
    # A group of its own, so that a hanging server ends with its children.
    setpgrp 0, 0;
    $SIG{INT} = $SIG{TERM} = $SIG{HUP} = 'DEFAULT';
    open STDIN, '<', '/dev/null';
    open STDOUT, '>', "$self->{root}/logs/console" or POSIX::_exit(127);
    open STDERR, '>&', \*STDOUT;
    $self->_set_environment;
    exec $TreatyConfig::HTTPD, '-d', $self->{root}, '-f',
        "$self->{root}/httpd.conf", @arguments
        or POSIX::_exit(127);
}

# Leaks are not looked for in httpd, which keeps its own until its end.
sub _set_environment {
    my ($self) = @_;
    my $extra = $self->{env} // {};

    %ENV = (PATH => $ENV{PATH}, LANG => 'C', TZ => 'UTC', %$extra);
    s/\@ROOT\@/$self->{root}/g for values %ENV;
    if ($TreatyConfig::SANITIZER) {
        $ENV{LD_PRELOAD}   = $TreatyConfig::SANITIZER_LIBRARY;
        $ENV{LD_PRELOAD}  .= " $TreatyConfig::BUILDDIR/tests/httpd/.libs/mod_atomics.so"
            if $TreatyConfig::SANITIZER eq 'thread';
        $ENV{ASAN_OPTIONS} = 'detect_leaks=0:log_path=reports/address';
        $ENV{UBSAN_OPTIONS}
            = 'halt_on_error=1:print_stacktrace=1:log_path=reports/undefined';
        $ENV{TSAN_OPTIONS} = 'log_path=reports/thread:suppressions='
            . "$TreatyConfig::SRCDIR/tests/tsan.supp";
        s{=reports/}{=$self->{root}/reports/}
            for @ENV{qw(ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS)};
    }
    return;
}

# Ends the server, at last by force. True when it ended in peace.
sub _end_process {
    my ($self) = @_;
    my $pid = delete $self->{pid} // return 1;

    delete $running{$pid};
    kill 'TERM', $pid;
    return 1 if _poll(sub { return waitpid($pid, WNOHANG) != 0 });
    kill 'KILL', -$pid;
    waitpid $pid, 0;
    return 0;
}

sub DESTROY {
    my ($self) = @_;
    local ($?, $@);
    $self->_end_process if $$ == $owner;
    return;
}

sub _console { return _slurp("$_[0]{root}/logs/console") }

sub _slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or return '';
    local $/ = undef;
    return scalar(<$file>) // '';
}

# Asks until the answer is true or patience has ended; returns the answer.
sub _poll {
    my ($question) = @_;
    my $end = time + $PATIENCE;

    while (time < $end) {
        return 1 if $question->();
        sleep 0.02;
    }
    return 0;
}

1;
