# What is kept is found by all that it depends on: a member that is forgotten
# in a key, or in a packed answer, shows one reader what another asked for.
use strict;
use warnings;
use Test::More;
use TreatyConfig;

sub text_of {
    my ($path) = @_;
    open my $in, '<', "$TreatyConfig::SRCDIR/$path" or die "$path: $!";
    local $/ = undef;
    return scalar <$in>;
}

# The members of a struct: name => type.
sub members {
    my ($text, $struct) = @_;
    my ($body) = $text =~ /typedef struct \Q$struct\E \{(.*?)\n\} \Q$struct\E;/s
        or die "there is no $struct";
    $body =~ s{/\*.*?\*/}{}gs;
    return map { /^\s*(.+?)(\w+);$/ ? ($2 => $1) : () } split /\n/, $body;
}

my $header = text_of('include/treaty_answer.h');
my %case = (
    'treaty_site_t' => {
        file  => 'mod_treaty/answer/keep.c', by => 'site->',
        # How an answer is come by, not what it says; or what /health alone
        # says, which isn't kept.
        other => [qw(cache refresh query_timeout stale)],
    },
    'treaty_element_t' => {
        file  => 'mod_treaty/answer/keep_element.c', by => 'element->',
        other => ['now'],
    },
    'treaty_request_t' => {
        file  => 'mod_treaty/answer/keep.c', by => 'request(?:\.|->)',
        other => [],
    },
);

for my $struct (sort keys %case) {
    my ($case, %members) = ($case{$struct}, members($header, $struct));
    my $code = text_of($case->{file});
    my %other = map { $_ => 1 } @{ $case->{other} };

    cmp_ok scalar keys %members, '>', 3, "$struct has members";
    for my $name (sort keys %members) {
        ok $other{$name} || $code =~ /$case->{by}$name\b/,
            "$case->{file} knows $struct\'s $name";
    }
}

# Redirections aren't kept.
my %answer = members($header, 'treaty_answer_t');
my $pack = text_of('mod_treaty/answer/keep.c');
for my $name (grep { $answer{$_} =~ /\*/ } sort keys %answer) {
    ok $name =~ /\A(?:body|block|stream|file|location)\z/ || $pack =~ /&answer->$name;/,
        "an answer's $name is packed";
}

done_testing;
