# What the tests of the module share: databases made for one test, and answers
# that are taken apart by hand.
package TreatyFixture;
use strict;
use warnings;

use Exporter 'import';
use File::Temp 'tempdir';
use JSON::PP;
use POSIX 'strftime';
use TreatyConfig;
use TreatyCtl;

our @EXPORT = qw(
    members published published_ago sample_record treaty_record answers_of
    send_lines children_of
);

my $folder;

# Children of httpd read here too, as another user.
sub _folder {
    if (!$folder) {
        $folder = tempdir('treaty-data-XXXXXX', TMPDIR => 1, CLEANUP => 1);
        chmod 0755, $folder;
    }
    return $folder;
}

# The path of the sample record in the project's own JSON.
sub sample_record { return "$TreatyConfig::SRCDIR/sql/sample.json" }

# An object of a record file, which wants its members in order.
sub members {
    my (@pairs) = @_;
    return bless \@pairs, 'TreatyFixture::Members';
}

# A treaty with nothing but what is required.
sub treaty_record {
    my ($id) = @_;

    return members(
        id     => $id,
        type   => 'treaty',
        titles => [members(kind => 'official', title => "Treaty $id")],
    );
}

sub _json {
    my ($value) = @_;

    if (ref $value eq 'TreatyFixture::Members') {
        my @texts = map { _json($_) } @$value;
        my @members;
        push @members, join ':', splice @texts, 0, 2 while @texts;
        return '{' . join(',', @members) . '}';
    }
    return '[' . join(',', map { _json($_) } @$value) . ']'
        if ref $value eq 'ARRAY';
    return JSON::PP->new->utf8->allow_nonref->encode($value);
}

# A record as a file: given as one's path, or as members without format and
# version.
sub _file_of {
    my ($file, $record) = @_;
    return $record if !ref $record;

    open my $out, '>:raw', $file or die "$file: $!";
    print {$out} _json(members(
        format => 'treaty-record', version => 1, @$record)), "\n";
    close $out or die "$file: $!";
    return $file;
}

# Publishes records, one after the other, under a new name in a folder of this
# test's; returns the path.
sub published {
    my ($name, @records) = @_;
    my $path = _folder() . "/$name";

    treatyctl_ok('init', "$path.authoring");
    treatyctl_ok('import', "$path.authoring",
        _file_of("$path.$_.json", $records[$_])) for 0 .. $#records;
    treatyctl_ok('publish', "$path.authoring", $path);
    return $path;
}

# A copy of a published file that says it was published so many seconds ago; the
# path. A file doesn't know more of its age than that, in one text.
sub published_ago {
    my ($file, $seconds) = @_;
    my $was = JSON::PP->new->decode(treatyctl_ok('render', $file, 'health'))
        ->{published_at};
    my $is   = strftime '%Y-%m-%dT%H:%M:%SZ', gmtime(time - $seconds);
    my $path = _folder() . "/aged$seconds-" . $file =~ s{.*/}{}r;

    open my $in, '<:raw', $file or die "$file: $!";
    local $/ = undef;
    my $bytes = <$in> =~ s/\Q$was\E/$is/gr;
    open my $out, '>:raw', $path or die "$path: $!";
    print {$out} $bytes;
    close $out or die "$path: $!";
    return $path;
}

# Bytes with httpd's line ends, from lines.
sub send_lines {
    my (@lines) = @_;
    return join '', map {"$_\r\n"} @lines;
}

# The answers in what a connection gave, as HTTP::Tiny would have them. For
# each, in order, the method of its request has to be told.
sub answers_of {
    my ($bytes, @methods) = @_;
    my @answers;

    for my $method (@methods) {
        $bytes =~ s{\A HTTP/1\.[01] \s (\d+) [^\r]* \r\n (.*?) \r\n\r\n}{}xs
            or last;
        my %answer = (status => $1);
        for my $line (split /\r\n/, $2) {
            my ($name, $value) = split /:\s*/, $line, 2;
            $answer{headers}{ lc $name } = $value;
        }
        my $has_body = $method ne 'HEAD' && $answer{status} !~ /^[23]04$/;
        my $length = $has_body
            ? $answer{headers}{'content-length'} // length $bytes : 0;
        $answer{content} = substr $bytes, 0, $length, '';
        push @answers, \%answer;
    }
    return @answers;
}

# The processes that a server has forked.
sub children_of {
    my ($pid) = @_;
    open my $file, '<', "/proc/$pid/task/$pid/children" or return;
    return split ' ', scalar(<$file>) // '';
}

1;
