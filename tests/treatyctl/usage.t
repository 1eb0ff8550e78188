# Verbs, their help and their exit statuses.
use strict;
use warnings;
use File::Temp;
use Test::More;
use TreatyCtl;

my $dir = File::Temp->newdir;
my $db  = "$dir/a.db";

my $run = treatyctl();
is $run->{status}, 2, 'no verb is wrong usage';
like $run->{err}, qr/^usage: treatyctl VERB DATABASE/m, 'and tells the verbs';
is $run->{out}, '', 'on standard error alone';
$run = treatyctl('fly', $db);
is $run->{status}, 2, 'so is an unknown verb';
like $run->{err}, qr/^treatyctl: there is no verb "fly"/, 'which is named';
is treatyctl('import', $db)->{status}, 2, 'so is an argument too few';
is treatyctl('init', $db, $db)->{status}, 2, 'and one too many';
is treatyctl('init', '--colour', $db)->{status}, 2, 'and an unknown option';

my $help = treatyctl_ok('help');
for my $verb (qw(init import overlay check claims export publish update
    rollback doctor migrate render templates facts why help)) {
    like $help, qr/^  $verb /m, "help tells about $verb";
    like treatyctl_ok('help', $verb), qr/^usage: treatyctl $verb /,
        "$verb has a help of its own";
}
is treatyctl('help', 'fly')->{status}, 2, 'there is no help for other verbs';
like treatyctl_ok('--version'), qr/^treatyctl \d+\.\d+\.\d+\n\z/,
    'the version is told';

treatyctl_ok('init', $db);
$run = treatyctl('init', $db);
is $run->{status}, 3, 'init leaves a file that is there alone';
like $run->{err}, qr/^treatyctl: .*\Q$db\E/, 'and names it';
is treatyctl('export', "$dir/none.db")->{status}, 3,
    'a database that is missing is a failure';
$run = treatyctl('import', $db, '--known-through', '2001-02-30', $db);
is $run->{status}, 2, 'an option\'s value is checked';
like $run->{err}, qr/--known-through takes a day/, 'and what it takes is told';
is treatyctl('render', $db, '%zz')->{status}, 2, 'an address is checked';

my $target = "$dir/published.db";
like treatyctl_ok('publish', $db, $target), qr/revision [0-9a-f]{32}\n\z/,
    'publish tells the revision';
$run = treatyctl('import', $target, $db);
is $run->{status}, 3, 'a published file isn\'t written';
done_testing;
