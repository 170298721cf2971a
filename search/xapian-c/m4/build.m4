dnl SPDX-License-Identifier: GPL-2.0-or-later
dnl The macros that configure.ac is written in, here and in peerhub.

dnl BUILD_SWITCH(NAME, HELP): --enable-NAME, off unless asked for; sets $enable_NAME.
AC_DEFUN([BUILD_SWITCH], [
AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [$2])],
    [AS_CASE([$enableval], [yes|no], [],
        [AC_MSG_ERROR([--enable-$1 takes yes or no, not "$enableval"])])],
    [AS_TR_SH([enable_$1])=no])])

dnl BUILD_NEED(VARIABLE, PKG-CONFIG MODULES, DEBIAN PACKAGE): what is not there is remembered
dnl for BUILD_NEED_ALL.  The headers of others are system headers: our warnings are about our code.
AC_DEFUN([BUILD_NEED], [
PKG_CHECK_MODULES([$1], [$2],
    [$1_CFLAGS=`AS_ECHO(["$$1_CFLAGS"]) | $SED 's/-I */-isystem /g'`],
    [AS_VAR_APPEND([build_missing], [" $3"])])])

dnl BUILD_NEED_LIBRARY(VARIABLE, HEADER, LIBRARY, FUNCTION, DEBIAN PACKAGE): the same for a
dnl library that pkg-config does not know.
AC_DEFUN([BUILD_NEED_LIBRARY], [
AC_CHECK_HEADER([$2],
    [AC_CHECK_LIB([$3], [$4], [$1_LIBS=-l$3], [AS_VAR_APPEND([build_missing], [" $5"])])],
    [AS_VAR_APPEND([build_missing], [" $5"])])
AC_SUBST([$1_LIBS])])

dnl BUILD_NEED_ALL: everything that is missing, in one message.
AC_DEFUN([BUILD_NEED_ALL], [
AS_IF([test -n "$build_missing"], [AC_MSG_ERROR([missing:$build_missing; dnl
install with: apt-get install$build_missing])])])

dnl BUILD_TRY_FLAGS(VARIABLE, FLAGS, [COMPILE|LINK], [PROGRAM]): appends each flag that the
dnl compiler of the current language takes without a word to VARIABLE.
AC_DEFUN([BUILD_TRY_FLAGS], [
AS_VAR_PUSHDEF([flags], [_AC_LANG_PREFIX[]FLAGS])
for build_flag in $2; do
    AC_MSG_CHECKING([whether _AC_LANG compiler takes $build_flag])
    build_saved_flags=$flags
    # A warning -Wno-x that is not known passes in silence: ask for -Wx.
    build_asked=`AS_ECHO(["$build_flag"]) | $SED 's/^-Wno-/-W/'`
    flags="$flags -Werror $build_asked"
    m4_default([$3], [COMPILE])_TRY([m4_default([$4], [AC_LANG_PROGRAM()])],
        [AC_MSG_RESULT([yes])
         AS_VAR_APPEND([$1], [" $build_flag"])],
        [AC_MSG_RESULT([no])])
    flags=$build_saved_flags
done
AS_VAR_POPDEF([flags])])
m4_define([COMPILE_TRY], [AC_COMPILE_IFELSE($@)])
m4_define([LINK_TRY], [AC_LINK_IFELSE($@)])

dnl BUILD_BOTH(C FLAGS VARIABLE, C++ FLAGS VARIABLE, FLAGS): for both compilers.
AC_DEFUN([BUILD_BOTH], [
BUILD_TRY_FLAGS([$1], [$3])
AC_LANG_PUSH([C++])
BUILD_TRY_FLAGS([$2], [$3])
AC_LANG_POP([C++])])

dnl The languages: C17 and C++17; a compiler without them is of no use.
AC_DEFUN([BUILD_COMPILER_FLAGS], [
BUILD_TRY_FLAGS([STANDARD_CFLAGS], [-std=c17])
AC_LANG_PUSH([C++])
BUILD_TRY_FLAGS([STANDARD_CXXFLAGS], [-std=c++17])
AC_LANG_POP([C++])
AS_IF([test -z "$STANDARD_CFLAGS" || test -z "$STANDARD_CXXFLAGS"],
    [AC_MSG_ERROR([$CC and $CXX must know C17 and C++17])])
AC_SUBST([STANDARD_CFLAGS])
AC_SUBST([STANDARD_CXXFLAGS])])

dnl Signs may be mixed (sizes, offsets and ICU's int32_t meet everywhere), values may not be cut;
dnl snprintf may cut, that is what it is for.
AC_DEFUN([BUILD_WARNINGS], [
BUILD_BOTH([WARN_CFLAGS], [WARN_CXXFLAGS], [-Wall -Wextra -Wpedantic -Wshadow \
    -Wconversion -Wno-sign-conversion -Wcast-qual -Wcast-align -Wpointer-arith -Wundef \
    -Wformat=2 -Wno-format-truncation -Wwrite-strings -Wvla \
    -Wimplicit-fallthrough -Wmissing-declarations -Wredundant-decls -Wduplicated-cond \
    -Wduplicated-branches -Wlogical-op -Wnull-dereference -Wdate-time])
BUILD_TRY_FLAGS([WARN_CFLAGS], [-Wstrict-prototypes -Wmissing-prototypes \
    -Wold-style-definition -Wnested-externs -Wmissing-variable-declarations])
AC_LANG_PUSH([C++])
BUILD_TRY_FLAGS([WARN_CXXFLAGS], [-Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi \
    -Wold-style-cast -Wzero-as-null-pointer-constant])
AC_LANG_POP([C++])
AS_IF([test "$enable_werror" = yes], [
    AS_VAR_APPEND([WARN_CFLAGS], [" -Werror"])
    AS_VAR_APPEND([WARN_CXXFLAGS], [" -Werror"])])
AC_SUBST([WARN_CFLAGS])
AC_SUBST([WARN_CXXFLAGS])])

dnl What the toolchain offers against memory errors.  The fortified C library needs an optimising
dnl compiler and gets in the sanitizers' way; a distribution may have chosen a level of its own.
dnl As symbols are bound when a program starts, calls into libraries can do without the PLT.
AC_DEFUN([BUILD_HARDENING], [
AC_ARG_ENABLE([hardening],
    [AS_HELP_STRING([--disable-hardening], [leave out stack protector, PIE, RELRO and the like])],
    [], [enable_hardening=yes])
hardening=no
AS_IF([test "$enable_hardening" != no], [
    BUILD_BOTH([HARDEN_CFLAGS], [HARDEN_CXXFLAGS], [-fPIE -fstack-protector-strong \
        -fstack-clash-protection -fcf-protection -fno-plt])
    AS_IF([test "$enable_sanitizers$enable_fuzzers" = nono && test "$enable_thread_sanitizer" != yes],
        [BUILD_TRY_FLAGS([HARDEN_CPPFLAGS], [-D_FORTIFY_SOURCE=2], [COMPILE],
            [AC_LANG_SOURCE([[
                #include <string.h>
                #ifndef __OPTIMIZE__
                # error "the compiler does not optimise"
                #endif
            ]])])])
    BUILD_TRY_FLAGS([HARDEN_LDFLAGS], [-Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack], [LINK])
    build_saved_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -fPIE"
    BUILD_TRY_FLAGS([PIE_LDFLAGS], [-pie], [LINK])
    CFLAGS=$build_saved_CFLAGS
    hardening=`echo $HARDEN_CPPFLAGS $HARDEN_CFLAGS $PIE_LDFLAGS $HARDEN_LDFLAGS`])
AC_SUBST([HARDEN_CPPFLAGS])
AC_SUBST([HARDEN_CFLAGS])
AC_SUBST([HARDEN_CXXFLAGS])
AC_SUBST([HARDEN_LDFLAGS])
AC_SUBST([PIE_LDFLAGS])
AM_CONDITIONAL([HARDENED], [test "$hardening" != no && test "$enable_sanitizers" = no])])

dnl --enable-sanitizers, --enable-thread-sanitizer, --enable-fuzzers, --enable-coverage.
dnl Sets INSTRUMENT_FLAGS (compile and link), FUZZ_ENGINE, COVERAGE_LIBS.
AC_DEFUN([BUILD_INSTRUMENTATION], [
AS_IF([test "$enable_sanitizers" = yes],
    [BUILD_TRY_FLAGS([INSTRUMENT_FLAGS], ["-fsanitize=address,undefined"], [LINK])
     AS_IF([test -z "$INSTRUMENT_FLAGS"], [AC_MSG_ERROR([$CC cannot link with the sanitizers; dnl
with clang: apt-get install libclang-rt-dev])])
     dnl clang links what C++ needs of them to programs in C++ alone
     BUILD_TRY_FLAGS([INSTRUMENT_FLAGS], [-fsanitize-link-c++-runtime], [LINK])
     AS_VAR_APPEND([INSTRUMENT_FLAGS], [" -fno-sanitize-recover=all -fno-omit-frame-pointer"])])
AS_IF([test "$enable_thread_sanitizer" = yes],
    [BUILD_TRY_FLAGS([INSTRUMENT_FLAGS], [-fsanitize=thread], [LINK])
     AS_IF([test -z "$INSTRUMENT_FLAGS"],
        [AC_MSG_ERROR([$CC cannot link with the thread sanitizer])])])
fuzz_summary="as ordinary tests over their corpus"
AS_IF([test "$enable_fuzzers" = yes],
    [BUILD_TRY_FLAGS([FUZZ_ENGINE], [-fsanitize=fuzzer], [LINK], [AC_LANG_SOURCE([[
        #include <stddef.h>
        #include <stdint.h>
        int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
        int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
        {
            return data && size > 9 && data[0] == 'x' ? -1 : 0;
        }]])])
     AS_IF([test -z "$FUZZ_ENGINE"], [AC_MSG_ERROR([--enable-fuzzers needs clang with libFuzzer: dnl
apt-get install clang libclang-rt-dev, then configure with CC=clang CXX=clang++])])
     AS_VAR_APPEND([INSTRUMENT_FLAGS], [" -fsanitize=fuzzer-no-link"])
     fuzz_summary="with libFuzzer"])
AS_IF([test "$enable_coverage" = yes],
    [BUILD_TRY_FLAGS([INSTRUMENT_FLAGS], [--coverage], [LINK])
     AC_CHECK_PROGS([LCOV], [lcov], [])
     AC_CHECK_PROGS([GENHTML], [genhtml], [:])
     AS_IF([test -z "$LCOV"],
        [AC_MSG_ERROR([--enable-coverage needs lcov: apt-get install lcov])])])
AS_CASE([$have_cmocka$enable_fuzzers], [no*], [cmocka_summary="no: apt-get install libcmocka-dev"],
    [yesno], [cmocka_summary=yes], [cmocka_summary="no: these programs are for fuzzing"])
AC_SUBST([INSTRUMENT_FLAGS])
AC_SUBST([FUZZ_ENGINE])
AM_CONDITIONAL([FUZZERS], [test "$enable_fuzzers" = yes])
AM_CONDITIONAL([COVERAGE], [test "$enable_coverage" = yes])
AM_CONDITIONAL([SANITIZED], [test "$enable_sanitizers" = yes || dnl
test "$enable_thread_sanitizer" = yes])])
