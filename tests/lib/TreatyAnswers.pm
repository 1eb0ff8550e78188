# Keeps the JSON that servers have answered in the suite, for a test that holds
# all of it against the description of the API (tests/api/answers.t).
#
# An answer is a file below build/tests/answers/TEST: a line of JSON with its
# address below the mount, method, status and type; behind it the body as it
# came. A test that runs anew begins with an empty folder, each answer is kept
# once, and of a test at most $MOST.
package TreatyAnswers;
use strict;
use warnings;

use Digest::SHA 'sha1_hex';
use Exporter 'import';
use File::Path qw(make_path remove_tree);
use JSON::PP;
use TreatyConfig;

our @EXPORT = qw(keep_answer answers_folder);

my $MOST    = 2000;
my $LARGEST = 2_000_000;
my $JSON    = qr{^application/(?:[\w.-]+\+)?json\b};

my %kept;
my $FOLDER = _emptied();

sub answers_folder { return "$TreatyConfig::BUILDDIR/tests/answers" }

# The folder of the test that runs, empty; '' for what is no test of the suite.
# It is there before a test forks clients.
sub _emptied {
    my ($name) = $0 =~ m{\btests/([\w/]+)\.t\z} or return '';
    my $folder = answers_folder() . '/' . $name =~ tr{/}{-}r;

    remove_tree($folder);
    make_path($folder);
    return $folder;
}

# Keeps an answer of HTTP::Tiny's to this address below a mount, unless it is
# a part of one.
sub keep_answer {
    my ($method, $path, $answer) = @_;
    my $type = $answer->{headers}{'content-type'} // '';
    my $body = $answer->{content} // '';

    return if $type !~ $JSON || $method eq 'HEAD' || !$FOLDER;
    return if $answer->{status} == 206;
    return if $answer->{headers}{'content-encoding'} || length $body > $LARGEST;
    my $head = JSON::PP->new->ascii->canonical->encode({
        method => $method, path => $path, type => $type,
        status => $answer->{status} + 0,
    });
    my $name = sha1_hex("$head\n$body");
    return if $kept{$name}++ || keys %kept > $MOST;
    my $file = "$FOLDER/$name";
    open my $out, '>:raw', "$file.$$.new" or die "$file.new: $!";
    print {$out} "$head\n$body";
    close $out or die "$file.new: $!";
    rename "$file.$$.new", $file or die "$file: $!";
    return;
}

1;
