# conf/assets/treaty.css keeps its order: it reaches what bears a treaty- class
# and nothing else, colours stand among the tokens, spaces and fonts are theirs,
# directions are logical, and nothing moves that a reader doesn't want to move.
use strict;
use warnings;
use Test::More;
use TreatySource;

my $PATH = 'conf/assets/treaty.css';
my $text = slurp($PATH);

# Names of colours that say which, and not "as the text" or "the reader's".
my $COLOUR = qr/\#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\(
    |(?<![-\w])(?:white|black|red|green|blue|gray|grey|silver|yellow|orange|navy|teal)(?![-\w])/xi;
my $PHYSICAL = qr/(?<![-\w])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)
    |border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|(?:min-|max-)?(?:width|height)|overflow-[xy])
    (?![-\w])/x;
# No logical name is understood everywhere yet; these are alike in both
# directions.
my $ALIKE    = qr/^overflow-[xy]$/;
my $SPACED   = qr/^(?:margin|padding|gap|row-gap|column-gap)(?:-|$)/;
my $FONT     = qr/^(?:font-family|font)$/;

# The sheet without its comments, each as long as it was, for its lines.
sub without_comments {
    my ($css) = @_;
    return $css =~ s{(/\*.*?\*/)}{ $1 =~ s/[^\n]/ /gr }egsr;
}

# Calls back for each declaration and each opening of a block:
# (line, the preludes around it, text).
sub walk {
    my ($css, $on_declaration, $on_block) = @_;
    my (@around, $piece);
    my $line = 1;

    for my $token ($css =~ /("[^"]*"|[{};]|[^"{};]+)/g) {
        if ($token eq '{') {
            my $prelude = $piece =~ s/^\s+|\s+$//gr =~ s/\s+/ /gr;
            $on_block->($line, [@around], $prelude);
            push @around, $prelude;
            $piece = '';
        }
        elsif ($token eq ';' || $token eq '}') {
            my $declaration = ($piece // '') =~ s/^\s+|\s+$//gr;
            $on_declaration->($line, [@around], $declaration)
                if $declaration ne '';
            pop @around if $token eq '}';
            $piece = '';
        }
        else {
            $piece .= $token;
        }
        $line += () = $token =~ /\n/g;
    }
    return;
}

my ($tokens_end) = $text =~ m{\A(.*?)^/\* 2 Reset}ms or die 'no section 2';
my $tokens_lines = () = $tokens_end =~ /\n/g;
my (%fault, %used, %site);

sub fault {
    my ($kind, $line, $what) = @_;
    push @{ $fault{$kind} }, "$PATH:$line: $what";
    return;
}

sub judge_value {
    my ($line, $around, $name, $value) = @_;
    my $is_token = $name =~ /^--treaty-is-/ && $line <= $tokens_lines;
    my $plain = $value =~ s/var\(--treaty-[-\w]+(?:, [^()]+)?\)/V/gr;

    fault('colour', $line, "$name: $value") if !$is_token && $plain =~ $COLOUR;
    fault('direction', $line, $name)
        if $name =~ /^$PHYSICAL$/ && $name !~ $ALIKE;
    fault('direction', $line, "$name: $value") if $value =~ /^(?:left|right)$/;
    fault('space', $line, "$name: $value") if $name =~ $SPACED
        && $plain !~ /^(?:(?:0|auto|V|calc\(V \* [\d.]+\)|clamp\([^;]*V[^;]*\))(?: |$))+$/;
    fault('font', $line, "$name: $value") if $name =~ $FONT
        && $plain !~ /^(?:V|inherit)$/ && $value !~ /var\(--treaty-font/;
    fault('importance', $line, "$name: $value") if $value =~ /!important/;
    fault('motion', $line, $name) if $name =~ /^(?:transition|animation|scroll-behavior)/
        && !grep { /prefers-reduced-motion: no-preference/ } @$around;
    return;
}

sub judge_declaration {
    my ($line, $around, $declaration) = @_;
    my ($name, $value) = $declaration =~ /^([-\w]+)\s*:\s*(.*)$/s
        or return fault('form', $line, $declaration);

    $used{$_} = $line for $value =~ /var\((--treaty-is-[-\w]+)/g;
    $site{$_} = 1 for $value =~ /var\((--treaty-(?!is-)[-\w]+)/g;
    return if ($around->[0] // '') =~ /^\@property/;
    judge_value($line, $around, $name, $value);
    return;
}

# Each selector of the outermost rule begins at something of ours.
sub judge_block {
    my ($line, $around, $prelude) = @_;

    return if $prelude =~ /^\@/ || grep { !/^\@/ } @$around;
    for my $selector (split /,\s*(?![^()]*\))/, $prelude) {
        fault('reach', $line, $selector) if $selector !~ /^\.treaty-[-\w]+/;
    }
    return;
}

walk(without_comments($text), \&judge_declaration, \&judge_block);
my %must = (
    colour     => 'colours stand among the tokens',
    direction  => 'directions are logical',
    space      => 'margins, paddings and gaps are of the spaces',
    font       => 'fonts are those of the tokens',
    importance => 'nothing is important: a site can have it otherwise',
    motion     => 'nothing moves for those who do not want it',
    form       => 'a declaration is a name and a value',
    reach      => 'a rule begins at a class of ours',
);
for my $kind (sort keys %must) {
    ok !$fault{$kind}, $must{$kind} or diag join "\n", @{ $fault{$kind} };
}
is_deeply [grep { $text !~ /^\s*\Q$_\E:/m } sort keys %used], [],
    'each token that is used is told';
my ($head) = $text =~ m{\A(/\*.*?\*/)}s;
is_deeply [grep { $head !~ /\Q$_\E(?![-\w])/ } sort keys %site], [],
    'and the head names each one that a site may set';

# A picture as a file of its own stands alone, with a style in it.
#
# What templates bear: classes of ours, and nothing that a content policy
# forbids; and the sheet speaks of no class that nothing bears.
my (%borne, %wrong);
for my $path (project_files(qr{^conf/templates/(?!svg/).*\.mustache\z})) {
    my $template = slurp($path) =~ s/\{\{!.*?\}\}//gsr;
    while ($template =~ /\bclass="([^"]*)"/g) {
        for my $class (split ' ', $1 =~ s/\{\{[#^\/][^{}]*\}\}/ /gr) {
            push @{ $wrong{$path} }, $class if $class !~ /^treaty-/;
            $borne{ $class =~ s/\{\{.*//r } = 1;
        }
    }
    push @{ $wrong{$path} }, $1
        while $template =~ /(<style\b|<script\b(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=)/g;
}
is_deeply \%wrong, {}, 'templates have classes of ours alone, and no style or script inline';
my $bare = without_comments($text) =~ s/"[^"]*"//gr;
my @lonely = grep {
    my $class = $_;
    !grep { $class eq $_ || (/-\z/ && index($class, $_) == 0) } keys %borne;
} do { my %seen; grep { !$seen{$_}++ } $bare =~ /\.(treaty-[-\w]+)/g };
is_deeply [sort @lonely], [], 'each class of the sheet is borne by something';
done_testing;
