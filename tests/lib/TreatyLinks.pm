# The links that an answer holds, in whatever form it is.
#
#   for my $link (links_of($answer, $base)) {
#       $link->{to}    'https://treaties.example/ref/treaties/opsc.json'
#       $link->{in}    'urls.self', 'Link', '<a href>': where it stands
#       $link->{is_relative}  true in HTML, where a path alone will do
#   }
#
# $base is what our own addresses begin with: an origin or none, and the mount.
package TreatyLinks;
use strict;
use warnings;

use Exporter 'import';
use JSON::PP;
use TreatyBodies;
use TreatyRoutes;

our @EXPORT = qw(links_of ids_of);

my $JSON = JSON::PP->new->utf8;

# Members that are addresses, ours or of other sites.
my $ADDRESS = qr/\A(?:url|URL|next|prev|href|self|\@id|sameAs|json_schema)\z/;

sub _unescaped {
    my ($text) = @_;
    my %of = (amp => '&', lt => '<', gt => '>', quot => '"', apos => "'");

    return $text =~ s/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/
        defined $1 ? chr hex $1 : defined $2 ? chr $2 : $of{$3} \/\/ "&$3;"/ger;
}

# A text with the parameters of a template filled in.
sub _filled {
    my ($text) = @_;
    my %value = (searchTerms => 'children', treaty => 'opsc',
        participant => 'usa');

    return $text =~ s/\{(\w+)\}/$value{$1} \/\/ "{$1}"/ger;
}

sub _in_value {
    my ($name, $value, $base) = @_;

    return { to => _filled($value), in => $name }
        if $value =~ m{\A\Q$base\E(?:/|\z)}
        || ($name =~ $ADDRESS && $value !~ /\A_:/);
    # What is HTML in JSON, as oEmbed's and a sheet's blocks.
    return _in_html($value) if $name eq 'html' || $value =~ /<a [^>]*href=/;
    return;
}

# The text of a string of JSON.
sub _string {
    my ($text) = @_;
    my %of = (n => "\n", r => "\r", t => "\t", b => "\b", f => "\f");

    return $text if $text !~ /\\/;
    return $text =~ s/\\(?:u([0-9a-fA-F]{4})|(.))/
        defined $1 ? chr hex $1 : $of{$2} \/\/ $2/ger;
}

# Every text that begins as our addresses do, every member that is one, and
# what stands under "urls"; by the strings alone, for answers are many and a
# parser in Perl is slow. Each is the value of the last name before it.
sub _in_json {
    my ($bytes, $base) = @_;
    my ($text, $name, @links) = ($bytes, '');

    utf8::decode($text);
    # A description has examples and patterns, and paths that are templates.
    $text = $JSON->encode({ servers => $JSON->decode($bytes)->{servers} })
        if $text =~ /\A\{\s*"openapi":/;
    while ($text =~ /"urls":\s*\{([^{}]*)\}/g) {
        my $urls = $1;
        push @links, map { { to => _filled(_string($_)), in => 'urls' } }
            $urls =~ /"\w+":\s*"([^"]*)"/g;
    }
    while ($text =~ /"((?:[^"\\]++|\\.)*+)"(\s*:)?/gs) {
        if (defined $2) {
            $name = $1;
        }
        else {
            push @links, _in_value($name, _string($1), $base);
        }
    }
    return @links;
}

# A form leads where it does with what has to be filled in.
sub _form_link {
    my ($action, @tags) = @_;
    my @pairs;

    for my $tag (@tags) {
        my ($name, $attribute) = @$tag;
        last if $name eq '/form';
        push @pairs, "$attribute->{name}=" . example_of($attribute->{name})
            if exists $attribute->{required} && defined $attribute->{name};
    }
    return _unescaped($action) . (@pairs ? '?' . join '&', @pairs : '');
}

sub _in_html {
    my ($text) = @_;
    my @tags = @{ html_tags($text) // [] };
    my @links;

    while (my $tag = shift @tags) {
        my ($name, $attribute) = @$tag;
        for my $key (grep { defined $attribute->{$_} }
            qw(href src action cite poster))
        {
            my $to = $key eq 'action' ? _form_link($attribute->{$key}, @tags)
                : _unescaped($attribute->{$key});
            push @links, { to => $to, in => "<$name $key>", is_relative => 1 };
        }
    }
    return @links;
}

sub _in_xml {
    my ($text) = @_;
    return map { { to => _filled(_unescaped($_->[1])), in => $_->[0] } }
        map { /\A(href|template)="(.*)"\z/s ? [$1, $2] : () }
        $text =~ /\s((?:href|template)="[^"]*")/g;
}

sub _in_csv {
    my ($text) = @_;
    my ($header, @rows) = @{ csv_rows($text) // [] };
    my @columns = grep { $header->[$_] =~ /(?:\A|_)url\z/ } 0 .. $#{ $header // [] };

    return map {
        my $row = $_;
        map { { to => $row->[$_], in => "column $header->[$_]" } }
            grep { $row->[$_] ne '' } @columns
    } @rows;
}

sub _in_link_header {
    my ($value) = @_;
    return map { { to => $_, in => 'Link' } } $value =~ /<([^>]*)>;/g;
}

sub _in_text {
    my ($text) = @_;
    return map { { to => $_, in => 'text' } }
        $text =~ m{(?:^UR  - |\burl\s*=\s*\{)([^\s{}]+)}mg;
}

# The ids in a page, for links that lead to a part of it.
sub ids_of {
    my ($text) = @_;
    return map { _unescaped($_->[1]{id}) }
        grep { defined $_->[1]{id} } @{ html_tags($text) // [] };
}

sub links_of {
    my ($answer, $base) = @_;
    my ($type) = ($answer->{headers}{'content-type'} // '') =~ m{\A([^;\s]+)};
    my @links = _in_link_header($answer->{headers}{link} // '');
    my $text = $answer->{content};

    utf8::decode($text);
    return (@links, _in_json($answer->{content}, $base)) if $type =~ /json\z/;
    return (@links, _in_html($text)) if $type eq 'text/html';
    return (@links, _in_xml($text))  if $type =~ /xml\z/;
    return (@links, _in_csv($text))  if $type eq 'text/csv';
    return (@links, _in_text($text));
}

1;
