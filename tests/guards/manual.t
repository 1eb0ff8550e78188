# The manual pages name what there is, and nothing else; and man can set them.
use strict;
use warnings;
use Test::More;
use TreatySource;
use TreatyConfig;

my $verbs = slurp('mod_treaty/treatyctl/verbs.c');
my $page = slurp('docs/man/treatyctl.1');

# The sorted words that an expression finds in a text, each once.
sub words {
    my ($text, $re) = @_;
    my %found = map { $_ => 1 } $text =~ /$re/g;
    return join ' ', sort keys %found;
}

is words($page, qr{^\.It Cm (\w+)}m), words($verbs, qr/^ +\{"([a-z]+)", "[^-]/m),
    'treatyctl(1) has each verb';
is words($page, qr{^\.It Fl -([a-z-]+)}m), words($verbs, qr/\{"([a-z-]+)", TREATYCTL_/),
    'and each option';
my ($status) = $page =~ /^\.Sh EXIT STATUS\n(.*?)^\.Sh/ms;
is words($status, qr{^\.It (\d)}m), '0 1 2 3 4', 'and each exit status';

SKIP: {
    my $man = TreatyConfig::program('man');
    skip 'there is no man', 2 if !$man;
    for my $file ('treatyctl.1', 'mod_treaty.8') {
        my $path = "$TreatyConfig::SRCDIR/docs/man/$file";
        is scalar(`$man --warnings -l -Tutf8 '$path' 2>&1 >/dev/null`), '',
            "man has nothing to say of $file";
    }
}
done_testing;
