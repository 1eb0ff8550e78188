# sql/embed.awk: what goes in as text comes out of the compiled C byte by
# byte, with each awk that is here; what it can't take, it says.
use strict;
use warnings;
use File::Path 'make_path';
use File::Temp 'tempdir';
use Test::More;
use TreatyConfig;

my $dir = tempdir(CLEANUP => 1);
my %awk = map { $_ => 1 } (split ' ', $TreatyConfig::AWK)[0],
    grep { TreatyConfig::program($_) } qw(mawk gawk original-awk);
$awk{'busybox awk'} = 1 if TreatyConfig::program('busybox');
my $awk;

sub put {
    my ($name, $text) = @_;
    my ($folder) = "$dir/$name" =~ m{(.*)/};

    make_path($folder);
    open my $file, '>:raw', "$dir/$name" or die "$name: $!";
    print {$file} $text;
    close $file;
    return;
}

sub get {
    open my $file, '<:raw', "$dir/$_[0]" or return '';
    local $/ = undef;
    return scalar(<$file>) // '';
}

# Runs the generator; true when it succeeded. Its messages go to "said".
sub embed {
    my ($out, @arguments) = @_;

    return system("cd '$dir' && LC_ALL=C $awk -f "
        . "'$TreatyConfig::SRCDIR/sql/embed.awk' @arguments "
        . "> '$out' 2> said < /dev/null") == 0;
}

# Compiles a main() with the generated sources; returns what it prints.
sub output_of {
    my ($main, @sources) = @_;

    put('main.c', $main);
    my $flags = "-std=gnu11 -Wall -Wextra -Werror -trigraphs -I'$dir'"
        . " -I'$TreatyConfig::SRCDIR/mod_treaty' " . qx(pkg-config --cflags apr-1);
    $flags =~ s/\s+/ /g;
    system("cd '$dir' && $TreatyConfig::CC $flags -o main main.c @sources") == 0
        or return 'does not compile';
    return scalar qx('$dir/main');
}

sub parts_tests {
    put('p.sql', "-- part: of_day\n-- why\n(SELECT n FROM m -- dropped\n"
        . " WHERE m.id = \$1.id AND m.day = \$2)\n");
    put('c.sql', "-- name: one\nSELECT \@of_day(t, ?2),\n"
        . "    'a\@b.example' FROM t;\n");
    ok embed('treaty_sql.h', '-v mode=sql-header p.sql c.sql'), 'parts';
    ok embed('treaty_sql.c', '-v mode=sql-source p.sql c.sql'), 'are taken';
    is output_of(<<'END', 'treaty_sql.c'), <<'END', 'and stand where they are named';
#include "treaty_sql.h"
#include <stdio.h>
int main(void)
{
    printf("%s", treaty_sql_text[TREATY_SQL_ONE]);
    return TREATY_SQL__COUNT != 1;
}
END
SELECT (SELECT n FROM m
 WHERE m.id = t.id AND m.day = ?2),
    'a@b.example' FROM t;
END
    for my $bad (['SELECT @nothing(t);', qr/no part nothing/],
        ['SELECT @of_day(t);', qr/wants more than 1/],
        ['SELECT @of_day(t, ?1, ?2);', qr/takes no \$3/])
    {
        put('d.sql', "-- name: one\n$bad->[0]\n");
        ok !embed('out', '-v mode=sql-source p.sql d.sql'),
            "$bad->[0] is refused";
        like get('said'), $bad->[1], 'and said why';
    }
    return;
}

sub statements_tests {
    put('a.sql', "-- This file.\n\n-- name: first\n-- why it is\n"
        . "SELECT 'it''s -- kept\n-- too', \"b\\c\", '??/' -- dropped\n"
        . "  FROM t WHERE x = ?1;\n\n-- name: second\nSELECT 'é';\n");
    put('b.sql', "-- name: third\nDELETE FROM t;\n");
    ok embed('treaty_sql.h', '-v mode=sql-header a.sql b.sql'), 'the header';
    ok embed('treaty_sql.c', '-v mode=sql-source a.sql b.sql'), 'the source';
    is output_of(<<'END', 'treaty_sql.c'), <<'END', 'statements keep their text, in order, and lose their comments';
#include "treaty_sql.h"
#include <stdio.h>
int main(void)
{
    int i;
    for (i = 0; i < TREATY_SQL__COUNT; i++)
        printf("%s: %s", treaty_sql_name[i], treaty_sql_text[i]);
    return TREATY_SQL_FIRST != 0 || TREATY_SQL_THIRD != 2;
}
END
first: SELECT 'it''s -- kept
-- too', "b\c", '??/'
  FROM t WHERE x = ?1;
second: SELECT 'é';
third: DELETE FROM t;
END
    return;
}

sub refused {
    my ($text, $message, $name) = @_;

    put('bad.sql', $text);
    ok !embed('bad.c', '-v mode=sql-source bad.sql'), "$name is refused";
    like get('said'), $message, "$name is named with file and line";
    return;
}

sub refusals_tests {
    refused("SELECT 1;\n", qr/^bad\.sql:1: SQL before/, 'SQL without a name');
    refused("-- name: A b\nSELECT 1;\n", qr/^bad\.sql:1: a name is made/,
        'a name with a space');
    refused("-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;\n",
        qr/^bad\.sql:3: the name a is used twice/, 'a name used twice');
    refused("-- name: a\n-- name: b\nSELECT 2;\n",
        qr/^bad\.sql:2: statement a is empty/, 'a statement without SQL');
    refused("-- name: a\nSELECT 'x;\n", qr/^bad\.sql:\d: .* quoted text/,
        'an open quote');
    ok !embed('x.c', '-v mode=text -v symbol=x missing.sql'),
        'a missing file is refused';
    return;
}

sub files_tests {
    my $all = join '', map { chr } grep { $_ != 10 } 1 .. 255;
    put('conf/templates/z.mustache', "1 ??= \\n \"q\" \\\n{{é}}\n");
    put('conf/templates/a/b.mustache', "$all\n" . '0' x 9000 . "\n");
    put('conf/templates/a-b.mustache', '');
    put('conf/assets/s.css', "a{}\n");
    ok embed('files.c', '-v mode=files conf/templates/z.mustache conf/assets/s.css '
        . 'conf/templates/a/b.mustache conf/templates/a-b.mustache'), 'files';
    my $printed = output_of(<<'END', 'files.c');
#include "represent/embedded.h"
#include <stdio.h>
static void show(const treaty_embedded_t *table, apr_size_t count)
{
    for (; table->name; table++, count--) {
        printf("%s %lu:", table->name, (unsigned long)table->len);
        fwrite(table->data, 1, table->len, stdout);
    }
    printf("[%lu]", (unsigned long)count);
}
int main(void)
{
    show(treaty_embedded_templates, treaty_embedded_templates_count);
    show(treaty_embedded_assets, treaty_embedded_assets_count);
    return 0;
}
END
    my $b = get('conf/templates/a/b.mustache');
    my $z = get('conf/templates/z.mustache');
    ok $printed eq 'a-b 0:a/b ' . length($b) . ":$b" . 'z ' . length($z)
        . ":$z" . "[0]s.css 4:a{}\n[0]",
        'files keep every byte, are sorted by name and counted'
        or diag $printed;
    return;
}

for my $name (sort keys %awk) {
    $awk = $name;
    subtest $name => sub {
        statements_tests();
        parts_tests();
        refusals_tests();
        files_tests();
    };
}
done_testing;
