# The reference as a site: readers get from its first page to every other one by
# links alone, forms show what was asked, what narrows a list can be taken away,
# a page of a day leads on to that day.
use strict;
use warnings;
use Test::More;
use TreatyHttpd;
use TreatyLinks;

sub page {
    my ($httpd, $path) = @_;
    my $answer = $httpd->get($path);

    is $answer->{status}, 200, "$path is there";
    return $answer->{content};
}

# What a page leads to by links and forms, its frame and its own part.
sub ways {
    my ($text) = @_;
    my %seen;

    return grep { !$seen{$_}++ } map { s/&amp;/&/gr }
        $text =~ /<(?:a|form)\b[^>]*\b(?:href|action)="([^"#]+)"/g;
}

sub reached_from_the_first {
    my ($httpd) = @_;
    my %known = ('/ref/' => 1);
    my @todo  = ('/ref/');

    while (defined(my $path = shift @todo) && keys %known < 1500) {
        next if $path !~ m{\A/ref/[\w/-]*(?:\?(?:initial|subject|chapter|pending)=[^&]*)?\z};
        my $answer = $httpd->get($path);
        next if $answer->{headers}{'content-type'} !~ m{^text/html};
        $known{$_}++ || push @todo, $_ for ways($answer->{content});
    }
    ok $known{"/ref$_"}, "$_ is reached" for qw(/treaties /treaties/opsc
        /participants /participants/usa /acts /subjects /fact-sheets
        /fact-sheets/2002-12-24-opsc /status /search /download /api
        /acts.atom), '/acts?pending=true', '/treaties?chapter=IV',
        '/treaties?subject=Human+Rights', '/participants?initial=U';
    return;
}

sub forms_show_what_was_asked {
    my ($httpd) = @_;
    my %shows = (
        'treaties?q=child&type=protocol&status=in_force&participant=usa'
            . '&adopted-from=1999-01-01&on=2002-12-24' => [
            'name="q" value="child"', 'value="protocol" selected',
            'value="in_force" selected', 'name="participant" value="usa"',
            'name="adopted-from" value="1999-01-01"',
            'name="on" value="2002-12-24"'],
        'treaties?chapter=IV&subject=Human+Rights&sort=-adopted_on' => [
            'type="hidden" name="chapter" value="IV"',
            'type="hidden" name="subject" value="Human Rights"',
            'type="hidden" name="sort" value="-adopted_on"'],
        'treaties?type=protocol,convention' =>
            ['value="protocol,convention" selected'],
        'status?treaty=opsc,crc&participant=usa&on=2002-12-24' => [
            'name="treaty" value="opsc,crc"', 'name="participant" value="usa"',
            'name="on" value="2002-12-24"'],
        'search?q=children&kind=treaty' =>
            ['name="q" value="children"', 'value="treaty" selected'],
        'participants?kind=organisation' => ['value="organisation" selected'],
        'acts?treaty=opsc&participant=usa&kind=ratification&pending=true'
            . '&on=2002-12-24' => [
            'name="treaty" value="opsc"', 'name="participant" value="usa"',
            'value="ratification" selected', 'name="pending" value="true" checked'],
    );

    for my $query (sort keys %shows) {
        my $text = page($httpd, "/ref/$query");
        like $text, qr/\Q$_\E/, "and shows $_" for @{ $shows{$query} };
    }
    return;
}

sub what_narrows_is_taken_away {
    my ($httpd) = @_;
    my $text = page($httpd,
        '/ref/treaties?chapter=IV&type=protocol&participant=usa&state=consented&on=2002-12-24');
    my @urls = map { s/&amp;/&/gr } $text =~ /class="treaty-filter" href="([^"]+)"/g;

    is_deeply [sort @urls], [sort map {"/ref/treaties?$_&on=2002-12-24"}
        'chapter=IV&type=protocol',
        'participant=usa&chapter=IV&type=protocol',
        'participant=usa&state=consented&chapter=IV',
        'participant=usa&state=consented&type=protocol'],
        'each alone, and a state goes with its participant';
    is $httpd->get($_)->{status}, 200, "$_ is there" for @urls;
    my ($count) = $text =~ /href="\/ref\/treaties\?participant=usa&amp;state=consented&amp;chapter=IV&amp;on=2002-12-24" aria-current="true">protocol<\/a> <data class="treaty-tally" value="(\d+)"/;
    is $count, $httpd->json('/ref/treaties.json?chapter=IV&type=protocol'
            . '&participant=usa&state=consented&on=2002-12-24')->{total},
        'and a facet counts what the list has';
    return;
}

# A chapter is called by its number and by what all of it is about, where that
# is one thing.
sub chapters_have_names {
    my ($httpd) = @_;

    like page($httpd, '/ref/'), qr{>IV Human Rights</a>}, 'on the first page';
    like page($httpd, '/ref/treaties?chapter=IV'),
        qr{<h1[^>]*>Chapter: IV <bdi>Human Rights</bdi></h1>}, 'and on its own';
    return;
}

sub a_day_is_kept {
    my ($httpd) = @_;

    for my $path ('/ref/treaties/opsc@2002-12-24',
        '/ref/participants/usa@2002-12-24', '/ref/treaties?on=2002-12-24',
        '/ref/acts?on=2002-12-24&limit=3')
    {
        my $text = page($httpd, $path);
        my ($undated) = $text =~ /class="treaty-notice".*?<a [^>]*href="([^"]+)"/s;
        ok defined $undated, 'it says that it is of a day';
        unlike $undated // '', qr/2002/, 'and leads to what is recorded now';
        my @astray = grep { !/2002-12-24/ && !/\blang=/ && $_ ne $undated
                && m{^/ref/(?:treaties|participants|acts|subjects|status)\b(?!.*\.atom)} }
            ways($text =~ s/<form.*?>//gsr);
        is_deeply \@astray, [], 'whatever else it leads to is of the day'
            or diag "@astray";
    }
    return;
}

sub acts_of_both {
    my ($httpd) = @_;
    my $both = $httpd->json('/ref/acts.json?treaty=opsc&participant=usa');
    my @wanted = grep { $_->{participant}{id} eq 'usa' }
        @{ $httpd->json('/ref/treaties/opsc/acts.json?limit=1000')->{items} };

    is_deeply [map { $_->{id} } @{ $both->{items} }],
        [map { $_->{id} } @wanted], 'acts of one participant under a treaty';
    is $both->{total}, scalar @wanted, 'and their number';
    for my $of (['treaty=opsc', 'treaties/opsc'],
        ['participant=usa', 'participants/usa'])
    {
        is_deeply $httpd->json("/ref/acts.json?$of->[0]&limit=1000")->{items},
            $httpd->json("/ref/$of->[1]/acts.json?limit=1000")->{items},
            "$of->[0] gives those of $of->[1]";
    }
    my @names = map { $_->{name} }
        @{ $httpd->json('/ref/participants.json?initial=c&limit=1000')->{items} };
    my @all = map { $_->{name} }
        @{ $httpd->json('/ref/participants.json?limit=1000')->{items} };
    is_deeply \@names, [grep {/^C/} @all], 'names by what they begin with';
    is $httpd->get("/ref/participants$_")->{status}, 400,
        "but nothing begins with a sign: $_"
        for map { (".json?initial=$_", "?initial=$_") } ',', '%3C', '-', '%22';
    my ($first, $beside) = map { [sort $httpd->get("/ref/$_")->{content}
        =~ />(\d{4}\xe2\x80\x93\d{4})</g] } '', 'treaties';
    cmp_ok scalar @$first, '>', 1, 'the first page has decades';
    is_deeply $beside, $first, 'and they are called the same beside a list';
    my $facets = $httpd->json('/ref/treaties.json?facets=year,decade,type,chapter');
    my $counted = $httpd->json('/ref/treaties.json?adopted-from=0001-01-01&facets=year,decade');
    is_deeply $facets->{facets}{$_}, $counted->{facets}{$_},
        "what publishing has counted is what a count gives: $_" for qw(year decade);
    return;
}

# What the lines to copy are, once their own escaping is undone.
sub lines_of {
    my ($text) = @_;
    return map { s/&lt;/</gr =~ s/&gt;/>/gr =~ s/&quot;/"/gr =~ s/&#39;/'/gr =~ s/&amp;/&/gr }
        $text =~ m{<pre [^>]*data-treaty-copy[^>]*><code>(.*?)</code>}gs;
}

sub every_box_is_embedded {
    my ($httpd, $origin) = @_;
    my %data = (texts => '', history => '/acts', citation => '/citation');

    for my $path ('treaties/opsc@2002-12-24', 'participants/usa', 'fact-sheets/2002-12-24-opsc') {
        my $text  = page($httpd, "/ref/$path");
        my @boxes = $text =~ /<section class="treaty-box/g;
        my @parts = $text =~ m{<details class="treaty-share">(.*?)</details>}gs;
        is scalar @parts, scalar @boxes, "$path: each box can be embedded";
        for my $part (@parts) {
            my @lines = lines_of($part);
            my ($view) = $lines[0] =~ /<!--#treaty \w+="[^"]+" view="(\w+)" -->/;
            ok $view, 'by a line of SSI';
            is $httpd->get("/ref/$path/$view")->{status}, 200, "for $view, which there is";
            my $json = $view eq 'box' ? '' : $data{$view} // "/$view";
            is $lines[-1], "$origin/ref/$path$json.json", 'by its data';
            is $httpd->get("/ref/$path$json.json")->{status}, 200, 'which is there';
            my $elements = grep {m{<script src="$origin/ref/assets/treaty-box.js" defer></script>\n<treaty-box [^>]*view="$view"><a href="$origin/ref/$path">}} @lines;
            is $elements, $origin ? 1 : 0, 'by an element, where there is an address for it';
        }
        $origin ? unlike $text, qr/TreatyBase/, 'nothing is missing'
            : like $text, qr{TreatyBase /ref https://}, 'it says what is missing for other sites';
        my @mails = $text =~ /href="mailto:[^"]*;body=([^"]*)"/g;
        is_deeply [map { s/%([0-9A-F]{2})/chr hex $1/ger } @mails],
            [$origin ? "$origin/ref/$path" : ()], 'a mail has a whole address';
    }
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    every_box_is_embedded($httpd, '');
    reached_from_the_first($httpd);
    forms_show_what_was_asked($httpd);
    what_narrows_is_taken_away($httpd);
    chapters_have_names($httpd);
    a_day_is_kept($httpd);
    acts_of_both($httpd);
};
for_each_mpm { every_box_is_embedded($_[0], 'https://treaties.example') }
    config => 'TreatyBase /ref https://treaties.example';
done_testing;
