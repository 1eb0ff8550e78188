# Hostile files as data: what tests/hostile/files/*.txt says.
#
#   # a remark
#   = A group, which is a sentence
#   : run import           what is done with the files of the group
#   : file 4-99.csv        their name
#   : never REGEX          what of a file that is taken isn't kept
#   : base                 a file that is good, up to a line ": end"
#
#   - what is wrong with it, and why somebody might try
#     swap OLD => NEW      in the base, where OLD stands first; it has to
#     text TEXT            all of the file, instead of the base
#     more TEXT            at its end
#     cut 100              what is left of it, in bytes
#     as UTF-16LE          in another encoding
#     file NAME            under another name
#     also NAME => TEXT    a further file beside it
#     exit 1: MESSAGE      how it is to end, and what is told
#
# In texts \r \n \t \0 \s (a space) \\ and \xHH are bytes, and \[text*N] is a
# text N times; texts of several lines are joined by a line end.
package TreatyHostileFiles;
use strict;
use warnings;

use Encode ();
use Exporter 'import';
use TreatyRequests;
use TreatySource;

our @EXPORT = qw(file_groups files_of);

my $EDIT = qr/\A  (swap|text|more|cut|as|file|also|bytes|sql|exit|status) ?(.*)\z/;

sub _take {
    my ($case, $line, $at) = @_;
    my ($verb, $rest) = $line =~ $EDIT or die "$at: no edit: $line\n";

    if ($verb eq 'exit' || $verb eq 'status') {
        @$case{qw(exit says)} = $rest =~ /\A(\d+|\?)(?:: (.*))?\z/
            or die "$at: no outcome: $line\n";
        return;
    }
    push @{ $case->{edits} }, [$verb, $rest];
    return;
}

# All groups of a file: { title, run, file, base, cases => [...] }, and a case
# is { why, at, edits => [[verb, rest]...], exit, says }.
sub _groups {
    my ($path) = @_;
    my (@groups, $number, $in_base);

    for my $line (split /\n/, slurp($path), -1) {
        my $at = "$path:" . ++$number;
        if ($in_base) {
            $in_base = $line ne ': end';
            $groups[-1]{base} .= "$line\n" if $in_base;
        }
        elsif ($line =~ /\A\s*(?:#|\z)/) { next }
        elsif ($line =~ /\A= (.+)/) {
            push @groups, { title => $1, path => $path, cases => [], base => '' };
        }
        elsif ($line eq ': base') { $in_base = 1 }
        elsif ($line =~ /\A: (\w+) (.+)/) { $groups[-1]{$1} = $2 }
        elsif ($line =~ /\A- (.+)/) {
            push @{ $groups[-1]{cases} }, { why => $1, at => $at, edits => [] };
        }
        else { _take($groups[-1]{cases}[-1], $line, $at) }
    }
    return @groups;
}

# The groups of what is done with files.
sub file_groups {
    my (@runs) = @_;
    my %wanted = map { $_ => 1 } @runs;

    return grep { $wanted{ $_->{run} } } map { _groups($_) }
        project_files(qr{^tests/hostile/files/\w+\.txt\z});
}

sub _swapped {
    my ($text, $rest, $at) = @_;
    my ($old, $new) = map { plain_bytes($_) } split / => ?/, $rest, 2;
    my $place = index $text, $old;

    die "$at: there is no $old to be swapped\n" if $place < 0;
    substr $text, $place, length $old, $new // '';
    return $text;
}

# The files of a case: names and bytes, its own first. What is no edit of texts
# is left to who knows of it.
sub files_of {
    my ($group, $case) = @_;
    my $name = $group->{file};
    my $text = $group->{base};
    my (@also, @own);

    for my $edit (@{ $case->{edits} }) {
        my ($verb, $rest) = @$edit;
        if    ($verb eq 'swap') { $text = _swapped($text, $rest, $case->{at}) }
        elsif ($verb eq 'text') { push @own, plain_bytes($rest) }
        elsif ($verb eq 'more') { $text .= plain_bytes($rest) }
        elsif ($verb eq 'cut')  { $text = substr $text, 0, $rest }
        elsif ($verb eq 'file') { $name = plain_bytes($rest) }
        elsif ($verb eq 'also') {
            push @also, map { plain_bytes($_) } split / => ?/, $rest, 2;
        }
        elsif ($verb eq 'as') {
            $text = Encode::encode($rest, Encode::decode('UTF-8',
                @own ? join("\n", splice @own) : $text));
        }
    }
    return ($name, @own ? join("\n", @own) : $text, @also);
}

1;
