# What the documents tell people to type is typed: each block of commands and of
# configuration of the README and of docs is run here, or by a test that is
# named here.
use strict;
use warnings;
use File::Copy 'copy';
use File::Path 'make_path';
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyHttpd;
use TreatySource;

# Blocks that another test runs, or another command: by what is in them.
my @ELSEWHERE = (
    [qr{^sudo (?:apt|make)\b|^\./bootstrap build && sudo make}m
        => 'tests/elsewhere/package'],
    [qr{^treaty-push }m              => 'tests/httpd/nodes.t'],
    [qr{^touch /var/lib/treaty/out}m => 'tests/httpd/nodes.t'],
    [qr{/srv/backup/}                => 'tests/treatyctl/backup.t'],
    [qr{^treatyctl templates check templates$}m => 'tests/treatyctl/designers.t'],
    [qr{^sudo treatyctl doctor$}m => 'tests/httpd/doctor.t'],
    [qr{^sudo useradd\b}m => 'tests/guards/systemd.t'],
);

# What speaks no shell: by document and language.
my %SHOWN = (
    'README.md'               => {
        apache   => 'here',
        html     => 'tests/httpd/ssi.t tests/browser/elsewhere.t',
        js       => 'tests/browser/elsewhere.t',
        css      => 'tests/browser/theme.t',
        json     => 'tests/treatyctl/designers.t',
        mustache => 'tests/treatyctl/designers.t',
    },
    'docs/editors.md'         => { json => 'tests/guards/schema.t' },
    'docs/designers.md'       => {
        mustache => 'tests/treatyctl/designers.t',
        json     => 'tests/treatyctl/designers.t',
    },
    'docs/page-authors.md'    => { apache => 'here', html => 'tests/httpd/ssi.t' },
    'docs/several-machines.md' => {
        apache => 'tests/guards/examples.t tests/httpd/nodes.t',
    },
    'docs/administrators.md'  => { apache => 'here', yaml => 'tests/guards/alerts.t' },
);

# [language, first line, text] of each block.
sub blocks_of {
    my ($path) = @_;
    my @blocks;
    my $line = 0;
    my $open;

    for my $text (split /\n/, slurp($path)) {
        $line++;
        if ($text =~ /^```(\w*)/) {
            push @blocks, $open if $open;
            $open = $open ? undef : [$1, $line, ''];
        }
        elsif ($open) {
            $open->[2] .= "$text\n";
        }
    }
    return @blocks;
}

# What bootstrap takes; what each does takes longer than a test may.
my %verbs = map { $_ => 1 } slurp('bootstrap') =~ /^verb_(\w+)\(\)/mg;

my $httpd = TreatyHttpd->start(downloads => 1, config => "TreatyCORS *\n");
my $dir   = File::Temp->newdir;
my $url   = $httpd->url('');
chmod 0755, $dir or die $!;
make_path map { "$dir/$_" } qw(bin var site sources);
symlink "$TreatyConfig::SRCDIR/sql", "$dir/sql" or die $!;
symlink "$TreatyConfig::BUILDDIR/treatyctl", "$dir/bin/treatyctl" or die $!;
copy "$TreatyConfig::BUILDDIR/tests/sample-authoring.db", "$dir/record.db" or die $!;
copy "$TreatyConfig::BUILDDIR/tests/sample.db", "$dir/var/treaty.db" or die $!;
# What has been fetched for an update, with news.
copy "$TreatyConfig::SRCDIR/sql/sample.json", "$dir/sources/sample.json" or die $!;
open my $news, '>', "$dir/sources/news.json" or die $!;
print $news '{"format": "treaty-overlay", "version": 1,
    "sources": [{"id": "desk", "kind": "editor", "title": "The desk"}],
    "lines": [{"participant": "tur", "name": "T\u00fcrkiye", "valid_from": "2022-06-02", "source": "desk"}]}';
close $news or die $!;
open my $page, '>', "$dir/site/children.html" or die $!;
print $page "<h1>The Optional Protocol on the Sale of Children, Child Prostitution and Child Pornography</h1>",
    "\n" x 7, "<p>The Protocol has been ratified by 42 countries.</p>\n";
close $page or die $!;

# What commands print, in a folder with a record, a site and a treatyctl.
sub printed_by {
    my ($commands) = @_;
    my $script = $commands =~ s{http://127\.0\.0\.1:8080}{$url}gr
        =~ s{/var/lib/treaty/}{$dir/var/}gr =~ s{/var/www/html}{$dir/site}gr;
    open my $out, '>', "$dir/script" or die $!;
    print $out "cd '$dir' && PATH='$dir/bin':\$PATH && set -euo pipefail\n$script";
    close $out or die $!;
    return scalar `bash '$dir/script' 2>&1`;
}

# Configuration of a server, or of a place in it, passes configtest.
sub is_configuration {
    my ($place, $text) = @_;
    my $config = $text =~ s{/var/lib/treaty/}{$dir/var/}gr
        =~ s{/var/www/html}{$dir/site}gr;
    my $server = eval {
        TreatyHttpd->start(mount => 0, config => $config, database => undef,
            env => { APACHE_LOG_DIR => '@ROOT@/logs' });
    };
    ok $server, "$place configures httpd" or diag $text, $@;
    $server->stop if $server;
}

# What is typed prints what stands below it, where something does.
sub prints {
    my ($place, $text) = @_;
    my $expected = join '', map { /^\$ / ? () : "$_\n" } split /\n/, $text;
    my $printed = printed_by(join '', map { /^\$ (.*)/ ? "$1\n" : () } split /\n/, $text);

    is $printed =~ s{\Q$dir/site\E}{/var/www/html}gr, $expected, "$place prints that";
}

sub is_typed {
    my ($place, $text) = @_;
    my $bootstrap = qr{^(?:\w+=\S+ )?\./bootstrap };
    my ($test) = map { $text =~ $_->[0] ? $_->[1] : () } @ELSEWHERE;

    is_deeply [grep { !$verbs{$_} } $text =~ /$bootstrap(\w+)/mg], [],
        "$place names verbs that bootstrap has";
    if ($test) {
        ok -f "$TreatyConfig::SRCDIR/$test", "$place is of $test";
    }
    elsif (grep { !/$bootstrap/ } split /\n/, $text) {
        my $problem = $text =~ /opsx/ ? 404 : 0;
        my $printed = printed_by($text);
        is $? >> 8, 0, "$place runs" or diag $text, $printed;
        isnt $printed, '', 'and prints something';
        my ($status) = $printed =~ /^  "status": (\d+),/m;
        is $status // 0, $problem, $problem ? 'as it says' : 'which is no problem';
    }
}

sub is_shown {
    my ($place, $text, $tests) = @_;

    is_configuration($place, $text) if $tests eq 'here';
    ok !(grep { $_ ne 'here' && !-f "$TreatyConfig::SRCDIR/$_" } split ' ', $tests),
        "$place is of $tests";
}

for my $path ('README.md', map { "docs/$_" } sort map { m{([^/]+\.md)\z} }
        glob "$TreatyConfig::SRCDIR/docs/*.md") {
    for my $block (blocks_of($path)) {
        my ($language, $line, $text) = @$block;
        my $place = "$path:$line";

        next if !$language;
        if ($language eq 'sh') { is_typed($place, $text) }
        elsif ($language eq 'console') { prints($place, $text) }
        elsif ($SHOWN{$path}{$language}) {
            is_shown($place, $text, $SHOWN{$path}{$language});
        }
        else { fail "$place: $language is tested by something that is named here" }
    }
}

# The addresses that consumers read of are those that the API describes.
my $described = JSON::PP->new->utf8->decode(slurp('docs/openapi.json'))->{paths};
my %paths = map { s/\{\w+\}/{}/gr => 1 } keys %$described;
my @told = map { m{^\| (`/.*?) \|} ? $1 =~ /`(\/[^`?]*)/g : () }
    split /\n/, slurp('docs/api.md');
cmp_ok scalar(@told), '>', 30, 'docs/api.md has a table of addresses';
is_deeply [grep { !$paths{ s/\{\w+\}/{}/gr } } @told], [],
    'each of which the API describes';
$httpd->stop;
done_testing;
