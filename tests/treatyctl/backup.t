# A backup of the authoring database, taken by the very lines of
# docs/several-machines.md while somebody imports, gives the record as it was:
# restored, it publishes the same.
use strict;
use warnings;
use Digest::SHA 'sha1_hex';
use File::Copy 'copy';
use File::Path 'make_path';
use File::Temp;
use JSON::PP;
use POSIX ();
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyFixture;

plan skip_all => 'no sqlite3' if !TreatyConfig::program('sqlite3');

my $dir = File::Temp->newdir;
make_path(map {"$dir/$_"} qw(treaty backup served));

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

# The page's blocks of commands, with our places for its own.
my ($part) = slurp("$TreatyConfig::SRCDIR/docs/several-machines.md")
    =~ /^## A backup of the record\n(.*?)^## /ms;
my ($take, $copy, $read) = map {
    s{/srv/treaty/}{$dir/treaty/}gr =~ s{/srv/backup/}{$dir/backup/}gr
        =~ s/^treatyctl /'$TreatyConfig::BUILDDIR\/treatyctl' /gmr
} $part =~ /^```sh\n(.*?)^```/msg;
ok $read, 'the page tells how to take a backup and two ways to restore it' or BAIL_OUT('no lines');

sub run {
    my ($lines) = @_;
    open my $script, '>', "$dir/script" or die "$dir/script: $!";
    print {$script} "set -e\n$lines";
    close $script or die "$dir/script: $!";
    return system("sh '$dir/script' >'$dir/said' 2>&1") == 0 || diag slurp("$dir/said");
}

my $record = "$dir/treaty/record.db";

# The whole of a record as text.
sub exported {
    my ($database) = @_;
    return treatyctl_ok('export', $database);
}

# What is published of a database: its tables and what can be downloaded, but
# for what every publication has anew.
sub published_of {
    my ($database, $name) = @_;
    my ($revision) = treatyctl_ok('publish', $database, "$dir/served/$name")
        =~ /revision ([0-9a-f]{32})$/m;
    my %files = map {
        my $text = slurp($_);
        $text =~ s/$revision//g;
        (s{.*/}{}r => sha1_hex($text));
    } grep { !/(?:manifest|README)[^\/]*\z|\.db\z/ } glob "$dir/served/$name.$revision/*";
    my $dump = join '', grep { !/^INSERT INTO (?:publication|change_revision)\b/ }
        qx(sqlite3 'file:$dir/served/$name?immutable=1' .dump);
    return (\%files, sha1_hex($dump));
}

treatyctl_ok('init', $record);
treatyctl_ok('import', $record, sample_record());
treatyctl_ok('import', $record, "$TreatyConfig::SRCDIR/tests/pages/2003-12-25-trafficking.txt");
open my $overlay, '>', "$dir/overlay.json" or die "overlay: $!";
print {$overlay} <<'END';
{"format": "treaty-overlay", "version": 1,
 "sources": [{"id": "desk", "kind": "editor", "title": "The desk"}],
 "lines": [
  {"treaty": "opsc", "participant": "usa", "act": "withdrawal", "scope": "treaty",
   "deposited_on": "2030-01-01", "effective_on": "2031-01-01", "source": "desk"},
  {"treaty": "opsc", "covers": ["withdrawals"], "source": "desk"}]}
END
close $overlay or die "overlay: $!";
treatyctl_ok('overlay', $record, "$dir/overlay.json");

my $whole = exported($record);
my ($files, $dump) = published_of($record, 'first.db');
cmp_ok scalar(keys %$files), '>=', 4, 'there are files to compare';
ok run($take), 'a backup is taken by the lines of the page';

# Lost, and back.
unlink $record or die "$record: $!";
ok run($copy), 'it is restored as a file';
is exported($record), $whole, '... with all that the record said';
my ($restored_files, $restored_dump) = published_of($record, 'second.db');
is_deeply $restored_files, $files, '... it publishes the same files';
is $restored_dump, $dump, '... and the same tables, row by row';

unlink $record or die "$record: $!";
ok run($read), 'it is restored from the text';
is exported($record), $whole, '... with all that the record said';
($restored_files) = published_of($record, 'third.db');
is_deeply $restored_files, $files, '... and publishes the same files';

# The machine is lost: the list of changes goes on from another's file.
make_path("$dir/new");
copy("$dir/served/first.db", "$dir/new/treaty.db") or die "treaty.db: $!";
my $before = decode_json(treatyctl_ok('render', "$dir/new/treaty.db", 'health'))->{revision};
treatyctl_ok('publish', $record, "$dir/new/treaty.db");
my $changes = decode_json(treatyctl_ok('render', "$dir/new/treaty.db",
    "changes.json?since=$before"));
is_deeply $changes->{items}, [], 'from a file that another machine has, the changes go on';

# While somebody imports, again and again: all treaties are of one import.
sub of_place {
    my ($number) = @_;
    my $text = slurp(sample_record()) =~ s/("adopted_at":\s*")[^"]*/$1Place $number/gr;
    open my $out, '>:raw', "$dir/$number.json" or die "$number: $!";
    print {$out} $text;
    close $out or die "$number: $!";
    return "$dir/$number.json";
}

my @records = map { of_place($_) } 1, 2;
treatyctl_ok('import', $record, $records[0]);
my $pid = fork // die "fork: $!";
if ($pid == 0) {
    open STDOUT, '>', '/dev/null';
    open STDERR, '>', '/dev/null';
    my $number = 0;
    while (!-e "$dir/enough") {
        system("$TreatyConfig::BUILDDIR/treatyctl", 'import', $record, $records[ ++$number % 2 ]) == 0
            or POSIX::_exit(1);
    }
    POSIX::_exit(0);
}
my (%seen, @mixed);
for my $time (1 .. 5) {
    unlink glob "$dir/backup/*";
    run($take) or fail("backup $time is taken");
    for my $text (exported("$dir/backup/record.db"), slurp("$dir/backup/record.json")) {
        my %places = map { $_ => 1 } $text =~ /"adopted_at":\s*"(Place \d)"/g;
        $seen{$_}++ for keys %places;
        push @mixed, "backup $time: " . join ' and ', sort keys %places if keys %places != 1;
    }
}
open my $enough, '>', "$dir/enough" or die "enough: $!";
close $enough;
waitpid $pid, 0;
is $?, 0, 'imports go on while a backup is taken';
is "@mixed", '', 'and each backup is of one moment';
diag 'backups were of: ', join ', ', map {"$_ ($seen{$_} times)"} sort keys %seen;
done_testing;
