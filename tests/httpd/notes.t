# What LogFormat can write of a request: the record, the view, the cache and the
# revision, in words of ours; and what LogLevel's traces tell.
use strict;
use warnings;
use Test::More;
use Time::HiRes qw(sleep time);
use TreatyFixture;
use TreatyHttpd;

my $CONFIG = <<'END';
LogLevel info treaty:trace2
LogFormat "%{treaty-record}n|%{treaty-view}n|%{treaty-cache}n|%{treaty-revision}n|%>s %r" notes
CustomLog logs/notes.log notes
CustomLog logs/ours.log notes "expr=%{HANDLER} == 'treaty'"
<Location /uncached>
    SetHandler treaty
    TreatyBase /uncached
    TreatyCache 0
</Location>
ErrorDocument 404 /ref/treaties/opsc/line
END

sub lines_of {
    my ($httpd, $name) = @_;
    return split /\n/, TreatyHttpd::_slurp($httpd->root . "/logs/$name.log");
}

# The line of a request that has just been answered; it is written behind it.
sub line_of {
    my ($httpd, $path, $headers) = @_;
    my $before = () = lines_of($httpd, 'notes');
    my $end = time + 60;

    $httpd->get($path, $headers);
    sleep 0.01 while (my @now = lines_of($httpd, 'notes')) <= $before && time < $end;
    return (lines_of($httpd, 'notes'))[-1] // 'no line';
}

sub noted {
    my ($httpd, $path, $expected, $what, $headers) = @_;
    my $revision = $httpd->{revision} //= $httpd->json('/ref/health')->{revision};
    my $line = line_of($httpd, $path, $headers);

    $expected =~ s/R\z/$revision/;
    is $line =~ s/\|\d+ \S+ \S+ \S+\z//r, $expected, "$path: $what"
        or diag $line;
    return;
}

sub requests_are_noted {
    my ($httpd) = @_;
    my $frozen = '/ref/treaties/opsc@2002-12-24';

    # Another process may have made it, too.
    line_of($httpd, "$frozen/box") for 1 .. 20;
    noted($httpd, "$frozen/box", 'opsc@2002-12-24|box|hit|R', 'a view in the cache');
    like line_of($httpd, "$frozen/line"), qr/^opsc\@2002-12-24\|line\|/, 'another view';
    for (
        ['/uncached/treaties/opsc', 'opsc|page|uncached|R', 'a page'],
        ['/uncached/treaties/IV-11-c.json', 'opsc|-|uncached|R',
            'an alias, which is elsewhere'],
        ['/uncached/treaties/opsc.json', 'opsc|json|uncached|R', 'data'],
        ['/uncached/treaties/opsc/participants.csv',
            'opsc|participants.csv|uncached|R', 'rows'],
        ['/uncached/participants/usa/treaties',
            'usa|treaties|uncached|R', 'a participant'],
        ['/uncached/fact-sheets/2002-12-24-opsc/claims.json',
            '2002-12-24-opsc|claims.json|uncached|R', 'a fact sheet'],
        ['/uncached/treaties', '-|list|uncached|R', 'a list'],
        ['/uncached/treaties.csv', '-|csv|uncached|R', 'a list as data'],
        ['/ref/treaties/nope', '-|-|uncached|R', 'what there isn\'t'],
        ['/ref/treaties/opsc/nosuchview', 'opsc|-|uncached|R', 'no such view'],
        ['/ref/nothing/at/all', '-|-|uncached|-', 'no address'],
        ['/ref/health', '-|-|uncached|R', 'health'],
        ['/other.html', '-|-|-|-', 'a file'],
    ) {
        my ($path, $expected, $what) = @$_;
        noted($httpd, $path, $expected, $what);
    }
    like line_of($httpd, '/nofile.html'),
        qr/^opsc\|line\|(?:hit|miss)\|[0-9a-f]{32}\|404 /, 'an error\'s document of ours';
    my $etag = $httpd->get("$frozen/box")->{headers}{etag};
    noted($httpd, "$frozen/box", 'opsc@2002-12-24|box|hit|R', 'a 304 as well',
        { 'If-None-Match' => $etag });
    return;
}

sub pages_are_noted {
    my ($httpd) = @_;

    line_of($httpd, $_) for ('/good.shtml', '/bad.shtml') x 10;
    noted($httpd, '/good.shtml', '-|-|hit|R', 'a page all of whose parts are kept');
    noted($httpd, '/bad.shtml', '-|-|uncached|R', 'and one with one that is not');
    noted($httpd, '/plain.shtml', '-|-|-|-', 'and one without any');
    $httpd->expect_log(qr/TREATY0410/);
    return;
}

# Whoever asks writes nothing of his own into a note, nor a line of the log.
sub no_note_is_the_readers {
    my ($httpd) = @_;
    my $before = () = lines_of($httpd, 'notes');
    my @bytes = ('"', '|', '%0A', '%0D%0A127.0.0.1', '%22', '%7C', '%1b[2J', '%e2%80%ae',
        '<script>', '../', '%ff', 'opsc|x', 'OPSC%00', "\x{1}", '@2002-12-24|');
    my $wire = '';

    for my $bytes (@bytes) {
        for my $path ("/ref/treaties/$bytes", "/ref/treaties/opsc$bytes",
            "/ref/treaties/opsc/$bytes", "/ref/treaties/opsc/box$bytes.json",
            "/ref/$bytes/opsc", "/ref/search.json?q=$bytes",
            "/ref/treaties?lang=$bytes")
        {
            $httpd->raw("GET $path HTTP/1.0\r\nHost: x\r\n\r\n");
            $wire++;
        }
    }
    my $end = time + 60;
    sleep 0.02 while (my @now = lines_of($httpd, 'notes')) < $before + $wire
        && time < $end;
    my @lines = lines_of($httpd, 'notes');
    is @lines, $before + $wire, "$wire hostile requests are as many lines";
    my @strange = grep {
        !/\A(?:-|[a-z0-9-]+(?:\@\d{4}-\d\d-\d\d)?)\|(?:-|[a-z.]+)\|(?:-|hit|miss|uncached)\|(?:-|[0-9a-f]{32})\|\d{3} /
    } @lines;
    is "@strange", '', 'no note holds anything but ids, views and digits';
    $httpd->allow_log(qr/AH\d+/);
    return;
}

sub traces_are_told {
    my ($httpd) = @_;

    $httpd->wait_for_log(qr/treaty:trace1.*TREATY0430: \/ref\/treaties\/opsc\@2002-12-24\/box: status 200, cache miss, record opsc\@2002-12-24, view box, revision [0-9a-f]{32}, read in \d+ us, written in \d+ us/);
    $httpd->wait_for_log(qr/treaty:trace2.*TREATY0431: an element of \/good.shtml: cache miss, read in \d+ us, written in \d+ us/);
    pass 'traces tell how answers and elements came about';
    return;
}

for_each_mpm {
    my ($httpd) = @_;

    requests_are_noted($httpd);
    pages_are_noted($httpd);
    no_note_is_the_readers($httpd);
    traces_are_told($httpd);
    ok !(grep { m{/(?:other|good|plain)\.} } lines_of($httpd, 'ours')),
        'a log of the mount alone has nothing else';
    ok scalar(grep { m{/ref/health} } lines_of($httpd, 'ours')), '... and has that';
} config => $CONFIG, documents => {
    'other.html'  => 'a file',
    'plain.shtml' => 'a page',
    'good.shtml'  => '<!--#treaty id="opsc" view="line" -->'
        . '<!--#treaty id="opsc" fact="consents" -->'
        . '<!--#include virtual="/ref/treaties/opsc/line" -->',
    'bad.shtml'   => '<!--#treaty id="opsc" view="line" -->'
        . '<!--#treaty id="nope" fact="consents" -->',
};
done_testing;
