# Of all that a shipped template shows, only a fact sheet's html goes out
# unescaped: the module has built it itself.
use strict;
use warnings;
use Test::More;
use TreatySource;

my $allowed = 'conf/templates/fact-sheets/page.mustache';
my $seen    = 0;
for my $path (project_files(qr{^conf/.*\.mustache\z})) {
    my $text = slurp($path);
    $text =~ s/\{\{!.*?\}\}//gs;
    my @raw = $text =~ /\{\{(?:\{|\s*&)\s*([\w.]+)/g;
    my @wrong = grep { $path ne $allowed || $_ ne 'html' } @raw;
    $seen += @raw;
    ok !@wrong, "$path shows nothing raw but a sheet's html"
        or diag "@wrong";
    unlike $text, qr/\{\{=/, "$path keeps the usual braces";
}
cmp_ok $seen, '>', 0, 'raw tags are found where they are';
done_testing;
