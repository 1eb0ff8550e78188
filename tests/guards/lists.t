# Every file of the project is in a list of the build: none is left out of the
# package, and no test is forgotten.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatySource;

# Not the jobs of the make that runs this test.
delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL)};

sub listed {
    my ($target) = @_;
    my %names = map { s/\s+\z//r => 1 }
        qx(make -s --no-print-directory -C $TreatyConfig::BUILDDIR $target);

    is $?, 0, "make $target works";
    return \%names;
}

my $tests = listed('print-tests');
for my $path (project_files(qr{^tests/.*\.t\z|^tests/unit/.*_test\.c\z})) {
    (my $name = $path) =~ s/\.c\z//;
    ok $tests->{$name}, "$path is a test in tests/tests.mk";
}

SKIP: {
    my @tracked = map { s/\s+\z//r }
        qx(git -c safe.directory='*' -C $TreatyConfig::SRCDIR ls-files -co --exclude-standard 2>/dev/null);
    skip 'no git checkout, so nothing can be missing here', 1
        if !@tracked || !-e "$TreatyConfig::SRCDIR/.git";
    my $listed = listed('print-distfiles');
    my @left = grep {
        !$listed->{$_} && !/^\.git/ && -e "$TreatyConfig::SRCDIR/$_"
    } @tracked;
    ok !@left, 'every file is in sources.mk, tests.mk or Makefile.am'
        or diag join "\n", @left;
}
done_testing;
