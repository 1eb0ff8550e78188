# Every view that is shipped, in a page of the host's that takes it in: at three
# widths, light and dark, by keyboard, without script, under a content policy.
# A view that is new is looked at without being named here.
use strict;
use warnings;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;
use TreatyRoutes;

my $why = browser_lacks();
plan skip_all => $why if $why;

# How a page takes in a view of a record.
my %TAKE_IN = (
    treaties      => '<!--#treaty id="ID" view="VIEW" -->',
    participants  => '<!--#include virtual="/ref/participants/ID/VIEW" -->',
    'fact-sheets' => '<!--#treaty factsheet="ID" view="VIEW" -->',
);

# A plain page of a host's, with these elements in it.
sub host_page {
    my ($title, $content) = @_;
    return <<"END";
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>$title</title>
  <!--#treaty view="head" -->
</head>
<body>
<main>
<h1>$title</h1>
<h2>What the record says</h2>
$content
</main>
</body>
</html>
END
}

# A page for each view: its name and the elements in it.
sub view_pages {
    my %pages;

    for my $collection (sort keys %TAKE_IN) {
        for my $view (grep { $_ ne 'frame' } views_of($collection)) {
            $pages{"$collection-$view"} = $TAKE_IN{$collection}
                =~ s/ID/record_of($collection)/er =~ s/VIEW/$view/r;
        }
    }
    return %pages;
}

# What else an element can leave in a page.
my %further = (
    'treaties-box-of-a-day' => '<!--#treaty id="opsc@2002-12-24" view="box" -->',
    'treaties-box-twice' => '<!--#treaty id="crc" view="box" -->'
        . '<!--#treaty id="crc@1990-09-01" view="box" heading="3" -->',
    'treaties-box-sparse' => '<!--#treaty id="ilo-c182" view="box" -->',
    'facts' => '<p>Signed by <!--#treaty id="opsc" fact="signatures" -->, since '
        . '<!--#treaty id="opsc" fact="adopted_on" -->; for the United States it is '
        . '<!--#treaty id="opsc" participant="usa" fact="state" -->.</p>',
    'missing' => '<!--#treaty id="opsx" view="box" -->'
        . '<p>Signed by <!--#treaty id="opsx" fact="signatures" -->.</p>'
        . '<!--#treaty id="opsc" view="nothing" -->',
);
my %content = (view_pages(), %further);
my %documents = ('favicon.ico' => '', map { ("$_.shtml" => host_page($_, $content{$_})) } keys %content);
my $httpd = TreatyHttpd->start(documents => \%documents, config =>
    qq(Header always set Content-Security-Policy "default-src 'self'"\n));

page_is_well($_) for browse($httpd, 'views',
    map { { name => $_, path => "/$_.shtml" } } sort keys %content);
$httpd->expect_log(qr/TREATY0410: .*missing\.shtml/);
$httpd->stop;
done_testing;
