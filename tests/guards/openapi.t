# docs/openapi.json describes each address that the table of routes has and no
# other, in each of its forms, with the parameters that it takes, and what they
# take.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyApi;
use TreatySource;

my $ROUTES     = slurp('mod_treaty/answer/route.c');
my $PARAMETERS = slurp('mod_treaty/answer/parameter.c');

# Where the endings and media types of the forms are.
my %FORM;
while ($ROUTES =~ /\[TREATY_FORM_(\w+)\] = \{"([^"]*)",\s+"([^;"]+)/g) {
    $FORM{$1} = { ending => $2, type => $3 };
}
cmp_ok scalar(keys %FORM), '>=', 9, 'the code has forms';

# Lists of words by the names of their arrays.
my %WORDS;
while ($PARAMETERS =~ /static const char \*const (\w+)\[\] = \{(.*?)NULL\}/gs) {
    my ($name, $text) = ($1, $2);
    $WORDS{$name} = [$text =~ /"([^"]+)"/g];
}

# {name, kind, least, most, words} by the names in the code.
my %PARAMETER;
for my $text (split /(?=\[TREATY_PARAM_)/, $PARAMETERS) {
    my ($key, $name, $rest) =
        $text =~ /\A\[TREATY_PARAM_(\w+)\] = \{"([^"]+)",(.*?)\}/s or next;
    $rest =~ s/"[^"]*"//g;
    my ($kind, $least, $most, $words) =
        $rest =~ /([A-Z]+),\s*(\d+),\s*(\d+),\s*(\w+)/ or next;
    $PARAMETER{$key} = { name => $name, kind => $kind, least => $least,
        most => $most, words => $WORDS{$words} };
}
cmp_ok scalar(keys %PARAMETER), '>=', 25, 'the code has parameters';

# Parameters that are of some forms alone.
my %of_form;
while ($PARAMETERS =~ /case TREATY_PARAM_(\w+):\s*return (form ==[^;]+);/g) {
    my ($name, $test) = ($1, $2);
    $of_form{$name} = { map { $_ => 1 } $test =~ /TREATY_FORM_(\w+)/g };
}
ok $of_form{HEADING}{HTML}, 'the code has parameters of some forms alone';

# A macro's text, whole.
my %MACRO;
while ($ROUTES =~ /^#define (\w+) ((?:[^\n]*\\\n)*[^\n]*)/mg) {
    my ($name, $text) = ($1, $2);
    $MACRO{$name} = $text =~ s/\\\n//gr;
}
my $names = join '|', sort { length $b <=> length $a } keys %MACRO;

sub expanded {
    my ($text) = @_;
    # The names in BIT(HTML) and TAKES(Q) are no macros.
    1 while $text =~ s/(?<!BIT\()(?<!TAKES\()\b($names)\b/($MACRO{$1})/g;
    return $text;
}

# The parameters of a set, such as LISTS & ~(TAKES(PARTICIPANT) | TAKES(ON)).
sub taken_by {
    my ($all, @but) = split /&\s*~/, $_[0];
    my %but = map { $_ => 1 } map { expanded($_) =~ /TAKES\((\w+)\)/g } @but;

    return grep { !$but{$_} } expanded($all) =~ /TAKES\((\w+)\)/g;
}

# The addresses of a route in a form, with the segments that vary named.
sub address_of {
    my ($collection, $part, $form) = @_;
    my $ending = $FORM{$form}{ending};

    return "/$collection$ending"               if !defined $part;
    return "/$collection/{name}"               if $form eq 'FILE';
    return "/$collection/{id}$ending"          if $part eq '';
    return "/$collection/{id}/{view}"          if $part eq '*';
    return "/$collection/{id}/$part$ending";
}

# Path => {form, names of what the query string takes}.
my %expected;
my ($table) = $ROUTES =~ /treaty_route_t routes\[\] = \{(.*?)\n\};/s;
while ($table =~ /\{"([\w-]*)",\s*(NULL|"[^"]*"),\s*([^,]+),\s*TREATY_RESOURCE_(\w+),\s*([^{}]+)\}/g) {
    my ($collection, $part, $forms, $resource, $takes) = ($1, $2, $3, $4, $5);
    my @takes = taken_by($takes);

    $part = $part eq 'NULL' ? undef : $part =~ tr/"//dr;
    for my $form (expanded($forms) =~ /BIT\((\w+)\)/g) {
        # These have no ending, and speak JSON.
        my $kind = $resource =~ /^(?:OEMBED|HEALTH)$/ ? 'JSON' : $form;
        my $path = address_of($collection, $part, $form);
        my @names = grep { !$of_form{$_} || $of_form{$_}{$kind} } @takes;
        # Each address speaks the languages; a file is as it is.
        push @names, 'LANG' if $form ne 'FILE';
        $expected{$path} //= { form => $kind, takes => \@names };
    }
}
cmp_ok scalar(keys %expected), '>=', 50, 'the code has routes';

my %described = api_operations();
is_deeply [grep { !$described{$_} } sort keys %expected], [],
    'each address is described';
is_deeply [grep { !$expected{$_} } sort keys %described], [],
    'and there is none that the code lacks';

# What a parameter's schema says in the words of the code.
sub taken {
    my ($schema) = @_;
    my $words = $schema->{enum} // ($schema->{items} // {})->{enum};

    return 'DAY' if ($schema->{format} // '') eq 'date';
    return "NUMBER $schema->{minimum} $schema->{maximum}"
        if $schema->{type} eq 'integer';
    return ($schema->{type} eq 'array' ? 'WORDS ' : 'WORD ') . "@$words" if $words;
    return $schema->{pattern} ? 'NAME' : 'TEXT';
}

sub takes {
    my ($parameter) = @_;

    return "NUMBER $parameter->{least} $parameter->{most}"
        if $parameter->{kind} eq 'NUMBER';
    return "$parameter->{kind} @{ $parameter->{words} }" if $parameter->{words};
    return $parameter->{kind} eq 'TAG' ? 'NAME' : $parameter->{kind};
}

my %operation_ids;
for my $path (grep { $described{$_} } sort keys %expected) {
    my $operation = $described{$path};
    my %query = map { $_->{name} => taken($_->{schema}) }
        grep { $_->{in} eq 'query' } @{ $operation->{parameters} };
    my %wanted = map { $PARAMETER{$_}{name} => takes($PARAMETER{$_}) }
        @{ $expected{$path}{takes} };

    is_deeply \%query, \%wanted, "$path: takes what is described";
    my @named = sort $path =~ /\{(\w+)\}/g;
    my @given = sort map { $_->{name} }
        grep { $_->{in} eq 'path' } @{ $operation->{parameters} };
    is "@given", "@named", "$path: names what varies";
    my $form = $expected{$path}{form};
    my @types = keys %{ $operation->{responses}{200}{content} };
    if ($form ne 'FILE' && $path !~ m{/citation\.json\z}) {
        is "@types", $FORM{$form}{type}, "$path: has the type of its form";
    }
    ok $operation->{$_}, "$path: has a $_" for qw(summary description);
    ok @{ $operation->{tags} } == 1, "$path: has a tag";
    is $operation_ids{ $operation->{operationId} }++, 0, "$path: a name of its own";
}

# Each member says what it means, and no object takes members that aren't told.
sub look {
    my ($value, $place) = @_;

    if (ref $value eq 'ARRAY') {
        look($value->[$_], "$place/$_") for 0 .. $#$value;
        return;
    }
    return unless ref $value eq 'HASH';
    if (($value->{type} // '') eq 'object' && $value->{properties}) {
        ok exists $value->{additionalProperties}, "$place: is closed";
        for my $name (sort keys %{ $value->{properties} }) {
            my $member = $value->{properties}{$name};
            ok api_resolve($member)->{description} // $member->{description},
                "$place: $name says what it means";
        }
    }
    look($value->{$_}, "$place/$_")
        for grep { !/^examples?$/ } sort keys %$value;
    return;
}
look(api_description()->{components}{schemas}, 'schemas');
done_testing;
