# Who serves writes nothing, and opens no file by a name that a request gives.
# The server's folders may be written by nobody but root, whose children are
# another user; whatever is asked, each file in them is as it was. Where strace
# may look on, the names of all files that are opened are seen as well.
use strict;
use warnings;
use Digest::SHA;
use File::Find 'find';
use File::Temp;
use POSIX ();
use Test::More;
use TreatyConfig;
use TreatyFixture;
use TreatyHttpd;
use TreatyRequests;
use TreatyWire;

# What a request might name, and a trace would show.
my $STRANGE = qr{passwd|shadow|win\.ini|secret|none|evil|httpd\.conf|error\.log
    |\.\./|%|opsc|usa|box}xi;
# What httpd's core looks for on its way to an address that isn't the mount's.
my $CORE = qr{/\.htaccess"};

my @requests = grep { $_->{method} =~ /\A(?:GET|HEAD|OPTIONS|POST|PUT|DELETE)\z/ }
    map { @{ $_->{requests} } } request_groups();

# Each file and folder below a folder: its kind, size, time and content.
sub state_of {
    my ($folder) = @_;
    my %state;

    find({ no_chdir => 1, wanted => sub {
        return if m{/(?:logs|run|reports)\b};
        my @stat = lstat;
        $state{$_} = join ' ', @stat[1, 2, 4, 7, 9, 10],
            -f _ ? Digest::SHA->new(1)->addfile($_, 'b')->hexdigest : '';
    } }, $folder);
    return \%state;
}

# A trace of what these processes open and change, until they end.
sub trace {
    my ($file, @pids) = @_;
    my $strace = TreatyConfig::program('strace') or return;
    my $pid = fork // die "fork: $!";

    if (!$pid) {
        open STDERR, '>', '/dev/null';
        exec $strace, '-f', '-q', '-y', '-o', $file, '-e',
            'trace=open,openat,creat,unlink,unlinkat,rename,renameat,renameat2,'
            . 'mkdir,mkdirat,truncate,ftruncate,link,linkat,symlink,symlinkat,'
            . 'chmod,fchmod,fchmodat,execve', map { ('-p', $_) } @pids
            or POSIX::_exit(127);
    }
    return $pid;
}

sub traced {
    my ($file, $pid) = @_;

    kill 'INT', $pid;
    waitpid $pid, 0;
    open my $in, '<', $file or return ();
    return <$in>;
}

for_each_mpm {
    my ($httpd) = @_;
    my $wire = TreatyWire->new($httpd->port);
    my $file = File::Temp->new;

    # All folders but those that are httpd's own to write.
    chmod 0555, $httpd->root, $httpd->docroot, glob $httpd->root . '/treaty.db.*';
    chmod 0444, $httpd->database;
    my $before = state_of($httpd->root);
    my $tracer = $TreatyConfig::SANITIZER ? undef
        : trace("$file", children_of($httpd->pid));
    my $answered = 0;
    for my $request (@requests) {
        $answered++ if $wire->ask(request_bytes($request), $request->{method});
    }
    is $answered, scalar @requests, "$answered requests are answered";
    is_deeply state_of($httpd->root), $before,
        'no file is made, changed or removed';
  SKIP: {
        my @calls = $tracer ? traced("$file", $tracer) : ();
        skip 'strace is not here, or may not look on', 4 if !@calls;
        my @opened = grep { /\bopen(?:at)?\(/ } @calls;
        is join('', grep { /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/ } @opened), '',
            'nothing is opened to be written';
        is join('', grep { !/\bopen(?:at)?\(|^\d+ +\+\+\+|^\d+ +---|resumed/ } @calls),
            '', 'nothing is renamed, removed or run';
        my @names = grep { $_ !~ $CORE } @opened;
        is join('', grep { /"([^"]*)"/ && $1 =~ $STRANGE } @names), '',
            'no name of a request is one of a file';
        cmp_ok scalar @names, '>', 1, scalar(@names) . ' files were opened';
    }
    $httpd->allow_log(qr/\bAH\d{5}\b/, qr/TREATY04\d\d/);
} downloads => 1, config => "TreatyRefresh 0ms\nTreatyBase /ref https://treaties.example\n"
    . "<Location \"/live\">\n    SetHandler treaty\n    TreatyBase /live\n</Location>\n"
    . "MaxKeepAliveRequests 0\nTreatyQueryTimeout 30s\n"
    . "<IfModule mpm_prefork_module>\n    MaxSpareServers 8\n</IfModule>\n";
done_testing;
