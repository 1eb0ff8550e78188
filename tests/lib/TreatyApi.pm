# docs/openapi.json for tests in Perl: paths, parameters and examples, and what
# of an answer differs from one publication to another.
package TreatyApi;
use strict;
use warnings;

use Exporter 'import';
use JSON::PP;
use TreatyConfig;

our @EXPORT = qw(
    api_description api_resolve api_operations api_example api_steady
    $API_ORIGIN
);

# The origin that examples have.
our $API_ORIGIN = 'https://treaties.example';

# What examples have in the place of what every publication has anew.
my %STEADY = (
    revision     => '5df62b0a4d730ff8e6992093ecdb2fee',
    published_at => '2026-11-25T20:49:57Z',
    version      => '0.1.0',
    as_of        => '2026-11-25',
    sha256       => '0' x 64,
    bytes        => 4096,
    age          => 3600,
);

my $description;

sub api_description {
    if (!$description) {
        my $path = "$TreatyConfig::SRCDIR/docs/openapi.json";
        open my $file, '<:raw', $path or die "$path: $!";
        local $/ = undef;
        $description = JSON::PP->new->utf8->decode(scalar <$file>);
    }
    return $description;
}

# An object, where it is told in another place.
sub api_resolve {
    my ($value) = @_;

    while (ref $value eq 'HASH' && $value->{'$ref'}) {
        my (undef, @names) = split m{/}, $value->{'$ref'};
        $value = api_description();
        $value = $value->{ s{~1}{/}gr =~ s{~0}{~}gr } for @names;
    }
    return $value;
}

# Each path with its GET operation, parameters resolved: (path, operation)…
sub api_operations {
    my $paths = api_description()->{paths};

    return map {
        my %operation = %{ $paths->{$_}{get} };
        $operation{parameters} =
            [map { api_resolve($_) } @{ $operation{parameters} }];
        ($_ => \%operation);
    } sort keys %$paths;
}

# An example's address, for a mount: what only the server knows is filled in.
sub api_example {
    my ($text, $mount, $revision) = @_;

    $mount =~ s/([^\w.-])/sprintf '%%%02X', ord $1/ge;
    return $text =~ s/\{mount\}/$mount/gr =~ s/\{revision\}/$revision/gr;
}

# A body as an example has it: revision, day of publication and version are
# replaced wherever they stand, other members that change by `changing`.
sub api_steady {
    my ($body, $health, @changing) = @_;

    $body =~ s/\Q$health->{$_}\E/$STEADY{$_}/g for qw(revision published_at);
    $body =~ s/("version": )"\Q$health->{version}\E"/$1"$STEADY{version}"/g;
    $body =~ s/("\Q$_\E": "?)(?:[^",\n]*)/$1$STEADY{$_}/g for @changing;
    return $body;
}

1;
