# Runs the readers of tests/node: what other people's programs make of an
# answer.
#
#   my $why = node_lacks('jsonld');
#   plan skip_all => $why if $why;
#   my ($read) = node_list('linked_data.js', { text => $text, base => $url });
#
# The packages are installed by `./bootstrap check`; a script beside them
# finds them by itself.
package TreatyNode;
use strict;
use warnings;

use Exporter 'import';
use File::Temp;
use JSON::PP;
use POSIX ();
use TreatyConfig;

our @EXPORT = qw(node_lacks node_run node_json node_list);

my $FOLDER   = "$TreatyConfig::SRCDIR/tests/node";
my $PATIENCE = 600;
my $NEEDED   = 18;

# Why nothing can be run with these packages; '' where it can.
sub node_lacks {
    my (@packages) = @_;
    my $node = TreatyConfig::program('node') or return 'no node';
    my ($major) = qx($node --version) =~ /^v(\d+)/;

    return "node is older than $NEEDED" if ($major // 0) < $NEEDED;
    my @missing = grep { !-d "$FOLDER/node_modules/$_" } @packages;
    return '' unless @missing;
    return "no @missing in tests/node: ./bootstrap check installs them";
}

# What a script of tests/node prints, as bytes, with these bytes as its input.
# A script that fails ends the test.
sub node_run {
    my ($script, $input, @arguments) = @_;
    my $in  = _file($input // '');
    my $err = _file('');
    my $pid = open my $out, '-|';

    defined $pid or die "fork: $!";
    _become($in, $err, "$FOLDER/$script", @arguments) if $pid == 0;
    local $SIG{ALRM} = sub {
        kill 'KILL', $pid;
        die "$script: no end in $PATIENCE s\n";
    };
    alarm $PATIENCE;
    local $/ = undef;
    my $printed = <$out> // '';
    close $out;
    alarm 0;
    die "$script: status $?\n" . _slurp($err) if $?;
    return $printed;
}

sub node_json {
    return JSON::PP->new->utf8->allow_nonref->decode(node_run(@_));
}

# A script that reads a list and writes one: starting node takes longer than
# reading does. A text among the parts is bytes of UTF-8.
sub node_list {
    my ($script, @parts) = @_;
    for my $part (@parts) {
        utf8::decode($_) for values %$part;
    }
    return @{ node_json($script, JSON::PP->new->utf8->encode(\@parts)) };
}

sub _become {
    my ($in, $err, @command) = @_;

    open STDIN,  '<',  $in->filename or POSIX::_exit(127);
    open STDERR, '>&', $err or POSIX::_exit(127);
    exec 'node', @command or POSIX::_exit(127);
}

sub _file {
    my ($text) = @_;
    my $file = File::Temp->new;

    binmode $file;
    print {$file} $text;
    $file->flush;
    return $file;
}

sub _slurp {
    my ($file) = @_;
    open my $again, '<:raw', $file->filename or die $file->filename, ": $!";
    local $/ = undef;
    return scalar(<$again>) // '';
}

1;
