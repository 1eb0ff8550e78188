# What is built is hardened: each flag that configure names is looked for in
# mod_treaty.so and treatyctl themselves, by readelf and objdump.
use strict;
use warnings;
use Test::More;
use TreatyConfig;

my $module = "$TreatyConfig::BUILDDIR/.libs/mod_treaty.so";
my $tool   = "$TreatyConfig::BUILDDIR/treatyctl";
my %taken  = map { $_ => 1 } split ' ', $TreatyConfig::HARDENED;

plan skip_all => 'no readelf and objdump (Debian: binutils)'
    unless TreatyConfig::program('readelf') && TreatyConfig::program('objdump');

# Where a compiler isn't gcc or clang of today, what it lacks is told.
sub where_taken {
    my ($name, $code) = @_;

  SKIP: {
        skip "configure has found no $name", 1 unless $taken{$name};
        $code->();
    }
    return;
}

# What Debian's compilers have, for the processors that most servers are of.
SKIP: {
    my ($machine) = qx(uname -m) =~ /(\S+)/;
    skip "nothing is expected of a compiler for $machine", 1
        unless $machine =~ /^(?:x86_64|aarch64)$/;
    for my $name (qw(stack-protector stack-clash control-flow pie relro
        noexecstack fortify)) {
        ok $taken{$name}, "configure has $name"
            or diag "it has: $TreatyConfig::HARDENED";
    }
}

for my $path ($module, $tool) {
    my ($name)   = $path =~ m{([^/]+)\z};
    my $headers  = qx(readelf -W -h -l '$path');
    my $dynamic  = qx(readelf -W -d '$path');
    my $symbols  = qx(readelf -W --dyn-syms '$path');
    my $notes    = qx(readelf -W -n '$path');
    my $code     = qx(objdump -d --no-show-raw-insn '$path');
    my @segments = $headers =~ /^\s+(LOAD\s.*|GNU_STACK\s.*)$/mg;

    cmp_ok scalar(@segments), '>=', 3, "$name: its segments are read";
    ok !(grep { /\bRWE\b|GNU_STACK.*\bE\b/ } @segments),
        "$name: no memory is both written and run, the stack isn't run"
        or diag join "\n", @segments;
    unlike $dynamic, qr/TEXTREL/, "$name: code is not written by the linker";
    unlike $dynamic, qr/\((?:RPATH|RUNPATH)\)/,
        "$name: no library is looked for in a folder of the build";
    where_taken(relro => sub {
        like $headers, qr/^\s+GNU_RELRO\s/m, "$name: RELRO";
        like $dynamic, qr/\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*\bNOW\b/,
            "$name: and all is bound at the start, so RELRO is full";
    });
    where_taken('stack-protector' => sub {
        like $symbols, qr/\bUND __stack_chk_fail\b/, "$name: stack protector";
    });
    where_taken(fortify => sub {
        my @checked = $symbols =~ /\bUND (__\w+_chk)\b/g;
        cmp_ok scalar(@checked), '>=', 2, "$name: FORTIFY" or diag "@checked";
    });
    where_taken('control-flow' => sub {
        my @entries = $code =~ /^\S+ <treaty_\w+>:\n\s*\S+:\s+(\S+)/mg;
        my @open = grep { !/^(?:endbr64|endbr32|bti|paciasp)$/ } @entries;
        cmp_ok scalar(@entries), '>=', 100, "$name: its functions are read";
        ok !@open, "$name: each is marked as a place to jump to"
            or diag scalar(@open) . " aren't";
        like $notes, qr/x86 feature:.*SHSTK|AArch64 feature:/,
            "$name: it says that it can do with a shadow stack";
    });
    where_taken('stack-clash' => sub {
        # The least number is how 128 are taken back.
        my @large = grep { !/\Af{8}/ && hex > 0x1000 }
            $code =~ /\bsub[lq]?\s+\$0x([0-9a-f]{4,}),%[er]sp/g;
        ok !@large, "$name: no frame goes over a page without a probe"
            or diag "@large";
    });
}
where_taken(pie => sub {
    like scalar(qx(readelf -W -d '$tool')), qr/\(FLAGS_1\).*\bPIE\b/,
        'treatyctl: position-independent';
});
where_taken('stack-clash' => sub {
    my $code = qx(objdump -d --no-show-raw-insn '$tool');
    ok scalar($code =~ /\b(?:or|mov)[lq]\s+\$0x0,(?:0x0)?\(%[er]sp\)
        |\bstr\s+xzr, \[sp/x), 'treatyctl: large frames are probed';
});
done_testing;
