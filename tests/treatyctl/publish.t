# Publishing: the files beside the target, and what is left when it is killed.
use strict;
use warnings;
use Digest::SHA;
use File::Basename;
use File::Temp;
use JSON::PP;
use POSIX ();
use Test::More;
use TreatyConfig;
use TreatyCtl;
use Time::HiRes qw(sleep time);

my $dir    = File::Temp->newdir;
my $sample = dirname(__FILE__) . '/../../sql/sample.json';
my $db     = "$dir/record.db";
my $target = "$dir/served/treaty.db";

mkdir "$dir/served" or die "$dir/served: $!";
treatyctl_ok('init', $db);
treatyctl_ok('import', $db, $sample);

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

sub beside {
    opendir my $folder, "$dir/served" or die "$dir/served: $!";
    return sort grep { !/^\./ } readdir $folder;
}

sub publish {
    my (@options) = @_;
    my ($revision) = treatyctl_ok('publish', @options, $db, $target)
        =~ /revision ([0-9a-f]{32})$/m;

    return $revision;
}

my $began    = time;
my $revision = publish();
my $took     = time - $began;
is_deeply [beside()], ['treaty.db', "treaty.db.$revision"],
    'a file and its folder are there, and nothing else';
my $manifest = decode_json(slurp("$target.$revision/manifest.json"));
is $manifest->{revision}, $revision, 'the manifest is of this revision';
is $manifest->{known_through}, '2015-03-12', 'and says what is covered';
like $manifest->{terms}, qr/their terms apply/, 'the terms are the sources\' own';
for my $file (@{ $manifest->{files} }) {
    my $path = "$target.$revision/$file->{name}";
    is(Digest::SHA->new(256)->addfile($path, 'b')->hexdigest, $file->{sha256},
        "$file->{name} has its digest");
    is -s $path, $file->{bytes}, "$file->{name} has its size";
}
ok slurp("$target.$revision/record.json") eq treatyctl_ok('export', $db),
    'the record file is what export writes';
my $again = "$dir/again.db";
treatyctl_ok('init', $again);
treatyctl_ok('import', $again, "$target.$revision/record.json");
ok treatyctl_ok('export', $again) eq treatyctl_ok('export', $db),
    'and import reads it back';
my @acts = split /\r\n/, slurp("$target.$revision/acts.csv");
is scalar @acts, 1516, 'there is a row an act, and the headers';

my $second = publish('--terms', 'CC0');
is decode_json(slurp("$target.$second/manifest.json"))->{terms}, 'CC0',
    'the terms can be given';
my $third = publish('--no-downloads');
is_deeply [beside()], ['treaty.db', "treaty.db.$second"],
    'without downloads the folder of the revision before stays alone';
for my $terms ('', 'x' x 5000, "\xff") {
    is treatyctl('publish', '--terms', $terms, $db, $target)->{status}, 2,
        'terms that are empty, too long or no text are wrong usage';
}
is_deeply [beside()], ['treaty.db', "treaty.db.$second"],
    'and nothing is written';

# What is replaced can be kept.
my $fourth = publish('--keep', 1);
ok -e "$target.kept.$third", 'the revision before is kept where that is wanted';
my $fifth = publish('--keep', 1);
is_deeply [grep {/kept/} beside()], ["treaty.db.kept.$fourth"], 'and one before it goes';
publish();
ok -e "$target.kept.$fourth", 'what is kept stays when nothing is said of it';
is_deeply [grep { -d "$dir/served/$_" && /\Q$fourth/ } beside()], ["treaty.db.$fourth"],
    'with its downloads';
unlink "$target.kept.$fourth" or die "$fourth: $!";

# Killed at any time (the last rounds after about as long as it takes), it leaves the target whole, and either no folder of
# the revision that is served, or a whole one; the next one removes the rest.
my $cut = 0;
for my $round (1 .. 12) {
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        open STDOUT, '>', '/dev/null';
        exec "$TreatyConfig::BUILDDIR/treatyctl", 'publish', $db, $target
            or POSIX::_exit(127);
    }
    sleep $took * $round / 10;
    kill 'KILL', $pid;
    waitpid $pid, 0;
    $cut++ if $? & 127;
    my $health = decode_json(treatyctl_ok('render', $target, 'health'));
    my $served = $health->{revision};
    like $served, qr/^[0-9a-f]{32}$/, "round $round: the target is whole";
    my $folder = "$target.$served";
    next if !-e $folder;
    my $list = decode_json(slurp("$folder/manifest.json"));
    is_deeply
        [grep { -s "$folder/$_->{name}" != $_->{bytes} } @{ $list->{files} }],
        [], "round $round: what it can be downloaded as is whole";
}
note "$cut of 12 were killed before their end";
my $last = publish();
my @left = grep { !/^treaty\.db(?:\.[0-9a-f]{32})?$/ } beside();
is_deeply \@left, [], 'the next one removes what was left half';
cmp_ok scalar(my @all = beside()), '<=', 3, 'one revision before stays at most';
ok -e "$target.$last/manifest.json", 'and makes its own';

# What it changes is in the file.
my $changes = "$dir/changes.json";
open my $out, '>:raw', $changes or die "$changes: $!";
print {$out} <<'END';
{"format": "treaty-overlay", "version": 1,
 "sources": [{"id": "desk", "kind": "editor", "title": "The treaty desk"}],
 "lines": [{"treaty": "opsc", "participant": "usa", "act": "withdrawal",
   "scope": "treaty", "deposited_on": "2014-01-01",
   "effective_on": "2015-01-01", "source": "desk"}]}
END
close $out or die "$changes: $!";
treatyctl_ok('overlay', $db, $changes);
publish();
my $log = decode_json(
    treatyctl_ok('render', $target, "changes.json?since=$last"));
is_deeply [map { [@$_{qw(what kind treaty participant act_kind deposited_on)},
        $_->{correction} ? 1 : 0] } @{ $log->{items} }],
    [['act', 'added', 'opsc', 'usa', 'withdrawal', '2014-01-01', 1]],
    'an act of a day that was covered is a correction';

# A published file can't be written to any more.
symlink $db, "$dir/alias.db" or die $!;
for my $itself ($db, "$dir/alias.db") {
    my $run = treatyctl('publish', $db, $itself);
    is $run->{status}, 2, 'the database itself is no target';
    like $run->{err}, qr/\Q$itself\E is the database itself, .*; name another TARGET/, 'as is told';
}
treatyctl_ok('overlay', $db, $changes);
done_testing;
