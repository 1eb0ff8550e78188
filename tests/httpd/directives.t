# What the directives take, and what configtest says of the rest.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatyHttpd;

plan skip_all => 'no httpd to test with' unless $TreatyConfig::HTTPD;

sub slurp {
    my ($path) = @_;
    open my $file, '<', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

# (true or false, what was printed) for some lines of configuration.
sub configtest {
    my ($config) = @_;
    return TreatyHttpd->configtest(
        mount => 0, database => undef, config => $config);
}

my @wrong = (
    'TreatyDatabase', 'TreatyDatabase a.db b.db',
    'TreatyTemplates', 'TreatyTemplates a b',
    'TreatyBase', 'TreatyBase ref', 'TreatyBase ""', 'TreatyBase //ref',
    'TreatyBase /ref//x', 'TreatyBase /ref/../x', 'TreatyBase "/a b"',
    'TreatyBase /ref?x', 'TreatyBase "/<ref>"', 'TreatyBase /ref%20x',
    'TreatyBase /ref ftp://host', 'TreatyBase /ref www.example.org',
    'TreatyBase /ref https://', 'TreatyBase /ref https://host/path',
    'TreatyBase /ref "https://host<script>"',
    'TreatyBase /ref "https://us er@host"', 'TreatyBase /a https://b c',
    'TreatyRefresh', 'TreatyRefresh often', 'TreatyRefresh -1s',
    'TreatyRefresh 1 s', 'TreatyRefresh 25h', 'TreatyRefresh 1parsec',
    'TreatyQueryTimeout soon', 'TreatyRefresh 1sx', 'TreatyRefresh s',
    'TreatyQueryTimeout -5', 'TreatyStale', 'TreatyStale old',
    'TreatyStale 0', 'TreatyStale 1d', 'TreatyStale 8761h', 'TreatyStale -1h',
    'TreatyQueryTimeout 99999999999999999999',
    'TreatyMaxAge', 'TreatyMaxAge -1', 'TreatyMaxAge 1.5', 'TreatyMaxAge 5m',
    'TreatyMaxAge 31536001', 'TreatyMaxAge 99999999999999999999',
    'TreatyMaxAge ""', 'TreatyMaxAge 1 2',
    'TreatyPageSize', 'TreatyPageSize 0', 'TreatyPageSize 1001',
    'TreatyPageSize many', 'TreatyCache', 'TreatyCache -1',
    'TreatyCache 5g', 'TreatyCache 16mb', 'TreatyCache m',
    'TreatyCache 99999999999999999999', 'TreatyCORS', 'TreatyCORS https://',
    'TreatyCORS www.example.org', 'TreatyCORS https://a/b',
    'TreatyCORS "https://a b"', 'TreatyCORS "<script>"',
    'TreatyPublic', 'TreatyPublic maybe', 'TreatyPublic 1',
    'TreatyStrict', 'TreatyStrict maybe',
);

for my $line (@wrong) {
    my ($name) = $line =~ /(\w+)/;
    my ($taken, $said) = configtest("$line\n");
    # httpd names the file and the line, and goes on with our sentence.
    my ($sentence) = $said =~ /Syntax error on line \d+ of \S+:\n(.*?)\n*\z/s;

    ok !$taken, "configtest refuses: $line";
    like $sentence // $said, qr/\A$name[: ][^\n]+\z/,
        'with one sentence that begins with the directive';
    unlike $said, qr/\Q$TreatyConfig::BUILDDIR\E|\.c\b/, 'and no source file';
}

my @right = (
    'TreatyDatabase treaty.db', 'TreatyDatabase /no/such/file.db',
    'TreatyDatabase "/with space/treaty%20?.db"',
    'TreatyTemplates templates', 'TreatyTemplates /no/such/folder',
    'TreatyBase /', 'TreatyBase /ref', 'TreatyBase /ref/',
    'TreatyBase /a/b-c_d.e~f', 'TreatyBase /ref https://www.example.org',
    'TreatyBase /ref http://localhost:8080', 'TreatyBase /ref https://[::1]',
    'TreatyRefresh 0', 'TreatyRefresh 1', 'TreatyRefresh 500ms',
    'TreatyRefresh 1min', 'TreatyRefresh 24h', 'TreatyQueryTimeout 250ms',
    'TreatyQueryTimeout 2s', 'TreatyStale 26h', 'TreatyStale Off',
    'TreatyStale 8760h', 'TreatyMaxAge 0', 'TreatyMaxAge 31536000',
    'TreatyPageSize 1', 'TreatyPageSize 1000', 'TreatyCache 0',
    'TreatyCache 65536', 'TreatyCache 512K', 'TreatyCache 4g', 'TreatyCORS *',
    'TreatyCORS Off', 'TreatyCORS https://a.example http://[::1]:3000',
    'TreatyPublic on', 'TreatyPublic Off', 'TreatyStrict On',
    'TreatyStrict off',
);
my $lines = join "\n", @right;
my ($taken, $said);

# Together: one that is refused would stop the rest.
for my $place ('%s', "<Location /x>\n%s\n</Location>",
    "<VirtualHost *:1>\n%s\n</VirtualHost>",
    "<Directory \"\@DOCROOT\@\">\n%s\n</Directory>")
{
    ($taken, $said) = configtest(sprintf("$place\n", $lines));
    my ($where) = $place =~ /<(\w+)/;
    ok $taken, 'right values are taken in ' . ($where // 'the server')
        or diag $said;
}

for my $name (qw(TreatyNonsense TreatyDatabases Treaty)) {
    ($taken, $said) = configtest("$name on\n");
    ok !$taken, "$name is no directive";
    like $said, qr/Invalid command '$name'/, 'as httpd says';
}

# .htaccess may hold what is a page's own business, and nothing else.
my %htaccess = map { ("$_/.htaccess" => "$_ on\n", "$_/a.html" => 'a page') }
    qw(TreatyStrict TreatyPublic);
$htaccess{'TreatyDatabase/.htaccess'} = "TreatyDatabase /etc/passwd\n";
$htaccess{'TreatyDatabase/a.html'}    = 'a page';

for_each_mpm {
    my ($httpd) = @_;
    is $httpd->get('/TreatyStrict/a.html')->{content}, 'a page',
        'TreatyStrict is taken in .htaccess';
    for my $name (qw(TreatyPublic TreatyDatabase)) {
        is $httpd->get("/$name/a.html")->{status}, 500, "$name is not";
        $httpd->expect_log(qr/\b$name not allowed here/);
    }
} documents => \%htaccess;

# The shipped file, but for the place of the database.
my $shipped = slurp("$TreatyConfig::SRCDIR/conf/treaty.conf");
($taken, $said) = configtest($shipped);
ok $taken, 'conf/treaty.conf is taken as it is' or diag $said;
(my $local = $shipped) =~ s{^(TreatyDatabase\s+)\S+}{$1"\@DATABASE\@"}m;
# Each default that the file names is one that the directive takes.
(my $whole = $local) =~ s/^#(Treaty\w+ )/$1/mg;
($taken, $said) = configtest($whole);
ok $taken, 'so are the lines in it that are commented out' or diag $said;

for_each_mpm {
    my ($httpd) = @_;
    is $httpd->json('/ref/treaties/opsc.json')->{id}, 'opsc',
        'it is all that a mount needs';
    like $httpd->get('/page.shtml')->{content}, qr/treaty-box/,
        'and all that a page needs';
} mount => 0, config => $local,
    documents => { 'page.shtml' => '<!--#treaty id="opsc" view="box" -->' };

done_testing;
