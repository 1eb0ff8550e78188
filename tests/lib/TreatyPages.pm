# What readers get to see, to be looked at or judged: pages of a host's with an
# element in each, the pages of the mount, the demo's. New views, routes and
# languages come by themselves.
#
#   my %element = host_elements('en');    'treaties-box' => '<!--#treaty … -->'
#   my $page = host_page('treaties-box', $element{'treaties-box'}, 'en');
#   for my $page (mount_pages('en')) {
#       $page->{path}      '/ref/treaties/opsc'
#       $page->{status}    200, or what else it answers
#       $page->{name}      'treaties-opsc', for a file
#   }
#   my %documents = demo_documents();     'index.shtml' => its text
package TreatyPages;
use strict;
use warnings;

use Exporter 'import';
use TreatyConfig;
use TreatyRoutes;

our @EXPORT = qw(demo_documents host_elements host_page languages mount_config
    mount_pages);

# How a page takes in a view of a record.
my %TAKE_IN = (
    treaties      => '<!--#treaty id="ID" view="VIEW" -->',
    participants  => '<!--#include virtual="/ref/participants/ID/VIEW" -->',
    'fact-sheets' => '<!--#treaty factsheet="ID" view="VIEW" -->',
);

# What else an element can leave in a page.
my %FURTHER = (
    'treaties-box-of-a-day' => '<!--#treaty id="opsc@2002-12-24" view="box" -->',
    'treaties-box-twice' => '<!--#treaty id="crc" view="box" -->'
        . '<!--#treaty id="crc@1990-09-01" view="box" heading="4" -->',
    'treaties-box-sparse' => '<!--#treaty id="ilo-c182" view="box" -->',
    'facts' => '<p>Signed by <!--#treaty id="opsc" fact="signatures" -->, since '
        . '<!--#treaty id="opsc" fact="adopted_on" -->; for the United States it is '
        . '<!--#treaty id="opsc" participant="usa" fact="state" -->.</p>',
    'picture' => '<p><img src="/ref/treaties/opsc/timeline.svg" alt="Counts over time" width="280"></p>'
        . '<p><!--#treaty id="opsc" fact="signatures" --></p>',
    'missing' => '<!--#treaty id="opsx" view="box" -->'
        . '<p>Signed by <!--#treaty id="opsx" fact="signatures" -->.</p>'
        . '<!--#treaty id="opsc" view="nothing" -->',
);

# The mount's pages in states that no route tells of, by what they answer.
my %STATES = (
    200 => [qw(/treaties/ilo-c182@2002-12-24 /treaties/opsc@1999-01-01
        /participants/usa@2002-12-24 /treaties?limit=2
        /treaties?q=nothing-like-it /participants?kind=territory
        /status /search?q=childern /search?q=zzzzqqqq),
        '/status?treaty=opsc,crc,untoc&participant=usa,som,fra,chn,rus,gbr,egy&on=2002-12-24'],
    400 => [qw(/status?treaty=opsc&participant=usa&on=never)],
    404 => [qw(/treaties/opsx /participants/atlantis /fact-sheets/none
        /nothing /treaties/opsc/nothing/at/all)],
);

# A mount without a record to serve, beside the one at /ref; each under a
# content policy as strict as there is.
my $CONFIG = <<'END';
Header always set Content-Security-Policy "default-src 'self'"
AddType image/svg+xml .svg
<Location "/gone">
    SetHandler treaty
    TreatyBase /gone
    TreatyDatabase "@ROOT@/none.db"
</Location>
END
my @GONE = ({ path => '/gone/', status => 503 },
    { path => '/gone/treaties/opsc', status => 503 });

sub mount_config { return $CONFIG }

# The languages that are looked at, as far as they are shipped: one from left
# to right and one from right to left.
sub languages {
    return grep { -e "$TreatyConfig::SRCDIR/conf/languages/$_.json" } qw(en ar);
}

sub host_elements {
    my ($language) = @_;
    my %element = %FURTHER;

    for my $collection (sort keys %TAKE_IN) {
        for my $view (grep { $_ ne 'frame' } views_of($collection)) {
            $element{"$collection-$view"} = $TAKE_IN{$collection}
                =~ s/ID/record_of($collection)/er =~ s/VIEW/$view/r;
        }
    }
    # All of them beside each other, of two days of which there isn't much to
    # tell: rows without end are looked at elsewhere.
    my @views = map { $element{$_} } grep { !$FURTHER{$_} } sort keys %element;
    $element{everything} = join "\n", map {
        my $day = $_;
        map {s{((?:id|factsheet)="|/participants/)([\w-]+)}{$1$2\@$day}r} @views
    } '2000-06-10', '2000-09-06';
    return %element if $language eq 'en';
    for my $text (values %element) {
        $text =~ s/ -->/ lang="$language" -->/g;
        $text =~ s/(virtual="[^"]*)" lang="(\w+)"/$1?lang=$2"/g;
    }
    return %element;
}

# A plain page with these elements in it.
sub host_page {
    my ($title, $content, $language) = @_;
    my $dir = $language eq 'ar' ? 'rtl' : 'ltr';

    return <<"END";
<!DOCTYPE html>
<html lang="$language" dir="$dir">
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

# The HTML of the routes: each page, and each view as it stands alone in a
# frame. Fragments are another matter.
sub _route_paths {
    my @paths;

    for my $address (grep { $_->{form} eq 'HTML' } addresses()) {
        my ($path, $needs) = @$address{qw(path needs)};
        next if $path =~ m{^/[^/]+/[^/]+/} && $path !~ m{/frame\z};
        push @paths, $path if $needs eq '' || $path eq '/search';
        push @paths, "$path?$needs" if $needs ne '';
    }
    return @paths;
}

sub _named {
    my ($page) = @_;
    my $name = $page->{path} =~ s{^/(?:ref/)?}{}r =~ s{[^\w.\@-]+}{-}gr;

    return { %$page, status => $page->{status} // 200,
        name => $name =~ s/^-*$/index/r };
}

# A path asked for in a language.
sub _in {
    my ($path, $language) = @_;
    return $path if $language eq 'en';
    return $path . ($path =~ /\?/ ? '&' : '?') . "lang=$language";
}

sub mount_pages {
    my ($language) = @_;
    my @pages = map { { path => "/ref$_" } } _route_paths();

    for my $status (sort keys %STATES) {
        push @pages, map { { path => "/ref$_", status => $status } }
            @{ $STATES{$status} };
    }
    return map { _named({ %$_, path => _in($_->{path}, $language) }) }
        @pages, @GONE;
}

sub demo_documents {
    my %documents;

    for my $path (glob "$TreatyConfig::SRCDIR/conf/demo/site/*") {
        my ($name) = $path =~ m{([^/]+)\z};
        open my $file, '<:raw', $path or die "$path: $!";
        local $/ = undef;
        $documents{$name} = scalar <$file>;
    }
    return %documents;
}

1;
