# The HTML of fact sheets is a fixed point of npm's sanitize-html with the same
# list of tags. Needs the packages of tests/node.
use strict;
use warnings;
use File::Basename;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyNode;

my $here = dirname(__FILE__);
my $why  = node_lacks('sanitize-html');
plan skip_all => $why if $why;

sub sanitized {
    return node_run('sanitize.js', $_[0]);
}

# Two spellings of the same: quotes in text, and <br>.
sub plain {
    my ($html) = @_;
    return $html =~ s/&quot;/"/gr =~ s/&#39;/'/gr =~ s{<br />}{<br>}gr;
}

# Each block's HTML in the element that a page puts it in.
sub html_of {
    my ($block) = @_;
    return $block->{heading} ? "<h2>$block->{heading}{html}</h2>"
        : $block->{paragraph} ? "<p>$block->{paragraph}{html}</p>"
        : $block->{quote} ? "<blockquote>$block->{quote}{html}</blockquote>"
        : ($block->{list} // $block->{table})->{html};
}

my $dir = File::Temp->newdir;
for my $name (qw(soup plain hostile)) {
    my $db = "$dir/$name.db";
    treatyctl_ok('init',   $db);
    treatyctl_ok('import', $db, "$here/../pages/$name.html");
    my $sheet = JSON::PP->new->decode(
        treatyctl_ok('render', $db, "fact-sheets/$name.json"));
    my $html = join "\n", map { html_of($_) } @{ $sheet->{blocks} };
    cmp_ok length($html), '>', 100, "$name has HTML";
    is plain(sanitized($html)), plain($html),
        "sanitize-html leaves $name as it is";
}
isnt plain(sanitized('<p onclick="x">a<script>b</script></p>')),
    '<p onclick="x">a<script>b</script></p>', 'and it does sanitise';
done_testing;
