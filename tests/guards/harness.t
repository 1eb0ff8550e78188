# TreatyHttpd itself: what it promises to notice, it notices, and it leaves
# nothing behind, not even when the test dies.
use strict;
use warnings;
use File::Temp;
use Test::More;
use TreatyConfig;

plan skip_all => 'no httpd to test with' unless $TreatyConfig::HTTPD;

# Runs a test of its own: (exit status, what it printed).
sub outcome_of {
    my ($body) = @_;
    my $script = File::Temp->new(SUFFIX => '.t');

    print {$script} "use strict; use warnings; use Test::More;\n",
        "use TreatyHttpd; use TreatyConfig;\n$body\ndone_testing;\n";
    close $script;
    my $printed = qx($^X -I$TreatyConfig::BUILDDIR/tests/lib -I$TreatyConfig::SRCDIR/tests/lib $script 2>&1);
    return ($?, $printed);
}

my $page = q(documents => { 'a.html' => "hello\n",
    'bad.shtml' => '<!--#include virtual="/none" -->' },
    mount => 0, database => undef);
my ($status, $printed);

($status, $printed) = outcome_of(
    "for_each_mpm { is \$_[0]->get('/a.html')->{content}, qq(hello\\n);"
    . " like \$_[0]->raw(qq(GET /a.html HTTP/1.0\\r\\n\\r\\n)), qr/200 OK/;"
    . " \$_[0]->reload; is \$_[0]->head('/a.html')->{status}, 200; } $page;");
is $status, 0, 'a page served as it should be passes' or diag $printed;
like $printed, qr/ok 1 - under event/,   'it was served under event';
like $printed, qr/ok 2 - under prefork/, 'and under prefork';

($status, $printed) = outcome_of(
    "for_each_mpm { is \$_[0]->get('/bad.shtml')->{status}, 200; } $page;");
isnt $status, 0, 'an unexpected warning fails the test';
like $printed, qr/unable to include/, 'and is shown';

($status, $printed) = outcome_of("for_each_mpm { \$_[0]->get('/bad.shtml');"
    . " \$_[0]->expect_log(qr/unable to include/) } $page;");
is $status, 0, 'a warning that is named passes' or diag $printed;

($status, $printed) = outcome_of(
    "for_each_mpm { \$_[0]->expect_log(qr/never said/) } $page;");
isnt $status, 0, 'a named warning that does not come fails the test';

($status, $printed) = outcome_of(
    "for_each_mpm { my \$h = \$_[0]; my \$pid = \$h->pid;"
    . " my (\$child) = split ' ', qx(cat /proc/\$pid/task/\$pid/children);"
    . " kill 'SEGV', \$child;"
    . " \$h->wait_for_log(qr/exit signal/) } $page;");
isnt $status, 0, 'a child that crashed fails the test';
like $printed, qr/exit signal Segmentation fault/, 'and its signal is shown';

($status, $printed) = outcome_of("my \$h = TreatyHttpd->start($page);"
    . " diag 'left: ', \$h->pid, ' ', \$h->root; die 'on purpose';");
my ($pid, $root) = $printed =~ /left: (\d+) (\S+)/;
isnt $status, 0, 'a test that dies fails';
ok $pid && !kill(0, $pid), 'its server has ended';
ok $root && !-e $root, 'and its files are gone';

($status, $printed) = outcome_of(
    "my (\$ok, \$said) = TreatyHttpd->configtest(config => 'Nonsense on', $page);"
    . " ok !\$ok; like \$said, qr/Invalid command 'Nonsense'/;");
is $status, 0, 'configtest tells of a wrong directive' or diag $printed;

# tests/summary, of logs with each kind of point.
sub summary_of {
    my (%logs) = @_;
    my $dir = File::Temp->newdir;

    for my $name (keys %logs) {
        open my $file, '>', "$dir/$name.log" or die "$dir/$name.log: $!";
        print {$file} $logs{$name};
        close $file;
    }
    my @lines = split /\n/, qx($^X $TreatyConfig::SRCDIR/tests/summary $dir 2>&1);
    return ($?, \@lines);
}

($status, my $lines) = summary_of(
    good => "ok 1 - a\n    ok 1 - b\n    ok 2 - c\nok 2 - d\n",
    none => "1..0 # SKIP no moon\n");
is $lines->[-1], '3 passed, 0 failed', 'the last line counts, points within too';
is $status, 0, 'and what was skipped is no failure';
like "@$lines", qr/SKIP no moon.*\b1 skipped/, 'but is told, with its reason';
($status, $lines) = summary_of(bad => "ok 1 - a\nnot ok 2 - b\n");
is $lines->[-1], '1 passed, 1 failed', 'a failure is counted';
isnt $status, 0, 'and is one';
($status, $lines) = summary_of(empty => '');
is $lines->[-1], '0 passed, 1 failed', 'a test without a point is a failure';
isnt $status, 0, 'too';
done_testing;
