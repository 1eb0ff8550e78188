# Whether a body is what its Content-Type says, and nothing in it is live or
# tells of the machine.
#
#   is body_fault('application/json', $bytes), '', 'it is JSON';
#   is leak_of($bytes), '', 'which tells nothing of the machine';
#   is answer_fault('GET', $answer), '', 'and so is an answer in whole';
#
# None has a parser that what is tested was built with.
package TreatyBodies;
use strict;
use warnings;

use Digest::MD5 'md5';
use Exporter 'import';
use IO::Uncompress::Gunzip 'gunzip';

our @EXPORT = qw(answer_fault body_fault leak_of csv_rows html_tags);

my $JSON_TEXT = qr{
    (?(DEFINE)
        (?<value> (?&object) | (?&array) | (?&string) | (?&number)
            | true | false | null )
        (?<object> \{ \s*+ (?: (?&member) (?: \s*+ , \s*+ (?&member) )*+ )?+
            \s*+ \} )
        (?<member> (?&string) \s*+ : \s*+ (?&value) )
        (?<array> \[ \s*+ (?: (?&value) (?: \s*+ , \s*+ (?&value) )*+ )?+
            \s*+ \] )
        (?<string> " (?: [^"\\\x00-\x1f]++
            | \\ (?: ["\\/bfnrt] | u[0-9a-fA-F]{4} ) )*+ " )
        (?<number> -?+ (?: 0 | [1-9][0-9]*+ ) (?: \.[0-9]++ )?+
            (?: [eE][+-]?+[0-9]++ )?+ )
    )
    \A \s*+ (?&object) \s*+ \z
}x;
my $ENTITY = qr/&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);/;
my %VOID = map { $_ => 1 } qw(area base br col embed hr img input link meta
    source track wbr);
my %ADDRESS = map { $_ => 1 } qw(href src action formaction data poster cite
    srcdoc);

# SQL, SQLite's own words, paths of this machine, names of files and functions
# in C, tags of log messages, what a sanitizer says.
my $LEAK = qr{
    \bSELECT\b.{0,200}\bFROM\b | \bSQLITE | sqlite3? (?:_|\s+error)
    | near\ ".{0,80}":\ syntax\ error | fts5:\ | malformed\ MATCH
    | no\ such\ (?:table|column|function) | unrecognized\ token
    | \bsqlite_master\b | /tmp/ | /var/(?:lib|www)/ | /home/
    | \b\w+\.[ch]:\d | 0x[0-9a-f]{6,} | \bTREATY\d | \bapr_[a-z]+ | mod_treaty/
    | \bSegmentation\ fault | Sanitizer | \bstack\ trace\b
}xs;

sub leak_of { return $_[0] =~ /($LEAK)/ ? $1 : '' }

sub _json { return $_[0] =~ $JSON_TEXT ? '' : 'is no JSON' }

# The problem's own members (RFC 9457), and ours for what was asked wrongly.
sub _problem {
    my ($text) = @_;
    my $fault = _json($text);

    return $fault if $fault;
    my %has = map { $_ => 1 } $text =~ /^  "(\w+)": /mg;
    my ($status) = $text =~ /^  "status": (\d{3})\b/m;
    my @lacking = grep { !$has{$_} } qw(type title status detail),
        ($status // 0) == 400 ? 'expected' : ();
    return @lacking ? "is a problem without @lacking" : '';
}

sub _xml {
    my ($text) = @_;
    my @open;

    return 'holds what XML can not'
        if $text =~ /[^\t\n\r\x20-\x{d7ff}\x{e000}-\x{fffd}\x{10000}-\x{10ffff}]/;
    $text =~ /\G<\?xml [^<>]*\?>\s*/gc or return 'has no XML declaration';
    while ((pos($text) // 0) < length $text) {
        if ($text =~ /\G\s+/gc) { next }
        if (@open && $text =~ /\G(?:[^<&]+|$ENTITY|<!--.*?-->)/gcs) { next }
        if ($text =~ m{\G<([\w:.-]+)((?:\s+[\w:.-]+="(?:[^"<&]|$ENTITY)*")*)\s*(/?)>}gc) {
            push @open, $1 if !$3;
            next;
        }
        if (@open && $text =~ m{\G</([\w:.-]+)\s*>}gc && $1 eq pop @open) {
            next;
        }
        return 'is not well-formed at ' . substr $text, pos($text) // 0, 60;
    }
    return @open ? "leaves <@open> open" : '';
}

# A picture has no declaration, so that a page can take it in.
sub _svg {
    my ($text) = @_;
    return 'is no picture' if $text !~ /\A<svg /;
    return _xml(qq(<?xml version="1.0"?>$text));
}

# The rows of RFC 4180's CSV, each a list of cells; undef where it is none.
sub csv_rows {
    my ($text) = @_;
    my (@rows, @row);

    while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/gc) {
        my ($quoted, $plain, $end) = ($1, $2, $3);
        push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
        next if $end eq ',';
        push @rows, [@row];
        @row = ();
    }
    return (pos($text) // 0) == length $text && !@row ? \@rows : undef;
}

# A table whose cells no spreadsheet runs.
sub _csv {
    my ($text) = @_;
    my $rows = csv_rows($text);

    return 'is no CSV' if !$rows || !@$rows;
    for my $row (@$rows) {
        return 'has rows of unlike length' if @$row != @{ $rows->[0] };
        my ($live) = grep { /\A\s*[=+\-@]/ } @$row;
        return "has a cell that runs: $live" if defined $live;
    }
    return '';
}

# The tags of an HTML text: lists of a name, with a '/' before one that ends
# an element, and its attributes; undef where a '<' opens none.
sub html_tags {
    my ($text) = @_;
    my @tags;

    while ((pos($text) // 0) < length $text) {
        next if $text =~ /\G[^<]+/gc;
        next if $text =~ /\G<!DOCTYPE[^>]*>/gci;
        next if $text =~ /\G<!--(?!#).*?-->/gcs;
        $text =~ m{\G<(/?[a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>}gc
            or return undef;
        my ($name, $rest) = (lc $1, $2);
        my %attribute;
        while ($rest =~ m{([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?}g) {
            my ($key, $value) = ($1, $2 // '');
            $attribute{ lc $key } = $value =~ s/\A["']|["']\z//gr;
        }
        push @tags, [$name, \%attribute];
        # Foreign elements may end themselves.
        push @tags, ["/$name", {}]
            if $rest =~ m{/\s*\z} && $name =~ /\A(?:path|line|rect)\z/;
        if ($name eq 'script' || $name eq 'style') {
            $text =~ m{\G.*?(?=</$name)}gcsi or return undef;
        }
    }
    return \@tags;
}

sub _live_tag {
    my ($name, $attribute) = @_;

    return "runs a script" if $name eq 'script'
        && !exists $attribute->{src}
        && ($attribute->{type} // '') !~ m{\Aapplication/(?:ld\+)?json\z};
    for my $key (keys %$attribute) {
        my $value = $attribute->{$key} =~ s/&#x?0*([0-9a-f]+);?/?/gri;
        return "has the attribute $key" if $key =~ /\Aon/;
        return "has no name of an attribute: $key" if $key =~ /[<&]/;
        return "leads to $value"
            if $ADDRESS{$key} && $value =~ /\A[\s\x00-\x20]*(?:javascript|data|vbscript):/i;
    }
    return '';
}

sub _html {
    my ($text) = @_;
    my $tags = html_tags($text) // return 'has a < that opens nothing';
    my @open;

    for my $tag (@$tags) {
        my ($name, $attribute) = @$tag;
        my $live = _live_tag($name, $attribute);
        return "<$name> $live" if $live;
        next if $VOID{ $name =~ s{\A/}{}r };
        if ($name !~ m{\A/}) {
            push @open, $name;
        }
        elsif ("/" . (pop(@open) // '') ne $name) {
            return "closes $name, which is not open";
        }
    }
    return @open ? "leaves <@open> open" : '';
}

sub _bibtex {
    my ($text) = @_;
    my $depth = 0;

    return 'is no BibTeX' if $text !~ /\A\@\w+\{[^\s,{}]+,/;
    for my $brace ($text =~ /([{}])/g) {
        $depth += $brace eq '{' ? 1 : -1;
        return 'has braces that do not match' if $depth < 0;
    }
    return $depth ? 'has braces that do not match' : '';
}

sub _ris {
    my ($text) = @_;
    return $text =~ /\ATY  - \w+\r\n(?:[A-Z][A-Z0-9]  - [^\r\n]*\r\n)*ER  - \r\n\z/
        ? '' : 'is no RIS';
}

my %CHECK = (
    'application/json'                             => \&_json,
    'application/ld+json'                          => \&_json,
    'application/problem+json'                     => \&_problem,
    'application/atom+xml'                         => \&_xml,
    'application/opensearchdescription+xml'        => \&_xml,
    'image/svg+xml'                                => \&_svg,
    'text/csv'                                     => \&_csv,
    'text/html'                                    => \&_html,
    'application/x-bibtex'                         => \&_bibtex,
    'application/x-research-info-systems'          => \&_ris,
    'text/css'                                     => sub { '' },
    'text/javascript'                              => sub { '' },
    'text/plain'                                   => sub { '' },
    # What httpd's core says to TRACE outside of a mount.
    'message/http'                                 => sub { '' },
);

# What is wrong with a body, or ''.
sub body_fault {
    my ($type, $bytes) = @_;
    my ($bare) = ($type // '') =~ m{\A([\w.+-]+/[\w.+-]+)};
    my $text = $bytes;

    return 'has no type' if !defined $bare;
    # Lists of items of CSL are no object.
    return '' if $bare =~ m{\Aapplication/vnd\.citationstyles\.csl\+json\z}
        && !_json($bytes =~ s/\A\s*\[\s*|\s*\]\s*\z//gr);
    my $check = $CHECK{$bare} or return "is of an unknown type, $bare";
    return 'is no UTF-8'
        if ($type =~ /utf-8/i || $bare =~ /json|svg/) && !utf8::decode($text);
    return $check->($text);
}

# 408 is httpd's for a request that doesn't come to its end.
my %EXPECTED = map { $_ => 1 } qw(200 204 206 304 308 400 403 404 405 408 410
    411 412 413 414 416 417 426 431 501 505);

# What is wrong with an answer of TreatyWire's to whatever was asked, or ''.
# Bodies that were seen aren't read again.
my %fault_seen;

sub answer_fault {
    my ($method, $answer) = @_;
    my ($status, $headers) = @$answer{qw(status headers)};

    return "has status $status" if !$EXPECTED{$status};
    return 'is broken off'      if $answer->{is_broken};
    return "varies by $headers->{vary}"
        if ($headers->{vary} // '') =~ /accept(?!-encoding)/i;
    return 'has a header of the request\'s' if exists $headers->{'x-evil'}
        || exists $headers->{'set-cookie'} || $answer->{head} =~ /evil\.example/;
    return 'has no body, yet a type' if $status == 204 && $headers->{'content-type'};
    return '' if $status =~ /\A[23]04\z/ || $method eq 'HEAD'
        || ($headers->{'content-length'} // '') eq '0';
    my $type = $headers->{'content-type'} // '';
    # Perl's core can't unpack it; tests/httpd/cache.t has it done.
    return '' if ($headers->{'content-encoding'} // '') eq 'br';
    my $body = _plain_body($answer);
    return 'can\'t be unpacked' if !defined $body;
    return $fault_seen{ md5("$status $type $body") }
        //= _body_fault_of($status, $type, $body);
}

# Without what it was compressed by; undef where that can't be undone. A part
# of what is compressed stays as it is.
sub _plain_body {
    my ($answer) = @_;
    my $coding = $answer->{headers}{'content-encoding'} // 'identity';
    my $body;

    return $answer->{content} if $coding eq 'identity' || $answer->{status} == 206;
    return if $coding ne 'gzip' || !gunzip(\$answer->{content}, \$body);
    return $body;
}

# The database that can be downloaded is one, and names what it likes.
sub _body_fault_of {
    my ($status, $type, $body) = @_;

    return $body =~ /\ASQLite format 3\0/ || $status != 200 ? '' : 'is no database'
        if $type eq 'application/vnd.sqlite3';
    my $leak = leak_of($body);
    return "tells $leak" if $leak ne '';
    return $status == 206 ? '' : body_fault($type, $body);
}

1;
