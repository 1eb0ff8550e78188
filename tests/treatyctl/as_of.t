# What an answer of a day says of its own limits: each count, the day of the
# entry into force and the names carry what the sources can't tell.
use strict;
use warnings;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyCtl;

my $dir = File::Temp->newdir;
my $db  = "$dir/a.db";

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

# Three deposits and three months; who deposits after the third one is later.
# Of the three one is a predecessor's, whose row its successor has replaced.
treatyctl_ok('init', $db);
my $made = treatyctl('import', $db, spew("$dir/record.json", <<'JSON'));
{"format": "treaty-record", "version": 1,
 "sources": [
  {"id": "table", "kind": "status_table", "title": "A table",
   "known_through": "2015-03-01"}],
 "participants": [
  {"id": "aaa", "kind": "state", "names": [{"name": "Aland"}]},
  {"id": "bbb", "kind": "state",
   "names": [{"name": "Beland", "valid_from": "1990-01-01"}]},
  {"id": "ccc", "kind": "state", "names": [{"name": "Celand"}]},
  {"id": "ddd", "kind": "state", "names": [{"name": "Deland"}]}],
 "treaties": [
  {"id": "derived", "type": "covenant", "adopted_on": "1966-12-16",
   "titles": [{"kind": "official", "title": "Covenant"}],
   "covers": ["consents", "signatures"], "columns": ["Signature", "Ratification"],
   "rule": {"threshold": 3, "delay_kind": "months", "delay": 3,
    "later_kind": "months", "later_delay": 3, "later_after": "threshold"},
   "acts": [
    {"participant": "aaa", "kind": "ratification", "deposited_on": "1975-06-01", "source": "table"},
    {"participant": "bbb", "kind": "ratification", "deposited_on": "1976-01-05", "source": "table"},
    {"participant": "ccc", "kind": "ratification", "deposited_on": "1976-02-01", "source": "table"},
    {"participant": "ddd", "kind": "succession", "deposited_on": "1993-02-22", "source": "table"}]},
  {"id": "stated", "type": "covenant", "adopted_on": "1966-12-16",
   "titles": [{"kind": "official", "title": "Other covenant"}],
   "entry_into_force_on": "1976-03-23",
   "covers": ["consents", "withdrawals"], "columns": ["Ratification"],
   "rule": {"threshold": 3, "delay_kind": "months", "delay": 3,
    "later_kind": "months", "later_delay": 3, "later_after": "threshold"},
   "acts": [
    {"participant": "aaa", "kind": "ratification", "deposited_on": "1975-06-01", "source": "table"},
    {"participant": "bbb", "kind": "ratification", "deposited_on": "1976-01-05", "source": "table"},
    {"participant": "ccc", "kind": "ratification", "deposited_on": "1976-02-01", "source": "table"}]}]}
JSON
is $made->{err}, '', 'a record is made';

sub on_day {
    my ($id) = @_;
    return decode_json(treatyctl_ok('render', $db, "treaties/$id.json"));
}
sub caveats { return join ' ', map { $_->{code} } @{ $_[0]{caveats} } }
sub row {
    my ($document, $id) = @_;
    return (grep { $_->{participant}{id} eq $id }
        @{ $document->{participants} })[0];
}

# A count that misses predecessors says so, and so does a day made of it.
my $then = on_day('derived@1980-01-01');
is "$then->{entry_into_force_on} $then->{entry_into_force_basis}",
    '1976-05-01 derived_incomplete',
    'an entry into force is told to be counted from what may not be all';
is caveats($then), 'withdrawals_not_covered predecessors_missing '
    . 'entry_predecessors_missing name_is_current',
    'counts of a day before a succession carry what they miss';
my $now = on_day('derived@2010-01-01');
is caveats($now), 'withdrawals_not_covered entry_predecessors_missing',
    'counts after it don\'t, but the entry into force still does';
is $now->{counts}{in_force}, 3, 'a succession is in no count of effects';
is $now->{counts}{in_force_unknown}, 1, 'it is one whose effect isn\'t known';
my $box = treatyctl_ok('render', $db, 'treaties/derived@1980-01-01/box');
like $box, qr/doesn't tell|don(?:&#39;|')t tell withdrawals/,
    'a box shows that withdrawals are missing';
like $box, qr/may have been an earlier day/,
    'and that the entry into force may have been earlier';

# A list says the same of its counts.
sub item {
    my ($id, $day) = @_;
    my $list = decode_json(treatyctl_ok('render', $db, "treaties.json?on=$day"));
    return (grep { $_->{id} eq $id } @{ $list->{items} })[0];
}
is_deeply item('derived', '1980-01-01')->{caveat_codes},
    [qw(withdrawals_not_covered predecessors_missing entry_predecessors_missing)],
    'a list carries what each of its counts misses';
is_deeply item('derived', '2010-01-01')->{caveat_codes},
    [qw(withdrawals_not_covered entry_predecessors_missing)],
    'as of its own day';
is_deeply item('stated', '2010-01-01')->{caveat_codes}, [],
    'and nothing where nothing is missing';
like treatyctl_ok('render', $db, 'treaties.csv?on=2010-01-01'),
    qr/^derived,.*withdrawals_not_covered.*entry_predecessors_missing/m,
    'so does a list as CSV';

# A stated day wins, and tells who came later where the deposits don't.
my $other = on_day('stated@1980-01-01');
is "$other->{entry_into_force_on} $other->{entry_into_force_basis}",
    '1976-03-23 stated', 'a stated entry into force stands';
is_deeply [map { row($other, $_)->{in_force_on} } qw(aaa bbb ccc)],
    ['1976-03-23', '1976-04-05', '1976-05-01'],
    'whose deposit came after what it was counted from is later';
is row($other, 'bbb')->{in_force_basis}, 'after_deposit', 'and it is told why';
is caveats($other), 'name_is_current', 'such a record lacks nothing else';
my $check = treatyctl('check', $db);
like $check->{out} . $check->{err}, qr/stated.*1976-03-23.*1976-05-01/s,
    'the difference to the rule is a finding';

# Names.
is_deeply row($then, 'bbb')->{participant},
    { id => 'bbb', name => 'Beland', language => 'en', kind => 'state',
        name_is_current => JSON::PP::true },
    'without a name of the day the current one stands, and it is told';
ok !row($then, 'aaa')->{participant}{name_is_current},
    'a name without a period is one of any day';
ok !row($now, 'bbb')->{participant}{name_is_current}, 'so is one of its period';

# Before the adoption, and after what the sources cover.
my $before = on_day('derived@1966-12-15');
is $before->{status}, 'not_adopted', 'before its adoption it is not adopted';
is $before->{counts}{consents}, 0, 'and nobody has consented';
my $after = on_day('derived@2016-01-01');
like caveats($after), qr/after_known_through/,
    'after the last day that the sources cover that is said';
ok !$after->{projected}, 'a day that has been is no projection';
ok on_day('derived@2999-01-01')->{projected}, 'one to come is';
done_testing;
