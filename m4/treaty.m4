# The checks that configure.ac is made of.

# TREATY_REQUIRE(VARIABLE, PKG-CONFIG NAME, FLOOR, DEBIAN PACKAGE)
# ----------------------------------------------------------------
# Sets VARIABLE_CFLAGS and VARIABLE_LIBS, or stops and names the package.
AC_DEFUN([TREATY_REQUIRE],
[PKG_CHECK_MODULES([$1], [$2 >= $3], [],
  [AC_MSG_ERROR([$2 $3 or newer is needed and was not found.
  On Debian and Ubuntu: apt-get install $4])])
])

# TREATY_HTTPD(MAJOR, MINOR, PATCH)
# ---------------------------------
# Finds apxs and takes from it the three things that can be relied on. Its
# LDFLAGS are left alone: on Debian they name a directory that isn't there.
AC_DEFUN([TREATY_HTTPD],
[AC_ARG_WITH([apxs],
  [AS_HELP_STRING([--with-apxs=FILE], [httpd's apxs [default: on PATH]])],
  [APXS=$withval],
  [AC_PATH_PROGS([APXS], [apxs apxs2], [], [$PATH:/usr/sbin:/usr/local/apache2/bin])])
AS_IF([test ! -x "$APXS"],
  [AC_MSG_ERROR([apxs was not found; name it by --with-apxs=FILE.
  On Debian and Ubuntu: apt-get install apache2-dev])])
AC_SUBST([APXS])
HTTPD_INCLUDEDIR=`$APXS -q INCLUDEDIR`
HTTPD_CPPFLAGS=`$APXS -q EXTRA_CPPFLAGS`
HTTPD_MODULEDIR=`$APXS -q LIBEXECDIR`
AC_SUBST([HTTPD_INCLUDEDIR])
AC_SUBST([HTTPD_CPPFLAGS])
AC_SUBST([HTTPD_MODULEDIR])

AC_MSG_CHECKING([for httpd $1.$2.$3 or newer])
treaty_release=$HTTPD_INCLUDEDIR/ap_release.h
AS_IF([test ! -r "$treaty_release"],
  [AC_MSG_ERROR([$treaty_release is missing.
  On Debian and Ubuntu: apt-get install apache2-dev])])
treaty_number='/^#define AP_SERVER_(MAJORVERSION|MINORVERSION|PATCHLEVEL)_NUMBER/ { gsub(/@<:@^0-9@:>@/, "", @S|@3); v = v sep @S|@3; sep = "." } END { print v }'
HTTPD_VERSION=`$AWK "$treaty_number" "$treaty_release"`
AC_SUBST([HTTPD_VERSION])
AS_VERSION_COMPARE([$HTTPD_VERSION], [$1.$2.$3],
  [AC_MSG_ERROR([httpd $HTTPD_VERSION is too old, $1.$2.$3 is needed.
  On Debian and Ubuntu: apt-get install apache2-dev, in release 10 or newer])])
AC_MSG_RESULT([$HTTPD_VERSION])

AC_ARG_WITH([apache-moduledir],
  [AS_HELP_STRING([--with-apache-moduledir=DIR],
    [where make install puts the module [default: apxs -q LIBEXECDIR]])],
  [APACHE_MODULEDIR=$withval], [APACHE_MODULEDIR=$HTTPD_MODULEDIR])
AC_SUBST([APACHE_MODULEDIR])

AC_ARG_WITH([httpd],
  [AS_HELP_STRING([--with-httpd=FILE],
    [httpd for the tests and the demo [default: apxs's own]])],
  [HTTPD=$withval],
  [HTTPD=`$APXS -q SBINDIR`/`$APXS -q PROGNAME`
   AS_IF([test ! -x "$HTTPD"],
     [HTTPD=
      AC_MSG_WARN([no httpd to test with (Debian: apache2-bin)])])])
AC_SUBST([HTTPD])
])

# TREATY_TRY_FLAG(VARIABLE, FLAG, [link], [NAME])
# -----------------------------------------------
# Adds FLAG to VARIABLE when the compiler, or the linker, takes it, and then
# NAME to TREATY_HARDENED. The header makes glibc say what it thinks of
# _FORTIFY_SOURCE.
AC_DEFUN([TREATY_TRY_FLAG],
[AC_MSG_CHECKING([whether $CC takes $2])
treaty_cflags=$CFLAGS
CFLAGS="$CFLAGS -Werror $2"
m4_if([$3], [link], [AC_LINK_IFELSE], [AC_COMPILE_IFELSE])(
  [AC_LANG_PROGRAM([[#include <stdio.h>]], [])],
  [AC_MSG_RESULT([yes])
   $1="$$1 $2"
   m4_ifnblank([$4], [TREATY_HARDENED="$TREATY_HARDENED $4"])],
  [AC_MSG_RESULT([no])])
CFLAGS=$treaty_cflags
])

# TREATY_WARNINGS
# ---------------
AC_DEFUN([TREATY_WARNINGS],
[AC_ARG_ENABLE([werror],
  [AS_HELP_STRING([--enable-werror], [a warning stops the build])],
  [], [enable_werror=no])
TREATY_CFLAGS="-std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2"
AS_IF([test "$enable_werror" = yes], [TREATY_CFLAGS="$TREATY_CFLAGS -Werror"])
AC_SUBST([TREATY_CFLAGS])
])

# TREATY_SANITIZERS
# -----------------
# httpd itself isn't instrumented, so whoever loads the module preloads the
# sanitizer's library.
AC_DEFUN([TREATY_SANITIZERS],
[AC_ARG_ENABLE([sanitizers],
  [AS_HELP_STRING([--enable-sanitizers@<:@=thread@:>@],
    [build with AddressSanitizer and UndefinedBehaviorSanitizer, or with ThreadSanitizer])],
  [], [enable_sanitizers=no])
AS_CASE([$enable_sanitizers],
  [no], [SANITIZER= treaty_sanitize=],
  [yes|address],
    [SANITIZER=address
     treaty_sanitize="-fsanitize=address,undefined -fno-sanitize-recover=undefined"
     treaty_runtime=libasan.so],
  [thread],
    [SANITIZER=thread
     treaty_sanitize="-fsanitize=thread"
     treaty_runtime=libtsan.so],
  [AC_MSG_ERROR([--enable-sanitizers takes address or thread])])
SANITIZER_LIBRARY=
AS_IF([test -n "$SANITIZER"],
  [treaty_before=$TREATY_CFLAGS
   TREATY_TRY_FLAG([TREATY_CFLAGS],
     [$treaty_sanitize -fno-omit-frame-pointer], [link])
   AS_IF([test "$treaty_before" = "$TREATY_CFLAGS"],
     [AC_MSG_ERROR([$CC has no such sanitizer; gcc brings it as $treaty_runtime])])
   SANITIZER_LIBRARY=`$CC -print-file-name=$treaty_runtime`])
AC_SUBST([SANITIZER])
AC_SUBST([SANITIZER_LIBRARY])
])

# TREATY_COVERAGE
# ---------------
# Threads count together: without prefer-atomic gcov works out lines that were
# never run.
AC_DEFUN([TREATY_COVERAGE],
[AC_ARG_ENABLE([coverage],
  [AS_HELP_STRING([--enable-coverage],
    [count which lines are run, for gcov])],
  [], [enable_coverage=no])
COVERAGE=
AS_IF([test "$enable_coverage" = yes],
  [treaty_before=$TREATY_CFLAGS
   TREATY_TRY_FLAG([TREATY_CFLAGS],
     [--coverage -fprofile-update=prefer-atomic], [link])
   AS_IF([test "$treaty_before" = "$TREATY_CFLAGS"],
     [AC_MSG_ERROR([$CC can't count lines; gcc can])])
   COVERAGE=yes])
AC_SUBST([COVERAGE])
])

# TREATY_HARDENING
# ----------------
# TREATY_HARDENED names what was taken, for the test that looks at what is built.
AC_DEFUN([TREATY_HARDENING],
[TREATY_HARDENED=
TREATY_LDFLAGS=
TREATY_CPPFLAGS=
TREATY_PIE_CFLAGS=
TREATY_PIE_LDFLAGS=
TREATY_TRY_FLAG([TREATY_CFLAGS], [-fstack-protector-strong], [link], [stack-protector])
TREATY_TRY_FLAG([TREATY_CFLAGS], [-fstack-clash-protection], [], [stack-clash])
AS_CASE([$host_cpu],
  [x86_64|i?86],
    [TREATY_TRY_FLAG([TREATY_CFLAGS], [-fcf-protection], [], [control-flow])],
  [aarch64],
    [TREATY_TRY_FLAG([TREATY_CFLAGS], [-mbranch-protection=standard], [], [control-flow])])
TREATY_TRY_FLAG([TREATY_PIE_CFLAGS], [-fPIE], [], [pie])
TREATY_TRY_FLAG([TREATY_PIE_LDFLAGS], [-pie], [link])
TREATY_TRY_FLAG([TREATY_LDFLAGS], [-Wl,-z,relro,-z,now], [link], [relro])
TREATY_TRY_FLAG([TREATY_LDFLAGS], [-Wl,-z,noexecstack], [link], [noexecstack])
TREATY_TRY_FLAG([TREATY_LDFLAGS], [-Wl,--as-needed], [link])
# The linker marks what a shadow stack suits only where the C library's start
# files are marked, and Debian's aren't; they don't do without one. Marking
# for branches as well would not be true: their _init begins without endbr.
AS_CASE([$TREATY_CFLAGS], [*-fcf-protection*],
  [TREATY_TRY_FLAG([TREATY_LDFLAGS], [-Wl,-z,shstk], [link])])
# Without optimising, glibc answers _FORTIFY_SOURCE with a warning; and the
# sanitizers see more without it. An older glibc or compiler has level 2 only.
AS_CASE([$enable_sanitizers/$CFLAGS],
  [no/*-O@<:@123s@:>@*],
    [TREATY_TRY_FLAG([TREATY_CPPFLAGS], [-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3],
       [], [fortify])
     AS_IF([test -z "$TREATY_CPPFLAGS"],
       [TREATY_TRY_FLAG([TREATY_CPPFLAGS], [-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2],
          [], [fortify])])])
AC_SUBST([TREATY_CPPFLAGS])
AC_SUBST([TREATY_LDFLAGS])
AC_SUBST([TREATY_PIE_CFLAGS])
AC_SUBST([TREATY_PIE_LDFLAGS])
AC_SUBST([TREATY_HARDENED])
])
