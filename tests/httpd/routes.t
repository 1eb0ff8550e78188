# What HTTP asks of an answer, held against every address that there is, under
# two servers with the same published file.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyBodies;
use TreatyHttpd;
use TreatyRoutes;

my $ORIGIN = 'https://treaties.example';
my $JSON   = JSON::PP->new->utf8;
my $METHODS = 'GET, HEAD, OPTIONS';
my %TYPES  = ('/treaties/opsc/citation.json' =>
    'application/vnd.citationstyles.csl+json');
my %etag;    # by the day and the address, then by the MPM

# Whether what an address gives is made of the record; a file is as it is, and
# health is of the moment.
sub is_document {
    my ($address) = @_;
    return $address->{form} ne 'FILE' && $address->{stem} ne '/health';
}

sub url_of {
    my ($address, $more) = @_;
    my $query = join '&', grep { length } $address->{needs}, $more // '';
    return "/ref$address->{path}" . (length $query ? "?$query" : '');
}

# The values of a Link header by relation.
sub links_by_relation {
    my ($answer) = @_;
    my %links;

    push @{ $links{$2} }, { to => $1, type => $3 // '' }
        while ($answer->{headers}{link} // '')
        =~ /<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?/g;
    return \%links;
}

sub gives {
    my ($httpd, $address) = @_;
    my $url     = url_of($address);
    my $answer  = $httpd->get($url);
    my $headers = $answer->{headers};
    my $type = $TYPES{ $address->{path} } // type_of_form($address->{form});

    is $answer->{status}, 200, "$url is there" or return;
    like $headers->{'content-type'}, qr{\A\Q$type\E(?:;|\z)}, 'as what it is'
        if $type;
    is body_fault($headers->{'content-type'}, $answer->{content}), '',
        'which it is' if is_document($address);
    is $headers->{'x-content-type-options'}, 'nosniff', "it isn't guessed at";
    is $headers->{vary} // 'Accept-Encoding', 'Accept-Encoding',
        'it varies by its coding alone';
    ok $headers->{'cache-control'}, 'it says how long it holds';
    is $headers->{'content-length'} // length $answer->{content},
        length $answer->{content}, 'it is as long as it says';
    return $answer;
}

sub heads {
    my ($httpd, $address, $answer) = @_;
    my $url  = url_of($address);
    my $head = $httpd->head($url);
    my %get  = %{ $answer->{headers} };

    is $head->{status}, 200, "HEAD $url is answered";
    is $head->{content} // '', '', 'without a body';
    # A body whose length isn't known comes in chunks, which HEAD has none of.
    delete @get{qw(date transfer-encoding)};
    delete $head->{headers}{$_} for qw(date transfer-encoding);
    is_deeply $head->{headers}, \%get, 'and the same headers';
    return;
}

# Under what conditions nothing is sent.
sub validates {
    my ($httpd, $address, $answer) = @_;
    my $url = url_of($address);
    my ($etag, $since) = @{ $answer->{headers} }{qw(etag last-modified)};

    return if $address->{stem} eq '/health';
    like $etag // '', qr/\A"[^"]+"\z/, "$url has a strong ETag" or return;
    $etag{ substr $answer->{headers}{date}, 0, 16 }{$url}{ $httpd->mpm } = $etag;
    for my $method (qw(GET HEAD)) {
        my $same = $httpd->request($method, $url, { 'If-None-Match' => $etag });
        is $same->{status}, 304, "$method of what one has is answered 304";
        is $same->{content} // '', '', 'without a body';
        is $same->{headers}{etag}, $etag, 'with its ETag';
    }
    is $httpd->get($url, { 'If-None-Match' => '"x"' })->{status}, 200,
        'of something else in full';
    return if $address->{resource} eq 'ASSET';
    ok $since, 'it says since when it is so' or return;
    is $httpd->get($url, { 'If-Modified-Since' => $since })->{status}, 304,
        'not modified since then';
    is $httpd->get($url, { 'If-Modified-Since' =>
        'Tue, 24 Dec 2002 12:00:00 GMT' })->{status}, 200, 'but since before';
    return;
}

sub methods {
    my ($httpd, $address) = @_;
    my $url     = url_of($address);
    my $options = $httpd->request('OPTIONS', $url);

    is $options->{status}, 204, "OPTIONS $url is answered";
    is $options->{headers}{allow}, $METHODS, 'with the methods';
    for my $method (qw(POST PUT DELETE PATCH FROB)) {
        my $answer = $httpd->request($method, $url, {}, 'x');
        is $answer->{status}, 405, "$method isn't";
        is $answer->{headers}{allow}, $METHODS, 'and is told what is';
    }
    return;
}

# The same in other forms, the description, the pages before and after.
sub links {
    my ($httpd, $address, $answer, @all) = @_;
    my $links = links_by_relation($answer);
    my $query = length $address->{needs} ? "?$address->{needs}" : '';
    my @others = grep {
        $_->{stem} eq $address->{stem} && $_->{form} ne $address->{form}
            && ($_->{resource} eq $address->{resource}
                || $address->{form} eq 'HTML')
    } @all;

    # Where to ask for a frame, and how to write a search, are no documents.
    return if !is_document($address) || $address->{stem} eq '/oembed';
    is lc $links->{self}[0]{to}, lc "$ORIGIN/ref$address->{path}$query",
        "$address->{path} says where it is";
    for my $other (@others) {
        my ($found) = grep {
            lc $_->{to} eq lc "$ORIGIN/ref$other->{path}$query"
        } @{ $links->{alternate} // [] };
        ok $found, "and that it is $other->{path} too";
        my $type = type_of_form($other->{form});
        is $found->{type}, $type, "as $type" if $found;
    }
    is $links->{describedby}[0]{to}, "$ORIGIN/ref/openapi.json",
        'and what describes it' if $address->{form} ne 'HTML';
    return;
}

sub pages {
    my ($httpd, $address) = @_;

    return if $address->{form} ne 'JSON'
        || !grep { $_ eq 'cursor' } @{ $address->{takes} };
    my $first = $httpd->get(url_of($address, 'limit=1'));
    my $next  = $JSON->decode($first->{content})->{next} // return;
    is links_by_relation($first)->{next}[0]{to}, $next,
        "$address->{path}: the header names the next page, as the body does";
    my $second = $httpd->get(substr $next, length $ORIGIN);
    my $prev   = $JSON->decode($second->{content})->{prev};
    is $second->{status}, 200, 'which is there';
    is links_by_relation($second)->{prev}[0]{to}, $prev,
        'and names the one before, as its body does' if defined $prev;
    return;
}

# One address for one thing: others lead to it.
sub moves {
    my ($httpd, $address) = @_;
    my $url = url_of($address);
    my ($path, $query) = $url =~ /\A([^?]*)(.*)\z/;
    my $mount = '/ref';
    my @ways  = ("$path/");

    # The mount is the one address that ends in a slash.
    @ways = ($mount) if $path eq "$mount/";
    push @ways, $mount . uc substr $path, length $mount
        if $address->{form} ne 'FILE' && $path =~ m{\A$mount/.*[a-z]};
    for my $way (@ways) {
        my $answer = $httpd->get("$way$query");
        is $answer->{status}, 308, "$way leads elsewhere";
        is $answer->{headers}{location}, "$ORIGIN$path$query", "to $path";
    }
    return;
}

# Data say what they don't take; a page lets others add to its address.
sub refuses {
    my ($httpd, $address, $answer) = @_;
    my $url    = url_of($address, 'utm_source=x');
    my $more   = $httpd->get($url);
    my $is_lax = $address->{form} eq 'FILE' || $address->{form} eq 'HTML'
        || $address->{stem} =~ m{\A/(?:oembed|health)\z};

    if ($is_lax) {
        is $more->{status}, 200, "$url is answered";
        is $more->{headers}{etag}, $answer->{headers}{etag}, 'with the same';
        return;
    }
    my $problem = eval { $JSON->decode($more->{content}) } // {};
    is $more->{status}, 400, "$url is refused";
    is $more->{headers}{'content-type'}, 'application/problem+json',
        'as a problem';
    is $problem->{parameter}, 'utm_source', 'which names the parameter';
    is body_fault('application/problem+json', $more->{content}), '',
        'and has its members';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    my @all = addresses();

    cmp_ok scalar @all, '>', 35, 'there are addresses';
    for my $address (@all) {
        my $answer = gives($httpd, $address) // next;
        heads($httpd, $address, $answer);
        validates($httpd, $address, $answer);
        methods($httpd, $address);
        links($httpd, $address, $answer, @all);
        pages($httpd, $address);
        moves($httpd, $address);
        refuses($httpd, $address, $answer);
    }
} config => "TreatyBase /ref $ORIGIN\nTreatyQueryTimeout 30s\n"
    . "MaxKeepAliveRequests 0\n";

for my $day (sort keys %etag) {
    for my $url (sort keys %{ $etag{$day} }) {
        my $of = $etag{$day}{$url};
        is $of->{event}, $of->{prefork}, "$url: the servers agree on its ETag"
            if keys %$of == 2;
    }
}
done_testing;
