# Every fragment and page is valid HTML by html-validate: as it is answered, and
# as it stands in a page that takes it in; what can't be shown, too.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;
use TreatyNode;
use TreatyPages;
use TreatyRoutes;

my $why = node_lacks('html-validate');
plan skip_all => $why if $why;

my %documents = demo_documents();
for my $language (languages()) {
    my %element = host_elements($language);
    for my $name (sort keys %element) {
        $documents{"$name-$language.shtml"} =
            host_page($name, $element{$name}, $language);
    }
}
my @hosts = map {"/$_"} grep { $documents{$_} =~ /<html\b/ } sort keys %documents;
# Fragments as they are answered, of today and of a day, whole and wanting.
my @fragments = map { $_->{path} } grep {
    $_->{form} eq 'HTML' && $_->{path} =~ m{^/[^/]+/[^/]+/}
} addresses();
@fragments = map { ("/ref$_", "/ref$_?heading=2") } @fragments,
    qw(/treaties/opsc@2002-12-24/box /treaties/opsc@1999-01-01/box
    /treaties/ilo-c182/box /treaties/opsx/box /participants/atlantis/box
    /treaties/opsc/nothing /treaties/opsc@never/box);
my $httpd = TreatyHttpd->start(documents => \%documents, downloads => 1,
    config => mount_config());
my @texts = map { { name => $_, text => $httpd->get($_)->{content} } }
    @hosts, @fragments, '/gone/treaties/opsc/box',
    map { $_->{path} } map { mount_pages($_) } languages();

my @faults = node_list('markup.js', @texts);
is scalar(@faults), scalar(@texts), 'all of them were judged';
for my $i (0 .. $#texts) {
    ok !@{ $faults[$i] }, "$texts[$i]{name} is valid"
        or diag join "\n", @{ $faults[$i] };
}

# The judge itself finds what is there to be found.
my ($found) = node_list('markup.js',
    { name => 'bad', text => '<p><div id="1" class="a a">x</p>' });
cmp_ok scalar(@$found), '>', 1, 'what is no HTML is told';
$httpd->expect_log(qr/TREATY\d+: .*opsx/, qr/missing-\w+\.shtml.*nothing/,
    qr/none\.db/);
$httpd->stop;
done_testing;
