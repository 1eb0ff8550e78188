# The tests. A unit test is one line here, and one file tests/unit/NAME.c
# of that name; a guard or an integration test is one line as well. A guard
# test looks for files that are missing here.

unit_tests = \
    tests/unit/as_of_test \
    tests/unit/bound_test \
    tests/unit/cache_test \
    tests/unit/changes_test \
    tests/unit/chart_test \
    tests/unit/coding_test \
    tests/unit/date_test \
    tests/unit/download_test \
    tests/unit/exhausted_test \
    tests/unit/exposition_test \
    tests/unit/format_atom_test \
    tests/unit/format_citation_test \
    tests/unit/format_csv_test \
    tests/unit/format_jsonld_test \
    tests/unit/harden_test \
    tests/unit/health_test \
    tests/unit/import_column_test \
    tests/unit/import_csv_test \
    tests/unit/import_exhausted_test \
    tests/unit/import_memo_test \
    tests/unit/import_mo_test \
    tests/unit/import_mtdsg_test \
    tests/unit/import_names_test \
    tests/unit/import_page_test \
    tests/unit/import_record_test \
    tests/unit/json_test \
    tests/unit/keep_test \
    tests/unit/language_test \
    tests/unit/migrate_test \
    tests/unit/mustache_compile_test \
    tests/unit/mustache_spec_test \
    tests/unit/mustache_test \
    tests/unit/number_test \
    tests/unit/publish_effect_test \
    tests/unit/publish_downloads_test \
    tests/unit/publish_test \
    tests/unit/query_test \
    tests/unit/represent_test \
    tests/unit/rich_test \
    tests/unit/rows_test \
    tests/unit/rule_test \
    tests/unit/schema_test \
    tests/unit/search_index_test \
    tests/unit/search_near_test \
    tests/unit/search_test \
    tests/unit/snapshot_test \
    tests/unit/status_test \
    tests/unit/store_test \
    tests/unit/stream_test \
    tests/unit/tally_test \
    tests/unit/tampered_test \
    tests/unit/templates_test \
    tests/unit/terms_test \
    tests/unit/treaty_changes_test \
    tests/unit/validators_test \
    tests/unit/watch_test

guard_tests = \
    tests/guards/alerts.t \
    tests/guards/contracts.t \
    tests/guards/directives.t \
    tests/guards/embed.t \
    tests/guards/examples.t \
    tests/guards/exports.t \
    tests/guards/format.t \
    tests/guards/formats.t \
    tests/guards/fuzz.t \
    tests/guards/hardened.t \
    tests/guards/harness.t \
    tests/guards/keys.t \
    tests/guards/languages.t \
    tests/guards/lists.t \
    tests/guards/manual.t \
    tests/guards/openapi.t \
    tests/guards/raw.t \
    tests/guards/schema.t \
    tests/guards/security.t \
    tests/guards/shell.t \
    tests/guards/sizes.t \
    tests/guards/stylesheet.t \
    tests/guards/systemd.t \
    tests/guards/tags.t \
    tests/guards/walls.t

httpd_tests = \
    tests/httpd/acts.t \
    tests/httpd/around.t \
    tests/httpd/beside.t \
    tests/httpd/broken.t \
    tests/httpd/cache.t \
    tests/httpd/cors.t \
    tests/httpd/databases.t \
    tests/httpd/crawler.t \
    tests/httpd/demo.t \
    tests/httpd/directives.t \
    tests/httpd/doctor.t \
    tests/httpd/docs.t \
    tests/httpd/downloads.t \
    tests/httpd/facts.t \
    tests/httpd/faults.t \
    tests/httpd/hostile.t \
    tests/httpd/http.t \
    tests/httpd/include.t \
    tests/httpd/languages.t \
    tests/httpd/lists.t \
    tests/httpd/load_clients.t \
    tests/httpd/load_disk.t \
    tests/httpd/load_killed.t \
    tests/httpd/load_limits.t \
    tests/httpd/load_midnight.t \
    tests/httpd/load_runaway.t \
    tests/httpd/load_spoilt.t \
    tests/httpd/load_swaps.t \
    tests/httpd/load_templates.t \
    tests/httpd/metrics.t \
    tests/httpd/mount.t \
    tests/httpd/mutated.t \
    tests/httpd/nodes.t \
    tests/httpd/notes.t \
    tests/httpd/oembed.t \
    tests/httpd/overviews.t \
    tests/httpd/participants.t \
    tests/httpd/pictures.t \
    tests/httpd/record.t \
    tests/httpd/requests.t \
    tests/httpd/routes.t \
    tests/httpd/site.t \
    tests/httpd/ssi.t \
    tests/httpd/stale.t \
    tests/httpd/streams.t \
    tests/httpd/swapped.t \
    tests/httpd/views.t \
    tests/httpd/watched.t \
    tests/httpd/writes.t

treatyctl_tests = \
    tests/treatyctl/as_of.t \
    tests/treatyctl/audit.t \
    tests/treatyctl/backup.t \
    tests/treatyctl/check.t \
    tests/treatyctl/claims.t \
    tests/treatyctl/completion.t \
    tests/treatyctl/designers.t \
    tests/treatyctl/full.t \
    tests/treatyctl/hostile_files.t \
    tests/treatyctl/html_pages.t \
    tests/treatyctl/import.t \
    tests/treatyctl/killed.t \
    tests/treatyctl/migrate.t \
    tests/treatyctl/mtdsg.t \
    tests/treatyctl/odd_tables.t \
    tests/treatyctl/overlay.t \
    tests/treatyctl/pages.t \
    tests/treatyctl/participants.t \
    tests/treatyctl/publish.t \
    tests/treatyctl/record.t \
    tests/treatyctl/sanitized.t \
    tests/treatyctl/starved.t \
    tests/treatyctl/statements.t \
    tests/treatyctl/tables.t \
    tests/treatyctl/templates.t \
    tests/treatyctl/update.t \
    tests/treatyctl/usage.t \
    tests/treatyctl/verdicts.t \
    tests/treatyctl/whole_set.t \
    tests/treatyctl/why.t

# Answers in the hands of readers of other people's; these need node and the
# packages of tests/node.
clients_tests = \
    tests/clients/citations.t \
    tests/clients/feeds.t \
    tests/clients/hostile.t \
    tests/clients/linked_data.t \
    tests/clients/live.t

# Fragments and pages as a browser shows them; these need chromium and the
# packages of tests/node.
browser_tests = \
    tests/browser/harness.t \
    tests/browser/elsewhere.t \
    tests/browser/host_styles.t \
    tests/browser/markup.t \
    tests/browser/media.t \
    tests/browser/pages.t \
    tests/browser/theme.t \
    tests/browser/views.t

# The description of the API, docs/openapi.json, and what it describes. These
# are sorted by what they wait for: the last judges what servers have answered
# in all the others.
api_tests = \
    tests/api/described.t \
    tests/api/golden.t \
    tests/api/lint.t
judging_tests = tests/api/answers.t
tests/api/answers.log: $(httpd_tests:.t=.log) $(api_tests:.t=.log)

# Writes tests/golden and the examples of docs/openapi.json anew, on purpose.
golden: all tests/sample.db
	$(AM_TESTS_ENVIRONMENT) $(PERL) $(AM_T_LOG_FLAGS) \
	  $(top_srcdir)/tests/api/regenerate
.PHONY: golden

# What several unit tests share: linked into each of them.
unit_helpers = \
    tests/unit/document_unit.c \
    tests/unit/document_unit.h \
    tests/unit/format_unit.h \
    tests/unit/import_unit.h \
    tests/unit/mustache_unit.h \
    tests/unit/scarce.c \
    tests/unit/scarce.h \
    tests/unit/search_unit.h \
    tests/unit/told.c \
    tests/unit/told.h \
    tests/unit/told_calendar.c \
    tests/unit/told_count.c \
    tests/unit/told_cases.c \
    tests/unit/told_cases.h \
    tests/unit/unit.c \
    tests/unit/unit.h

# What the tests use.
test_files = \
    tests/api/redocly.yaml \
    tests/api/regenerate \
    tests/bench/TreatyBench.pm \
    tests/bench/TreatyPages.pm \
    tests/bench/TreatyServers.pm \
    tests/bench/box.js \
    tests/bench/generate \
    tests/bench/http \
    tests/bench/import \
    tests/bench/instructions \
    tests/bench/lists \
    tests/bench/memory \
    tests/bench/run \
    tests/bench/scale \
    tests/soak/soak \
    tests/soak/TreatySoak.pm \
    tests/bench/search \
    tests/bench/start \
    tests/elsewhere/package \
    tests/elsewhere/wordpress \
    tests/golden/acts.json \
    tests/golden/claims.json \
    tests/golden/fact-sheet.json \
    tests/golden/family.json \
    tests/golden/index.json \
    tests/golden/matrix.json \
    tests/golden/not-found.json \
    tests/golden/participant-list.json \
    tests/golden/participant-treaties.json \
    tests/golden/participant.json \
    tests/golden/participants.json \
    tests/golden/search.json \
    tests/golden/subjects.json \
    tests/golden/timeline.json \
    tests/golden/treaties.json \
    tests/golden/treaty-acts.json \
    tests/golden/treaty-before.json \
    tests/golden/treaty-changes.json \
    tests/golden/treaty-sparse.json \
    tests/golden/treaty.json \
    tests/golden/why.json \
    tests/golden/wrong-parameter.json \
    tests/hostile/files/databases.txt \
    tests/hostile/files/pages.txt \
    tests/hostile/files/records.txt \
    tests/hostile/files/tables.txt \
    tests/hostile/files/templates.txt \
    tests/hostile/files/xml.txt \
    tests/hostile/requests/headers.txt \
    tests/hostile/requests/includes.txt \
    tests/hostile/requests/injection.txt \
    tests/hostile/requests/parameters.txt \
    tests/hostile/requests/paths.txt \
    tests/hostile/requests/scripts.txt \
    tests/hostile/requests/wire.txt \
    tests/lib/TreatyAnswers.pm \
    tests/lib/TreatyApi.pm \
    tests/lib/TreatyBodies.pm \
    tests/lib/TreatyBrowser.pm \
    tests/lib/TreatyCtl.pm \
    tests/lib/TreatyFixture.pm \
    tests/lib/TreatyFormats.pm \
    tests/lib/TreatyGolden.pm \
    tests/lib/TreatyHostile.pm \
    tests/lib/TreatyHostileFiles.pm \
    tests/lib/TreatyHttpd.pm \
    tests/lib/TreatyLinks.pm \
    tests/lib/TreatyLists.pm \
    tests/lib/TreatyLoad.pm \
    tests/lib/TreatyMetrics.pm \
    tests/lib/TreatyNode.pm \
    tests/lib/TreatyNodes.pm \
    tests/lib/TreatyPages.pm \
    tests/lib/TreatyProgram.pm \
    tests/lib/TreatyRequests.pm \
    tests/lib/TreatyRoutes.pm \
    tests/lib/TreatySchema.pm \
    tests/lib/TreatySource.pm \
    tests/lib/TreatySpoilt.pm \
    tests/lib/TreatyTables.pm \
    tests/lib/TreatyWire.pm \
    tests/mtdsg/XXVIII-10.en.xml \
    tests/mtdsg/XXVIII-11.en.xml \
    tests/mtdsg/XXVIII-12.en.xml \
    tests/mtdsg/XXVIII-13.en.xml \
    tests/mtdsg/XXVIII-14.en.xml \
    tests/mtdsg/XXVIII-15.en.xml \
    tests/mtdsg/XXVIII-2.en.xml \
    tests/mtdsg/XXVIII-3.en.xml \
    tests/mtdsg/XXVIII-4.en.xml \
    tests/mtdsg/XXVIII-5.en.xml \
    tests/mtdsg/XXVIII-6.en.xml \
    tests/mtdsg/XXVIII-7.en.xml \
    tests/mtdsg/XXVIII-8.en.xml \
    tests/mtdsg/XXVIII-9-c.en.xml \
    tests/mtdsg/lamps.xml \
    tests/mtdsg/lanterns.xml \
    tests/mtdsg/xxviii-1.en.xml \
    tests/node/.npmrc \
    tests/node/answers.js \
    tests/node/browser.js \
    tests/node/browser_axe.js \
    tests/node/browser_keyboard.js \
    tests/node/browser_launch.js \
    tests/node/browser_mirror.js \
    tests/node/citation.js \
    tests/node/description.js \
    tests/node/elsewhere.js \
    tests/node/examples.js \
    tests/node/feed.js \
    tests/node/format.js \
    tests/node/h2.js \
    tests/node/hostile.js \
    tests/node/host_styles.js \
    tests/node/linked_data.js \
    tests/node/markup.js \
    tests/node/markup_rules.js \
    tests/node/oembed.js \
    tests/node/package-lock.json \
    tests/node/package.json \
    tests/node/sanitize.js \
    tests/node/wordpress.js \
    tests/pages/1999-11-20-children.txt \
    tests/pages/2002-06-17-labour.html \
    tests/pages/2003-12-25-trafficking.txt \
    tests/pages/hostile.html \
    tests/pages/plain.html \
    tests/pages/soup.html \
    tests/prometheus/treaty.test.yml \
    tests/analyze \
    tests/coverage \
    tests/cppcheck.supp \
    tests/run \
    tests/summary \
    tests/tsan.supp \
    tests/treatyctl/pages/1998-03-05-river.txt \
    tests/treatyctl/pages/Old_page.txt \
    tests/treatyctl/pages/lighthouse.txt \
    tests/unit/unit.sql \
    tests/valgrind \
    tests/valgrind.supp

EXTRA_DIST += $(guard_tests) $(httpd_tests) $(treatyctl_tests) \
    $(clients_tests) $(browser_tests) $(api_tests) $(judging_tests) \
    $(test_files)

check_PROGRAMS = tests/clients/represent
check_LTLIBRARIES = tests/httpd/mod_atomics.la tests/httpd/mod_faulty.la
tests_httpd_mod_atomics_la_SOURCES = tests/httpd/mod_atomics.c
tests_httpd_mod_atomics_la_CPPFLAGS = $(mod_treaty_la_CPPFLAGS)
tests_httpd_mod_atomics_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version \
    -shared -rpath /nowhere
tests_httpd_mod_faulty_la_SOURCES = tests/httpd/mod_faulty.c
tests_httpd_mod_faulty_la_CPPFLAGS = $(mod_treaty_la_CPPFLAGS)
tests_httpd_mod_faulty_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version \
    -shared -rpath /nowhere
if HAVE_CMOCKA
check_PROGRAMS += $(unit_tests)
check_LTLIBRARIES += libunit.la
libunit_la_SOURCES = $(unit_helpers)
unit_tests_here = $(unit_tests)
unit_library = libunit.la
else
EXTRA_DIST += $(unit_tests:=.c) $(unit_helpers)
endif
# A program without a line of its own is made of the .c file of its name.
AM_DEFAULT_SOURCE_EXT = .c
LDADD = $(unit_library) libtreaty-write.la libtreaty.la \
    $(CMOCKA_LIBS) $(APU_LIBS) $(APR_LIBS)

# What ./bootstrap bench is made of; not part of a build or of check.
EXTRA_PROGRAMS = tests/bench/inserts tests/bench/measure tests/bench/searches
CLEANFILES += $(EXTRA_PROGRAMS)
# httpd's own part of an answer; no place is needed for what isn't installed.
EXTRA_LTLIBRARIES = tests/bench/mod_noop.la
CLEANFILES += $(EXTRA_LTLIBRARIES)
tests_bench_mod_noop_la_SOURCES = tests/bench/noop.c
tests_bench_mod_noop_la_CPPFLAGS = $(mod_treaty_la_CPPFLAGS)
tests_bench_mod_noop_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version \
    -shared -rpath /nowhere -export-symbols-regex '^noop_module$$'
nodist_tests_bench_inserts_SOURCES = generated/treaty_schema.c
tests_bench_inserts_SOURCES = tests/bench/inserts.c
# An object of its own name beside the library's.
tests_bench_inserts_CPPFLAGS = $(AM_CPPFLAGS)
tests_bench_inserts_LDADD = $(SQLITE_LIBS)
tests_bench_measure_SOURCES = tests/bench/measure.c
tests_bench_measure_LDADD =
tests_bench_searches_SOURCES = tests/bench/searches.c
tests_bench_searches_LDADD = libtreaty.la $(APU_LIBS) $(APR_LIBS)

include tests/fuzz/fuzz.mk

tests_clients_represent_LDADD = libtreaty.la $(APU_LIBS) $(APR_LIBS)

# The one that looks at libxml2's own trees.
tests_unit_import_mtdsg_test_CPPFLAGS = $(AM_CPPFLAGS) $(LIBXML_CFLAGS)
tests_unit_import_mtdsg_test_LDADD = $(LDADD) $(LIBXML_LIBS)

# Those that take memory from SQLite and jansson.
scarce_libs = $(LDADD) $(SQLITE_LIBS) $(JANSSON_LIBS)
scarce_flags = $(AM_LDFLAGS) \
    -Wl,--wrap=json_loadb,--wrap=json_loads,--wrap=json_load_file
tests_unit_exhausted_test_LDADD = $(scarce_libs)
tests_unit_exhausted_test_LDFLAGS = $(scarce_flags)
tests_unit_import_exhausted_test_LDADD = $(scarce_libs)
tests_unit_import_exhausted_test_LDFLAGS = $(scarce_flags)

# The one that unpacks by zlib itself.
tests_unit_coding_test_LDADD = $(LDADD) $(ZLIB_LIBS)

# The sample record as httpd serves it, made once before the tests start.
check_DATA = tests/sample.db
CLEANFILES += tests/sample.db tests/sample-authoring.db
clean-local:
	rm -rf tests/answers tests/browser tests/sample.db.*
tests/sample.db: treatyctl$(EXEEXT) $(sql_sample)
	$(AM_V_GEN)$(MKDIR_P) tests && rm -f tests/sample-authoring.db && \
	./treatyctl init tests/sample-authoring.db && \
	./treatyctl import tests/sample-authoring.db $(srcdir)/$(sql_sample) && \
	./treatyctl publish tests/sample-authoring.db $@

# Those that take long begin first, so that at the end no core waits for one.
TESTS = $(httpd_tests) $(browser_tests) $(clients_tests) $(api_tests) \
    $(unit_tests_here) $(treatyctl_tests) $(fuzz_targets) $(judging_tests) \
    $(guard_tests)
TEST_EXTENSIONS = .t
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) \
    $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
AM_LOG_DRIVER_FLAGS = --merge
T_LOG_DRIVER = $(tap_driver)
AM_T_LOG_DRIVER_FLAGS = --merge
T_LOG_COMPILER = $(PERL)
AM_T_LOG_FLAGS = -I$(top_builddir)/tests/lib -I$(top_srcdir)/tests/lib
AM_TESTS_ENVIRONMENT = \
    CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
    TREATY_SRCDIR='$(abs_top_srcdir)'; export TREATY_SRCDIR; \
    TREATY_BUILDDIR='$(abs_top_builddir)'; export TREATY_BUILDDIR; \
    : "$${TREATY_SHARED=$(abs_top_srcdir)/../shared}"; export TREATY_SHARED;
