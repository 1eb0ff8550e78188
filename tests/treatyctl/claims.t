# Proposed claims: what pages say of treaties that the record knows, and what an
# editor does with it.
use strict;
use warnings;
use File::Basename;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $here   = dirname(__FILE__);
my $pages  = "$here/../pages";
my $page   = "$TreatyConfig::SHARED/data/fact-sheets/2002-12-24-opsc.txt";
my $number = 0;

sub spew {
    my ($name, $bytes) = @_;
    open my $file, '>:raw', "$dir/$name" or die "$name: $!";
    print {$file} $bytes;
    close $file or die "$name: $!";
    return "$dir/$name";
}

# The sample's treaties, without its own sheet.
my $sample = do {
    open my $file, '<:raw', "$here/../../sql/sample.json" or die $!;
    local $/ = undef;
    decode_json(scalar <$file>);
};
delete $sample->{fact_sheets};
my $json = JSON::PP->new->utf8;
my $members = join ",\n", map { qq("$_":) . $json->encode($sample->{$_}) }
    grep { ref $sample->{$_} } qw(sources participants treaties);
my $record = spew('record.json',
    qq({"format":"treaty-record","version":1,\n$members}));

sub database {
    my (@files) = @_;
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init',   $db);
    treatyctl_ok('import', $db, $record, @files);
    return $db;
}

sub claims_of {
    my ($db) = @_;
    my $sheets = decode_json(treatyctl_ok('export', $db))->{fact_sheets};
    return $sheets->[0]{claims} // [];
}

sub short {
    my ($claim) = @_;
    return join ' ', map { $claim->{$_} // '-' }
        qw(treaty participant measure claimed);
}

sub proposes {
    my ($file, $what, @expected) = @_;
    my $claims = claims_of(database($file));
    is_deeply [sort map { short($_) } @$claims], [sort @expected], $what;
    is scalar(grep { ($_->{status} // '') ne 'proposed' } @$claims), 0,
        'and all of them are proposals';
    return $claims;
}

# A page of one paragraph, released on 1 June 2003.
sub says {
    my ($text, $what, @expected) = @_;
    return proposes(spew("page.txt", "You are in: A\nNote\n1 June 2003\n\n"
        . "What is new\n\n$text\n"), $what, @expected);
}

SKIP: {
    skip "no $page: set TREATY_SHARED", 2 unless -f $page;
    proposes($page, 'the page of 24 December 2002 makes nine claims',
        'opsc usa in_force_on 2002-12-24',
        'ilo-c182 - adopted_on 1999', 'ilo-c182 usa consented_on 2000',
        'trafficking-protocol - adopted_on 2000-11',
        'trafficking-protocol usa signed_on 2000-12',
        'opsc - adopted_on 2000-05-25', 'opsc - entry_into_force_on 2002-01-18',
        'opsc - signatures 105', 'opsc - consents 42');
}
proposes("$pages/1999-11-20-children.txt", 'a page on the CRC',
    'crc - adopted_on 1989-11-20', 'crc - entry_into_force_on 1990-09-02',
    'crc - consents 191', 'crc usa signed_on 1995-02',
    'crc fra signed_on 1990-01-26', 'crc fra consented_on 1990-08');
my $claims = proposes("$pages/2003-12-25-trafficking.txt",
    'a page on organised crime',
    'untoc - adopted_on 2000-11', 'untoc - entry_into_force_on 2003-09-29',
    'untoc - signatures 147', 'untoc - consents 55',
    'trafficking-protocol - entry_into_force_on 2003-12-25',
    'trafficking-protocol can consented_on 2002-05-13',
    'trafficking-protocol - signatures 117',
    'trafficking-protocol - consents 45');
my ($signed) = grep { short($_) eq 'untoc - signatures 147' } @$claims;
is $signed->{as_of}, '2002-12-12', 'a count of another day is of that day';
is $signed->{quote}, 'signed by 147 countries', 'its words are quoted';
proposes("$pages/2002-06-17-labour.html", 'a page saved as HTML',
    'ilo-c182 - adopted_on 1999-06-17', 'ilo-c182 - entry_into_force_on 2000-11',
    'opac - adopted_on 2000-05-25', 'opac can in_force_on 2002-02-12',
    'opac nor in_force_on 2002-02-12', 'opac - signatures 109',
    'opac lka consented_on 2000', 'opac can consented_on 2000');

says('As of June 1, 2004, seventy-one States were parties to the Optional Protocol on the Involvement of Children in Armed Conflict and 115 had signed.',
    'how many are parties is a claim', 'opac - in_force 71', 'opac - signatures 115');
says('By March 2003 the U.K. had signed and France had ratified nothing.',
    'without an instrument there is no claim');
says('The Convention on the Rights of the Child has not been ratified by the United States in 1995.',
    'what hasn\'t happened is no claim');
says('More than 100 countries have signed the Convention on the Rights of the Child.',
    'nor is a number that isn\'t exact');
says('The Kyoto Protocol was adopted in 1997, after the Convention on the Rights of the Child.',
    'a date belongs to the instrument beside it');
says('The Convention on the Rights of the Child was opened on 26 January 1990 and adopted.',
    'and to its own verb');
says('The UNCRC was adopted in 1989 and the uncrc in 1990.',
    'an alias in capitals is found in capitals', 'crc - adopted_on 1989');
says('On 3 June 2000, Canada, France and the U.S. signed the Palermo Convention.',
    'a date may stand before its verb, and several may sign',
    map { "untoc $_ signed_on 2000-06-03" } qw(can fra usa));
says('The Convention on the Rights of the Child was adopted on 31 February 1990.',
    'a day that doesn\'t exist is no date');

my $undated = database(spew('undated.txt', "You are in: A\n\nTitle\n\n"
    . "The Convention on the Rights of the Child was adopted in 1989.\n"));
is_deeply claims_of($undated), [], 'a sheet without a date makes no claims';

# The editor.
my $file = "$pages/2003-12-25-trafficking.txt";
my $name = '2003-12-25-trafficking';
my $db   = database($file);
my $list = treatyctl_ok('claims', $db, $name);
is scalar(() = $list =~ /^ *\d+ proposed /mg), 8, 'the list numbers proposals';
like $list, qr/^ *6 proposed +trafficking-protocol, can consented_on: 2002-05-13 \(2003-12-25\)\n +"Canada ratified it on 13 May 2002"$/m,
    'with treaty, participant, measure, value, day and words';

my $served = sub {
    my $sheet = decode_json(treatyctl_ok('render', $db, "fact-sheets/$name.json"));
    return join ',', map { "$_->{treaty}{id}:$_->{measure}" } @{ $sheet->{claims} };
};
is $served->(), '', 'proposals aren\'t served';
$list = treatyctl_ok('claims', $db, $name, '--accept', '3,5', '--drop', '1');
like $list, qr/^ *2 accepted +untoc signatures: 147/m, 'claims are accepted';
is scalar(() = $list =~ /^ *\d+ /mg), 7, 'and dropped';
is $served->(), 'untoc:signatures,trafficking-protocol:entry_into_force_on',
    'what is accepted is served, and nothing else';

my $out = treatyctl_ok('export', $db);
my $copy = database();
treatyctl_ok('import', $copy, spew('out.json', $out));
is treatyctl_ok('export', $copy), $out, 'the status survives export and import';

treatyctl_ok('import', $db, $file);
my @statuses = map { $_->{status} // 'accepted' } @{ claims_of($db) };
is scalar(grep { $_ eq 'accepted' } @statuses), 2,
    'a page that is imported again keeps what was accepted';
is scalar(grep { $_ eq 'proposed' } @statuses), 6,
    'and proposes the rest, what was dropped too, once';
$out = treatyctl_ok('export', $db);
treatyctl_ok('import', $db, $file);
is treatyctl_ok('export', $db), $out, 'the same page once more changes nothing';

for my $wrong (['--accept', '9'], ['--accept', '0'], ['--accept', 'x'],
    ['--drop', ','], ['--accept', '1', '--drop', '1']) {
    my $run = treatyctl('claims', $db, $name, @$wrong);
    is $run->{status}, 2, "@$wrong is wrong usage";
    is treatyctl_ok('export', $db), $out, 'and changes nothing';
}
is treatyctl('claims', $db, 'none')->{status}, 1,
    'a sheet that isn\'t there is told';

# Texts made to be slow to read.
for my $words ('Convention on the Rights of the Child ', 'signed and ',
    'one hundred ', 'the Protocol it 5 U.S. ', 'U.S.A.', '((((', "1999, ") {
    my $body = join "\n\n", (($words x (50_000 / length $words)) . '.') x 20;
    my $run  = treatyctl('import', database(), spew('slow.txt',
        "You are in: A\nNote\n1 June 2003\n\nTitle\n\n$body\n"));
    is $run->{status}, 0, "1 MB of \"$words\" is read to its end"
        or diag $run->{err};
}
done_testing;
