# Lists of the API, taken apart for a test: their pages, their CSV, the problems
# that they answer with.
package TreatyLists;
use strict;
use warnings;

use Exporter 'import';
use JSON::PP;
use Test::More;

our @EXPORT = qw(pages_of rows_of_csv flat is_refused walk_is_whole
    csv_is_json);

# More pages than a test's list has.
my $PAGES_MAX = 2000;

# The path of an address without the server.
sub _path {
    my ($url) = @_;
    return $url =~ s{\Ahttps?://[^/]*}{}r;
}

# All pages of a list, the one at the path first, as `next` leads on.
sub pages_of {
    my ($httpd, $path) = @_;
    my @pages = ($httpd->json($path));

    while (defined $pages[-1]{next} && @pages < $PAGES_MAX) {
        push @pages, $httpd->json(_path($pages[-1]{next}));
    }
    return @pages;
}

# Pages one after the other give the same items as one page does, and `prev`
# leads back.
sub walk_is_whole {
    my ($httpd, $path, $limit) = @_;
    my $and   = $path =~ /\?/ ? '&' : '?';
    my $whole = $httpd->json("$path${and}limit=1000");
    my @pages = pages_of($httpd, "$path${and}limit=$limit");
    my $back  = $pages[-1]{prev};
    my @ids   = map { $_->{id} } map { @{ $_->{items} } } @pages;
    my @back;

    is_deeply \@ids, [map { $_->{id} } @{ $whole->{items} }],
        "$path: pages of $limit are together the whole";
    is scalar @ids, $whole->{total}, 'which has as many items as it says';
    is $pages[0]{prev}, undef, 'there is nothing before the first page';
    for my $page (reverse @pages[0 .. $#pages - 1]) {
        my $before = $httpd->json(_path($back));
        is_deeply $before->{items}, $page->{items}, 'prev leads back';
        $back = $before->{prev};
    }
    is $back, undef, 'to the first page';
    return $whole;
}

# CSV as RFC 4180 has it: a list of hashes by the header's names.
sub rows_of_csv {
    my ($text) = @_;
    my (@rows, @row);

    utf8::decode($text);
    while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/gc) {
        my $quoted = $1;
        push @row, defined $quoted ? $quoted =~ s/""/"/gr : $2;
        next if $3 eq ',';
        push @rows, [@row];
        @row = ();
    }
    fail('what is left is no CSV: ' . substr $text, pos($text) // 0, 80)
        if (pos($text) // 0) < length $text;
    my $header = shift @rows // [];
    return map {
        my %of;
        @of{@$header} = @$_;
        \%of;
    } @rows;
}

# An item as a row of CSV has it: members of a member by both names; a text that
# a spreadsheet would run gets an apostrophe.
sub flat {
    my ($item, $prefix) = @_;
    my %row;

    for my $key (keys %$item) {
        # Of a name or a title, which a table has alone.
        next if $key eq 'language';
        my $value = $item->{$key};
        my $name  = defined $prefix ? "${prefix}_$key" : $key;
        if (ref $value eq 'HASH') {
            %row = (%row, %{ flat($value, $name) });
            next;
        }
        $value = join '; ', @$value if ref $value eq 'ARRAY';
        $value = $value ? 'true' : 'false' if JSON::PP::is_bool($value);
        $value = "'$value" if defined $value && $value =~ /\A *[=+\-@\t\r\n']/;
        $row{$name} = $value // '';
    }
    return \%row;
}

# The CSV of a list has the same rows as its JSON, whole.
sub csv_is_json {
    my ($httpd, $path, $arguments) = @_;
    my $more = $arguments ? "&$arguments" : '';
    my @rows = rows_of_csv($httpd->get("$path.csv"
        . ($arguments ? "?$arguments" : ''))->{content});
    my @items = map { @{ $_->{items} } }
        pages_of($httpd, "$path.json?limit=1000$more");
    my @flat = map { flat($_) } @items;

    for my $row (@flat) {
        delete @$row{ grep { !exists $rows[0]{$_} } keys %$row };
    }
    is_deeply \@rows, \@flat, "$path.csv is the JSON, row by row";
    return scalar @rows;
}

# A request that names a wrong parameter is told so.
sub is_refused {
    my ($httpd, $path, $parameter, $status) = @_;
    my $answer = $httpd->get($path);
    my $problem = eval { decode_json($answer->{content}) } // {};

    is $answer->{status}, $status // 400, "$path is refused";
    is $answer->{headers}{'content-type'}, 'application/problem+json',
        'as a problem';
    is $problem->{parameter}, $parameter, "which names $parameter";
    ok length($problem->{detail} // ''), 'and says what is wrong';
    ok length($problem->{expected} // ''), 'and what would be right'
        if ($status // 400) == 400;
    return $problem;
}

1;
