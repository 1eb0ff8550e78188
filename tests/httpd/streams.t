# A long list as CSV is sent whole while it is made, in memory that doesn't grow
# with it.
use strict;
use warnings;
use Test::More;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyLists;

my $TREATIES = 60;
my $ACTS     = 500;
my $NOTE     = 'a note that makes the rows long ' x 8;

my $record = published('long.db', members(
    participants => [map {
        members(id => "p$_", kind => 'state',
            names => [members(name => "Participant $_")])
    } 1 .. 50],
    treaties => [map {
        my $treaty = $_;
        members(id => "t$treaty", type => 'treaty',
            titles => [members(kind => 'official', title => "Treaty $treaty")],
            acts => [map {
                members(participant => 'p' . (1 + $_ % 50), kind => 'other',
                    deposited_on => sprintf('%04d-%02d-%02d',
                        1950 + ($_ + $treaty) % 60, 1 + $_ % 12, 1 + $_ % 28),
                    note => $NOTE)
            } 1 .. $ACTS])
    } 1 .. $TREATIES],
));

# The most memory that each child of the server has had, in bytes.
sub peaks_of {
    my ($httpd) = @_;
    my %peak;

    for my $pid (children_of($httpd->pid)) {
        open my $file, '<', "/proc/$pid/status" or next;
        my ($kilobytes) = join('', <$file>) =~ /^VmHWM:\s+(\d+) kB/m or next;
        $peak{$pid} = $kilobytes * 1024;
    }
    return %peak;
}

for_each_mpm {
    my ($httpd) = @_;
    # Whatever is loaded and cached is so before it is measured.
    $httpd->get('/ref/treaties/t1/acts.csv') for 1 .. 20;
    my %before = peaks_of($httpd);
    my $answer = $httpd->get('/ref/acts.csv');
    my %after  = peaks_of($httpd);
    my $size   = length $answer->{content};
    my @rows   = rows_of_csv($answer->{content});
    my %ids    = map { $_->{id} => 1 } @rows;
    my ($most) = sort { $b <=> $a } 0,
        map { $after{$_} - $before{$_} } grep { $before{$_} } keys %after;

    is scalar @rows, $TREATIES * $ACTS, 'all acts are sent';
    is scalar keys %ids, $TREATIES * $ACTS, 'each once';
    ok !(grep { $rows[$_ - 1]{deposited_on} lt $rows[$_]{deposited_on} }
            1 .. $#rows), 'in their order';
    is $answer->{headers}{'content-length'}, undef, 'their length is not known';
    cmp_ok $size, '>', 12_000_000, 'they are many';
  SKIP: {
        skip 'no /proc, or a sanitizer that keeps what is freed', 1
            if !%before || $TreatyConfig::SANITIZER;
        cmp_ok $most, '<', $size / 4, 'no child has grown by as much';
    }
    my $etag = $answer->{headers}{etag};
    is $httpd->get('/ref/acts.csv', { 'If-None-Match' => $etag })->{status},
        304, 'it can be validated';
    isnt $httpd->get('/ref/acts.csv?kind=other')->{headers}{etag}, $etag,
        'by its own ETag';
    my $head = $httpd->head('/ref/acts.csv');
    is $head->{headers}{etag}, $etag, 'HEAD has the same';
    is $head->{content} // '', '', 'and no body';
} database => $record, config => "TreatyQueryTimeout 30s\n";
done_testing;
