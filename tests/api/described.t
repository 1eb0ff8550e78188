# Each address of docs/openapi.json is asked of a server: its example is
# answered as it says there, HEAD as GET, OPTIONS with what may be asked, a
# parameter that it takes is taken, and any other is an error of data. What is
# answered is judged by tests/api/answers.t besides.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyApi;
use TreatyHttpd;

my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my %operations = api_operations();
my %all = map { $_->{name} => $_ } grep { $_->{in} eq 'query' }
    map { @{ $_->{parameters} } } map { $operations{$_} } sort keys %operations;

sub escaped {
    my ($value) = @_;
    my $text = ref $value ? join ',', @$value : "$value";

    return $text =~ s/([^\w.,:-])/sprintf '%%%02X', ord $1/ger;
}

# The example's address with a parameter of its own, in the place of one that
# it has.
sub with_parameter {
    my ($path, $name, $value) = @_;

    $path =~ s/([?&])\Q$name\E=[^&]*&?/$1/;
    $path =~ s/[?&]\z//;
    return $path . ($path =~ /\?/ ? '&' : '?') . "$name=" . escaped($value);
}

sub check_example {
    my ($answer, $operation, $path, $health) = @_;
    my $content = $operation->{responses}{200}{content};
    my $type    = ($answer->{headers}{'content-type'} // '') =~ s/;.*//r;
    my $media   = $content->{$type};

    is $answer->{status}, 200, "$path is answered";
    ok $media, "$path has a type of its own" or return diag $type;
    return if $type eq 'text/html' || $media->{'x-no-example'};
    my $body = api_steady($answer->{content}, $health,
        @{ $operation->{'x-changing'} // [] });
    my $example = $media->{example};
    return fail("$path has an example") if !defined $example;
    if ($type =~ /json/) {
        is $json->encode($json->decode($body)), $json->encode($example),
            "$path is answered as its example says";
    }
    else {
        utf8::decode($body);
        is $body, $example, "$path is answered as its example says";
    }
    return;
}

sub check_methods {
    my ($httpd, $answer, $path) = @_;
    my $head = $httpd->head($path);
    my @same = qw(content-type etag last-modified link cache-control
        x-content-type-options);

    is $head->{status}, $answer->{status}, "HEAD $path: as GET";
    is_deeply { map { $_ => $head->{headers}{$_} } @same },
        { map { $_ => $answer->{headers}{$_} } @same }, "HEAD $path: its headers";
    if ($answer->{headers}{etag}) {
        is $httpd->get($path, { 'If-None-Match' => $answer->{headers}{etag} })
            ->{status}, 304, "$path: what is known isn't sent again";
    }
    my $options = $httpd->request('OPTIONS', $path);
    is $options->{status}, 204, "OPTIONS $path: is answered";
    is $options->{headers}{allow}, 'GET, HEAD, OPTIONS', 'by what may be asked';
    is $httpd->request('DELETE', $path)->{status}, 405, "DELETE $path: isn't";
    return;
}

sub check_parameters {
    my ($httpd, $operation, $path, $ready) = @_;
    my %taken;
    my $is_data = !$operation->{responses}{200}{content}{'text/html'};
    my $is_strict = $is_data && $path !~ m{^/ref/(?:oembed|health|assets|download/)};

    for my $parameter (grep { $_->{in} eq 'query' } @{ $operation->{parameters} }) {
        my ($name, $value) = @{$parameter}{qw(name example)};

        $taken{$name} = 1;
        next unless defined $value;
        $value = $ready->($value);
        is $httpd->get(with_parameter($path, $name, $value))->{status}, 200,
            "$path takes $name";
        next if $parameter->{schema}{type} eq 'string'
            && !$parameter->{schema}{enum} && !$parameter->{schema}{format};
        is $httpd->get(with_parameter($path, $name, 'wrong!'))->{status}, 400,
            "$path takes no wrong $name";
    }
    return unless $is_strict;
    for my $name (grep { !$taken{$_} } sort keys %all) {
        my $value = $ready->($all{$name}{example} // 'x');
        my $answer = $httpd->get(with_parameter($path, $name, $value));
        my $problem = eval { $json->decode($answer->{content}) } // {};

        is "$answer->{status} " . ($problem->{parameter} // ''), "400 $name",
            "$path takes no $name";
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    my $health = $httpd->json('/ref/health');
    my $ready = sub {
        my ($value) = @_;
        return ref $value ? $value
            : $value =~ s/\{mount\}/$API_ORIGIN\/ref/r
                     =~ s/\{revision\}/$health->{revision}/r;
    };

    for my $name (sort keys %operations) {
        my $operation = $operations{$name};
        my $text = $operation->{'x-example'} or next;
        my $path = '/ref'
            . api_example($text, "$API_ORIGIN/ref", $health->{revision});
        my $answer = $httpd->get($path);

        check_example($answer, $operation, $path, $health);
        check_methods($httpd, $answer, $path);
        check_parameters($httpd, $operation, $path, $ready);
    }
} downloads => 1, config => "<Location /ref>\nTreatyBase /ref $API_ORIGIN\n</Location>";
done_testing;
