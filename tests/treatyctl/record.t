# The project's own record files: out, in, and out again.
use strict;
use warnings;
use Digest::SHA;
use File::Basename;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $sample = dirname(__FILE__) . '/../../sql/sample.json';
my $number = 0;

sub slurp {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    local $/ = undef;
    return scalar <$file>;
}

sub spew {
    my ($path, $text) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return $path;
}

sub new_database {
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    return $db;
}

my $db = new_database();
treatyctl_ok('import', $db, $sample);
my $out = treatyctl_ok('export', $db);
ok $out eq slurp($sample), 'the sample is as the export writes it';

my $again = new_database();
treatyctl_ok('import', $again, spew("$dir/out.json", $out));
ok treatyctl_ok('export', $again) eq $out,
    'what was exported makes an equal database';
treatyctl_ok('import', $again, "$dir/out.json");
ok treatyctl_ok('export', $again) eq $out,
    'the same file a second time changes nothing';

treatyctl_ok('export', $db, "$dir/file.json");
ok slurp("$dir/file.json") eq $out, 'an export into a file is the same';
ok !-e "$dir/file.json.new", 'and leaves nothing beside it';

is treatyctl_ok('export', new_database()),
    qq({\n  "format": "treaty-record",\n  "version": 1\n}\n),
    'an empty database is a record without lists';

# The sample: what the fact sheet needs.
my $record = decode_json($out);
my %treaty = map { $_->{id} => $_ } @{ $record->{treaties} };
is_deeply [sort keys %treaty],
    [qw(crc ilo-c182 opac opsc trafficking-protocol untoc)],
    'the sample holds the instruments that the fact sheet names';
my @until = grep { $_->{deposited_on} le '2002-12-24' }
    @{ $treaty{opsc}{acts} };
is scalar(grep { $_->{kind} eq 'signature' } @until), 105,
    '105 signatures of the Optional Protocol up to its day';
is scalar(grep { $_->{kind} =~ /^(?:ratification|accession)\z/ } @until), 46,
    'and 46 consents';
my %source = map { $_->{id} => 1 } @{ $record->{sources} };
for my $id (sort keys %treaty) {
    my @unsourced = grep { !$source{ $_->{source} // '' } }
        $treaty{$id}, $treaty{$id}{rule}, @{ $treaty{$id}{acts} };
    is scalar(@unsourced), 0, "each fact of $id names its source";
}

# Faults: nothing is written, and the place is named.
my $head = '{"format":"treaty-record","version":1,';
my %fault = (
    'an unknown member' => [
        '"participants":[{"id":"x","kind":"state","names":[],"colour":1}]}',
        qr/participants\[0\]\.colour: there is no such member/],
    'a day that does not exist' => [
        '"participants":[{"id":"x","kind":"state","names":[],'
            . '"ended_on":"2001-02-29"}]}',
        qr/participants\[0\]\.ended_on: takes a day that exists/],
    'an act of nobody' => [
        '"treaties":[{"id":"x","type":"treaty","titles":[],"acts":['
            . '{"participant":"nobody","kind":"signature"}]}]}',
        qr/treaties\[0\]\.acts\[0\]\.participant: there is no participant/],
    'a source that is missing' => [
        '"treaties":[{"id":"x","type":"treaty","titles":[],"source":"s"}]}',
        qr/treaties\[0\]\.source: there is no source "s"/],
    'a number that another treaty bears' => [
        '"treaties":[{"id":"x","type":"treaty","titles":[],'
            . '"mtdsg_no":"IV-11-c"}]}',
        qr/treaties\[0\]\.mtdsg_no: the treaty "opsc" bears/],
    'an alias of another treaty' => [
        '"treaties":[{"id":"x","type":"treaty","titles":[],'
            . '"aliases":["crc-op-sc"]}]}',
        qr/treaties\[0\]\.aliases\[0\]: "crc-op-sc" finds the treaty "opsc"/],
    'a code of another participant' => [
        '"participants":[{"id":"x","kind":"state","names":[],'
            . '"iso_alpha3":"USA"}]}',
        qr/participants\[0\]\.iso_alpha3: the participant "usa"/],
    'lists in another order' => [
        '"treaties":[],"sources":[]}', qr/sources: the members' order/],
    'an unknown list'      => ['"things":[]}', qr/things: there is no such/],
    'a file that is cut'   => ['"treaties":[', qr/no valid JSON: unexpected/],
    'a member that stands twice' => [
        '"treaties":[{"id":"x","id":"y"}]}', qr/no valid JSON: duplicate/],
);
for my $name (sort keys %fault) {
    my ($rest, $message) = @{ $fault{$name} };
    my $file   = spew("$dir/bad.json", $head . "\n" . $rest);
    my $digest = Digest::SHA->new(256)->addfile($db, 'b')->hexdigest;
    my $run    = treatyctl('import', $db, $file);
    is $run->{status}, 1, "$name is refused";
    like $run->{err}, qr{bad\.json:2: error: $message}, "$name is named";
    is(Digest::SHA->new(256)->addfile($db, 'b')->hexdigest, $digest,
        "$name leaves the database as it was");
}
for my $file ('{}', '{"format":"x","version":1}',
    '{"format":"treaty-record","version":2}') {
    my $run = treatyctl('import', $db, spew("$dir/bad.json", $file));
    is $run->{status}, 1, "$file is no record file of this version";
}
done_testing;
