# Every page of the mount, by the table of routes: what it says when there is
# something to show, when there is nothing, and when it can't, in each language
# that is looked at; and the pages of the demo. Three widths, light and dark, by keyboard, without script, under a
# content policy.
use strict;
use warnings;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;
use TreatyPages;

my $why = browser_lacks();
plan skip_all => $why if $why;

my %documents = ('favicon.ico' => '', demo_documents());
# One of them shows what only a script can, and a frame, in which the walk by
# keyboard would get lost; elsewhere.t looks at these.
my @pages = map {
    my $is_whole = $_ eq 'elsewhere.shtml' ? 0 : 1;
    { name => $_, path => "/$_", scriptless => $is_whole, keyboard => $is_whole }
}
    grep { $documents{$_} =~ /<html\b/ } sort keys %documents;
for my $language (languages()) {
    push @pages, map { { %$_, brief => $language ne 'en' } } mount_pages($language);
}
my $httpd = TreatyHttpd->start(documents => \%documents, downloads => 1,
    config => mount_config());

page_is_well($_) for browse($httpd, 'pages', @pages);
$httpd->expect_log(qr/TREATY\d+: .*embedding\.shtml.*opsx/, qr/none\.db/);
$httpd->stop;
done_testing;
