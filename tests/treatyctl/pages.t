# Fact-sheet pages that were saved as text.
use strict;
use warnings;
use File::Basename;
use File::Temp;
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyCtl;

my $dir    = File::Temp->newdir;
my $pages  = dirname(__FILE__) . '/pages';
my $shared = "$TreatyConfig::SHARED/data";
my $number = 0;

sub sheet_of {
    my (@files) = @_;
    my $db = "$dir/" . ++$number . '.db';
    treatyctl_ok('init', $db);
    my $run = treatyctl('import', $db, @files);
    is $run->{status}, 0, "$files[-1] is imported" or diag $run->{err};
    my $record = decode_json(treatyctl_ok('export', $db));
    return ($record->{fact_sheets}[0], $run->{err}, $record);
}

sub blocks_of {
    my ($sheet) = @_;
    return [map { join ' ', $_->{kind}, $_->{level} // (), $_->{text} }
            @{ $sheet->{blocks} }];
}

my ($river, $told) = sheet_of("$pages/1998-03-05-river.txt");
is_deeply { map { $_ => $river->{$_} } qw(id kind office place title) }, {
    id     => '1998-03-05-river',
    kind   => 'Press Note',
    office => 'Office of the Minister, Treaty Section',
    place  => 'Port Ellery, RV',
    title  => 'The Convention on the River Ellery',
}, 'the head is taken apart';
is_deeply $river->{breadcrumb}, ['Ministry of Rivers', 'Newsroom', 'Notes'],
    'the breadcrumb is a list, and what stands before it is left out';
is_deeply blocks_of($river), [
    'paragraph The Minister deposited the instrument of ratification this '
        . 'morning. It was the fourth to be deposited.',
    'heading 2 What Changes',
    'paragraph Ships of every flag may pass the locks.',
    'item 1 Pilots are licensed by the Commission. They serve all banks alike.',
    'item 1 Dues are the same for all:',
    'item 2 by weight, not by flag;',
    'item 2 paid at the first lock.',
    'item 1 Disputes go to the Commission.',
    'paragraph The Minister said:',
    'paragraph "A river has two banks and one current."',
], 'the body is headings, paragraphs and items, and the footer is left out';
like $told, qr{river\.txt:31: warning: .*1998-03-06.*1998-03-05},
    'two dates of release are told with the line';

my ($lights) = sheet_of("$pages/lighthouse.txt");
is $lights->{id}, 'lighthouse', 'a file\'s name is the sheet\'s';
is $lights->{title}, 'Lighthouse Protocol signed by nine',
    'a title may run over two lines';
is $lights->{place}, 'Harbour Town, HT', 'a place has a comma';
ok !exists $lights->{office}, 'an office that isn\'t there is left out';

my ($old) = sheet_of("$pages/Old_page.txt");
is $old->{id}, '1990-06-01-borders-agreement',
    'a file whose name is no slug gives way to date and title';
is $old->{office}, 'Bureau of Maps', 'a line without a comma is the office';
ok !exists $old->{breadcrumb}, 'a page without a breadcrumb has none';

# Numbered and nested lists, and several links with words between them.
open my $numbered, '>:utf8', "$dir/numbered.txt" or die $!;
print {$numbered} <<"TEXT";
You are in: A > B
Fact Sheet
Office
Port Ellery, RV
June 14, 2004

Lamps at Sea

  1. The first lamp.
  2. The second lamp,
     which is green.

      o  Of brass.
      o  Of tin.
  3. The third lamp.
  7. The seventh lamp.
12 lamps were lit.
  \x{25a0} A square.

For more information: http://lamps.example/a/ (Office of Lamps), https://lamps.example/b.

For further information: http://lamps.example/c, http://lamps.example/d.

Released on June 14, 2004
TEXT
close $numbered or die $!;
my ($lamps) = sheet_of("$dir/numbered.txt");
is_deeply [map { join ' ', $_->{kind}, $_->{level} // (),
            $_->{ordered} ? 'ordered' : (), $_->{text} } @{ $lamps->{blocks} }], [
    'item 1 ordered The first lamp.',
    'item 1 ordered The second lamp, which is green.',
    'item 2 Of brass.',
    'item 2 Of tin.',
    'item 1 ordered The third lamp.',
    'item 1 7. The seventh lamp. 12 lamps were lit.',
    'item 1 A square.',
    'paragraph For more information: http://lamps.example/a/ (Office of '
        . 'Lamps), https://lamps.example/b.',
], 'numbered lists are lists; a number that doesn\'t go on counting stays';
is_deeply [map { "$_->{label} $_->{url}" } @{ $lamps->{links} }],
    ['For more information http://lamps.example/a/',
    'For more information https://lamps.example/b',
    'For further information http://lamps.example/c',
    'For further information http://lamps.example/d'],
    'each address is a link, and words between them aren\'t lost';

SKIP: {
    my $page = "$shared/fact-sheets/2002-12-24-opsc.txt";
    skip "no $page: set TREATY_SHARED", 9 unless -f $page;

    my ($sheet, $err) = sheet_of($page);
    is $err, '', 'the real page gives no warning';
    is $sheet->{kind}, 'Fact Sheet', 'its kind';
    is "$sheet->{office}|$sheet->{place}|$sheet->{released_on}",
        'Office of the Spokesman|Washington, DC|2002-12-24',
        'its office, place and date';
    is scalar(@{ $sheet->{breadcrumb} }), 6, 'its breadcrumb';
    my %kinds;
    $kinds{ $_->{kind} }++ for @{ $sheet->{blocks} };
    is_deeply \%kinds, { heading => 4, paragraph => 2, item => 13 },
        'its headings, paragraphs and items';
    is_deeply $sheet->{links}, [{ label => 'For additional information',
        url => 'http://www.unicef.org/crc/oppro.htm' }], 'its link';

    my $sample = dirname(__FILE__) . '/../../sql/sample.json';
    my (undef, undef, $record) = sheet_of($sample, $page);
    is scalar(@{ $record->{fact_sheets}[0]{claims} }), 9,
        'a page that is imported again keeps its claims';
}
done_testing;
