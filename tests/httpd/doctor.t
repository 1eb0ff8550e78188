# What configtest can't see, treatyctl doctor finds, with what to do; and the
# error log of a running server names the same.
use strict;
use warnings;
use File::Copy 'copy';
use File::Path qw(make_path remove_tree);
use JSON::PP;
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyConfig;
use TreatyCtl;
use TreatyHttpd;

my $sqlite = TreatyConfig::program('sqlite3');
plan skip_all => 'no httpd to test with' unless $TreatyConfig::HTTPD;
plan skip_all => 'no sqlite3' unless $sqlite;

my $httpd = TreatyHttpd->start(config => "TreatyRefresh 100ms\n");
my $root  = $httpd->root;
my $conf  = "$root/httpd.conf";
my $db    = $httpd->database;
my $text  = slurp($conf);
my $is_root = $> == 0;

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

# httpd as the tests start it: a module with sanitizers wants their library.
my $program = $TreatyConfig::HTTPD;
if ($TreatyConfig::SANITIZER) {
    $program = $httpd->write_file('program', "#!/bin/sh\n"
        . "LD_PRELOAD='$TreatyConfig::SANITIZER_LIBRARY' ASAN_OPTIONS=detect_leaks=0 "
        . "exec '$TreatyConfig::HTTPD' \"\$@\"\n");
    chmod 0755, $program or die "$program: $!";
}

# A configuration of its own, as the server's with some lines changed.
sub doctor {
    my ($change, @options) = @_;
    local $_ = $text;
    $change->() if $change;
    my $path = $httpd->write_file('doctor.conf', $_);
    return treatyctl('doctor', '--httpd', $program, @options, $path);
}

sub finds {
    my ($what, $re, $change) = @_;
    my $run = doctor($change);
    is $run->{status}, 1, "$what is found" or diag $run->{out}, $run->{err};
    like $run->{out}, $re, 'with what to do';
    is scalar(() = $run->{out} =~ /\[[a-z-]+\]$/mg), 1, 'and nothing else' or diag $run->{out};
    return;
}

# Another file in the place of the database, as publishing puts it there.
sub replace {
    my ($from, $spoil) = @_;
    copy($from, "$db.x") or die "$from: $!";
    $spoil->("$db.x") if $spoil;
    chmod 0644, "$db.x" or die $!;
    rename "$db.x", $db or die "$db: $!";
    return;
}

sub sql {
    my ($sql) = @_;
    return sub { system($sqlite, $_[0], $sql) == 0 or die "sqlite3: $sql\n" };
}

# Whoever is asked looks at the file, and says what it finds once.
sub log_has {
    my ($re) = @_;
    my $end = time + 60;
    while ($httpd->log_text !~ $re && time < $end) {
        $httpd->get('/ref/health');
        sleep 0.1;
    }
    $httpd->expect_log($re);
    return;
}

my $good = sample_database();
my $run  = doctor();
is $run->{status}, 0, 'a server that is set up well has no finding' or diag $run->{out}, $run->{err};
like $run->{out}, qr/^well: \Q$db\E: revision [0-9a-f]{32}, published \S+Z$/m, 'what is served is told';
like $run->{out}, qr/^2 places, 0 findings$/m, 'and how much was looked at';

like $httpd->get('/ref/health')->{headers}{server}, qr{ mod_treaty/\Q$TreatyConfig::VERSION_TEXT\E\b},
    'the server tells the module\'s version';
like $httpd->log_text, qr{ mod_treaty/\Q$TreatyConfig::VERSION_TEXT\E .*resuming normal operations},
    'and so does the log at its start';

# --- What the directives say together.
my $mount = qr{<Location /ref>};
finds('a TreatyBase that isn\'t the mount',
    qr{^localhost\S*/other: TreatyBase says that the mount is /ref, .* set TreatyBase /other \[base\]$}m,
    sub { $_ .= "<Location /other>\nSetHandler treaty\n</Location>\n" });
finds('a mount without a database',
    qr{^localhost\S*/ref: .*no TreatyDatabase is set for it, .*; set it in the server or in this <Location> \[no-database\]$}m,
    sub { s/^TreatyDatabase.*\n//m });
finds('a database without a mount',
    qr{links to /ref, where nothing answers; add <Location "/ref"> with SetHandler treaty.* \[no-mount\]$}m,
    sub { s/^    SetHandler treaty\n//m });
finds('no directive at all', qr/no place has a TreatyDatabase or SetHandler treaty; see .* \[no-mount\]$/m,
    sub { s/^TreatyDatabase.*\n//m; s/^    SetHandler treaty\n//m });
finds('a module that isn\'t loaded', qr/the module isn't loaded.*: a2enmod treaty, or LoadModule treaty_module .*\[module\]$/m,
    sub { s/^LoadModule treaty_module.*\n//m });
finds('a module that isn\'t loaded and not asked for', qr/the module isn't loaded: a2enmod treaty.* \[module\]$/m,
    sub { s/^LoadModule treaty_module.*\n//m; s/^(?:Treaty|    SetHandler treaty).*\n//mg });
finds('a configuration that httpd refuses', qr/doesn't take the configuration, mend what it says: .*TreatyMaxAge: never is no number of seconds; .*\[configuration\]$/m,
    sub { $_ .= "TreatyMaxAge never\n" });
finds('a language without words', qr{TreatyLanguage xx: there is no catalogue of it, .* put languages/xx.json .*\[language\]$}m,
    sub { s/^TreatyBase/TreatyLanguage xx\nTreatyBase/m });
is doctor(sub { $_ .= "<VirtualHost *:1>\nServerName v.example\nTreatyBase /t\n<Location /t>\nSetHandler treaty\n</Location>\n</VirtualHost>\n" },
    '--report-file', "$root/report.json")->{status}, 1, 'virtual hosts are looked at';
is_deeply [map { $_->{kind} . ' ' . $_->{place} }
        @{ decode_json(slurp("$root/report.json"))->{findings} }],
    ['base v.example:1/ref'], 'each with what it takes over; the report is JSON';
$run = treatyctl('doctor', '--httpd', "$root/none", $conf);
is $run->{status}, 3, 'without httpd nothing can be asked';
like $run->{err}, qr{none can't be run .* name httpd, or its apachectl, by --httpd}, 'as it says';

is treatyctl_within({ folder => $root }, 'doctor', '--httpd', $program, 'httpd.conf')->{status}, 0,
    'a configuration is named from where one is, too';

# --- Files. The running server says the same.
for my $case (
    ['an authoring database', qr/TREATY0103: \S+: an authoring database.*; serve what treatyctl publish/,
        "$TreatyConfig::BUILDDIR/tests/sample-authoring.db"],
    ['a newer form', qr/TREATY0103: \S+: made by a newer mod_treaty; upgrade/, $good, sql('PRAGMA user_version = 99')],
    ['an older form', qr/TREATY0103: \S+: made by an older mod_treaty; publish again/, $good, sql('PRAGMA user_version = 0')],
    ['WAL mode', qr/TREATY0103: \S+: in WAL mode, which can't be served; make it with/, $good, sql('PRAGMA journal_mode = WAL')],
    ['no database at all', qr/TREATY0103: \S+: not an SQLite database; make it with/, $conf],
    ['a file that doesn\'t say when it was published', qr/TREATY0115: .*; publish it again/, $good, sql(q{UPDATE publication SET published_at = 'once'})],
    )
{
    my ($what, $re, $from, $spoil) = @$case;
    replace($from, $spoil);
    finds($what, qr/^\Q$db\E: $re/m);
    log_has($re);
}
replace($good, sub {
    open my $file, '+<:raw', $_[0] or die $!;
    my $size = -s $file;
    seek $file, int($size / 8192) * 4096, 0;
    print {$file} "\xff" x 8192;
    close $file or die $!;
});
# What serves doesn't read all of it.
finds('damage', qr/^\Q$db\E: TREATY0(?:102|105): .*; (?:restore it from a backup|publish it again) \[database\]$/m);
$httpd->allow_log(qr/TREATY010[25]/);
unlink $db or die $!;
finds('a file that is missing', qr/^\Q$db\E: there is no such file; make it: treatyctl publish record.db \Q$db\E \[database\]$/m);
log_has(qr/TREATY0110: .* until treatyctl publish puts a file there/);
finds('a folder that is missing', qr{the folder \Q$root\E/none isn't there; make it, or mend the path \[database\]$}m,
    sub { s{^TreatyDatabase.*}{TreatyDatabase $root/none/treaty.db}m });
finds('a folder in the place of a file', qr{it is no file; have TreatyDatabase name what treatyctl publish makes \[database\]$}m,
    sub { s{^TreatyDatabase.*}{TreatyDatabase $root/htdocs}m });
replace($good, sql(q{UPDATE publication SET published_at = '2015-03-12T00:00:00Z'}));
finds('an old publication', qr/it was published \d+ days ago, and TreatyStale allows 26 hours, .*; see whether what publishes.* \[stale\]$/m,
    sub { s/^TreatyBase/TreatyStale 26h\nTreatyBase/m });
is doctor()->{status}, 0, 'which is old only where TreatyStale says so';
replace($good);

# --- Templates.
my $site = "$root/templates";
make_path("$site/treaties");
my $with = sub { s{^TreatyBase}{TreatyTemplates $site\nTreatyBase}m };
is doctor($with)->{status}, 0, 'a folder without templates is none the worse';
$httpd->write_file('templates/treaties/box.mustache', "<p>\n{{#title}}</p>\n");
finds('a broken template', qr{treaties/box\.mustache:\d+: .*\[templates?\]$}m, $with);
$httpd->write_file('templates/treaties/box.mustache', "<p>{{tittle}}</p>\n");
finds('a field that there isn\'t', qr{treaties/box\.mustache:1: .*; mend it \[template\]$}m, $with);
$httpd->write_file('templates/treaties/box.mustache', "<p>{{title}}</p>\n");
finds('a folder of templates that is missing', qr{there is no such folder; make it, or mend TreatyTemplates \[templates\]$}m,
    sub { s{^TreatyBase}{TreatyTemplates $root/none\nTreatyBase}m });

# --- What only root can see: what httpd's user may.
SKIP: {
    skip 'only root can look as another user', 13 if !$is_root;
    my ($user) = $text =~ /^User (\S+)/m;
    my ($uid, $gid) = (getpwnam $user)[2, 3];
    chmod 0600, $db or die $!;
    finds('a file that httpd\'s user can\'t read', qr/httpd's user \Q$user\E can't read it; chmod o\+r \Q$db\E/);
    chmod 0644, $db or die $!;
    chown $uid, $gid, $db or die $!;
    finds('one that it may write', qr/httpd's user \Q$user\E may write it, .* with mode 644 \[writable\]$/m);
    chown 0, 0, $db or die $!;
    make_path("$root/closed/in");
    copy($good, "$root/closed/in/treaty.db") or die $!;
    chmod 0700, "$root/closed" or die $!;
    finds('a folder that it can\'t pass', qr{can't pass through the folder \Q$root\E/closed; chmod o\+x \Q$root\E/closed, },
        sub { s{^TreatyDatabase.*}{TreatyDatabase $root/closed/in/treaty.db}m });
    chmod 0700, $site or die $!;
    finds('templates that it can\'t read', qr{can't read the folder; chmod o\+rx \Q$site\E, }, $with);
    chmod 0755, $site or die $!;
    my $seen = "$root/seen";
    chmod 0755, $root;
    unlike doctor()->{out}, qr/looked at as this user/, 'as root it looks as that user';
}
$httpd->stop;
done_testing;
