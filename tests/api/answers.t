# Each JSON answer that a server has given in this suite is as docs/openapi.json
# describes it: an address, a status, a media type or a member that isn't
# described is an error. Runs after the tests whose answers it judges.
use strict;
use warnings;
use Test::More;
use TreatyAnswers;
use TreatyNode;

my $why = node_lacks('ajv', 'ajv-formats');
plan skip_all => $why if $why;

my @folders = grep { -d } glob answers_folder() . '/*';
plan skip_all => 'no answers are kept: the tests of httpd were not run'
    unless @folders;

my $result = node_json('answers.js',
    JSON::PP->new->utf8->encode({ folders => \@folders }));
my @problems = @{ $result->{problems} };

cmp_ok $result->{checked}, '>', 0,
    "$result->{checked} answers of " . @folders . ' tests are checked';
ok !@problems, 'each is as it is described'
    or diag join "\n", scalar(@problems) . ' are not:',
    @problems[0 .. ($#problems < 30 ? $#problems : 30)];
diag "$result->{checked} answers checked, of ",
    scalar(keys %{ $result->{seen} }), ' kinds';
done_testing;
