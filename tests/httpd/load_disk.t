# The disk of the database is full, or may only be read, while answers are asked
# for: serving writes nothing, so it goes on; publishing says what is wrong, and
# leaves the old file and nothing of a new one.
use strict;
use warnings;
use Digest::SHA;
use File::Temp;
use Test::More;
use Time::HiRes 'sleep';
use TreatyCtl;
use TreatyFixture;
use TreatyHttpd;
use TreatyLoad;

my $TRIES = counted(50, 5);
my ($old, $new) = versions(2);
my $disk = File::Temp->newdir;
chmod 0755, "$disk";

sub mounts {
    my (@arguments) = @_;
    return system('mount', @arguments) == 0;
}

plan skip_all => 'only root can mount a disk to fill' if $> != 0;
plan skip_all => 'no mounting here' if system("mount -t tmpfs -o size=16m,mode=755 none $disk 2>/dev/null") != 0;
# The END of TreatyHttpd comes later: a file that is served keeps its disk busy.
END { system 'umount', '-l', "$disk" if $disk && -e "$disk/here" }
open my $here, '>', "$disk/here" or die "$disk: $!";
close $here;

sub files { return sort map { s{.*/}{}r } glob "$disk/*" }

# Writes until nothing goes any more, but for some bytes.
sub fill {
    my ($left) = @_;
    open my $file, '>', "$disk/filling" or die "$disk: $!";
    1 while syswrite $file, "\0" x 4096;
    truncate $file, (-s $file) - $left;
    close $file;
    return;
}

sub digest_of { return Digest::SHA->new(256)->addfile($_[0], 'b')->hexdigest }

# What publishing says and leaves where it can't be done.
sub fails_to_publish {
    my ($what, $words) = @_;
    my $before = digest_of("$disk/treaty.db");
    my @before = files();
    my $run    = treatyctl('publish', "$new.authoring", "$disk/treaty.db");

    is $run->{status}, 3, "$what: publishing fails";
    like $run->{err}, $words, '... says why';
    is digest_of("$disk/treaty.db"), $before, '... leaves the old file';
    is_deeply [files()], \@before, '... and nothing else';
    return;
}

rename_to("$disk/treaty.db", $old);
for_each_mpm {
    my ($httpd) = @_;
    my $load = TreatyLoad->new($httpd, refresh => 0.05,
        databases => [$old, $new],
        put => sub { rename_to("$disk/treaty.db", ($old, $new)[ $_[0] ]) });

    $load->learn(1, 0);
    $load->begin;
    for my $try (1 .. $TRIES) {
        # Less at each try, so that it ends at another place.
        fill(4096 * int(500 * ($try - 1) / $TRIES));
        fails_to_publish("a full disk, try $try", qr/full|No space left/);
        $load->await;
        unlink "$disk/filling";
    }
    $load->await(20);
    mounts('-o', 'remount,ro', "$disk") or die "remount\n";
    fails_to_publish('a read-only disk', qr/[Rr]ead-only/);
    $httpd->reload;
    $load->await(50);
    is_right($load->end, "a disk filled $TRIES times, then read-only and httpd "
        . 'restarted');
    mounts('-o', 'remount,rw', "$disk") or die "remount\n";
    my $before = $httpd->json('/ref/health')->{revision};
    treatyctl_ok('publish', "$new.authoring", "$disk/treaty.db");
    sleep 0.05;
    isnt $httpd->json('/ref/health')->{revision}, $before,
        'with room again another is published, and served';
}
mpms => ['event'], config => <<"END";
TreatyRefresh 50ms
TreatyDatabase "$disk/treaty.db"
END

done_testing;
