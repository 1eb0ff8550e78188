# Each request of tests/hostile/requests, which mean harm, is answered by the
# status that stands there. No answer is anything but what its type says, tells
# of the machine or has what its group says it never has; and after each group
# the good answers are what they were, byte for byte.
use strict;
use warnings;
use Test::More;
use TreatyBodies;
use TreatyFixture;
use TreatyHttpd;
use TreatyRequests;
use TreatyWire;

my $ORIGIN = 'https://treaties.example';
my $LEAST  = 1000;
# Failures that are told of a group.
my $TOLD_MAX = 20;

# What everybody else is answered meanwhile.
my @GOOD = map {"/ref$_"} split ' ', <<'END';
    / /treaties /treaties.json?limit=5 /treaties.csv /treaties/opsc
    /treaties/opsc/box /treaties/opsc@2002-12-24.json /treaties/opsc.jsonld
    /treaties/opsc/acts.atom /treaties/opsc/timeline.svg /participants/usa/box
    /fact-sheets/2002-12-24-opsc.json /search.json?q=children /search?q=sale
    /status?treaty=opsc,crc&participant=usa /treaties/opsc/box?lang=fr
    /oembed?url=https%3a%2f%2ftreaties.example%2fref%2ftreaties%2fopsc
    /assets/treaty.css /subjects.json
END
# Of these a new answer has others.
my $CHANGING = qr/\A(?:date|connection|keep-alive)\z/;

my %PAGES = (
    'secret.txt'     => "TOP-SECRET\n",
    'id.shtml'       => '<!--#treaty id="$QUERY_STRING" view="box" -->',
    'view.shtml'     => '<!--#treaty id="opsc" view="$QUERY_STRING" -->',
    'fact.shtml'     => '<!--#treaty id="opsc" fact="$QUERY_STRING" -->',
    'lang.shtml'     => '<!--#treaty id="opsc" view="box" lang="$QUERY_STRING" -->',
    'heading.shtml'  => '<!--#treaty id="opsc" view="box" heading="$QUERY_STRING" -->',
    'var.shtml'      => '<!--#treaty id="$QUERY_STRING" fact="title" var="t" -->'
        . '<!--#echo var="t" encoding="entity" -->',
    'include.shtml'  => '<!--#include virtual="/ref/treaties/$QUERY_STRING/box" -->',
);

# What httpd's core says of requests that it refuses.
my @CORE = (
    qr/AH(?:00026|00036|00126|00127|00128|00135|00549|00550|00551)\b/,
    qr/AH(?:00552|00554|00559|00561|00565|00566|00567|00568|00569)\b/,
    qr/AH(?:01070|01587|01588|02405|02426|02429|02430|02966|10244)\b/,
    qr/AH(?:10455|10501|10508)\b/,
);

my @groups = request_groups();
my %seen;
$seen{ request_bytes($_) }++ for map { @{ $_->{requests} } } @groups;
cmp_ok scalar(keys %seen), '>=', $LEAST, 'at least ' . $LEAST . ' are listed';
is_deeply [grep { $seen{$_} > 1 } keys %seen], [], 'none of them twice';

sub asked {
    my ($wire, $target) = @_;
    return $wire->ask("GET $target HTTP/1.1\r\nHost: localhost\r\n\r\n", 'GET');
}

# All answers to bytes, until the server closes.
sub answers_to {
    my ($httpd, $bytes) = @_;
    my $wire   = TreatyWire->new($httpd->port);
    my $method = $bytes =~ /\AHEAD / ? 'HEAD' : 'GET';
    my @answers;

    $wire->send_bytes($bytes);
    shutdown $wire->{socket}, 1;
    while ($wire->{socket} && (my $answer = $wire->receive($method))) {
        push @answers, $answer;
        $method = 'GET';
    }
    return @answers;
}

# What may not differ between two answers.
sub steady {
    my ($answer) = @_;
    my %headers = %{ $answer->{headers} };

    delete @headers{ grep { $_ =~ $CHANGING } keys %headers };
    # It counts down to midnight.
    $headers{'cache-control'} =~ s/max-age=\d+/max-age=/ if $headers{'cache-control'};
    # Health tells its age in seconds, which grows in digits as well.
    my $content = $answer->{content};
    $headers{'content-length'} -= length($1) - 1 if $content =~ s/^  "age": \K(\d+)/0/m;
    return [$answer->{status}, \%headers, $content];
}

sub differs {
    my ($answer, $plain) = @_;
    my ($is, $was) = (steady($answer), steady($plain));

    return "status $is->[0] instead of $was->[0]" if $is->[0] ne $was->[0];
    return 'has another body' if $is->[2] ne $was->[2];
    for my $name (keys %{ $was->[1] }, keys %{ $is->[1] }) {
        my ($one, $other) = map { $_->[1]{$name} // 'nothing' } $is, $was;
        return "has $name: $one instead of $other" if $one ne $other;
    }
    return '';
}

sub problem_parameter { return $_[0]{content} =~ /"parameter": "([^"]*)"/ ? $1 : '' }

# What is wrong with an answer of a group, or ''.
sub fault {
    my ($group, $method, $answer) = @_;
    my $fault = answer_fault($method, $answer);

    return $fault if $fault;
    for my $never (@{ $group->{never} }) {
        return "has $never" if $answer->{head} =~ $never || $answer->{content} =~ $never;
    }
    for my $has (@{ $group->{has} }) {
        return "has no $has" if $answer->{head} !~ $has;
    }
    return '';
}

# What is wrong with the answers to a request, or ''.
sub fault_of {
    my ($httpd, $wire, $group, $request) = @_;
    my $bytes   = request_bytes($request, @{ $group->{asked} });
    my $method  = $request->{method} eq 'RAW'
        ? $bytes =~ /\AHEAD / ? 'HEAD' : 'GET' : uc $request->{method};
    my @answers = $request->{method} eq 'RAW' ? answers_to($httpd, $bytes)
        : grep { defined } $wire->ask($bytes, $method);
    my $status  = join('+', map { $_->{status} } @answers) || 'none';

    return "is answered $status" if $status ne $request->{status};
    for my $answer (@answers) {
        my $fault = fault($group, $method, $answer);
        return $fault if $fault;
    }
    return 'is of the parameter ' . problem_parameter($answers[0])
        if $request->{parameter}
        && problem_parameter($answers[0]) ne $request->{parameter};
    return $group->{equal} ? differs($answers[0], asked($wire, $request->{bare})) : '';
}

sub group {
    my ($httpd, $wire, $group, $good) = @_;
    my $count  = @{ $group->{requests} };
    my @faults = grep { $_->[1] }
        map { [$_, fault_of($httpd, $wire, $group, $_)] } @{ $group->{requests} };

    ok !@faults, "$group->{title}: $count requests" or diag join "\n", map {
        "$_->[0]{at}: $_->[0]{line}\n    $_->[1]"
    } @faults[0 .. ($#faults < $TOLD_MAX ? $#faults : $TOLD_MAX - 1)];
    my @changed = grep { differs(asked($wire, $_), $good->{$_}) } @GOOD;
    is "@changed", '', 'and others are answered as before';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    my $wire     = TreatyWire->new($httpd->port);
    my @children = children_of($httpd->pid);
    my %good     = map { $_ => asked($wire, $_) } @GOOD;

    is_deeply [grep { $good{$_}{status} != 200 } @GOOD], [], 'it serves';
    group($httpd, $wire, $_, \%good) for @groups;
    my %left = map { $_ => 1 } children_of($httpd->pid);
    ok !(grep { !$left{$_} } @children), 'the processes are the same';
    $httpd->allow_log(@CORE, qr/TREATY0410: .*shtml/,
        qr/TREATY0401: .*include\.shtml/, qr/unable to include .*include\.shtml/);
} documents => \%PAGES, config => <<"END";
TreatyBase /ref $ORIGIN
TreatyQueryTimeout 30s
TreatyCORS https://pages.example
MaxKeepAliveRequests 0
KeepAliveTimeout 60
<Location "/live">
    SetHandler treaty
    TreatyBase /live
    Options +Includes
    SetOutputFilter INCLUDES
</Location>
<IfModule mpm_prefork_module>
    MaxSpareServers 8
</IfModule>
END
done_testing;
