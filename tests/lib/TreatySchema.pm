# Checks data against a JSON Schema: the part of draft 2020-12 that ours use.
#
#   my @faults = faults_of($schema, $data);    "$.lines[0].act: ..." each
#
# A keyword that isn't known here ends the test rather than being passed over.
package TreatySchema;
use strict;
use warnings;

use B ();
use Exporter 'import';
use JSON::PP ();

our @EXPORT = qw(faults_of);

my %CHECK = (
    '$ref' => sub {
        my ($ref, $data, $at, $root) = @_;
        my $schema = $root;
        $schema = $schema->{$_} // die "$ref leads nowhere\n"
            for grep { $_ ne '#' } split m{/}, $ref;
        return _faults($schema, $data, $at, $root);
    },
    type => sub {
        my ($types, $data, $at) = @_;
        my $type = _type_of($data);
        return if grep { $_ eq $type } ref $types ? @$types : $types;
        return "$at: is of type $type";
    },
    enum => sub {
        my ($values, $data, $at) = @_;
        return if grep { _equal($_, $data) } @$values;
        return "$at: is none of the values";
    },
    const => sub { return _equal(@_[0, 1]) ? () : "$_[2]: isn't $_[0]" },
    pattern => sub {
        my ($pattern, $data, $at) = @_;
        return if _type_of($data) ne 'string' || $data =~ /$pattern/;
        return "$at: isn't of the form $pattern";
    },
    minLength => sub {
        my ($least, $data, $at) = @_;
        return if _type_of($data) ne 'string' || length $data >= $least;
        return "$at: is too short";
    },
    maxLength => sub {
        my ($most, $data, $at) = @_;
        return if _type_of($data) ne 'string' || length $data <= $most;
        return "$at: is too long";
    },
    minimum => sub {
        my ($least, $data, $at) = @_;
        return if _type_of($data) ne 'integer' || $data >= $least;
        return "$at: is too small";
    },
    maximum => sub {
        my ($most, $data, $at) = @_;
        return if _type_of($data) ne 'integer' || $data <= $most;
        return "$at: is too large";
    },
    items => sub {
        my ($schema, $data, $at, $root) = @_;
        return if ref $data ne 'ARRAY';
        return map { _faults($schema, $data->[$_], "$at\[$_]", $root) }
            0 .. $#$data;
    },
    properties => sub {
        my ($schemas, $data, $at, $root) = @_;
        return if ref $data ne 'HASH';
        return map { _faults($schemas->{$_}, $data->{$_}, "$at.$_", $root) }
            grep { exists $data->{$_} } sort keys %$schemas;
    },
    required => sub {
        my ($names, $data, $at) = @_;
        return if ref $data ne 'HASH';
        return map { "$at.$_: is missing" }
            grep { !exists $data->{$_} } @$names;
    },
    oneOf => sub {
        my ($schemas, $data, $at, $root) = @_;
        my $fit = grep { !_faults($_, $data, $at, $root) } @$schemas;
        return $fit == 1 ? () : "$at: fits $fit of the forms";
    },
);
my %SAYS_NOTHING = map { $_ => 1 }
    qw($schema $id $defs title description format additionalProperties);

sub faults_of {
    my ($schema, $data) = @_;
    return _faults($schema, $data, '$', $schema);
}

sub _faults {
    my ($schema, $data, $at, $root) = @_;
    my @faults;

    for my $keyword (sort keys %$schema) {
        next if $SAYS_NOTHING{$keyword};
        my $check = $CHECK{$keyword} // die "the keyword $keyword is unknown\n";
        push @faults, $check->($schema->{$keyword}, $data, $at, $root);
    }
    if (exists $schema->{additionalProperties} && ref $data eq 'HASH') {
        push @faults, map { "$at.$_: there is no such member" }
            grep { !$schema->{properties}{$_} } sort keys %$data;
    }
    return @faults;
}

sub _type_of {
    my ($data) = @_;

    return 'null'    if !defined $data;
    return 'boolean' if JSON::PP::is_bool($data);
    return 'array'   if ref $data eq 'ARRAY';
    return 'object'  if ref $data;
    return B::svref_2object(\$data)->FLAGS & B::SVf_POK ? 'string' : 'integer';
}

sub _equal {
    my ($one, $other) = @_;
    return _type_of($one) eq _type_of($other)
        && (!defined $one || $one eq $other);
}

1;
