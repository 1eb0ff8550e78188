# A template of the site is edited, broken and removed while answers are asked
# for: each answer is of one that stood, and a broken one leaves the last good
# one.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;
use TreatyLoad;

my $EDITS  = counted(1000, 60);
my $BOX    = 'templates/treaties/box.mustache';
my @broken = ('{{#title}} never closed', "a\n{{/title}}", '{{{id}}', '{{=x}}',
    '{{<treaties/box}}', "{{#a}}{{#b}}{{/a}}{{/b}}");
my @paths  = ((grep {m{/box|\.csv|line}} @PATHS), '/page.shtml');
# By state; undef: the shipped one.
my @boxes = (undef, map {"<p>$_ {{id}} {{counts.consents}}</p>"} 1 .. 4);

# One child, which has seen each good one before it is broken.
for_each_mpm {
    my ($httpd) = @_;
    my $load = TreatyLoad->new($httpd, paths => \@paths, put => sub {
        my ($state) = @_;
        return $httpd->write_file($BOX, $boxes[$state]) if $state;
        unlink $httpd->root . "/$BOX";
    });

    $load->learn(0 .. $#boxes);
    cmp_ok $load->telling, '>', 3, 'answers tell templates apart';
    $load->begin;
    for my $number (1 .. $EDITS) {
        $load->put($number % @boxes);
        $load->await;
        $httpd->write_file($BOX, $broken[ $number % @broken ])
            if $number % @boxes;
        $load->await;
    }
    is_right($load->end, "a template edited or removed $EDITS times, and "
        . "broken in between");
    is $httpd->get('/ref/health')->{status}, 200, 'and the mount is well';
    $httpd->expect_log(qr/TREATY0301/);
    $httpd->allow_log(qr/AH00484/);
}
mpms => ['event'], config => <<'END',
TreatyRefresh 0ms
TreatyTemplates "@ROOT@/templates"
StartServers 1
ServerLimit 1
MaxRequestWorkers 8
MaxSpareThreads 8
END
    files => { 'templates/readme' => '' },
    documents => { 'page.shtml' =>
        "<!--#treaty id=\"opsc\@2002-12-24\" view=\"box\" -->\n" };

done_testing;
