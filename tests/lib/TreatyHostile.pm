# A published record in which each text is a hostile one: what the tests of
# hostile text work with.
package TreatyHostile;
use strict;
use warnings;

use Exporter 'import';
use File::Copy 'copy';
use TreatyConfig;
use TreatySource;

our @EXPORT = qw(full_record text_columns other_columns tampered imported);

# Names that are looked up, or lead from one record to another.
my %IS_KEY = map { $_ => 1 } qw(
    participant_name.folded treaty_relation.related_slug claim.treaty_slug
    claim.measure act_amendment.kind
);

# What the sample has none of.
my $MORE = <<'END';
INSERT INTO statement (treaty_id, position, participant_id, listed_as, kind,
    made_on, about_id, text)
SELECT t.id, 900, p.id, 'A name', 'reservation', '2000-07-05', q.id, 'Words.'
FROM treaty AS t, participant AS p, participant AS q
WHERE t.slug = 'opsc' AND p.slug = 'usa' AND q.slug = 'gbr';
INSERT INTO statement (treaty_id, position, listed_as, kind, text)
SELECT id, 901, 'Nobody', 'end_note', 'Note.' FROM treaty WHERE slug = 'opsc';
INSERT INTO act_amendment (treaty_id, participant_id, kind, deposited_on,
    effective_on, note, source_id)
SELECT a.treaty_id, a.participant_id, a.kind, a.deposited_on, '2003-01-23', 'x',
    (SELECT min(id) FROM source WHERE kind = 'document')
FROM act AS a, treaty AS t, participant AS p
WHERE t.id = a.treaty_id AND p.id = a.participant_id AND t.slug = 'opsc'
    AND p.slug = 'usa' AND a.kind = 'ratification';
INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, level, text, runs,
    table_rows)
VALUES (1, 900, 'quote', NULL, 'said', NULL, NULL),
    (1, 901, 'item', 1, 'one', '[{"text":"one","em":true}]', NULL),
    (1, 902, 'table', NULL, 'cell', NULL, '[{"cells":[{"text":"cell"}]}]');
INSERT OR IGNORE INTO fact_sheet_link (fact_sheet_id, position, label, url)
VALUES (1, 900, 'More', 'https://example.org/');
END

sub _sqlite {
    my ($path, $sql) = @_;

    open my $sqlite, '|-', 'sqlite3', '-bail', $path or die "sqlite3: $!";
    print {$sqlite} $sql;
    close $sqlite or die "sqlite3: status $?\n";
    return;
}

# The sample with something in each of its tables, published in this folder.
sub full_record {
    my ($folder, $treatyctl) = @_;
    my $db = "$folder/authoring.db";

    $treatyctl->('init', $db);
    $treatyctl->('import', $db, "$TreatyConfig::SRCDIR/sql/sample.json");
    _sqlite($db, $MORE);
    $treatyctl->('publish', '--no-downloads', $db, "$folder/full.db");
    return "$folder/full.db";
}

# The columns of the record's tables that are texts: [table, column, whether
# any text may stand in it].
sub _columns {
    my ($record) = split /^-- Filled by publishing/m, slurp('sql/schema.sql');
    my @columns;

    while ($record =~ /^CREATE TABLE (\w+) \(\n(.*?)\n\)/gsm) {
        my ($table, $body) = ($1, $2);
        $body =~ s/^\s*--[^\n]*\n//gm;
        for my $line (split /,\n(?=    \w)/, $body) {
            my ($column, $rest) = $line =~ /^\s*(\w+)\s+TEXT\b(.*)/s or next;
            push @columns, [$table, $column,
                $rest !~ /\bIN\s*\(|GLOB|date\(|REFERENCES/
                    && !$IS_KEY{"$table.$column"}];
        }
    }
    return @columns;
}

sub text_columns { return map { [@$_[0, 1]] } grep { $_->[2] } _columns() }

sub other_columns { return map { [@$_[0, 1]] } grep { !$_->[2] } _columns() }

# Which rows hold a text that is too long to stand everywhere.
my %FEW = (
    treaty      => "slug = 'opsc'",
    participant => "slug = 'usa'",
    source      => "slug = 'mtdsg-2015-03'",
    fact_sheet  => 'id = 1',
);
my $TREATY = "(SELECT id FROM treaty WHERE slug = 'opsc')";
my $WHO    = "(SELECT id FROM participant WHERE slug = 'usa')";

sub _rows {
    my ($table, $is_long) = @_;
    return 'true' if !$is_long;
    return $FEW{$table} if $FEW{$table};
    return 'fact_sheet_id = 1 AND position IN (0, 900, 901, 902)' if $table =~ /^(?:fact_sheet_|claim)/;
    return "treaty_id = $TREATY AND participant_id = $WHO"
        if $table =~ /^act/;
    return $table =~ /^participant_/ ? "participant_id = $WHO"
        : "treaty_id = $TREATY";
}

# What tells the rows of a table apart, where a column takes no text twice.
my %APART = (
    'treaty.mtdsg_no'    => q{' ' || id},
    'treaty_alias.alias' => q{' ' || hex(alias)},
    # A name that two bear finds neither.
    'participant_name.name' => q{' ' || participant_id || '-' || position},
);

sub _set {
    my ($table, $column, $value, $is_long) = @_;
    my $apart = $APART{"$table.$column"} // q{''};
    my $text  = "$value || $apart";

    $text = "json_array(json_object('text', $text, 'em', json('true')))"
        if $column eq 'runs';
    $text = "json_array(json_object('cells',"
        . " json_array(json_object('text', $text))))"
        if $column eq 'table_rows';
    # A text that isn't there stays away from the wrong kind of block.
    my $only = $column =~ /^(?:runs|table_rows)$/
        ? " AND $column IS NOT NULL" : '';
    my $update = $is_long ? 'UPDATE OR IGNORE' : 'UPDATE';
    return "$update $table SET $column = $text WHERE "
        . _rows($table, $is_long) . "$only;\n";
}

# A copy of a published file, with a text (bytes of UTF-8) in these columns, of
# all rows or, with $is_long, of a few.
sub tampered {
    my ($from, $to, $text, $is_long, @columns) = @_;
    my $value = "CAST(x'" . unpack('H*', $text) . "' AS TEXT)";

    copy($from, $to) or die "$to: $!";
    chmod 0644, $to;
    _sqlite($to, join '', "PRAGMA ignore_check_constraints = ON;\nBEGIN;\n",
        (map { _set(@$_, $value, $is_long) } @columns),
        "COMMIT;\n");
    return $to;
}

# The same by way of a record file: a text in an authoring database, exported,
# imported into another and published.
sub imported {
    my ($folder, $to, $treatyctl, @tampering) = @_;
    my $db = "$folder/tampered-authoring.db";

    # What is published in its place would tell what has changed.
    unlink $to, glob "$folder/again*";
    tampered("$folder/authoring.db", $db, @tampering);
    $treatyctl->('export',  $db, "$folder/again.json");
    $treatyctl->('init',    "$folder/again.db");
    $treatyctl->('import',  "$folder/again.db", "$folder/again.json");
    $treatyctl->('publish', '--no-downloads', "$folder/again.db", $to);
    # Each publication has these anew.
    _sqlite($to, "UPDATE publication SET revision = '" . 'f' x 32
        . "', published_at = '2026-01-01T00:00:00Z';");
    return $to;
}

1;
