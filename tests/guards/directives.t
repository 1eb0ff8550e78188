# The directives that the module has, those of conf/treaty.conf, of the README and
# of the manual page are the same ones.
use strict;
use warnings;
use Test::More;
use TreatySource;

my %known;
for my $path (project_files(qr{^mod_treaty/httpd/.*\.c\z})) {
    $known{$_} = 1 for slurp($path) =~ /\bAP_INIT_\w+\s*\(\s*"(\w+)"/g;
}
cmp_ok scalar(keys %known), '>', 0, 'the module has directives';

for my $path (qw(conf/treaty.conf README.md docs/man/mod_treaty.8)) {
    # Not names of files or Perl packages, such as TreatyHttpd.pm.
    my %named = map { $_ => 1 }
        slurp($path) =~ /\b(Treaty[A-Z]\w*)\b(?!\.pm|::)/g;
    my @missing = grep { !$named{$_} } sort keys %known;
    my @foreign = grep { !$known{$_} } sort keys %named;

    is "@missing", '', "$path names every directive";
    is "@foreign", '', "$path names no directive that there isn't";
}
done_testing;
