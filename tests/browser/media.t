# Views and pages on paper, with more contrast, in the reader's own colours, and
# turned from right to left: they are then the mirror of themselves.
use strict;
use warnings;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;
use TreatyPages;

my $why = browser_lacks();
plan skip_all => $why if $why;

my %element = host_elements('en');
my %documents = ('favicon.ico' => '',
    'views.shtml' => host_page('Views', $element{everything}, 'en'));
my $httpd = TreatyHttpd->start(documents => \%documents,
    config => mount_config());

my $BLACK = 'rgb(0, 0, 0)';
my $WHITE = 'rgb(255, 255, 255)';

# Paper: A4 without its margins. What is asked, and what it is to be.
my @PAPER = (
    ['.treaty-title', 'color', undef, $BLACK],
    ['.treaty-box', 'background-color', undef, $WHITE],
    ['.treaty-counts', 'background-color', undef, $WHITE],
    ['.treaty-source .treaty-link', 'color', undef, $BLACK],
    ['.treaty-source .treaty-link', 'content', '::after', qr{^" \(https?://[^"]+\)"$}],
    ['.treaty-row .treaty-link', 'content', '::after', qr/^(?:none|normal)$/],
);
my @PAGE = (
    ['.treaty-menu', 'display', undef, 'none'],
    ['.treaty-scroll', 'overflow-x', undef, 'visible'],
    ['.treaty-table thead', 'display', undef, 'table-header-group'],
    ['.treaty-table tbody tr', 'break-inside', undef, 'avoid'],
    ['.treaty-page', 'background-color', undef, $WHITE],
);
my @LIST = (['.treaty-form', 'display', undef, 'none'],
    ['.treaty-menu', 'display', undef, 'none']);

sub paper {
    my (@asked) = @_;
    return map { { scheme => $_, width => 718, media => { media => 'print' },
        shoot => \1, called => "paper-$_", axe => \1,
        rules => ['color-contrast'], expected => [map { $_->[3] } @asked],
        styles => [map { [@$_[0 .. 2]] } @asked] } } qw(light dark);
}

# AAA's 7 : 1 for those who want more contrast.
my @contrast = map { { scheme => $_, width => 1280,
    media => { contrast => 'more' }, shoot => \1, called => "contrast-$_",
    axe => \1, rules => ['color-contrast-enhanced'] } } qw(light dark);
my @forced = map { { scheme => $_, width => 1280,
    media => { forcedColors => 'active' }, shoot => \1, called => "forced-$_",
    axe => \1, rules => ['color-contrast'],
    styles => [['.treaty-box', 'border-block-start-style'],
        ['.treaty-status', 'border-block-start-style']],
    expected => ['solid', 'solid'] } } qw(light dark);

my @turned = map { { scheme => 'light', width => $_, mirror => \1, shoot => \1,
    called => "turned-$_" } } 1280, 320;

my @pages = (
    (map { { name => "turned-$_->[0]", path => $_->[1], looks => [$_->[2]] } }
        map { (["views-$_->{width}", '/views.shtml', $_],
            ["page-$_->{width}", '/ref/treaties/opsc@2000-09-06', $_],
            ["list-$_->{width}", '/ref/treaties', $_],
            ["index-$_->{width}", '/ref/', $_]) } @turned),
    { name => 'views', path => '/views.shtml',
        looks => [paper(@PAPER), @contrast, @forced] },
    { name => 'page', path => '/ref/treaties/opsc@2000-09-06',
        looks => [paper(@PAGE), @contrast] },
    { name => 'list', path => '/ref/treaties',
        looks => [paper(@LIST), @contrast] },
    { name => 'index', path => '/ref/', looks => [@contrast, { %{ $forced[0] }, styles => undef, expected => [] }] },
);

sub look_is_as_expected {
    my ($look) = @_;
    my @expected = @{ $look->{expected} // [] };

    if (my $axe = $look->{axe}) {
        is_deeply $axe->{violations}, [], "$look->{called}: enough contrast"
            or diag explain $axe->{violations};
        cmp_ok $axe->{passed}, '>', 0, 'which was measured';
    }
    if (my $mirror = $look->{mirror}) {
        is_deeply $mirror->{wrong}, [], 'each part has its place in the mirror';
        cmp_ok $mirror->{parts}, '>', 10, 'of many';
    }
    is_deeply $look->{overflow}, [], 'and nothing is cut';
    for my $i (0 .. $#expected) {
        my ($name, $is) = (join(' ', grep {defined} @{ $look->{asked}[$i] }),
            $look->{styles}[$i]);
        ref $expected[$i] ? like $is, $expected[$i], $name
            : is $is, $expected[$i], $name;
    }
    return;
}

# What is expected stays here.
my %expected;
for my $page (@pages) {
    $expected{ $page->{name} } = [map { $_->{expected} } @{ $page->{looks} }];
    $page->{looks} = [map { my %look = %$_; delete $look{expected}; \%look }
        @{ $page->{looks} }];
}
my %asked = map { ($_->{name} => $_->{looks}) } @pages;
for my $seen (browse($httpd, 'media', @pages)) {
    my $name = $seen->{name};
    subtest $name => sub {
        is_deeply $seen->{trouble}, [], 'the console says nothing';
        look_is_as_expected({ %{ $seen->{looks}[$_] },
            expected => $expected{$name}[$_],
            asked    => $asked{$name}[$_]{styles} })
            for 0 .. $#{ $seen->{looks} };
    };
}
$httpd->expect_log(qr/none\.db/);
$httpd->stop;
done_testing;
