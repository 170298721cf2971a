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

# Programs to read, and to begin one's own with.
xapian_cdocdir = $(datarootdir)/doc/xapian-c
dist_xapian_cdoc_DATA = %D%/README.md
xapian_cexamplesdir = $(datarootdir)/doc/xapian-c/examples
dist_xapian_cexamples_DATA = \
	%D%/examples/example.h \
	%D%/examples/facets.c \
	%D%/examples/index.c \
	%D%/examples/search.c \
	%D%/examples/shards.c \
	%D%/examples/update.c

# What the tests in shell run.
XAPIAN_C_TEST_TOOLS = \
	%D%/examples/facets \
	%D%/examples/index \
	%D%/examples/search \
	%D%/examples/shards \
	%D%/examples/update \
	%D%/tests/guide_c \
	%D%/tests/guide_cc
%C%_tests_guide_c_SOURCES = \
	%D%/tests/guide.h \
	%D%/tests/guide_c.c \
	%D%/tests/guide_c.h \
	%D%/tests/guide_c_advanced.c \
	%D%/tests/guide_c_concepts.c \
	%D%/tests/guide_c_howtos.c \
	%D%/tests/guide_c_search.c \
	%D%/tests/guide_c_weights.c
# The same without the library.
%C%_tests_guide_cc_SOURCES = \
	%D%/tests/guide.h \
	%D%/tests/guide_cc.cc \
	%D%/tests/guide_cc.h \
	%D%/tests/guide_cc_advanced.cc \
	%D%/tests/guide_cc_concepts.cc \
	%D%/tests/guide_cc_howtos.cc \
	%D%/tests/guide_cc_search.cc \
	%D%/tests/guide_cc_weights.cc
%C%_tests_guide_cc_LDADD = $(XAPIAN_LIBS)
EXTRA_DIST += %D%/tests/mountains.tsv

# With cmocka.
XAPIAN_C_UNIT_TESTS = \
	%D%/tests/test_allocations \
	%D%/tests/test_arguments \
	%D%/tests/test_backends \
	%D%/tests/test_base \
	%D%/tests/test_callbacks \
	%D%/tests/test_database \
	%D%/tests/test_details \
	%D%/tests/test_failures \
	%D%/tests/test_index_text \
	%D%/tests/test_jumps \
	%D%/tests/test_maintenance \
	%D%/tests/test_memory \
	%D%/tests/test_memory_search \
	%D%/tests/test_memory_text \
	%D%/tests/test_near \
	%D%/tests/test_queries \
	%D%/tests/test_query_text \
	%D%/tests/test_remote \
	%D%/tests/test_replica \
	%D%/tests/test_search \
	%D%/tests/test_serialised \
	%D%/tests/test_sources \
	%D%/tests/test_spies \
	%D%/tests/test_threads \
	%D%/tests/test_weights \
	%D%/tests/test_writing
noinst_HEADERS = %D%/tests/arguments.h %D%/tests/callbacks.h %D%/tests/exhaust.h \
	%D%/tests/reading.h %D%/tests/sanitizers.h %D%/tests/searching.h \
	%D%/tests/testing.h
%C%_tests_test_allocations_SOURCES = %D%/tests/test_allocations.c %D%/tests/allocations.cc \
	%D%/tests/allocations.h
%C%_tests_test_allocations_LDADD = $(LDADD) $(XAPIAN_LIBS)
%C%_tests_test_threads_LDADD = $(LDADD) -lpthread

# Run by libFuzzer if that was asked for, else an ordinary test over its seeds.
XAPIAN_C_FUZZ_TARGETS = %D%/tests/fuzz_xapian_c
%C%_tests_fuzz_xapian_c_SOURCES = %D%/tests/fuzz_xapian_c.c
if !FUZZERS
%C%_tests_fuzz_xapian_c_SOURCES += %D%/tests/fuzz_driver.c
endif
%C%_tests_fuzz_xapian_c_CPPFLAGS = $(AM_CPPFLAGS) -DFUZZ_CORPUS='"%D%/tests/corpus"'
EXTRA_DIST += %D%/tests/corpus %D%/tests/valgrind.supp

# Each target in turn, FUZZ_SECONDS long; finds are kept in fuzz-corpus/.
.PHONY: fuzz
if FUZZERS
FUZZ_SECONDS = 60
fuzz: $(FUZZ_TARGETS)
	$(AM_TESTS_ENVIRONMENT) for target in $(FUZZ_TARGETS); do \
	  name=$${target##*/}; seeds=$(srcdir)/$${target%/*}/corpus/$$name; \
	  $(MKDIR_P) fuzz-corpus/$$name; test -d $$seeds || seeds=; \
	  ./$$target -max_total_time=$(FUZZ_SECONDS) \
	    -artifact_prefix=fuzz-corpus/$$name- fuzz-corpus/$$name $$seeds || exit 1; \
	done
else
fuzz:
	@echo "configure with --enable-fuzzers CC=clang CXX=clang++ first" >&2; exit 1
endif

# A measure for people: built by "make check", never run by it.
XAPIAN_C_BENCH = %D%/tests/bench
%C%_tests_bench_SOURCES = %D%/tests/bench.c %D%/tests/bench.h %D%/tests/bench_c.c \
	%D%/tests/bench_cpp.cc %D%/tests/bench_data.c
%C%_tests_bench_LDADD = libxapian-c.la $(XAPIAN_LIBS)

# Without.
XAPIAN_C_PLAIN_TESTS = %D%/tests/test_exceptions
%C%_tests_test_exceptions_SOURCES = %D%/tests/test_exceptions.cc

# Calls every function that the headers declare.
%C%_tests_test_arguments_SOURCES = %D%/tests/argument_fixtures.c \
	%D%/tests/argument_handles.c %D%/tests/test_arguments.c
nodist_%C%_tests_test_arguments_SOURCES = %D%/tests/argument_calls.c
%C%_tests_test_arguments_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/%D%/tests
%D%/tests/argument_calls.c: %D%/tests/make-arguments $(xapian_cinclude_HEADERS)
	$(AM_V_GEN)$(MKDIR_P) %D%/tests && \
	$(PERL) $(srcdir)/%D%/tests/make-arguments $(srcdir)/%D%/xapian-c/*.h >$@-t && mv $@-t $@
CLEANFILES += %D%/tests/argument_calls.c
EXTRA_DIST += %D%/tests/make-arguments

XAPIAN_C_SHELL_TESTS = \
	%D%/tests/examples.sh \
	%D%/tests/guide.sh \
	%D%/tests/man.sh \
	%D%/tests/symbols.sh
EXTRA_DIST += $(XAPIAN_C_SHELL_TESTS) %D%/tests/tap.sh

# The manual pages, each made of a header and an example.
XAPIAN_C_PAGES = \
	%D%/man/xapian-c.3 \
	%D%/man/xapian_coord.3 \
	%D%/man/xapian_db.3 \
	%D%/man/xapian_db_compact.3 \
	%D%/man/xapian_document.3 \
	%D%/man/xapian_enquire.3 \
	%D%/man/xapian_enquire_weight_bm25.3 \
	%D%/man/xapian_error.3 \
	%D%/man/xapian_eset.3 \
	%D%/man/xapian_matchspy.3 \
	%D%/man/xapian_mset.3 \
	%D%/man/xapian_query.3 \
	%D%/man/xapian_query_parser.3 \
	%D%/man/xapian_query_source.3 \
	%D%/man/xapian_spelling.3 \
	%D%/man/xapian_stem.3 \
	%D%/man/xapian_term_generator.3 \
	%D%/man/xapian_terms.3 \
	%D%/man/xapian_writable_db.3
# The examples are programs that %D%/tests/man.sh runs.
XAPIAN_C_EXAMPLES = \
	%D%/man/examples/xapian-c \
	%D%/man/examples/xapian_coord \
	%D%/man/examples/xapian_db \
	%D%/man/examples/xapian_db_compact \
	%D%/man/examples/xapian_document \
	%D%/man/examples/xapian_enquire \
	%D%/man/examples/xapian_enquire_weight_bm25 \
	%D%/man/examples/xapian_error \
	%D%/man/examples/xapian_eset \
	%D%/man/examples/xapian_matchspy \
	%D%/man/examples/xapian_mset \
	%D%/man/examples/xapian_query \
	%D%/man/examples/xapian_query_parser \
	%D%/man/examples/xapian_query_source \
	%D%/man/examples/xapian_spelling \
	%D%/man/examples/xapian_stem \
	%D%/man/examples/xapian_term_generator \
	%D%/man/examples/xapian_terms \
	%D%/man/examples/xapian_writable_db
AM_CPPFLAGS += -I$(srcdir)/%D%
EXTRA_DIST += %D%/man/make-man %D%/man/examples/.clang-format
man3_MANS = $(XAPIAN_C_PAGES)
CLEANFILES += $(XAPIAN_C_PAGES)

# All headers, since each page refers to others.
$(XAPIAN_C_PAGES): %D%/man/make-man $(include_HEADERS) $(xapian_cinclude_HEADERS) \
		$(XAPIAN_C_EXAMPLES:=.c)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && page=$(@F:.3=) && header=`grep -l "^ \* $$page - " \
	  $(srcdir)/%D%/xapian-c.h $(srcdir)/%D%/xapian-c/*.h` && \
	$(PERL) $(srcdir)/%D%/man/make-man $(XAPIAN_C_VERSION) $(XAPIAN_C_DATE) \
	  $$header $(srcdir)/%D%/man/examples/$$page.c >$@-t && mv -f $@-t $@

# A page for each function, which only says where it is told of. The names are in the pages' NAME.
xapian_c_links = for page in $(XAPIAN_C_PAGES); do \
	  sed -n '/^\.SH NAME/,/^\\-/s/^\(xapian_[a-z0-9_]*\),*$$/\1/p' $$page | \
	  sed "s,.*,& $$(basename $$page .3),"; \
	done | while read -r name page; do test $$name = $$page || echo $$name $$page; done

install-data-local: install-xapian-c-links
uninstall-local: uninstall-xapian-c-links
.PHONY: install-xapian-c-links uninstall-xapian-c-links
install-xapian-c-links: $(XAPIAN_C_PAGES)
	$(MKDIR_P) "$(DESTDIR)$(man3dir)"
	$(xapian_c_links) | while read -r name page; do \
	  echo ".so man3/$$page.3" >"$(DESTDIR)$(man3dir)/$$name.3" || exit 1; \
	done
uninstall-xapian-c-links: $(XAPIAN_C_PAGES)
	$(xapian_c_links) | while read -r name page; do \
	  rm -f "$(DESTDIR)$(man3dir)/$$name.3"; \
	done
