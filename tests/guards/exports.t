# The module shows httpd one symbol, and brings in no library that only
# writing needs.
use strict;
use warnings;
use Test::More;
use TreatyConfig;

my $module = "$TreatyConfig::BUILDDIR/.libs/mod_treaty.so";
my @symbols = map { (split)[-1] } qx($TreatyConfig::NM -D --defined-only $module);
is_deeply \@symbols, ['treaty_module'], 'only treaty_module is exported';

my @needed = map { /NEEDED\s+(\S+)/ ? $1 : () } qx(objdump -p $module);
ok scalar(grep { /^libjansson/ } @needed), 'the module is linked with jansson'
    or diag "needed: @needed";
ok !(grep { /^libxml2/ } @needed), 'the module does without libxml2'
    or diag "needed: @needed";
done_testing;
