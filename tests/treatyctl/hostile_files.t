# Each file of tests/hostile/files, which means harm, is read as stands there: by
# its exit status and what is told, in bounded memory and time. What is refused
# leaves the database as it was, byte for byte; what is taken leaves one that is
# whole; and nothing else is written.
use strict;
use warnings;
use Cwd 'abs_path';
use Digest::SHA;
use File::Basename qw(dirname);
use File::Copy 'copy';
use File::Find 'find';
use File::Path qw(make_path remove_tree);
use File::Temp;
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyHostileFiles;

# As treatyctl's manual says.
my %BOUNDS = (megabytes => 512, seconds => $TreatyConfig::SANITIZER ? 60 : 10);
# Failures that are told of a group.
my $TOLD_MAX = 20;

my $dir = abs_path(my $temporary = File::Temp->newdir);
# What the files are read into: an empty record, or one that overlays mend.
my %START = (
    import  => "$dir/empty.db",
    set     => "$dir/empty.db",
    overlay => "$dir/sample.db",
);
treatyctl_ok('init', "$dir/$_.db") for qw(empty sample);
treatyctl_ok('import', "$dir/sample.db", "$TreatyConfig::SRCDIR/sql/sample.json");

my %ARGUMENTS = (
    import    => sub { ('import', "$dir/db/record.db", "./$_[0]") },
    set       => sub { ('import', "$dir/db/record.db", "$dir/files") },
    overlay   => sub { ('overlay', "$dir/db/record.db", "./$_[0]") },
    templates => sub { ('templates', 'check', "$dir/files") },
);

sub digest_of { return Digest::SHA->new(1)->addfile($_[0], 'b')->hexdigest }

# Everything below the folders, as it was written, but for the database.
sub all_files {
    my @files;

    find({ no_chdir => 1, wanted => sub {
        my @stat = lstat;
        push @files, join ' ', $_, @stat[1, 2, 7], -d _ ? () : @stat[9, 10]
            if $_ ne "$dir/db/record.db";
    } }, $dir);
    return join "\n", sort @files;
}

sub prepare {
    my ($group, $case) = @_;
    my @files = files_of($group, $case);
    my $name  = $files[0];

    remove_tree("$dir/files", "$dir/db");
    make_path("$dir/files", "$dir/db");
    while (my ($file, $bytes) = splice @files, 0, 2) {
        my $path = "$dir/files/$file";
        make_path(dirname($path));
        open my $out, '>:raw', $path or die "$path: $!";
        print {$out} $bytes;
        close $out or die "$path: $!";
    }
    copy($START{ $group->{run} }, "$dir/db/record.db") if $START{ $group->{run} };
    return $name;
}

# What is wrong with the database afterwards, or ''.
sub database_fault {
    my ($group, $status) = @_;
    my $start = $START{ $group->{run} } or return '';

    return digest_of($start) eq digest_of("$dir/db/record.db") ? ''
        : 'changes the database' if $status != 0;
    # With sanitizers, which look for other faults, where more is looked for.
    return '' if $TreatyConfig::SANITIZER && !$group->{never};
    my $run = treatyctl('export', "$dir/db/record.db");
    return 'leaves a database that can not be read' if $run->{status} != 0;
    return $group->{never} && $run->{out} =~ /($group->{never})/ ? "keeps $1" : '';
}

# What is wrong with a run, or ''.
sub fault_of {
    my ($group, $case) = @_;
    my $name   = prepare($group, $case);
    my $before = all_files();
    my $run    = treatyctl_within({ %BOUNDS, folder => "$dir/files" },
        $ARGUMENTS{ $group->{run} }->($name));
    my $told   = $run->{err} . ($group->{run} eq 'templates' ? $run->{out} : '');

    return "ends by signal $run->{signal}" if $run->{signal};
    return "ends with $run->{status}: " . substr $told, 0, 400
        if $run->{status} != $case->{exit};
    return 'says ' . substr $told, 0, 400
        if defined $case->{says} && index($told, $case->{says}) < 0;
    return 'says nothing' if $run->{status} != 0 && $told eq '';
    return 'prints control characters' if $told =~ /[^\n\x20-\x7e\x80-\xff]/;
    return 'tells of a file that is none of it' if $told =~ /root:.{0,3}:0:0|TOP-SECRET/;
    return 'writes elsewhere' if all_files() ne $before;
    return database_fault($group, $run->{status});
}

my @groups = file_groups(sort keys %ARGUMENTS);
for my $group (@groups) {
    my $count  = @{ $group->{cases} };
    my @faults = grep { $_->[1] }
        map { [$_, fault_of($group, $_)] } @{ $group->{cases} };

    ok !@faults, "$group->{title}: $count files" or diag join "\n", map {
        "$_->[0]{at}: $_->[0]{why}\n    $_->[1]"
    } @faults[0 .. ($#faults < $TOLD_MAX ? $#faults : $TOLD_MAX - 1)];
}
my $all = 0;
$all += @{ $_->{cases} } for @groups;
cmp_ok $all, '>=', 300, 'at least 300 are listed';
done_testing;
