# SPDX-License-Identifier: GPL-2.0-or-later
# libxapian-c: what it is made of, what is installed, what tests it. Read by the Makefile.am beside
# it, which builds the library alone, and by that of peerhub.

lib_LTLIBRARIES = libxapian-c.la
include_HEADERS = %D%/xapian-c.h
xapian_cincludedir = $(includedir)/xapian-c
xapian_cinclude_HEADERS = \
	%D%/xapian-c/base.h \
	%D%/xapian-c/database.h \
	%D%/xapian-c/document.h \
	%D%/xapian-c/enquire.h \
	%D%/xapian-c/geo.h \
	%D%/xapian-c/handles.h \
	%D%/xapian-c/iterators.h \
	%D%/xapian-c/maintenance.h \
	%D%/xapian-c/matchspy.h \
	%D%/xapian-c/mset.h \
	%D%/xapian-c/posting-source.h \
	%D%/xapian-c/query-parser.h \
	%D%/xapian-c/query.h \
	%D%/xapian-c/relevance.h \
	%D%/xapian-c/spelling.h \
	%D%/xapian-c/stem.h \
	%D%/xapian-c/term-generator.h \
	%D%/xapian-c/weight.h \
	%D%/xapian-c/writable-database.h
pkgconfig_DATA = %D%/xapian-c.pc

libxapian_c_la_SOURCES = \
	%D%/base.cc \
	%D%/database.cc \
	%D%/document.cc \
	%D%/enquire.cc \
	%D%/geo.cc \
	%D%/iterators.cc \
	%D%/maintenance.cc \
	%D%/matchspy.cc \
	%D%/mset.cc \
	%D%/posting-source.cc \
	%D%/private.h \
	%D%/query-parser.cc \
	%D%/query.cc \
	%D%/relevance.cc \
	%D%/remote.cc \
	%D%/replica.cc \
	%D%/serialised.cc \
	%D%/spelling.cc \
	%D%/stem.cc \
	%D%/term-generator.cc \
	%D%/weight.cc \
	%D%/writable-database.cc

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
