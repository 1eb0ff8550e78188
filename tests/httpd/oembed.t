# A page of the reference can be embedded by its address, as oEmbed 1.0 has it.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;

my $ORIGIN = 'https://treaties.example';
my $PAGE   = "$ORIGIN/ref/treaties/opsc";

sub escaped {
    my ($text) = @_;
    return $text =~ s/([^A-Za-z0-9.])/sprintf '%%%02X', ord $1/ger;
}

sub embed {
    my ($httpd, $url, $more) = @_;
    return $httpd->get('/ref/oembed?url=' . escaped($url) . ($more // ''));
}

sub document {
    my ($httpd, $url, $more) = @_;
    my $path = '/ref/oembed?url=' . escaped($url) . ($more // '');

    return $httpd->json($path);
}

for_each_mpm {
    my ($httpd) = @_;
    my $found = document($httpd, $PAGE);

    is $found->{type},    'rich', 'a treaty can be embedded as something rich';
    is $found->{version}, '1.0',  'by version 1.0 of oEmbed';
    is $found->{title}, 'Optional Protocol on the Sale of Children',
        'under its short title';
    is $found->{provider_url}, "$ORIGIN/ref/", 'the provider is the reference';
    cmp_ok $found->{cache_age}, '>', 0, 'it may be kept for a time';
    like $found->{html}, qr{<blockquote [^>]*><a href="\Q$PAGE\E">},
        'where no frame is kept, a quotation links to the page';
    like $found->{html}, qr{</a> \S+ Signatures: 121 \S+ Consents to be bound: 169 \S+ In force for: 168 \S+ As recorded to March 2015</blockquote><iframe },
        'and tells its numbers, and the day';
    unlike $found->{html} =~ s{</?(?:a|blockquote|iframe)\b[^>]*>}{}gr, qr/[<>]/,
        'in no other elements than those that WordPress keeps';
    like $found->{html}, qr{<iframe [^>]*src="\Q$PAGE\E/frame"},
        'and a frame shows the box';
    my $frame = $httpd->get('/ref/treaties/opsc/frame');
    is $frame->{status}, 200, 'which is a page';
    is $frame->{headers}{'x-frame-options'}, undef, 'that may be framed';
    is $frame->{headers}{'content-security-policy'}, undef, 'by everyone';
    my ($script) = $frame->{content} =~ m{<script src="(/ref/assets/treaty-frame-[0-9a-f]{16}\.js)" defer></script>};
    ok $script, 'and has a script of its own, in no line of the page';
    my $asset = $httpd->get($script // '/ref/none');
    is $asset->{headers}{'content-type'}, 'text/javascript; charset=utf-8', 'as one';
    like $asset->{headers}{'cache-control'}, qr/immutable/, 'which never changes';
    like $frame->{content}, qr/<html.*class="treaty-box"/s, 'of the box alone';

    my $small = document($httpd, $PAGE, '&maxwidth=320&maxheight=200');
    is_deeply [@$small{qw(width height)}], [320, 200],
        'who embeds may bound its size';
    like $small->{html}, qr/width="320" height="200"/, 'and the frame has it';
    is document($httpd, $PAGE, '&maxwidth=100&maxheight=50')->{width}, 100,
        'however narrow';
    cmp_ok document($httpd, $PAGE, '&maxwidth=9999')->{width}, '<=', 600,
        'a wider place makes it no wider';

    my $dated = document($httpd, "$PAGE\@2002-12-24")->{html};
    like $dated, qr{opsc\@2002-12-24/frame}, 'a day in the address stays';
    like $dated, qr/Signatures: 105 .* As of 24 December 2002</, 'and is told of';
    my $french = document($httpd, "$PAGE?lang=fr&utm_source=x")->{html};
    like $french, qr{opsc/frame\?lang=fr"}, 'so does a language';
    like $french, qr/ mars 2015/, 'which is spoken';
    is document($httpd, "$ORIGIN/ref/treaties/IV-11-c?x=1#y")->{title},
        $found->{title}, 'an alias finds the treaty';
    like document($httpd, "$ORIGIN/ref/fact-sheets/2002-12-24-opsc")->{html},
        qr{fact-sheets/2002-12-24-opsc/frame}, 'so can a fact sheet';
    my $usa = document($httpd, "$ORIGIN/ref/participants/usa")->{html};
    like $usa, qr{</a> \S+ Treaties: \d+ \S+ In force for it: \d+ \S+ Signed only: \d+ \S+ As recorded},
        'and a participant, with the numbers of its box';
    unlike $usa, qr/not known/i, 'and no others';
    is embed($httpd, $PAGE, '&format=json&dnt=1')->{status}, 200,
        'what else the consumer says is its own';
    unlike embed($httpd, $PAGE)->{headers}{link}, qr/rel="alternate"/,
        'it has no other form';

    for my $elsewhere ("$ORIGIN/ref/treaties/nothing", "$ORIGIN/ref/health",
        'https://other.example/ref/treaties/opsc', '/ref/treaties/opsc',
        "$ORIGIN/reference/treaties/opsc", "$ORIGIN/ref/treaties.json",
        "$ORIGIN/ref/treaties/opsc/nothing", "$ORIGIN/ref/../etc",
        "$PAGE?cursor=none", "$PAGE/history?cursor=none",
        'javascript:alert(1)', "$ORIGIN/ref/%00")
    {
        my $answer = embed($httpd, $elsewhere);
        is $answer->{status}, 404, "$elsewhere: no page of ours";
        is $answer->{headers}{'content-type'}, 'application/problem+json',
            'as a problem';
    }
    is embed($httpd, $PAGE, '&format=xml')->{status}, 501,
        'another format is not implemented';
    is $httpd->get('/ref/oembed')->{status}, 400, 'an address is needed';

    my $page = $httpd->get('/ref/treaties/opsc');
    my $oembed = "$ORIGIN/ref/oembed?url=" . escaped($PAGE);
    my ($element) = $page->{content}
        =~ m{<link rel="alternate" type="application/json\+oembed" href="([^"]*)"};
    is lc $element, lc $oembed, 'a page names it by an element';
    like lc $page->{headers}{link},
        qr{<\Q@{[lc $oembed]}\E>; rel="alternate"; type="application/json\+oembed"},
        'and by a header';
} config => "TreatyBase /ref $ORIGIN\n";

for_each_mpm {
    my ($httpd) = @_;

    is embed($httpd, "http://127.0.0.1/ref/treaties/opsc")->{status}, 404,
        'without an origin nothing can be embedded';
    unlike $httpd->get('/ref/treaties/opsc')->{content}, qr/oembed/,
        'and no page says so';
};

done_testing;
