# A treaty's counts over time as a picture: within a page, and as a file.
use strict;
use warnings;
use Digest::SHA 'sha256_base64';
use Test::More;
use TreatyBodies;
use TreatyFixture;
use TreatyHttpd;
use TreatySource;

my $SVG = '/ref/treaties/opsc/timeline.svg';

# The values of the lines, as the legend has them.
sub legend {
    my ($text) = @_;
    my %value;

    $value{$1} = $2 while $text =~ m{>&#8296;([^<]*): ([^<]*)&#8297;</text>}g;
    return \%value;
}

sub file {
    my ($httpd) = @_;
    my $answer = $httpd->get($SVG);
    my $headers = $answer->{headers};

    is $answer->{status}, 200, 'a picture is served';
    is $headers->{'content-type'}, 'image/svg+xml', 'as one';
    is $headers->{'x-content-type-options'}, 'nosniff', 'and nothing else';
    is $headers->{'content-security-policy'},
        q{default-src 'none'; style-src 'unsafe-inline'; sandbox},
        'it may do nothing but have its own style';
    like $headers->{etag}, qr/^"[0-9a-f]{32}"$/, 'it has a validator';
    like $headers->{'last-modified'}, qr/GMT$/, 'and a time';
    like $headers->{'cache-control'}, qr/^public, max-age=\d+/, 'caches keep it';
    is body_fault('image/svg+xml', $answer->{content}), '', 'it is XML';
    like $answer->{content}, qr/\A<svg xmlns="[^"]*" class="treaty-picture" width="640" height="\d+" viewBox=/,
        'with a size of its own';
    unlike $answer->{content}, qr/<script|\bon\w+=|href=|style="/,
        'nothing in it acts or loads';
    my ($style) = $answer->{content} =~ m{<style>(.*?)</style>}s;
    like slurp('README.md'), qr{'sha256-\Q@{[sha256_base64($style)]}\E='},
        'the README allows that style to a site with a policy of its own';
    is $httpd->get($SVG, { 'if-none-match' => $headers->{etag} })->{status}, 304,
        'who has it needn\'t take it again';
    is $httpd->head($SVG)->{content} // '', '', 'HEAD has no body';
    like $headers->{link}, qr{<[^>]*/timeline\.json>; rel="alternate"; type="application/json"},
        'it names its numbers';
    like $httpd->get('/ref/treaties/opsc/timeline.json')->{headers}{link},
        qr{<[^>]*/timeline\.svg>; rel="alternate"; type="image/svg\+xml"},
        'and they name it';
    like $httpd->get('/ref/treaties/opsc/timeline')->{headers}{link},
        qr{<[^>]*/timeline\.svg>; rel="alternate"; type="image/svg\+xml"},
        'as the view does';
    is $httpd->json('/ref/treaties/opsc.json')->{urls}{picture}, $SVG,
        'and the treaty';
    return;
}

sub days {
    my ($httpd) = @_;
    my $then = $httpd->get('/ref/treaties/opsc@2002-12-24/timeline.svg')->{content};
    my $told = legend($then);
    my $early = $httpd->get('/ref/treaties/opsc@2000-01-01/timeline.svg');
    my $later = $httpd->get('/ref/treaties/opsc@2031-01-01/timeline.svg')->{content};

    is_deeply $told, { 'Signatures' => 105, 'Consents to be bound' => 46,
        'In force for' => 44 }, 'the counts are those of the day';
    like $then, qr/Entry into force: 18 January 2002\. As of: 24 December 2002\./,
        'it says in words what is marked';
    unlike $then, qr/As recorded to/, 'and no other day';
    is $early->{status}, 200, 'a day before the treaty was adopted has an answer';
    like $early->{content}, qr/>&#8296;No signature and no consent is recorded/,
        'which says that there is nothing';
    like $early->{content}, qr{<title id="title">[^<]*Sale of Children[^<]*</title>.*<text class="title"[^>]*><tspan [^>]*>&#8296;Optional Protocol on the Sale}s,
        'of which treaty, all the same';
    is body_fault('image/svg+xml', $early->{content}), '', 'and is XML';
    like $later, qr/As recorded to: March 2015\. As of: 1 January 2031\./,
        'a day to come is told of as such';
    like $later, qr/<rect class="quiet"[^>]* width="\d+\.\d%"/,
        'and what no source covers is shaded';
    is $httpd->get('/ref/treaties/IV-11-c/timeline.svg')->{headers}{location},
        $SVG, 'an alias is moved';
    for my $case (['/ref/treaties/none/timeline.svg', 404],
        ['/ref/treaties/opsc@2002-02-30/timeline.svg', 400],
        ["$SVG?width=3", 400], ['/ref/participants/usa/timeline.svg', 404],
        ['/ref/treaties/opsc/box.svg', 404])
    {
        my $answer = $httpd->get($case->[0]);
        is $answer->{status}, $case->[1], "$case->[0]: $case->[1]";
        is $answer->{headers}{'content-type'}, 'application/problem+json',
            'as a problem';
    }
    return;
}

sub within {
    my ($httpd) = @_;
    my $view = $httpd->get('/ref/treaties/opsc@2002-12-24/timeline')->{content};
    my $page = $httpd->get('/two.shtml')->{content};
    my %ids;

    like $view, qr{<svg [^>]*role="img" aria-labelledby="([\w-]+)" aria-describedby="([\w-]+)"[^>]*>\s*<title id="\1">[^<]+</title>\s*<desc id="\2">[^<]+</desc>},
        'the picture in a view has a title and says what it shows';
    unlike $view, qr/ style=|<style|<script/, 'no style or script is in it';
    like $view, qr{<data class="treaty-chart-value" value="105">105</data>},
        'its legend has the counts';
    for my $line (qw(signatures consents in_force)) {
        like $view, qr{<path class="treaty-chart-line treaty-chart-$line" d="M[MHV0-9 ]+"},
            "$line has a line";
    }
    my @dashes = $view =~ m{class="treaty-chart-line treaty-chart-\w+" [^>]*stroke-dasharray="([^"]*)"}g;
    is scalar(keys %{ { map { $_ => 1 } @dashes } }), 3,
        'lines differ by more than their colours';
    $ids{$_}++ for $page =~ /\sid="([^"]*)"/g;
    is_deeply [grep { $ids{$_} > 1 } sort keys %ids], [],
        'a page may hold the picture twice';
    my $young = $httpd->get('/ref/treaties/opsc@2000-09-06/timeline?lang=ar')->{content};
    my @all   = $young =~ /class="(treaty-chart-time[^"]*)"/g;
    my @named = grep { !/extra/ } @all;
    ok @named >= 1 && @named <= 2 && @all > @named,
        'a phone names no more days than it has room for';
    return;
}

for_each_mpm {
    my ($httpd) = @_;

    subtest 'a file'        => sub { file($httpd) };
    subtest 'days'          => sub { days($httpd) };
    subtest 'within a page' => sub { within($httpd) };
} documents => { 'two.shtml' => '<!--#treaty id="opsc" view="timeline" -->'
    . '<!--#treaty id="opsc" view="timeline" -->' };

# A treaty whose name means harm, with an act so that there is a picture.
my $evil = q{</title><script>alert(1)</script>"'><image href="x"/> ]]> &amp; }
    . "\x{202e}\x{1f4a3} {{name}} <!--#exec cmd=\"id\" -->";
my $hostile = published('evil.db', members(
    participants => [members(id => 'aaa', kind => 'state',
        names => [members(name => 'Aaa')])],
    treaties => [members(id => 'evil', type => 'treaty',
        titles => [members(kind => 'official', title => $evil)],
        covers => ['signatures'],
        acts => [members(participant => 'aaa', kind => 'signature',
            deposited_on => '2000-06-01')])],
));
my $httpd = TreatyHttpd->start(database => $hostile);
for my $day ('', '@1999-01-01') {
    my $picture = $httpd->get("/ref/treaties/evil$day/timeline.svg")->{content};

    is body_fault('image/svg+xml', $picture), '', 'a hostile name leaves it XML';
    unlike $picture, qr/<script|<image|<!--/, 'and is text in it';
    like $picture, qr/&lt;script&gt;.*&lt;script&gt;/s, 'escaped';
}
my $view = $httpd->get('/ref/treaties/evil/timeline')->{content};
unlike $view, qr/<script|<image|<!--/, 'in a view as well';
$httpd->stop;
done_testing;
