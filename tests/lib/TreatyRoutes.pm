# Every address that there is, with a valid value for each parameter: read from
# the tables of mod_treaty/answer, so that a route or a parameter that is new is
# tested without being named, or the tests say what they lack.
#
#   for my $address (addresses()) {
#       $address->{path}       '/treaties/opsc.json', below the mount
#       $address->{form}       'JSON'
#       $address->{needs}      'participant=usa', without which it answers 400
#       $address->{takes}      ['participant', ...]
#   }
#   example_of('adopted-from')  '1990-01-01'
#   views_of('treaties')        'box', 'frame', ...
package TreatyRoutes;
use strict;
use warnings;

use Exporter 'import';
use TreatyConfig;
use TreatySource;

our @EXPORT = qw(addresses example_of record_of type_of_form views_of);

my %ENDING = (HTML => '', JSON => '.json', CSV => '.csv', ATOM => '.atom',
    JSONLD => '.jsonld', BIBTEX => '.bib', RIS => '.ris', XML => '.xml',
    SVG => '.svg', FILE => '');
my %TYPE = (HTML => 'text/html', JSON => 'application/json',
    CSV => 'text/csv', ATOM => 'application/atom+xml',
    JSONLD => 'application/ld+json', BIBTEX => 'application/x-bibtex',
    RIS => 'application/x-research-info-systems',
    XML => 'application/opensearchdescription+xml', SVG => 'image/svg+xml');

# Records of the sample by their collections, and the views of each.
my %RECORDS = (treaties => 'opsc', participants => 'usa',
    'fact-sheets' => '2002-12-24-opsc', assets => 'treaty.css',
    download => 'treaty.db');
# Templates that aren't views of a record: its page and the collection's list
# have addresses of their own.
my %NO_VIEW = (page => 1, list => 1);
my %EXAMPLES = (
    q => 'children', treaty => 'opsc%2Ccrc', participant => 'usa',
    state => 'in_force,signatory', subject => 'Human%20Rights',
    chapter => 'IV', family => 'opsc', type => 'protocol,convention',
    status => 'in_force', 'in-force' => 'true',
    'adopted-from' => '1989-01-01', 'adopted-to' => '2002-12-31',
    depositary => 'Secretary-General%20of%20the%20United%20Nations',
    kind => 'ratification', initial => 'u', pending => 'false', from => '2000-01-01',
    to => '2014-12-31', on => '2002-12-24', sort => '-adopted_on',
    limit => '2', facets => 'type,decade', fields => 'id', heading => '3',
    format => 'json', maxwidth => '400', maxheight => '300',
    url => 'https%3A%2F%2Ftreaties.example%2Fref%2Ftreaties%2Fopsc',
    # What these are is told by an answer: asked for where they are used.
    cursor => undef, since => undef,
);
# Where a parameter takes something else.
my %OTHERWISE = ('/search' => { kind => 'treaty' },
    '/participants' => { kind => 'state' },
    '/acts' => { treaty => 'opsc' },
    '/treaties/opsc' => { sort => '-signed_on' },
    '/treaties/opsc/participants' => { sort => 'state' },
    '/treaties/opsc/statements' => { kind => 'declaration' });
my %NEEDS = ('/treaties/opsc/why' => ['participant'],
    '/treaties/opsc/changes' => ['from'], '/search' => ['q'],
    '/oembed' => ['url'], '/status' => ['treaty', 'participant']);

# The texts of a file's macros, each with the macros in it replaced.
sub _macros {
    my ($text) = @_;
    my %macro;

    while ($text =~ /^#define (\w+) ((?:[^\n]*\\\n)*[^\n]*)\n/mg) {
        my ($name, $value) = ($1, $2);
        $macro{$name} = $value =~ s/\\\n//gr;
    }
    return \%macro;
}

sub _params {
    my ($expression, $macro) = @_;
    my %names;

    while ($expression =~ /(?:TAKES\((\w+)\)|(\w+))/g) {
        if (defined $1) {
            # Tables have orders of their own, by the same name.
            $names{ lc($1 =~ s/^(?:ROW|STATE)_SORT$/SORT/r) =~ tr/_/-/r } = 1;
        }
        elsif (defined $macro->{$2}) {
            $names{$_} = 1 for _params($macro->{$2}, $macro);
        }
    }
    return sort keys %names;
}

sub _forms {
    my ($expression) = @_;
    return map { $_ eq 'PLAIN' ? 'FILE' : $_ } $expression =~ /(\w+)/g;
}

# The rows of the table of routes.
sub _routes {
    my $text  = slurp('mod_treaty/answer/route.c');
    my $macro = _macros($text);
    my ($rows) = $text =~ /^static const treaty_route_t routes\[\] = \{\n(.*?)^\};/ms
        or die 'route.c has no table of routes';
    my @routes;

    while ($rows =~ /\{"([^"]*)",\s*(NULL|"[^"]*"),\s*([^,]+),\s*TREATY_RESOURCE_(\w+),\s*([^{}]*)\}/g) {
        push @routes, { collection => $1,
            part => $2 eq 'NULL' ? undef : substr($2, 1, -1),
            forms => [_forms($3)], resource => $4,
            takes => [_params($5, $macro)] };
    }
    my $count = () = $rows =~ /\{"/g;
    die 'the table of routes is written in another way' if $count != @routes;
    return @routes;
}

# The paths of a route, without the ending.
sub _stems {
    my ($route) = @_;
    my ($collection, $part) = @$route{qw(collection part)};

    return "/$collection" if !defined $part;
    my $record = $RECORDS{$collection}
        // die "TreatyRoutes knows no record of $collection";
    return "/$collection/$record" if $part eq '';
    return "/$collection/$record/$part" if $part ne '*';
    return map { "/$collection/$record/$_" } views_of($collection);
}

# A record of the sample that the collection has.
sub record_of { return $RECORDS{ $_[0] } }

# The shipped views of a collection's records, by their templates.
sub views_of {
    my ($collection) = @_;
    my @names = map { m{([^/]+)\.mustache\z} } sort
        glob "$TreatyConfig::SRCDIR/conf/templates/$collection/*.mustache";
    my @views = grep { !$NO_VIEW{$_} } @names;

    die "TreatyRoutes finds no view of $collection" if !@views;
    return @views;
}

sub example_of {
    my ($param, $stem) = @_;
    my $other = $OTHERWISE{ $stem // '' };

    die "TreatyRoutes has no example for $param" if !exists $EXAMPLES{$param};
    return $other && $other->{$param} ? $other->{$param} : $EXAMPLES{$param};
}

# The media type of a form; a file has its own.
sub type_of_form { return $TYPE{ $_[0] } }

sub addresses {
    my @addresses;

    for my $route (_routes()) {
        for my $stem (_stems($route)) {
            my $needs = join '&', map { "$_=" . example_of($_, $stem) }
                @{ $NEEDS{$stem} // [] };
            push @addresses, map { {
                path     => $stem . $ENDING{$_},
                stem     => $stem,
                form     => $stem =~ m{^/(?:oembed|health)\z} ? 'JSON' : $_,
                needs    => $needs,
                takes    => $route->{takes},
                resource => $route->{resource},
            } } @{ $route->{forms} };
        }
    }
    return @addresses;
}

1;
