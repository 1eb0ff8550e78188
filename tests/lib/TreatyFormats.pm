# Documents for the tests of the formats, and what comes out of them.
#
#   my $text = represented('atom', $document);
#
# $TEXT{…} are texts that something may trip over, by what they hold.
package TreatyFormats;
use strict;
use warnings;
use utf8;

use Exporter 'import';
use File::Temp;
use JSON::PP;
use TreatyConfig;

our @EXPORT = qw(represented %TEXT);

our %TEXT = (
    markup    => q[</title></script><script>alert('1')</script><!--#exec cmd="id" -->],
    entities  => q{&amp; &#60; & "quoted" 'single'},
    cdata     => q{]]> <![CDATA[ <?php ?>},
    braces    => "{unbalanced} } \\{ \\} { \\",
    latex     => q[100 % $x_1^2$ #1 ~ \input{/etc/passwd} \\\\ "a"],
    at        => q[@comment{ @string{a = "b"}, title = {other}],
    ris       => "a\nTY  - JOUR\r\nER  - \nTI  - other",
    lines     => "a\x{2028}b\x{2029}c\x{85}d\x{0b}e\x{0c}f\tg",
    letters   => "C\x{f4}te d\x{2019}Ivoire \x{4e2d}\x{6587} \x{1f54a} \x{5d0}",
    formula   => q{=HYPERLINK("https://x.example","y")},
);

# The bytes that tests/clients/represent makes of a document.
sub represented {
    my ($format, $document) = @_;
    my $in = File::Temp->new;

    print {$in} JSON::PP->new->ascii->canonical->encode($document);
    $in->flush;
    local $ENV{UBSAN_OPTIONS} = 'halt_on_error=1';
    my $program = "$TreatyConfig::BUILDDIR/tests/clients/represent";
    my $out = qx($program $format < @{[ $in->filename ]});
    die "represent $format: status $?\n" if $?;
    return $out;
}

1;
