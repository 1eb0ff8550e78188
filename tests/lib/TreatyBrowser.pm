# Pages as a browser shows them: many of them in one headless Chromium, by
# tests/node/browser.js.
#
#   my $why = browser_lacks();
#   plan skip_all => $why if $why;
#   for my $seen (browse($httpd, 'views', { name => 'box', path => '/box.shtml' })) {
#       page_is_well($seen);
#   }
#
# Further keys of a page: status, where it isn't 200; keyboard and scriptless, 0
# where it isn't walked or has a part that only a script shows; brief, where
# fewer pictures of it are enough; looks, which say otherwise how it is looked at
# (tests/node/browser.js) than in both schemes and all widths. Pictures are left
# in build/tests/browser/, with a page that shows all of them.
package TreatyBrowser;
use strict;
use warnings;

use Exporter 'import';
use File::Path 'make_path';
use JSON::PP;
use Test::More;
use TreatyConfig;
use TreatyNode;

our @EXPORT = qw(browser_lacks browser_program browse page_is_well);

my @PROGRAMS = qw(chromium chromium-browser google-chrome);
my @WIDTHS   = (1280, 768, 320);

# Light and dark differ by their colours alone.
my @COLOURS = qw(color-contrast link-in-text-block);
# What there are pictures of, which take the most time.
my %SHOT = map { $_ => 1 } 'light 1280', 'light 768', 'light 320', 'dark 320';
# Where the same was looked at in another language.
my %BRIEF_SHOT = ('light 1280' => 1, 'dark 320' => 1);

sub browser_program {
    for my $name (@PROGRAMS) {
        my $path = TreatyConfig::program($name);
        return $path if $path;
    }
    return;
}

# Why nothing can be looked at; '' where it can.
sub browser_lacks {
    return 'no chromium: ./bootstrap check installs it' if !browser_program();
    return node_lacks('playwright-core', 'axe-core');
}

sub _truth { return $_[0] ? JSON::PP::true : JSON::PP::false }

sub _looks {
    my ($is_brief) = @_;
    my $shot = $is_brief ? \%BRIEF_SHOT : \%SHOT;
    my @wide = grep { $_ ne '768' } @WIDTHS;

    # Colours don't hang on how wide the window is; in another language the
    # same elements are named as they were.
    return [map {
        my ($scheme, $width) = @$_;
        { scheme => $scheme, width => $width,
            shoot => _truth($shot->{"$scheme $width"}),
            axe   => _truth(!$is_brief || $width ne '768'),
            $scheme eq 'dark' ? (rules => \@COLOURS) : () }
    } (map { ['light', $_] } @WIDTHS), map { ['dark', $_] } @wide];
}

# A page that shows all the pictures beside each other.
sub _write_sheet {
    my ($folder, @pages) = @_;
    my $text = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Pictures</title>\n"
        . '<style>figure { display: inline-block; margin: 1em; vertical-align: top; }'
        . " img { border: 1px solid; }</style>\n";

    for my $page (@pages) {
        for my $look (grep { $_->{shoot} } @{ $page->{looks} // _looks($page->{brief}) }) {
            my $called = $look->{called} // "$look->{width}-$look->{scheme}";
            my $file = "$page->{name}-$called.jpeg";
            $text .= "<figure><figcaption>$file</figcaption><a href=\"$file\">"
                . "<img src=\"$file\" alt=\"\" width=\""
                . int($look->{width} / 4) . "\"></a></figure>\n";
        }
    }
    open my $file, '>', "$folder/index.html" or die "$folder: $!";
    print {$file} $text;
    close $file or die "$folder: $!";
    return;
}

# What is found on each of the pages, which are kept in a folder of this name.
sub browse {
    my ($httpd, $folder, @pages) = @_;
    my $pictures = "$TreatyConfig::BUILDDIR/tests/browser/$folder";

    make_path($pictures);
    unlink glob "$pictures/*.{jpeg,png}";
    my $wanted = { chromium => browser_program(), folder => $pictures, pages => [
        map { { looks => _looks($_->{brief}), %$_, url => $httpd->url($_->{path}),
            keyboard => _truth($_->{keyboard} // !$_->{looks}),
            scriptless => _truth($_->{scriptless} // !$_->{looks}) } } @pages
    ] };
    _write_sheet($pictures, @pages);
    my $found = node_json('browser.js', JSON::PP->new->utf8->encode($wanted));
    return map { { %{ $pages[$_] }, %{ $found->[$_] },
        wanted => $pages[$_]{status} // 200 } } 0 .. $#pages;
}

sub _is_none {
    my ($faults, $name) = @_;
    return ok(!@$faults, $name)
        || diag join "\n", map { ref ? "$_->{id}: $_->{help}\n  "
            . join "\n  ", @{ $_->{at} } : $_ } @$faults;
}

sub _look_is_well {
    my ($look) = @_;
    my $where = "$look->{scheme}, $look->{width} px";

    _is_none($look->{overflow}, "$where: it doesn't scroll sideways");
    return if !$look->{axe};
    _is_none($look->{axe}{violations}, "$where: axe finds nothing");
    return if $look->{rules};
    cmp_ok $look->{axe}{passed}, '>', 5, "$where: and has looked";
    return;
}

# What holds of every page.
sub page_is_well {
    my ($seen) = @_;

    subtest $seen->{name} => sub {
        is $seen->{status}, $seen->{wanted}, 'it is served';
        cmp_ok $seen->{holds}{parts}, '>', 0, 'it shows something of ours';
        _is_none($seen->{holds}{raw}, 'and nothing that should have been replaced');
        # A page that isn't found is told of as an error by the browser.
        my @trouble = grep {
            $seen->{wanted} == 200 || !/Failed to load resource/
        } @{ $seen->{trouble} };
        _is_none(\@trouble, 'the console says nothing, no policy is broken');
        _look_is_well($_) for @{ $seen->{looks} };
        _is_none($seen->{scriptless}, 'it says the same without script')
            if $seen->{scriptless};
        if (my $walk = $seen->{keyboard}) {
            _is_none($walk->{missed}, "Tab reaches all $walk->{all} that take part");
            _is_none($walk->{unseen}, 'and is seen wherever it is');
        }
    };
    return;
}

1;
