# What the benchmark of HTTP serves: pages, configurations, and the same box
# made by other means. Those get our box as their template, with its values
# taken out, and put them in again from the same database: so all send the same
# bytes, which is looked at before anything is measured.
package TreatyPages;
use strict;
use warnings;

use Exporter 'import';
use TreatyBench;
use TreatyConfig;

our @EXPORT = qw($BOX $JSON $HTML have make_pages httpd_conf bare_conf
    mount_conf module_conf nginx_conf node_arguments);

our $BOX  = '/ref/treaties/opsc@2002-12-24/box';
our $JSON = '/ref/treaties/crc/participants.json';
our $HTML = '/ref/treaties/crc/participants';

my @DAYS = map { sprintf '2002-12-%02d', $_ } 1 .. 10;

# By column of the treaty, or by query: what the box says of the record.
my @QUERIES = (
    'SELECT mtdsg_no, adopted_at, registration_no, citation, depositary'
        . ' FROM treaty WHERE slug = ?',
    'SELECT (SELECT title FROM treaty_title AS n WHERE n.treaty_id = t.id'
        . ' AND n.kind = \'official\' ORDER BY position LIMIT 1) AS title,'
        . ' (SELECT title FROM treaty_title AS n WHERE n.treaty_id = t.id'
        . ' AND n.kind = \'short\' ORDER BY position LIMIT 1) AS short_title'
        . ' FROM treaty AS t WHERE slug = ?',
    'SELECT signatures, consents, in_force FROM tally'
        . ' WHERE treaty_id = (SELECT id FROM treaty WHERE slug = ?)'
        . ' AND from_on <= \'2002-12-24\' ORDER BY from_on DESC LIMIT 1',
    'SELECT s.title AS source FROM treaty_source AS t'
        . ' JOIN source AS s ON s.id = t.source_id'
        . ' WHERE t.treaty_id = (SELECT id FROM treaty WHERE slug = ?) LIMIT 1',
    'SELECT article FROM treaty_rule'
        . ' WHERE treaty_id = (SELECT id FROM treaty WHERE slug = ?)',
);

# A program that can be measured against, or ''.
sub have {
    my ($what) = @_;
    my %program = (
        httpd => sub {$TreatyConfig::HTTPD},
        nginx => sub { TreatyConfig::program('nginx') },
        node  => sub { -d node_folder() . '/node_modules/better-sqlite3'
            && TreatyConfig::program('node') },
        php   => sub { (sort glob '/usr/sbin/php-fpm*')[-1] },
        lua   => sub { -e "$TreatyConfig::MODULEDIR/mod_lua.so"
            && -e '/usr/lib/x86_64-linux-gnu/apr-util-1/apr_dbd_sqlite3.so' },
    );
    return $program{$what}->() || '';
}

# Where who wants node in the table has installed better-sqlite3.
sub node_folder { return $ENV{TREATY_BENCH_NODE} // '' }

sub database { return "$TreatyBench::BUILD/tests/sample.db" }
sub docroot  { return "$TreatyBench::WORK/htdocs" }

sub write_page {
    my ($name, $text) = @_;
    my $path = docroot() . "/$name";

    open my $out, '>:raw', $path or die "$path: $!\n";
    print {$out} $text;
    close $out or die "$path: $!\n";
    return;
}

sub rendered {
    my ($path) = @_;
    my $command = "'$TreatyBench::BUILD/treatyctl' render '"
        . database() . "' '$path'";
    my $text = qx($command);

    die "treatyctl render $path failed\n" if $? || $text eq '';
    return $text;
}

# name => value, as the box has them, escaped.
sub values_of_box {
    my %value;

    for my $query (@QUERIES) {
        my $sql = $query =~ s/\?/'opsc'/r;
        my $rows = qx(sqlite3 -json '@{[database()]}' "$sql");
        my $row = JSON::PP::decode_json($rows)->[0];
        $value{$_} = $row->{$_} for keys %$row;
    }
    return %value;
}

# Our box with %%name%% where a value stood.
sub template {
    my ($box) = @_;
    my %value = values_of_box();

    for my $name (sort { length $value{$b} <=> length $value{$a} } keys %value) {
        $box =~ s/(?<=>)\Q$value{$name}\E(?=[<,])|(?<=")\Q$value{$name}\E(?=[,"])/%%$name%%/g
            if length $value{$name};
    }
    return $box;
}

sub page_of {
    my @lines = @_;

    return join "\n", '<!DOCTYPE html>', '<html lang="en"><head><title>Page'
        . '</title></head><body>', @lines, '</body></html>', '';
}

my @FACTS = qw(signatures consents in_force adopted_on status);

sub facts_page {
    my ($fact) = @_;
    my @lines;

    for my $id (qw(opsc crc opac untoc)) {
        push @lines, map {"<p>$_: " . $fact->($id, $_) . '</p>'} @FACTS;
    }
    return page_of(@lines);
}

# What a fact comes as, for the page where it is typed in.
sub typed_in {
    my ($id, $fact) = @_;
    require JSON::PP;
    my $record = JSON::PP::decode_json(rendered("/treaties/$id.json"));
    my $value = $record->{counts}{$fact} // $record->{$fact} // '';

    return "<data class=\"treaty-fact\" value=\"$value\" title=\"$fact, as "
        . "recorded to 12 March 2015; source: United Nations Treaty Collection; "
        . "withdrawals aren't recorded\">$value</data>";
}

sub make_pages {
    my $box = rendered($BOX =~ s{^/ref}{}r);

    require JSON::PP;
    mkdir docroot();
    write_page('box.html', $box);
    write_page('table.json', rendered($JSON =~ s{^/ref}{}r));
    write_page('table.html', rendered($HTML =~ s{^/ref}{}r));
    write_page("box$_.html", rendered("/treaties/opsc\@$DAYS[$_]/box"))
        for 0 .. $#DAYS;
    write_page('elements.shtml', page_of(
        map {"<!--#treaty id=\"opsc\@$_\" view=\"box\" -->"} @DAYS));
    write_page('includes.shtml', page_of(
        map {"<!--#include virtual=\"/ref/treaties/opsc\@$_/box\" -->"} @DAYS));
    write_page('files.shtml', page_of(
        map {"<!--#include virtual=\"/box$_.html\" -->"} 0 .. $#DAYS));
    write_page('phps.shtml', page_of(
        map {"<!--#include virtual=\"/box.php?$_\" -->"} 0 .. $#DAYS));
    write_page('empty.shtml', page_of());
    write_page('facts.shtml',
        facts_page(sub {"<!--#treaty id=\"$_[0]\" fact=\"$_[1]\" -->"}));
    write_page('typed.shtml', facts_page(\&typed_in));
    write_rivals(template($box));
    return;
}

sub write_rivals {
    my ($template) = @_;
    my $database = database();
    my $php_queries = join ",\n", map {"\"$_\""} @QUERIES;
    my $lua_queries = join ",\n", map { '"' . s/\?/%s/r . '"' } @QUERIES;

    write_page('box.php', <<"END");
<?php
header('Content-Type: text/html; charset=utf-8');
\$db = new PDO('sqlite:$database', null, null, [PDO::ATTR_PERSISTENT => true]);
\$values = [];
foreach ([$php_queries] as \$sql) {
    \$query = \$db->prepare(\$sql);
    \$query->execute(['opsc']);
    foreach (\$query->fetch(PDO::FETCH_ASSOC) as \$name => \$value) {
        \$values["%%\$name%%"] = htmlspecialchars(\$value ?? '');
    }
}
echo strtr(<<<'BOX'
$template
BOX, \$values);
END
    write_page('box.lua', <<"END");
local template = [==[
$template]==]
local queries = {$lua_queries}
local names = {@{[lua_names()]}}
function handle(r)
    local db = r:dbacquire()
    local values = {}
    r.content_type = "text/html; charset=utf-8"
    for i, sql in ipairs(queries) do
        local query = db:prepare(r, sql)
        local row = query:select("opsc")(0)[1]
        for k, name in ipairs(names[i]) do
            values[name] = r:escape_html(row[k] or "")
        end
    end
    db:close()
    r:puts((template:gsub("%%%%([%w_]+)%%%%", values)))
    return apache2.OK
end
END
    return;
}

# The columns of each query, for who gets rows without names.
sub lua_names {
    my @lists;

    for my $query (@QUERIES) {
        my $sql = $query =~ s/\?/'opsc'/r;
        my $row = qx(sqlite3 -header -csv '@{[database()]}' "$sql" | head -n 1);
        chomp $row;
        push @lists, '{' . join(', ', map {"\"$_\""} split /,/, $row =~ s/\r//r) . '}';
    }
    return join ', ', @lists;
}

sub node_arguments {
    return ("$TreatyConfig::SRCDIR/tests/bench/box.js",
        node_folder(), database(), docroot() . '/box.php');
}

sub _modules {
    my (%with) = @_;
    my @modules = qw(mpm_event authz_core mime dir include headers deflate
        filter env);
    push @modules, qw(proxy proxy_fcgi) if $with{php};
    push @modules, qw(dbd lua) if $with{lua};

    return join '', map {
        "LoadModule ${_}_module $TreatyConfig::MODULEDIR/mod_$_.so\n" } @modules;
}

# What the no-op handler sends with the bytes: the module's own headers.
sub _noop {
    my ($path, $file) = @_;
    my ($type) = $file =~ /json/ ? 'application/json' : 'text/html; charset=utf-8';

    return <<"END";
<Location "/nop$path">
    SetHandler noop
    NoopBody   "@{[docroot()]}/$file"
    NoopType   "$type"
    NoopHeader X-Content-Type-Options nosniff
    NoopCaching Cache-Control "public, max-age=300, stale-while-revalidate=60, stale-if-error=86400"
    NoopCaching ETag "\\"\@ETAG$path\@\\""
    NoopHeader Content-Language en
    NoopCaching Vary Accept-Encoding
    NoopHeader Link "<$path>; rel=\\"self\\", <$path.json>; rel=\\"alternate\\"; type=\\"application/json\\""
</Location>
END
}

# The ETags of what the no-op handler sends, so that 304 is asked for alike.
sub _with_etags {
    my ($text) = @_;
    my %file = ($BOX => 'box.html', $JSON => 'table.json', $HTML => 'table.html');

    require Digest::SHA;
    for my $path (keys %file) {
        my $etag = Digest::SHA->new(1)->addfile(docroot() . "/$file{$path}")->hexdigest;
        $text =~ s/\@ETAG\Q$path\E\@/$etag/g;
    }
    return $text;
}

sub _php {
    my ($php) = @_;

    return $php ? <<"END" : '';
<FilesMatch "\\.php\$">
    SetHandler "proxy:unix:$php->{socket}|fcgi://localhost"
</FilesMatch>
END
}

sub _lua {
    my ($is_wanted) = @_;

    return $is_wanted ? <<"END" : '';
DBDriver sqlite3
DBDParams "@{[database()]}"
DBDMin 1
DBDMax 8
<FilesMatch "\\.lua\$">
    SetHandler lua-script
</FilesMatch>
END
}

# httpd without the module: so many processes of 25 threads, pages below the
# document root.
sub bare_conf {
    my (%with) = @_;
    my $user = $> == 0 ? "User www-data\nGroup www-data\n" : '';
    my $processes = $with{processes} // 2;
    my $threads = 25 * $processes;

    return _modules(%with) . <<"END" . _php($with{php}) . _lua($with{lua});
ServerRoot "\@ROOT\@"
ServerName localhost
Listen 127.0.0.1:\@PORT\@
PidFile run/httpd.pid
DefaultRuntimeDir run
Mutex file:run default
ErrorLog logs/error.log
${user}StartServers $processes
ServerLimit $processes
ThreadsPerChild 25
MaxRequestWorkers $threads
MinSpareThreads 1
MaxSpareThreads $threads
MaxKeepAliveRequests 0
TypesConfig /dev/null
AddType "text/html; charset=utf-8" .html .shtml
AddType application/json .json
AddOutputFilter INCLUDES .shtml
DocumentRoot "@{[docroot()]}"
<Directory "@{[docroot()]}">
    Options +IncludesNOEXEC
    AllowOverride None
    Require all granted
</Directory>
END
}

# A mount of a database, /ref unless told, with further directives.
sub mount_conf {
    my ($database, $base, @lines) = @_;

    $base //= '/ref';
    return join "\n", "<Location $base>", '    SetHandler treaty',
        "    TreatyBase $base", "    TreatyDatabase \"$database\"",
        (map {"    $_"} @lines), "</Location>\n";
}

sub module_conf {
    return "LoadModule treaty_module $TreatyBench::BUILD/.libs/mod_treaty.so\n";
}

# All that is measured against each other.
sub httpd_conf {
    my (%with) = @_;
    my $build = $TreatyBench::BUILD;

    return _with_etags(module_conf() . bare_conf(%with)
        . mount_conf(database(), '/off/ref', 'TreatyCache 0')
        . mount_conf(database(), '/deflated/ref', 'TreatyCache 0',
            'SetOutputFilter DEFLATE') . <<"END");
LoadModule noop_module $build/tests/bench/.libs/mod_noop.so
TreatyDatabase "@{[database()]}"
<Location /ref>
    SetHandler treaty
</Location>
<Location /callgrind>
    SetHandler callgrind
</Location>
@{[_noop($BOX, 'box.html')]}@{[_noop($JSON, 'table.json')]}@{[_noop($HTML, 'table.html')]}
END
}

sub nginx_conf {
    my $user = $> == 0 ? "user www-data;\n" : '';

    return <<"END";
${user}worker_processes 2;
pid \@ROOT\@/nginx.pid;
error_log \@ROOT\@/error.log;
events { worker_connections 256; }
http {
    access_log off;
    default_type text/html;
    types { text/html html shtml; }
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path \@ROOT\@/body;
    proxy_temp_path \@ROOT\@/proxy;
    fastcgi_temp_path \@ROOT\@/fastcgi;
    uwsgi_temp_path \@ROOT\@/uwsgi;
    scgi_temp_path \@ROOT\@/scgi;
    server {
        listen 127.0.0.1:\@PORT\@;
        root @{[docroot()]};
        location ~ \\.shtml\$ { ssi on; }
    }
}
END
}

1;
