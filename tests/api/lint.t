# docs/openapi.json is an OpenAPI 3.1 description that redocly finds nothing in.
use strict;
use warnings;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyNode;

my $why = node_lacks('@redocly/cli');
plan skip_all => $why if $why;

my $TESTS = "$TreatyConfig::SRCDIR/tests";
local $ENV{REDOCLY_TELEMETRY} = 'off';

sub linted {
    my ($file) = @_;
    my $said = qx(node '$TESTS/node/node_modules/\@redocly/cli/bin/cli.js' lint --format json --config '$TESTS/api/redocly.yaml' '$file' 2>/dev/null);
    return JSON::PP->new->utf8->decode($said);
}

my $result = linted("$TESTS/../docs/openapi.json");
is $result->{totals}{errors},   0, 'no error';
is $result->{totals}{warnings}, 0, 'no warning';
is $result->{totals}{ignored},  0, 'and nothing that is left unsaid';
diag "$_->{ruleId}: $_->{message} at $_->{location}[0]{pointer}"
    for @{ $result->{problems} };

# The linter is one that would have said so.
my $bad = File::Temp->new(SUFFIX => '.json');
print {$bad} '{"openapi": "3.1.0", "info": {"title": "x", "version": "1"},',
    ' "paths": {"/x": {"get": {"responses": {}}}}}';
close $bad;
cmp_ok linted($bad->filename)->{totals}{errors}, '>', 0,
    'a description with errors has some';
done_testing;
