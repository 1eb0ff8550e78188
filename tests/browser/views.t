# Every view that is shipped, in a page of the host's that takes it in, in each
# language that is looked at: at three widths, light and dark, by keyboard,
# without script, under a content policy. A view that is new is looked at
# without being named.
use strict;
use warnings;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;
use TreatyPages;

my $why = browser_lacks();
plan skip_all => $why if $why;

my %documents = ('favicon.ico' => '');
my @pages;
for my $language (languages()) {
    my %element = host_elements($language);
    for my $name (sort keys %element) {
        my $file = "$name-$language";
        $documents{"$file.shtml"} =
            host_page($name, $element{$name}, $language);
        push @pages, { name => $file, path => "/$file.shtml",
            brief => $language ne 'en' };
    }
}
my $httpd = TreatyHttpd->start(documents => \%documents,
    config => mount_config());

page_is_well($_) for browse($httpd, 'views', @pages);
$httpd->expect_log(qr/TREATY0410: .*missing-\w+\.shtml/, qr/none\.db/);
$httpd->stop;
done_testing;
