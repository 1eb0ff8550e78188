# The alerts that are shipped are rules that Prometheus takes, do what they say,
# and speak of figures and messages that there are. docs/administrators.md tells
# each figure, and of no other.
use strict;
use warnings;
use File::Temp;
use Test::More;
use TreatyConfig;
use TreatySource;

my $rules  = slurp('conf/prometheus/treaty.rules.yml');
my $source = slurp('mod_treaty/httpd/mod_treaty_metrics_text.c');
my $guide  = slurp('docs/administrators.md');
my $NAME   = qr/\b(treaty_[a-z_]+)\b/;

# The families that the module tells, by their names in it.
my %told = map { $_ => 1 }
    grep { /_(?:total|seconds|bytes|info|processes|faults|entries)\z/ }
    $source =~ /"(treaty_[a-z_]+)"/g;
cmp_ok scalar(keys %told), '>', 15, scalar(keys %told) . ' families are told';
for my $text (['treaty.rules.yml' => $rules],
    ['treaty.test.yml' => slurp('tests/prometheus/treaty.test.yml')],
    ['administrators.md' => $guide])
{
    my ($name, $what) = @$text;
    my @foreign = grep { !$told{ s/_(?:bucket|sum|count)\z//r } && !$told{$_} }
        $what =~ /$NAME/g;
    is "@foreign", '', "$name names no figure that there isn't";
}
my @untold = grep { $guide !~ /^\| `\Q$_\E` \|/m } sort keys %told;
is "@untold", '', 'docs/administrators.md tells each';

# Messages that are logged before anything is counted, and treatyctl's.
my %numbers = map { $_ => 1 } grep { !/^(?:0106|02..|0420)$/ } $guide =~ /^\| `TREATY(\d+)` \|/mg;
my ($list) = slurp('mod_treaty/httpd/mod_treaty_metrics_names.c')
    =~ /mod_treaty_messages\[\w+\] = \{(.*?)\};/s;
is join(' ', map { sprintf '%04d', $_ } $list =~ /\d+/g), join(' ', sort keys %numbers),
    'each message of the module is counted';
for my $re ($rules =~ /message=~"TREATY([\d()|]+)"/g) {
    my @known = grep { /\A$re\z/ } keys %numbers;
    my ($parts) = $re =~ /\(([\d|]+)\)/;
    is scalar @known, scalar(my @all = split /\|/, $parts),
        "the messages TREATY$re are there";
}

SKIP: {
    my $promtool = TreatyConfig::program('promtool');
    skip 'no promtool to read the rules (Debian: prometheus)', 3 if !$promtool;
    my $root = $TreatyConfig::SRCDIR;
    my $own  = File::Temp->new(SUFFIX => '.yml');
    print {$own} $guide =~ /^```yaml\n(.*?)^```/ms;
    close $own or die "$own: $!";
    for my $what ("check config --syntax-only $own",
        "check rules $root/conf/prometheus/treaty.rules.yml",
        "test rules $root/tests/prometheus/treaty.test.yml")
    {
        my $said = qx($promtool $what 2>&1);
        ok $? == 0, "promtool $what" or diag $said;
    }
}
done_testing;
