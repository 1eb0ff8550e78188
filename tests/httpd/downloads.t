# The whole record of a revision can be downloaded, checked and resumed.
use strict;
use warnings;
use Digest::SHA qw(sha256_base64 sha256_hex);
use File::Path 'remove_tree';
use Test::More;
use TreatyCtl;
use TreatyFixture;
use TreatyHttpd;

# A database with its files beside it, at the place that httpd serves.
sub publish_into {
    my ($httpd) = @_;
    my $db = $httpd->root . '/authoring.db';

    treatyctl_ok('init', $db) unless -e $db;
    treatyctl_ok('import', $db, sample_record());
    treatyctl_ok('publish', $db, $httpd->database);
    return;
}

sub wait_for_files {
    my ($httpd) = @_;
    my $found;

    for (1 .. 100) {
        $found = $httpd->json('/ref/download.json');
        last if @{ $found->{files} } > 1;
        select undef, undef, undef, 0.1;
    }
    return $found;
}

sub whole_files {
    my ($httpd, $found) = @_;

    for my $file (@{ $found->{files} }) {
        my $answer = $httpd->get($file->{url});
        my $name   = $file->{name};

        is length $answer->{content}, $file->{bytes}, "$name: all of it comes";
        is sha256_hex($answer->{content}), $file->{sha256}, 'as it is listed';
        is $answer->{headers}{'content-type'}, $file->{content_type},
            'with its type';
        is $answer->{headers}{'repr-digest'},
            'sha-256=:' . sha256_base64($answer->{content}) . '=:',
            'and its digest';
        is $answer->{headers}{'content-disposition'},
            "attachment; filename=\"$name\"", 'to be kept under its name';
        is $httpd->head($file->{url})->{headers}{'content-length'},
            $file->{bytes}, 'HEAD tells its size';
    }
    return;
}

sub parts {
    my ($httpd, $found) = @_;
    my ($file) = grep { $_->{name} eq 'acts.csv' } @{ $found->{files} };
    my $whole = $httpd->get($file->{url});
    my $etag  = $whole->{headers}{etag};
    my $half  = int($file->{bytes} / 2);
    my $rest  = $httpd->get($file->{url},
        { Range => "bytes=$half-", 'If-Range' => $etag });
    my $other = $httpd->get($file->{url},
        { Range => "bytes=$half-", 'If-Range' => '"other"' });

    is $rest->{status}, 206, 'a download is resumed';
    is substr($whole->{content}, 0, $half) . $rest->{content},
        $whole->{content}, 'and comes out whole';
    is $other->{status}, 200, 'but not that of another revision';
    is $httpd->get($file->{url}, { 'If-None-Match' => $etag })->{status}, 304,
        'what is known needs not come';
    is $httpd->get($file->{url}, { Range => 'bytes=99999999-' })->{status}, 416,
        'behind its end there is nothing';
    return;
}

for_each_mpm {
    my ($httpd) = @_;
    publish_into($httpd);
    my $found = wait_for_files($httpd);

    cmp_ok scalar(@{ $found->{files} }), '>=', 5,
        'database, record and tables are offered';
    like $found->{revision}, qr/\A[0-9a-f]{32}\z/, 'of one revision';
    whole_files($httpd, $found);
    parts($httpd, $found);
    for my $name ('manifest.json', 'nothing', '%2e%2e%2ftreaty.db',
        'treaty.db-journal', 'ACTS.CSV')
    {
        my $answer = $httpd->get("/ref/download/$name");
        is $answer->{status}, 404, "$name isn't offered";
        unlike $answer->{content}, qr{/htdocs|/tmp}, 'and no path told';
    }
    is $httpd->get('/ref/download/')->{headers}{location}, '/ref/download',
        'a slash too many is no other address';

    remove_tree($httpd->database . ".$found->{revision}");
    my $few = $httpd->json('/ref/download.json');
    is_deeply [map { $_->{name} } @{ $few->{files} }], ['treaty.db'],
        'where only the database was copied, it alone is offered';
    like $few->{note}, qr/\w/, 'and it is said why';
    is $httpd->get('/ref/download/treaty.db')->{status}, 200, 'and it comes';
};

done_testing;
