# bash completes what treatyctl knows: verbs, a verb's options, their values.
use strict;
use warnings;
use Test::More;
use TreatyConfig;

my $script = "$TreatyConfig::SRCDIR/conf/completion/treatyctl";
my $program = "$TreatyConfig::BUILDDIR/treatyctl";

# What bash proposes for a line that ends where the cursor is.
sub proposed {
    my (@words) = @_;
    my $asked = 'source "$1"; shift; program=$1; shift; COMP_WORDS=(treatyctl "$@"); '
        . 'COMP_CWORD=$#; '
        . '_treatyctl "$program" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"; '
        . 'printf "%s\n" "${COMPREPLY[@]}"';
    open my $out, '-|', 'bash', '-c', $asked, 'bash', $script, $program, @words
        or die "bash: $!\n";
    chomp(my @lines = <$out>);
    close $out or fail "bash ended with $?";
    return join ' ', grep { length } @lines;
}

is proposed('pub'), 'publish', 'a verb is completed';
like proposed(''), qr/\bclaims\b.*\bhelp\b/, 'all verbs are proposed';
is proposed('help', 'over'), 'overlay', 'also those that help is asked about';
is proposed('import', 'record.db', '--known'), '--known-through', 'an option is completed';
is proposed('publish', '--'), '--keep --no-downloads --terms', 'a verb has its own options';
is proposed('check', '--report', ''), 'json', 'a value is';
is proposed('update', '--gate', 'acts'), 'acts-lost', 'so is a kind of findings';
is proposed('render', '--lang', 'f'), 'fr', 'a language is';
is proposed('templates', 'c'), 'check', 'the word behind a verb is';
like proposed('import', "$TreatyConfig::SRCDIR/sql/sam"), qr{/sql/sample\.json\z},
    'files are where files stand';
done_testing;
