# The direction of dependencies of the design, by what is included: doors know
# the wings, the wings know the cellar, and nobody looks up.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatySource;

# What each part may include, besides itself and what everyone may.
my %MAY = (
    record    => [],
    represent => [qw(record)],
    store     => [qw(record)],
    answer    => [qw(represent store record)],
    import    => [qw(store record)],
    publish   => [qw(import represent store record)],
    httpd     => [qw(answer represent store record)],
    treatyctl => [qw(answer represent store record import publish)],
);
my %EVERYONES = map { $_ => 1 }
    qw(treaty.h treaty_json.h treaty_log.h treaty_text.h);
my %ONLY_IN = (
    'sqlite3.h' => 'store',
    'libxml/'   => 'import',
);

my %text = map { $_ => slurp($_) } grep { !m{^tests/} } c_files();
my %part_of_function;
for my $path (keys %text) {
    my ($part) = $path =~ m{^mod_treaty/(\w+)/.*\.c\z} or next;
    $part_of_function{ $_->[0] } = $part for functions_of($text{$path});
}

# The parts that define what a public header declares.
my %part_of_header;
for my $path (grep { m{^include/} } keys %text) {
    my ($name) = $path =~ m{([^/]+)\z};
    my %parts = map { $_ => 1 } grep { defined }
        map { $part_of_function{$_} } code_of($text{$path}) =~ /\b(treaty_\w+)\s*\(/g;
    $part_of_header{$name} = [sort keys %parts];
    cmp_ok scalar(keys %parts), '<=', 1, "one part defines what $path declares"
        or diag "parts: @{ $part_of_header{$name} }";
}

sub includes_of {
    my ($path) = @_;
    return $text{$path} =~ /^\s*#\s*include\s*[<"]([^>"]+)[>"]/mg;
}

# httpd's headers are those in its include directory that aren't APR's.
my %of_httpd = map { m{([^/]+)\z} ? ($1 => 1) : () }
    grep { !m{/ap[ru]_?[^/]*\.h\z} || m{/ap_[^/]*\z} }
    glob "$TreatyConfig::INCLUDEDIR/*.h";
cmp_ok scalar(keys %of_httpd), '>', 20, 'the headers of httpd are known';

for my $path (sort keys %text) {
    my ($part) = $path =~ m{^mod_treaty/(\w+)/};
    my @faults;

    push @faults, "the part $part is unknown to this test"
        if $part && !$MAY{$part};

    for my $name (includes_of($path)) {
        push @faults, "$name without what treaty_json.h makes of it"
            if $name eq 'jansson.h' && $path ne 'include/treaty_json_kept.h';
        push @faults, "$name is httpd's"
            if $of_httpd{$name} && ($part // '') ne 'httpd';
        for my $prefix (keys %ONLY_IN) {
            push @faults, "$name belongs to $ONLY_IN{$prefix}/ alone"
                if index($name, $prefix) == 0
                && ($part // '') ne $ONLY_IN{$prefix};
        }
        next if !$part || $EVERYONES{$name};
        my ($private) = $name =~ m{^(?:\.\./)?(\w+)/};
        my @from = $private && $MAY{$private}
            ? $private : @{ $part_of_header{$name} // [] };
        my %may = map { $_ => 1 } $part, @{ $MAY{$part} // [] };
        push @faults, map { "$name is of $_/, which $part/ may not know" }
            grep { !$may{$_} } @from;
    }
    ok !@faults, "$path includes only what it may" or diag join "\n", @faults;
}

my @sql_words = (
    qr/\bSELECT\s.*\bFROM\b/s, qr/\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b/,
    qr/\bUPDATE\s+\w+\s+SET\b/, qr/\bDELETE\s+FROM\b/,
    qr/\b(?:CREATE|DROP|ALTER)\s+(?:VIRTUAL\s+)?(?:TABLE|INDEX|VIEW)\b/,
    qr/^\s*(?:PRAGMA|VACUUM|ATTACH|SAVEPOINT|COMMIT|ROLLBACK|BEGIN)\b/,
);
for my $path (grep { m{^mod_treaty/} } sort keys %text) {
    my @found;
    for my $string (strings_of($text{$path})) {
        push @found, $string if grep { $string =~ $_ } @sql_words;
    }
    ok !@found, "$path holds no SQL" or diag join "\n", @found;
}

# The library speaks through treaty_log and lives in pools; but blocks, which
# are thrown out one by one.
for my $path (grep { m{^mod_treaty/(?!httpd|treatyctl|answer/block\.c)} } sort keys %text) {
    my @found = code_of($text{$path})
        =~ /\b(stderr|stdout|(?:printf|puts|malloc|calloc|realloc|strdup|abort|exit)\s*\()/g;
    ok !@found, "$path neither prints nor allocates by itself"
        or diag join ' ', @found;
}

done_testing;
