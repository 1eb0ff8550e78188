# Sites that aren't Apache: the element treaty-box, the frame that tells its
# height, and the picture, in pages of another origin under a strict policy.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use TreatyBrowser;
use TreatyHttpd;
use TreatyNode;
use TreatySource;

cmp_ok length slurp('conf/assets/treaty-box.js'), '<=', 3000,
    'treaty-box.js has at most 3 KB, as it is served';

my $why = browser_lacks();
if ($why) {
    note $why;
    done_testing;
    exit;
}

my $reference = TreatyHttpd->start(config => <<'END');
TreatyCORS *
Header always set Content-Security-Policy "default-src 'self'"
END
my $REF = $reference->url('/ref');

# A page of the host's, with this in its main part.
sub host_page {
    my ($content, $script) = @_;
    return <<"END";
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A host</title>
<script src="$script" defer></script></head>
<body><main>$content</main></body></html>
END
}

sub element {
    my ($id, $attributes) = @_;
    return qq(<treaty-box id="$id" $attributes>)
        . qq(<a href="$REF/treaties/opsc">The protocol</a></treaty-box>);
}

my $elements = join "\n",
    element('treaty', 'treaty="opsc" day="2002-12-24" heading="2"'),
    element('arabic', 'treaty="opsc" lang="ar"'),
    element('picture', 'treaty="opsc" view="timeline"'),
    element('participant', 'participant="usa"'),
    element('sheet', 'factsheet="2002-12-24-opsc"'),
    element('wrong', 'treaty="opsx" note="Not here."'),
    element('outside', 'treaty="../../other.html?"'),
    element('nothing', '');
my $listen = <<'END';
addEventListener('message', ({ data, source }) => {
  if (source !== document.querySelector('iframe').contentWindow) return;
  if (data.type === 'treaty-height') document.body.dataset.height = data.height;
  if (data.secret) document.body.dataset.secret = data.secret;
  if (data.message === 'height') document.body.dataset.value = data.value;
  if (data.message === 'link') document.body.dataset.link = data.value;
});
END
my %documents = (
    'favicon.ico'    => '',
    'listen.js'      => $listen,
    'element.html'   => host_page($elements, "$REF/assets/treaty-box.js"),
    'frame.html'     => host_page(qq(<iframe title="A box" width="600" )
        . qq(height="400" src="$REF/treaties/opsc/frame"></iframe>), 'listen.js'),
    'wordpress.html' => host_page(qq(<iframe title="A box" width="600" )
        . qq(height="400" sandbox="allow-scripts" security="restricted" )
        . qq(src="$REF/treaties/opsc/frame#?secret=aB3"></iframe>), 'listen.js'),
    'picture.html'   => host_page(
        qq(<img alt="" src="$REF/treaties/opsc/timeline.svg">), 'listen.js'),
);
my $origin = $reference->url;
my $host = TreatyHttpd->start(mount => 0, database => undef,
    documents => \%documents, config => <<"END");
AddType text/javascript .js
Header always set Content-Security-Policy "default-src 'self' $origin"
END

my $found = node_json('elsewhere.js', JSON::PP->new->utf8->encode({
    chromium => browser_program(),
    map { $_ => $host->url("/$_.html") } qw(element frame wordpress picture) }));

subtest 'the element' => sub {
    my $seen  = $found->{element};
    my $first = $seen->{first};

    for my $id (qw(treaty arabic picture participant sheet)) {
        like $first->{$id}{root}, qr/^treaty-box/, "$id: a box is in its place";
        is $first->{$id}{busy}, undef, 'it is ready';
        isnt $first->{$id}{edge}, 'none', 'it has our look';
        ok !(grep { !m{^https?://} || m{^\Q@{[$host->url]}\E} }
            @{ $first->{$id}{links} }), 'its links lead to the reference';
    }
    is $seen->{sheets}, 1, 'the look is there once';
    like $first->{treaty}{text}, qr/24 December 2002.*105/s, 'a day is told of';
    is $first->{treaty}{heading}, 'H2', 'the heading has its level';
    is $first->{arabic}{lang}, 'ar', 'another language is spoken';
    like $seen->{changed}{treaty}{text}, qr/Rights of the Child Convention/,
        'another treaty is shown where the attribute changes';
    unlike $seen->{changed}{treaty}{text}, qr/24 December 2002/, 'and day';
    for my $id (qw(wrong outside nothing)) {
        like $first->{$id}{text}, qr/^The protocol/, "$id: the link stays";
        is $first->{$id}{root}, '', 'and nothing else';
    }
    like $first->{wrong}{text}, qr/Not here\.$/, 'with a note, in words of the page';
    # What httpd's core refuses before us has no CORS of ours.
    is scalar(grep { !/Failed to load resource|%2F\.\.%2Fother/ } @{ $seen->{said} }), 0,
        'no policy is broken, nothing fails' or diag explain $seen->{said};
};

subtest 'without a network, or a script' => sub {
    my $treaty = $found->{offline}{elements}{treaty};

    like $treaty->{text}, qr/^The protocol .+/, 'the link is back, with a note';
    is $treaty->{links}[0], "$REF/treaties/opsc", 'and leads where it led';
    like $found->{scriptless}{text}, qr/^(?:The protocol\s*){8}$/,
        'without script all are links';
};

subtest 'the frame' => sub {
    for my $kind (qw(frame wordpress)) {
        my ($wide, $narrow) = @{ $found->{$kind} }{qw(wide narrow)};

        cmp_ok $wide->{height}, '>', 300, "$kind: it tells its height";
        cmp_ok $narrow->{height}, '>', $wide->{height}, 'and that it has grown';
        cmp_ok abs($narrow->{height} - $found->{$kind}{inside}{height}), '<=', 2,
            'which is that of its content';
        ok !$found->{$kind}{inside}{wide}, 'it scrolls to no side';
        is_deeply $found->{$kind}{said}, [], 'under a strict policy';
    }
    is $found->{frame}{wide}{secret}, undef, 'it has no secret of its own';
    is $found->{wordpress}{wide}{secret}, 'aB3', 'WordPress gets back what it gave';
    is $found->{wordpress}{wide}{value}, $found->{wordpress}{wide}{height},
        'with the same height';
    is $found->{wordpress}{link}, "$REF/treaties/opsc",
        'and follows a link that a frame may not';
};

is_deeply $found->{picture}{size}[0], 640, 'the picture is one for img';
cmp_ok $found->{picture}{size}[1], '>', 400, 'and has a height of its own';
$host->stop;
$reference->stop;
done_testing;
