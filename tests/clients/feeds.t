# Feeds are read by rss-parser and feedparser, with hostile text in each
# field. Needs the packages of tests/node.
use strict;
use warnings;
use Test::More;
use TreatyFormats;
use TreatyNode;

my $why = node_lacks(qw(rss-parser feedparser));
plan skip_all => $why if $why;

my $self = 'https://treaties.example/ref/acts.atom';

sub act {
    my ($number, $text) = @_;
    return {
        id           => "/ref/acts/opsc-$number",
        treaty       => { id => 'opsc', title => $text },
        participant  => { id => 'usa', name => $text, kind => 'state' },
        kind         => $text,
        label        => $text,
        deposited_on => '2002-12-23',
        effective_on => '2003-01-23',
        pending      => \($number % 2),
        url          => "https://treaties.example/ref/treaties/opsc?n=$number&m=1",
        title        => $text,
        summary      => $text,
        updated      => sprintf('2002-12-23T10:00:%02dZ', $number),
    };
}

sub feed {
    my ($text, @items) = @_;
    return {
        id       => 'https://treaties.example/ref/acts',
        title    => $text,
        subtitle => $text,
        author   => $text,
        updated  => '2026-11-25T19:49:34Z',
        urls     => { self => $self, next => "$self?after=9&x=1",
            html => 'https://treaties.example/ref/' },
        items    => \@items,
    };
}

# As readers give a text back: they trim and fold it, and what XML can't hold
# isn't there. From titles feedparser takes whatever looks like a tag.
sub as_read {
    my ($text) = @_;
    return $text =~ s/[\x00-\x08\x0b\x0c\x0e-\x1f]//gr =~ s/\s+/ /gr
        =~ s/^ | $//gr;
}

sub without_tags { return as_read($_[0] =~ s/<.*?>//gsr) }

my $number = 0;
my @names  = sort keys %TEXT;
my $text   = represented('atom',
    feed('Acts & "more" <b>', map { act(++$number, $TEXT{$_}) } @names));
my $read   = node_json('feed.js', $text, $self);
my ($rss, $other) = @$read{qw(rss feedparser)};

is $rss->{title}, 'Acts & "more" <b>', 'rss-parser has the title';
is as_read($other->{title}), without_tags('Acts & "more" <b>'), 'feedparser has it, too';
is $other->{self}, $self, 'the feed says where it is';
is $other->{link}, 'https://treaties.example/ref/', 'and where its page is';
is $other->{author}, 'Acts & "more" <b>', 'and who made it';
is $other->{updated}, '2026-11-25T19:49:34.000Z', 'and when';
is scalar @{ $rss->{items} }, @names, 'rss-parser has an entry for each act';
is scalar @{ $other->{items} }, @names, 'and so has feedparser';

for my $i (0 .. $#names) {
    my ($name, $want) = ($names[$i], as_read($TEXT{ $names[$i] }));
    my ($one, $two)   = ($rss->{items}[$i], $other->{items}[$i]);
    my $n = $i + 1;

    is as_read($one->{title}), $want, "$name: rss-parser has the title";
    is as_read($two->{title}), without_tags($TEXT{$name}),
        "$name: feedparser has the title";
    is as_read($one->{summary}), $want, "$name: rss-parser has the summary";
    is as_read($two->{summary}), $want, "$name: feedparser has the summary";
    is $one->{kinds}[0]{'$'}{term}, $TEXT{$name} =~ s/[\x0b\x0c]//gr,
        "$name: the kind is a category";
    is as_read($two->{categories}[0]), $want, "$name: feedparser has it, too";
    is scalar(grep { $_ eq 'pending' } @{ $two->{categories} }), $n % 2,
        "$name: what is pending is marked";
    is $one->{id}, "https://treaties.example/ref/acts/opsc-$n",
        "$name: rss-parser has the id";
    is $two->{id}, $one->{id}, "$name: feedparser has the id";
    is $one->{link}, "https://treaties.example/ref/treaties/opsc?n=$n&m=1",
        "$name: rss-parser has the address";
    is $two->{link}, $one->{link}, "$name: feedparser has the address";
    is $one->{first}, '2002-12-23T00:00:00Z', "$name: the day of the deposit";
    is $two->{updated}, sprintf('2002-12-23T10:00:%02d.000Z', $n),
        "$name: when it was recorded";
}

my $empty = node_json('feed.js', represented('atom', feed('None')), $self);
is_deeply [map { $_->{items} } @$empty{qw(rss feedparser)}], [[], []],
    'a feed may be empty';

# The same feed of a site that knows no address of its own.
my $local = feed('Local', { %{ act(1, 'a') }, url => '/ref/treaties/opsc' });
$local->{id} = '/ref/acts';
my $relative = node_json('feed.js', represented('atom', $local), $self);
like $relative->{rss}{items}[0]{id}, qr/^urn:uuid:[0-9a-f-]{36}\z/,
    'without an address an id is a UUID';
is $relative->{feedparser}{items}[0]{link},
    'https://treaties.example/ref/treaties/opsc',
    'and a link is resolved by where the feed is';
done_testing;
