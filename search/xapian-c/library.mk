# SPDX-License-Identifier: GPL-2.0-or-later
# libxapian-c: what it is made of, what is installed, what tests it. Read by the Makefile.am beside
# it, which builds the library alone, and by that of peerhub.

lib_LTLIBRARIES = libxapian-c.la
include_HEADERS = %D%/xapian-c.h
pkgconfig_DATA = %D%/xapian-c.pc

libxapian_c_la_SOURCES = \
	%D%/base.cc \
	%D%/database.cc \
	%D%/document.cc \
	%D%/iterators.cc \
	%D%/mset.cc \
	%D%/private.h \
	%D%/query.cc \
	%D%/search.cc \
	%D%/writer.cc \
	%D%/xapian-c.h

libxapian_c_la_LIBADD = $(XAPIAN_LIBS)
libxapian_c_la_LDFLAGS = -version-info 0:0:0 $(HARDEN_LDFLAGS) \
	-Wl,--version-script=$(srcdir)/%D%/xapian-c.map
if !SANITIZED
if !FUZZERS
libxapian_c_la_LDFLAGS += -Wl,-z,defs
endif
endif
EXTRA_libxapian_c_la_DEPENDENCIES = %D%/xapian-c.map
EXTRA_DIST += %D%/xapian-c.map

# With cmocka.
XAPIAN_C_UNIT_TESTS = \
	%D%/tests/test_base \
	%D%/tests/test_database \
	%D%/tests/test_memory \
	%D%/tests/test_search
noinst_HEADERS = %D%/tests/testing.h

XAPIAN_C_SHELL_TESTS = \
	%D%/tests/symbols.sh
EXTRA_DIST += $(XAPIAN_C_SHELL_TESTS) %D%/tests/tap.sh
