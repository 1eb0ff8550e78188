# Hostile requests as data: what tests/hostile/requests/*.txt says.
#
#   # a remark
#   = A group, which is a sentence
#   : never REGEX      no answer of the group has it, in head or body
#   : has REGEX        each answer's head has it
#   : equal            each is answered as its target is without what is added
#                      to it: further headers, and a query after "??"
#   : asked HEADER: V  a header of each request of the group
#   404 GET /ref/%00.json
#   400:on GET /ref/treaties.json?on=«yesterday»
#   200 GET /ref/treaties | Range: bytes=9-0 | X-Evil: yes
#   400 RAW GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n
#
# A line is a status, a method and a target; behind " | " stand further headers.
# "400:on" is a problem with the parameter "on". RAW is all that is sent, and
# "200+400" are the answers to it, "none" that there is none. In all of it \r \n
# \t \0 \s (a space) \\ and \xHH are bytes, \[text*N] is a text N times, and
# what stands in «» is percent-encoded as a query has it.
package TreatyRequests;
use strict;
use warnings;

use Exporter 'import';
use TreatySource;

our @EXPORT = qw(request_groups request_bytes plain_bytes);

my %BYTE = (r => "\r", n => "\n", t => "\t", 0 => "\0", s => ' ',
    '\\' => '\\');

# A text with its escapes taken for the bytes that they are.
sub plain_bytes {
    my ($text) = @_;

    $text =~ s{\\\[(.*?)\*(\d+)\]}{$1 x $2}ge;
    return $text =~ s{\\(?:x([0-9a-fA-F]{2})|([rnt0s\\]))}
                     {defined $1 ? chr hex $1 : $BYTE{$2}}ger;
}

# The bytes that a text of the file stands for.
sub _bytes {
    my ($text) = @_;

    # The marks are of two bytes in the file.
    $text =~ s{\xc2\xab(.*?)\xc2\xbb}
              {plain_bytes($1) =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ger}ge;
    return plain_bytes($text);
}

sub _request {
    my ($line, $at) = @_;
    my ($status, $param, $method, $rest)
        = $line =~ /\A((?:\d{3}\+?)+|none|\?)(?::([\w-]+))?\s+([\w-]+)\s+(.*)\z/
        or die "$at: this is no request: $line\n";
    my %request = (status => $status, parameter => $param, method => $method,
        line => $line, at => $at);

    if ($method eq 'RAW') {
        return { %request, raw => _bytes($rest) };
    }
    my ($target, @headers) = split / \| /, $rest;
    my ($bare, $added) = split /\?\?/, $target, 2;
    $target = "$bare?$added" if defined $added;
    return { %request, target => _bytes($target), bare => _bytes($bare),
        headers => [map { _bytes($_) } @headers] };
}

# All groups of a file: { title, never => [regex...], has => [regex...], equal,
# asked => [header...], requests => [...] }.
sub _groups {
    my ($path) = @_;
    my (@groups, $number);

    for my $line (split /\n/, slurp($path)) {
        my $at = "$path:" . ++$number;
        next if $line =~ /\A\s*(?:#|\z)/;
        if ($line =~ /\A= (.+)/) {
            push @groups, { title => $1, never => [], has => [],
                asked => [],
                requests => [], file => $path };
        }
        elsif ($line =~ /\A: never (.+)/) {
            push @{ $groups[-1]{never} }, qr/$1/;
        }
        elsif ($line =~ /\A: has (.+)/) {
            push @{ $groups[-1]{has} }, qr/$1/;
        }
        elsif ($line =~ /\A: asked (.+)/) {
            push @{ $groups[-1]{asked} }, _bytes($1);
        }
        elsif ($line =~ /\A: equal\z/) {
            $groups[-1]{equal} = 1;
        }
        else {
            push @{ $groups[-1]{requests} }, _request($line, $at);
        }
    }
    return @groups;
}

sub request_groups {
    return map { _groups($_) }
        project_files(qr{^tests/hostile/requests/\w+\.txt\z});
}

# What is sent for a request, with the headers of its group; its own Host takes
# the place of ours.
sub request_bytes {
    my ($request, @asked) = @_;
    my @headers = (@asked, @{ $request->{headers} // [] });

    return $request->{raw} if defined $request->{raw};
    unshift @headers, 'Host: localhost' if !grep { /\AHost:/i } @headers;
    return join "\r\n", "$request->{method} $request->{target} HTTP/1.1",
        @headers, '', '';
}

1;
