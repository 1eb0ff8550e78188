# Every table of the real set goes in whole: each cell is in the record as it
# stands, and the counts of any day are those of a recount from the CSV. The
# reader, the headers and the counting here know nothing of the importer's.
use strict;
use warnings;
use File::Temp;
use JSON::PP;
use List::Util qw(uniq);
use Test::More;
use TreatyConfig;
use TreatyCtl;
use TreatyTables;

my $set = "$TreatyConfig::SHARED/data/mtdsg";
plan skip_all => "no $set: set TREATY_SHARED" unless -d "$set/treaties";
my $sqlite = TreatyConfig::program('sqlite3')
    or plan skip_all => 'the program sqlite3 is needed';

my $dir = File::Temp->newdir;
treatyctl_ok('init', "$dir/set.db");
my $run = treatyctl('import', '--report', 'json', "$dir/set.db", $set);
my $report = decode_json($run->{out});
is $run->{status}, 0, 'the whole set is imported';
treatyctl_ok('publish', "$dir/set.db", "$dir/published.db");
my $record = decode_json(treatyctl_ok('export', "$dir/set.db"));
my %treaty = map { $_->{mtdsg_no} => $_ } @{ $record->{treaties} };
my %names  = map {
    my $one = $_;
    map { ($_->{name} => $one->{id}) } @{ $one->{names} }
} @{ $record->{participants} };
my @tables = map { read_table($_) } glob "$set/treaties/*.csv";
cmp_ok scalar(@tables), '>=', 123, 'the set has all its tables';
is scalar(keys %treaty), scalar(@tables), 'each is a treaty';

# What stands in a table, a row of it without any cell as well.
sub cells_of_table {
    my ($table) = @_;
    my @cells;

    for my $row (@{ $table->{rows} }) {
        my ($participant, @rest) = @$row;
        my @of_row = map { [$participant, $table->{headers}[$_], $rest[$_]] }
            grep { $rest[$_] ne '' } 0 .. $#rest;
        push @cells, @of_row ? @of_row : [$participant, undef, undef];
    }
    return @cells;
}

my ($read, $stored) = (0, 0);
my %kept;
for my $table (@tables) {
    my @cells = cells_of_table($table);
    my @acts  = @{ $treaty{ $table->{number} }{acts} };
    my @listed
        = map { [$names{ $_->[0] } // $_->[0], @$_[1, 2]] } @cells;
    my @found = map { [@$_{qw(participant column raw)}] } @acts;

    is_deeply \@found, \@listed,
        "$table->{number}: the record holds the cells of the table, unchanged";
    $read   += grep { defined $_->[2] } @cells;
    $stored += grep { defined $_->{raw} } @acts;
    $kept{"$table->{number} $_->{column}"}++
        for grep { $_->{kind} eq 'other' && defined $_->{raw} } @acts;
}
is $stored, $read, "all $read cells are stored";
is $report->{cells}, $read, 'and reported as read';

# In no count are those cells alone that something accounts for: a column or
# an alternative whose act is none that is counted, or a warning.
my %warned = map { $_ => 1 } map {
    m{/([\w-]+)\.csv:\d+: warning: what the column "(.*)" records}
        ? number_of($1) . " $2" : ()
} split /\n/, $run->{err};
my ($unread) = map { $_->{count} }
    (grep { $_->{kind} eq 'cell' } @{ $report->{kinds} }), { count => 0 };
my ($silent, $cells_kept) = (0, 0);
for my $table (@tables) {
    for my $header (@{ $table->{headers} }) {
        my $of_column = $kept{"$table->{number} $header"} or next;
        my $uncounted = grep { $_->{class} eq 'other' } alternatives($header);
        $cells_kept += $of_column;
        $silent     += $of_column
            unless $warned{"$table->{number} $header"} || $uncounted;
    }
}
is $silent, $unread,
    "of $cells_kept cells in no count each is of an act that is in none, "
    . 'or has its warning';

# Twenty days a table: its own, and those before them.
sub days_of {
    my ($table) = @_;
    my @own = sort { $a cmp $b } uniq grep { defined }
        map { iso_day($_) } map { @$_[1 .. $#$_] } @{ $table->{rows} };
    my @days = ('1945-06-26', '2015-03-31');

    return (@days, map { sprintf '%d-06-30', 1945 + 4 * $_ } 0 .. 17)
        unless @own;
    for my $i (0 .. 17) {
        my $day = $own[$i * $#own / 17];
        push @days, $i % 2 ? day_before($day) : $day;
    }
    return @days;
}

my %tallies;
for my $line (split /\n/,
    qx($sqlite -readonly -separator ' ' -nullvalue null $dir/published.db \\
       'SELECT t.mtdsg_no, y.from_on, y.to_on, y.signatures, y.consents
        FROM tally AS y JOIN treaty AS t ON t.id = y.treaty_id')) {
    my ($number, @tally) = split / /, $line;
    push @{ $tallies{$number} }, \@tally;
}

my $compared = 0;
for my $table (@tables) {
    my $number = $table->{number};
    my @days   = days_of($table);
    my (@found, @counted);

    for my $day (@days) {
        my @tally = grep { $_->[0] le $day && $day lt $_->[1] }
            @{ $tallies{$number} // [] };
        push @found, "$day: @{ $tally[0] // [] }[2, 3]" if @tally == 1;
        push @counted, join ' ', "$day:", map { $_ // 'null' }
            count($table, $day, 'signature'), count($table, $day, 'consent');
        $compared++;
    }
    is_deeply \@found, \@counted,
        "$number: signatures and consents of twenty days are as recounted";
}
is $compared, 20 * @tables, 'twenty days of every table were compared';

# Out again as tables.
treatyctl_ok('export', '--csv', "$dir/csv", "$dir/set.db");
for my $table (@tables) {
    my ($name) = $table->{path} =~ m{([^/]+)\z};
    my $again = read_table("$dir/csv/treaties/$name");
    is_deeply [@$again{qw(headers rows)}], [@$table{qw(headers rows)}],
        "$name: the table that is exported has the cells of the imported one";
}
treatyctl_ok('init', "$dir/again.db");
treatyctl('import', "$dir/again.db", "$dir/csv");
my $again = decode_json(treatyctl_ok('export', "$dir/again.db"));
for my $one ($record, $again) {
    delete $_->{source}
        for map { ($_, @{ $_->{acts} }, @{ $_->{statements} // [] }) }
        @{ $one->{treaties} };
}
is_deeply $again->{treaties}, $record->{treaties},
    'what was exported as tables makes equal treaties, acts and statements';

# What is served is what was counted.
my $day = '2002-12-24';
for my $table (@tables[grep { $_ % 10 == 0 } 0 .. $#tables]) {
    my $id     = $treaty{ $table->{number} }{id};
    my $counts = decode_json(treatyctl_ok('render', "$dir/published.db",
        "treaties/$id\@$day.json"))->{counts};
    is_deeply [@$counts{qw(signatures consents)}],
        [map { count($table, $day, $_) } qw(signature consent)],
        "$id is served with these counts";
}
done_testing;
