#!/usr/bin/perl
# The shipped catalogues as tables of C, so that no process reads them when it
# starts: tables.pl CATALOGUE.json... What a catalogue must be like is said and
# tested in C, by mod_treaty/represent/language_read.c, whose tables of the same
# files are equal to these (tests/unit/language_test.c).
use strict;
use warnings;
use JSON::PP;

# What the words of a catalogue are called; tags may have hyphens.
sub table_of {
    my $catalogue = shift;
    return 'words_' . $catalogue->{tag} =~ s/-/_/gr;
}

# A text as a C string; bytes beyond ASCII stand as they are.
sub quoted {
    my $text = shift;
    return 'NULL' if !defined $text;
    utf8::encode($text);
    $text =~ s/([\\"?])/\\$1/g;
    $text =~ s/([\x00-\x1f\x7f])/sprintf '\\%03o', ord $1/ge;
    return qq("$text");
}

sub catalogue_of {
    my $path = shift;
    open my $in, '<:raw', $path or die "$path: $!\n";
    local $/;
    my $catalogue = eval { decode_json(<$in>) } or die "$path: $@";
    $catalogue->{tag} = $path =~ m{([^/]+)\.json\z} ? $1 : die "$path: no tag\n";
    return $catalogue;
}

# A word, and its parts around the hole.
sub print_words {
    my $catalogue = shift;
    my $words = $catalogue->{words};
    printf "\nstatic const language_word_t %s[] = {\n", table_of($catalogue);
    for my $key (sort keys %$words) {
        my ($before, $after) = split /\{\}/, $words->{$key}, 2;
        print '    {', join(', ', map { quoted($_) } $key, $words->{$key},
            defined $after ? ($before, $after) : ($words->{$key}, '')), "},\n";
    }
    print "};\n";
}

sub list { return '{' . join(', ', map { quoted($_) } @_) . '}' }

sub print_language {
    my $catalogue = shift;
    my ($dates, $numbers) = @$catalogue{qw(dates numbers)};
    my @names = map { quoted($catalogue->{$_}) } qw(tag name dir);
    my $count = keys %{$catalogue->{words}};
    print '    {', join(",\n     ", join(', ', @names, 'NULL'),
        table_of($catalogue) . ", $count, NULL, 0",
        '{' . join(', ', map { quoted($dates->{$_}) } qw(day month first)) . ",\n      "
            . list(@{$dates->{months}}) . ",\n      "
            . list(@{$dates->{months_alone} // $dates->{months}}) . '}',
        '{' . quoted($numbers->{group}) . ', ' . ($numbers->{digits_min} // 0) . '}'), "},\n";
}

binmode STDOUT;
my @catalogues = map { catalogue_of($_) } @ARGV;
print "/* Made from conf/languages by conf/languages/tables.pl. */\n";
print "#include \"represent/language.h\"\n\n#include <stddef.h>\n";
print_words($_) for @catalogues;
print "\nconst treaty_language_t treaty_shipped_languages[] = {\n";
print_language($_) for @catalogues;
print "};\nconst apr_size_t treaty_shipped_languages_count = ", scalar @catalogues, ";\n";
