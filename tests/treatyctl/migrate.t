# Another version's authoring database: what treatyctl says of it, and does.
use strict;
use warnings;
use Digest::SHA;
use File::Copy 'copy';
use File::Temp;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $sqlite = TreatyConfig::program('sqlite3');
plan skip_all => 'no sqlite3' unless $sqlite;
my $dir = File::Temp->newdir;
my $db  = "$dir/record.db";
treatyctl_ok('init', $db);

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }

sub copy_with {
    my ($name, $sql) = @_;
    copy($db, "$dir/$name") or die "$name: $!";
    system($sqlite, "$dir/$name", $sql) == 0 or die "sqlite3: $sql\n";
    return "$dir/$name";
}

my $before = digest_of($db);
like treatyctl_ok('migrate', $db), qr/^\Q$db\E: of form 1 already; there is nothing to do$/,
    'a database of this version\'s form has nothing to do';
is digest_of($db), $before, 'and stays as it is';
is_deeply [glob "$dir/*"], [$db], 'with nothing beside it';

my $newer = copy_with('newer.db', 'PRAGMA user_version = 99');
for my $run (['migrate', $newer], ['check', $newer], ['import', $newer, $newer],
    ['publish', $newer, "$dir/t.db"], ['update', $newer, $dir, "$dir/t.db"])
{
    my $ran = treatyctl(@$run);
    is $ran->{status}, 3, "$run->[0] refuses a database of a newer form";
    like $ran->{err}, qr/made by a newer mod_treaty.*; upgrade this one/, 'and says what to do';
}
is treatyctl('migrate', "$dir/none.db")->{status}, 3, 'one that is missing is a failure';
treatyctl_ok('publish', '--no-downloads', $db, "$dir/served.db");
$before = digest_of("$dir/served.db");
my $run = treatyctl('migrate', "$dir/served.db");
is $run->{status}, 3, 'a published file is never migrated';
like $run->{err}, qr/a published file, which never changes; .* publish again/, 'as it says';
is digest_of("$dir/served.db"), $before, 'and stays as it is';
my $strange = copy_with('strange.db', 'PRAGMA user_version = 0');
$run = treatyctl('migrate', $strange);
is $run->{status}, 3, 'a form that there never was is a failure';
like $run->{err}, qr/of a form that no version had; restore it from a backup/, 'told';
like $run->{err}, qr/^treatyctl: \Q$strange\E is as before$/m, 'and all is as before';
like treatyctl('check', $strange)->{err}, qr/treatyctl migrate/, 'other verbs name this one';
done_testing;
