# The units that are shipped name what there is, are ones that systemd takes,
# and let the service do no more than it has to.
use strict;
use warnings;
use File::Temp;
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatySource;

my $service = slurp('conf/systemd/treatyctl-update.service');
my ($command) = $service =~ m{^ExecStart=/usr/bin/treatyctl (.*)$}m;
my ($verb, @words) = split ' ', $command;
my $help = treatyctl_ok('help', $verb);
ok !(grep { /^--/ && $help !~ /^  \Q$_\E /m } @words), 'the service gives options that there are';
my @paths = grep { m{^/} } @words;
is scalar(@paths), 4, 'a report, a database, a folder and a target';
my ($writable) = $service =~ /^ReadWritePaths=(.*)$/m;
ok !(grep { index($_, "$writable/") != 0 } @paths), 'all of them where it may write';
like slurp('conf/treaty.conf'), qr/^TreatyDatabase\s+\Q$paths[-1]\E$/m,
    'the target is what the shipped configuration serves';

# What administrators are told to type fits the units.
my ($told) = slurp('docs/administrators.md') =~ /^```sh\n(sudo useradd .*?)^```/ms;
for my $name ('useradd .* ' . ($service =~ /^User=(.*)$/m)[0], "chown -R .* $writable",
    map({"(?:mkdir|init) $_"} @paths[1, 2]), 'enable --now treatyctl-update\.timer')
{
    like $told, qr/^sudo .*$name$/m, "they are told: $name";
}

my $dir = File::Temp->newdir;
(my $here = $service) =~ s{/usr/bin/treatyctl}{$TreatyConfig::BUILDDIR/treatyctl};
for my $unit (['service', $here], ['timer', slurp('conf/systemd/treatyctl-update.timer')]) {
    open my $out, '>', "$dir/treatyctl-update.$unit->[0]" or die "$dir: $!";
    print {$out} $unit->[1];
    close $out or die "$dir: $!";
}
SKIP: {
    my $analyze = TreatyConfig::program('systemd-analyze');
    skip 'no systemd-analyze', 2 if !$analyze;
    my $said = qx($analyze verify --man=no '$dir/treatyctl-update.service' '$dir/treatyctl-update.timer' 2>&1);
    my @of_ours = grep {/treatyctl-update/} split /\n/, $said;
    is "@of_ours", '', 'systemd has nothing to say of them';
    $said = qx($analyze security --offline=yes --no-pager '$dir/treatyctl-update.service' 2>&1);
    my ($exposure) = $said =~ /Overall exposure level for \S+: ([\d.]+)/;
    skip 'this systemd-analyze judges no file', 1 if !defined $exposure;
    cmp_ok $exposure, '<=', 1.5, 'and finds the service well confined';
}
done_testing;
