# Several machines on this one: nodes that serve the same record, each a httpd
# with a published file of its own, which treaty-push brings; and what stands
# before them. All of it is set up by the files of conf/examples, as they are but
# for addresses, places and times.
#
#   my $nodes = TreatyNodes->start($database);
#   my $balancer = $nodes->balancer;         # TreatyHttpd
#   my $haproxy  = $nodes->haproxy;          # TreatyProgram
#   my $cache    = $nodes->cache($nodes->redis);
#   $nodes->push($other_database);           # to all of them
#   $nodes->node(1)->crash;
#   $nodes->requests(1, 'balancer');         # when it was asked, health aside
package TreatyNodes;
use strict;
use warnings;

use Exporter 'import';
use File::Copy 'copy';
use File::Temp 'tempdir';
use TreatyConfig;
use TreatyHttpd;
use TreatyProgram;

our @EXPORT = qw(example);

my $COUNT = 3;
# Instead of seconds.
my $INTERVAL = '200ms';
# What a front is in need of.
my @PROXY = qw(watchdog proxy proxy_http proxy_balancer proxy_hcheck slotmem_shm
    lbmethod_bybusyness);
my @CACHE = qw(cache cache_socache socache_redis);
# So that a test can tell who was asked, and needn't wait for seconds.
my $OWN = <<'END' . ($TreatyConfig::SANITIZER eq 'thread' ? "TreatyQueryTimeout 30s\n" : '');
TreatyRefresh 100ms
TreatyMaxAge 1
CustomLog logs/access.log "%{usec}t %{X-Front}i %U"
END

# A file of conf/examples, with replacements: pattern => text, …. Each has to
# find what it replaces.
sub example {
    my ($name, %replaced) = @_;
    open my $in, '<', "$TreatyConfig::SRCDIR/conf/examples/$name"
        or die "$name: $!\n";
    local $/ = undef;
    my $text = <$in>;

    for my $pattern (sort keys %replaced) {
        $text =~ s/$pattern/$replaced{$pattern}/g
            or die "$name has no $pattern\n";
    }
    return $text;
}

# Why there can't be any; '' where there can.
sub lacking {
    my ($class, @modules) = @_;
    return 'no httpd to test with' if !$TreatyConfig::HTTPD;
    return 'no rsync' if !TreatyConfig::program('rsync');
    my ($module) = grep { !-e "$TreatyConfig::MODULEDIR/mod_$_.so" }
        grep { $_ ne 'watchdog' } @PROXY, @CACHE;
    return $module ? "httpd has no mod_$module" : '';
}

# Those of the files that, as they lie there, their program doesn't take; with
# what it says.
sub refused {
    my %text = map { $_ => example($_) } qw(node.conf balancer.conf cache.conf);
    $text{'cache.conf'} .= $text{'balancer.conf'};
    my @refused;

    for my $name (sort keys %text) {
        my ($is_taken, $said) = TreatyHttpd->configtest(mount => 0, database => undef,
            modules => [@PROXY, @CACHE], config => $text{$name});
        push @refused, "$name: $said" if !$is_taken;
    }
    my $haproxy = TreatyConfig::program('haproxy') or return @refused;
    my $said = qx($haproxy -c -f '$TreatyConfig::SRCDIR/conf/examples/haproxy.cfg' 2>&1);
    push @refused, "haproxy.cfg: $said" if $? || $said =~ /WARNING/;
    return @refused;
}

sub start {
    my ($class, $database, $config) = @_;
    my $self = bless {
        folder => tempdir('treaty-nodes-XXXXXX', TMPDIR => 1, CLEANUP => 1),
    }, $class;
    my $text = example('node.conf',
        '/var/lib/treaty/treaty\.db' => '"@DATABASE@"',
        '/var/lib/treaty/out'        => '@ROOT@/out') . $OWN . ($config // '');

    $self->{nodes} = [map {
        TreatyHttpd->start(mount => 0, database => $database, config => $text)
    } 1 .. $COUNT];
    return $self;
}

sub nodes { return @{ $_[0]{nodes} } }
sub node { return $_[0]{nodes}[ $_[1] ] }

# What the files say of the machines, as it is here.
sub _addresses {
    my ($self) = @_;
    return map {
        ("192\\.0\\.2\\.1$_:80\\b" => '127.0.0.1:' . $self->node($_ - 1)->port)
    } 1 .. $COUNT;
}

sub _names {
    my ($self) = @_;
    return map {
        ("node$_\\.internal:80\\b" => 'localhost:' . $self->node($_ - 1)->port)
    } 1 .. $COUNT;
}

sub _balancer_text {
    my ($self, $name) = @_;
    return example('balancer.conf', $self->_addresses, $self->_names,
        'hcinterval=2\b' => "hcinterval=$INTERVAL")
        . "RequestHeader set X-Front $name\n";
}

sub balancer {
    my ($self) = @_;
    return TreatyHttpd->start(mount => 0, database => undef,
        modules => \@PROXY, config => $self->_balancer_text('balancer'));
}

# The same with the cache before it.
sub cache {
    my ($self, $redis) = @_;
    my $text = example('cache.conf', '127\.0\.0\.1:6379' => '127.0.0.1:' . $redis->port);

    return TreatyHttpd->start(mount => 0, database => undef,
        modules => [@PROXY, @CACHE], config => $self->_balancer_text('cache') . $text);
}

sub haproxy {
    my ($self) = @_;
    return TreatyProgram->start(sub {
        my ($folder, $port) = @_;
        open my $out, '>', "$folder/haproxy.cfg" or die "$folder: $!\n";
        print {$out} example('haproxy.cfg', $self->_addresses,
            'bind :8080' => "bind 127.0.0.1:$port",
            'inter 2s'   => "inter $INTERVAL");
        close $out or die "$folder: $!\n";
        return (TreatyConfig::program('haproxy'), '-db', '-f', "$folder/haproxy.cfg");
    });
}

# Debian has the server in redis-tools, too, under the name of another.
sub redis_server { return TreatyConfig::program('redis-server', 'redis-check-rdb') }

sub redis {
    my ($self) = @_;
    return TreatyProgram->start(sub {
        my ($folder, $port) = @_;
        return ({ program => redis_server() }, 'redis-server', '--bind', '127.0.0.1',
            '--port', $port, '--save', '', '--dir', $folder);
    });
}

# Brings a published file to nodes, to all of them unless told, as an
# administrator does.
sub push {
    my ($self, $database, @to) = @_;
    my $file = "$self->{folder}/treaty.db";

    copy($database, "$file.new") or die "$database: $!\n";
    rename "$file.new", $file or die "$file: $!\n";
    @to = $self->nodes if !@to;
    return system("$TreatyConfig::SRCDIR/conf/examples/treaty-push", $file,
        map { $_->root } @to) == 0 || die "treaty-push failed\n";
}

# When a node has been asked by a front, by the clock; health aside. HAProxy
# doesn't tell its name.
sub requests {
    my ($self, $number, $front) = @_;
    open my $in, '<', $self->node($number)->root . '/logs/access.log' or return;
    my $by = { haproxy => '-' }->{$front} // $front;
    return map { m{\A(\d+) \Q$by\E (?!/ref/health\n)} ? $1 / 1e6 : () } <$in>;
}

1;
