# Documents of the sample record as they are to stay: tests/golden/NAME.json is
# what an address answers, but for what every publication has anew. A change of
# shape shows as a difference there.
package TreatyGolden;
use strict;
use warnings;

use Exporter 'import';
use TreatyApi;
use TreatyConfig;

our @EXPORT = qw(golden_names golden_address golden_body golden_text golden_write);

# One for each shape; those that are long as documents are small ones.
my %ADDRESS = (
    'acts'                => '/acts.json?on=2002-12-24&limit=2',
    'claims'              => '/fact-sheets/2002-12-24-opsc@2002-12-24/claims.json',
    'fact-sheet'          => '/fact-sheets/2002-12-24-opsc@2002-12-24.json',
    'family'              => '/treaties/opsc@2002-12-24/family.json',
    'index'               => '/index.json',
    'matrix'              => '/status.json?treaty=family:crc&participant=usa,som'
        . '&on=2002-12-24',
    'not-found'           => '/treaties/opsx.json',
    'participant'         => '/participants/usa@2002-12-24.json',
    'participant-list'    => '/participants.json?on=2002-12-24&limit=2',
    'participant-treaties' => '/participants/usa@2002-12-24/treaties.json?limit=2',
    'participants'        => '/treaties/opsc@2000-07-10/participants.json',
    'search'              => '/search.json?q=children',
    'subjects'            => '/subjects.json?on=2002-12-24',
    'timeline'            => '/treaties/opsc@2000-06-10/timeline.json',
    'treaties'            => '/treaties.json?on=2002-12-24&facets=subject,type,'
        . 'decade,status,depositary,chapter',
    'treaty'              => '/treaties/opsc@2000-07-10.json',
    'treaty-acts'         => '/treaties/opsc@2002-12-24/acts.json?limit=3',
    'treaty-before'       => '/treaties/untoc@1999-01-01.json',
    'treaty-changes'      => '/treaties/opsc/changes.json?from=2001-12-31&to=2002-01-31',
    'treaty-sparse'       => '/treaties/ilo-c182@2002-12-24.json',
    'why'                 => '/treaties/opsc@2003-01-01/why.json?participant=usa',
    'wrong-parameter'     => '/treaties.json?type=treatise',
);

# Where a document has a day that isn't asked for, it is today's.
my %CHANGING = (search => ['as_of'], index => ['as_of']);

sub golden_names { return sort keys %ADDRESS }
sub golden_address { return $ADDRESS{ $_[0] } }

# What a server answers now.
sub golden_body {
    my ($httpd, $health, $name) = @_;
    my $answer = $httpd->get("/ref$ADDRESS{$name}");

    return api_steady($answer->{content}, $health, @{ $CHANGING{$name} // [] });
}

sub _path { return "$TreatyConfig::SRCDIR/tests/golden/$_[0].json" }

sub golden_text {
    my ($name) = @_;
    open my $file, '<:raw', _path($name) or return '';
    local $/ = undef;
    return scalar <$file>;
}

sub golden_write {
    my ($name, $text) = @_;
    open my $file, '>:raw', _path($name) or die _path($name) . ": $!";
    print {$file} $text;
    close $file or die _path($name) . ": $!";
    return;
}

1;
