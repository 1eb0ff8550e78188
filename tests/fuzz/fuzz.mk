# Fuzzing. The suite replays each target's seeds by the main of replay.c; that
# of libFuzzer goes before it where ./bootstrap fuzz says -fsanitize=fuzzer. A
# guard test looks for targets that are missing here.

fuzz_targets = \
    tests/fuzz/database_fuzz \
    tests/fuzz/element_fuzz \
    tests/fuzz/html_fuzz \
    tests/fuzz/language_fuzz \
    tests/fuzz/mtdsg_fuzz \
    tests/fuzz/mustache_fuzz \
    tests/fuzz/overlay_fuzz \
    tests/fuzz/page_fuzz \
    tests/fuzz/record_fuzz \
    tests/fuzz/request_fuzz \
    tests/fuzz/search_fuzz \
    tests/fuzz/table_fuzz

check_PROGRAMS += $(fuzz_targets)
check_LTLIBRARIES += libfuzz.la libreplay.la
libfuzz_la_SOURCES = tests/fuzz/fuzz.c tests/fuzz/fuzz.h
libreplay_la_SOURCES = tests/fuzz/replay.c

fuzz_libs = libreplay.la libfuzz.la libtreaty-write.la libtreaty.la \
    $(APU_LIBS) $(APR_LIBS)
tests_fuzz_database_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_element_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_html_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_language_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_mtdsg_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_mustache_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_overlay_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_page_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_record_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_request_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_search_fuzz_LDADD = $(fuzz_libs)
tests_fuzz_table_fuzz_LDADD = $(fuzz_libs)

fuzz: $(fuzz_targets)
.PHONY: fuzz

# What they begin with, and words for libFuzzer to make inputs of.
fuzz_files = \
    tests/fuzz/database.dict \
    tests/fuzz/element.dict \
    tests/fuzz/html.dict \
    tests/fuzz/language.dict \
    tests/fuzz/mtdsg.dict \
    tests/fuzz/mustache.dict \
    tests/fuzz/overlay.dict \
    tests/fuzz/page.dict \
    tests/fuzz/record.dict \
    tests/fuzz/request.dict \
    tests/fuzz/run \
    tests/fuzz/search.dict \
    tests/fuzz/table.dict \
    tests/fuzz/seeds/database/a-first-page-that-is-none \
    tests/fuzz/seeds/database/a-newer-schema \
    tests/fuzz/seeds/database/a-page-size-of-nothing \
    tests/fuzz/seeds/database/a-second-page-of-nonsense \
    tests/fuzz/seeds/database/another-application \
    tests/fuzz/seeds/database/another-encoding \
    tests/fuzz/seeds/database/bytes-that-are-no-utf-8 \
    tests/fuzz/seeds/database/cut-off-in-a-page \
    tests/fuzz/seeds/database/cut-off-to-a-header \
    tests/fuzz/seeds/database/cut-off-to-nothing \
    tests/fuzz/seeds/database/free-pages-that-are-none \
    tests/fuzz/seeds/database/nothing-changed \
    tests/fuzz/seeds/database/pages-that-lead-in-a-circle \
    tests/fuzz/seeds/database/tags-all-over \
    tests/fuzz/seeds/database/the-header-overwritten \
    tests/fuzz/seeds/database/the-largest-page-size \
    tests/fuzz/seeds/database/too-many-cells-in-the-schema \
    tests/fuzz/seeds/database/wal-mode \
    tests/fuzz/seeds/element/a-box \
    tests/fuzz/seeds/element/a-citation \
    tests/fuzz/seeds/element/a-day-in-french \
    tests/fuzz/seeds/element/a-fact-sheet \
    tests/fuzz/seeds/element/a-number \
    tests/fuzz/seeds/element/a-number-beside-today-s \
    tests/fuzz/seeds/element/a-part-in-a-treaty \
    tests/fuzz/seeds/element/a-participant \
    tests/fuzz/seeds/element/a-participant-s-name \
    tests/fuzz/seeds/element/a-path-as-a-view \
    tests/fuzz/seeds/element/a-plain-title \
    tests/fuzz/seeds/element/a-sorted-table \
    tests/fuzz/seeds/element/a-tag-as-a-fact \
    tests/fuzz/seeds/element/a-tag-as-a-language \
    tests/fuzz/seeds/element/a-tag-as-a-participant \
    tests/fuzz/seeds/element/a-tag-as-a-view \
    tests/fuzz/seeds/element/a-tag-as-an-id \
    tests/fuzz/seeds/element/a-tag-in-every-attribute \
    tests/fuzz/seeds/element/a-timeline \
    tests/fuzz/seeds/element/a-variable \
    tests/fuzz/seeds/element/an-alias-of-a-slip \
    tests/fuzz/seeds/element/an-id-of-a-wrong-day \
    tests/fuzz/seeds/element/an-iso-day \
    tests/fuzz/seeds/element/bytes-that-are-no-utf-8 \
    tests/fuzz/seeds/element/the-head \
    tests/fuzz/seeds/html/a-hostile-page.html \
    tests/fuzz/seeds/html/a-plain-page.html \
    tests/fuzz/seeds/html/a-sheet-of-labour.html \
    tests/fuzz/seeds/html/a-soup-of-tags.html \
    tests/fuzz/seeds/html/a-table-of-spans.html \
    tests/fuzz/seeds/html/a-title-without-a-body.html \
    tests/fuzz/seeds/html/an-unknown-encoding.html \
    tests/fuzz/seeds/html/another-encoding.html \
    tests/fuzz/seeds/html/characters-by-number.html \
    tests/fuzz/seeds/html/links-of-all-kinds.html \
    tests/fuzz/seeds/html/nothing-but-a-script.html \
    tests/fuzz/seeds/html/tags-nested-deep.html \
    tests/fuzz/seeds/html/utf-16.html \
    tests/fuzz/seeds/language/a-catalogue-in-part.json \
    tests/fuzz/seeds/language/a-date-of-unknown-holes.json \
    tests/fuzz/seeds/language/a-key-twice.json \
    tests/fuzz/seeds/language/a-list.json \
    tests/fuzz/seeds/language/a-nul-in-a-word.json \
    tests/fuzz/seeds/language/a-whole-catalogue.json \
    tests/fuzz/seeds/language/a-word-too-long.json \
    tests/fuzz/seeds/language/dates-without-months.json \
    tests/fuzz/seeds/language/from-right-to-left.json \
    tests/fuzz/seeds/language/json-cut-off.json \
    tests/fuzz/seeds/language/markup-in-a-word.json \
    tests/fuzz/seeds/language/no-direction.json \
    tests/fuzz/seeds/language/no-hole.json \
    tests/fuzz/seeds/language/numbers-as-words.json \
    tests/fuzz/seeds/language/numbers-of-four-digits.json \
    tests/fuzz/seeds/language/two-holes.json \
    tests/fuzz/seeds/language/words-alone.json \
    tests/fuzz/seeds/mtdsg/a-bomb-of-entities.xml \
    tests/fuzz/seeds/mtdsg/a-treaty-of-a-shorter-form.xml \
    tests/fuzz/seeds/mtdsg/a-treaty-with-entities.xml \
    tests/fuzz/seeds/mtdsg/a-treaty-with-everything.xml \
    tests/fuzz/seeds/mtdsg/a-treaty.xml \
    tests/fuzz/seeds/mtdsg/an-entity-of-a-file.xml \
    tests/fuzz/seeds/mtdsg/an-entity.xml \
    tests/fuzz/seeds/mtdsg/an-include.xml \
    tests/fuzz/seeds/mtdsg/another-of-a-shorter-form.xml \
    tests/fuzz/seeds/mtdsg/bytes-that-are-no-utf-8.xml \
    tests/fuzz/seeds/mtdsg/elements-nested-deep.xml \
    tests/fuzz/seeds/mtdsg/elements-without-an-end.xml \
    tests/fuzz/seeds/mtdsg/utf-16.xml \
    tests/fuzz/seeds/mustache/a-comment \
    tests/fuzz/seeds/mustache/a-deep-view \
    tests/fuzz/seeds/mustache/a-dotted-name \
    tests/fuzz/seeds/mustache/a-parent-and-a-block \
    tests/fuzz/seeds/mustache/a-partial-of-itself \
    tests/fuzz/seeds/mustache/a-partial-that-is-none \
    tests/fuzz/seeds/mustache/a-raw-variable \
    tests/fuzz/seeds/mustache/a-section-without-an-end \
    tests/fuzz/seeds/mustache/a-standalone-partial \
    tests/fuzz/seeds/mustache/a-suffix \
    tests/fuzz/seeds/mustache/a-tag-without-an-end \
    tests/fuzz/seeds/mustache/a-variable \
    tests/fuzz/seeds/mustache/a-view-of-its-own \
    tests/fuzz/seeds/mustache/an-empty-name \
    tests/fuzz/seeds/mustache/bytes-that-are-no-utf-8 \
    tests/fuzz/seeds/mustache/many-sections \
    tests/fuzz/seeds/mustache/other-delimiters \
    tests/fuzz/seeds/mustache/sections-of-a-list \
    tests/fuzz/seeds/mustache/sections-that-multiply \
    tests/fuzz/seeds/mustache/the-element-itself \
    tests/fuzz/seeds/overlay/a-list-of-lists.json \
    tests/fuzz/seeds/overlay/a-quote-without-an-end.csv \
    tests/fuzz/seeds/overlay/a-tag-as-a-name.json \
    tests/fuzz/seeds/overlay/acts-as-a-table.csv \
    tests/fuzz/seeds/overlay/an-unknown-format.json \
    tests/fuzz/seeds/overlay/an-unknown-header.csv \
    tests/fuzz/seeds/overlay/days-that-are-none.json \
    tests/fuzz/seeds/overlay/json-cut-off.json \
    tests/fuzz/seeds/overlay/lines-of-every-kind.json \
    tests/fuzz/seeds/overlay/members-out-of-order.json \
    tests/fuzz/seeds/page/a-crumb-alone.txt \
    tests/fuzz/seeds/page/a-release-without-a-date.txt \
    tests/fuzz/seeds/page/a-sheet-of-a-lighthouse.txt \
    tests/fuzz/seeds/page/a-sheet-of-a-river.txt \
    tests/fuzz/seeds/page/a-sheet-of-children.txt \
    tests/fuzz/seeds/page/a-sheet-of-trafficking.txt \
    tests/fuzz/seeds/page/an-old-page.txt \
    tests/fuzz/seeds/page/bytes-that-are-no-utf-8.txt \
    tests/fuzz/seeds/page/claims-of-a-treaty.txt \
    tests/fuzz/seeds/page/items-nested-deep.txt \
    tests/fuzz/seeds/record/a-fact-sheet.json \
    tests/fuzz/seeds/record/a-member-twice.json \
    tests/fuzz/seeds/record/a-nul-in-a-text.json \
    tests/fuzz/seeds/record/a-treaty-of-another-name.json \
    tests/fuzz/seeds/record/a-treaty.json \
    tests/fuzz/seeds/record/an-unknown-format.json \
    tests/fuzz/seeds/record/another-version.json \
    tests/fuzz/seeds/record/halves-of-surrogates.json \
    tests/fuzz/seeds/record/json-cut-off.json \
    tests/fuzz/seeds/record/lists-nested-deep.json \
    tests/fuzz/seeds/record/numbers-too-large.json \
    tests/fuzz/seeds/record/sources-alone.json \
    tests/fuzz/seeds/record/three-participants.json \
    tests/fuzz/seeds/request/a-box-in-french \
    tests/fuzz/seeds/request/a-box-with-a-heading \
    tests/fuzz/seeds/request/a-chart-of-steps-long-before-it \
    tests/fuzz/seeds/request/a-citation \
    tests/fuzz/seeds/request/a-citation-as-ris \
    tests/fuzz/seeds/request/a-cursor \
    tests/fuzz/seeds/request/a-day-that-is-none \
    tests/fuzz/seeds/request/a-download \
    tests/fuzz/seeds/request/a-fact-sheet \
    tests/fuzz/seeds/request/a-family \
    tests/fuzz/seeds/request/a-file-to-download \
    tests/fuzz/seeds/request/a-frame \
    tests/fuzz/seeds/request/a-limit-that-is-no-number \
    tests/fuzz/seeds/request/a-line-end-in-a-path \
    tests/fuzz/seeds/request/a-line-end-in-a-query \
    tests/fuzz/seeds/request/a-list-as-csv \
    tests/fuzz/seeds/request/a-matrix \
    tests/fuzz/seeds/request/a-matrix-of-groups \
    tests/fuzz/seeds/request/a-number-as-an-id \
    tests/fuzz/seeds/request/a-page-with-a-sorted-table \
    tests/fuzz/seeds/request/a-parameter-twice \
    tests/fuzz/seeds/request/a-participant-by-its-name \
    tests/fuzz/seeds/request/a-participant-s-treaties \
    tests/fuzz/seeds/request/a-path-of-dots \
    tests/fuzz/seeds/request/a-path-of-encoded-dots \
    tests/fuzz/seeds/request/a-search \
    tests/fuzz/seeds/request/a-search-of-signs \
    tests/fuzz/seeds/request/a-search-that-is-mended \
    tests/fuzz/seeds/request/a-search-with-a-phrase \
    tests/fuzz/seeds/request/a-tag-in-a-filter \
    tests/fuzz/seeds/request/a-tag-in-a-path \
    tests/fuzz/seeds/request/a-tag-in-a-search \
    tests/fuzz/seeds/request/a-tag-in-a-view \
    tests/fuzz/seeds/request/a-treaty-as-json \
    tests/fuzz/seeds/request/a-treaty-of-a-day \
    tests/fuzz/seeds/request/acts-as-a-feed \
    tests/fuzz/seeds/request/all-subjects \
    tests/fuzz/seeds/request/an-alias-in-other-letters \
    tests/fuzz/seeds/request/an-asset \
    tests/fuzz/seeds/request/an-asset-of-dots \
    tests/fuzz/seeds/request/an-oembed-of-a-record \
    tests/fuzz/seeds/request/an-opensearch-description \
    tests/fuzz/seeds/request/bytes-that-are-no-utf-8 \
    tests/fuzz/seeds/request/changes-between-days \
    tests/fuzz/seeds/request/changes-since-a-revision \
    tests/fuzz/seeds/request/claims-of-a-sheet \
    tests/fuzz/seeds/request/filters-and-facets \
    tests/fuzz/seeds/request/linked-data \
    tests/fuzz/seeds/request/many-parameters \
    tests/fuzz/seeds/request/oembed-in-a-form-that-there-is-not \
    tests/fuzz/seeds/request/oembed-of-another-site \
    tests/fuzz/seeds/request/participants-by-letter \
    tests/fuzz/seeds/request/percent-signs \
    tests/fuzz/seeds/request/the-description \
    tests/fuzz/seeds/request/the-first-and-last-days \
    tests/fuzz/seeds/request/the-health \
    tests/fuzz/seeds/request/the-index-as-json \
    tests/fuzz/seeds/request/the-root \
    tests/fuzz/seeds/request/weights-of-codings \
    tests/fuzz/seeds/request/why-a-state-is-so \
    tests/fuzz/seeds/search/a-beginning \
    tests/fuzz/seeds/search/a-long-word \
    tests/fuzz/seeds/search/a-number \
    tests/fuzz/seeds/search/a-phrase \
    tests/fuzz/seeds/search/a-phrase-without-an-end \
    tests/fuzz/seeds/search/a-slip-of-the-pen \
    tests/fuzz/seeds/search/a-text-for-a-snippet \
    tests/fuzz/seeds/search/another-script \
    tests/fuzz/seeds/search/bytes-that-are-no-utf-8 \
    tests/fuzz/seeds/search/many-words \
    tests/fuzz/seeds/search/signs-alone \
    tests/fuzz/seeds/search/two-words \
    tests/fuzz/seeds/search/words-of-a-grammar \
    tests/fuzz/seeds/search/words-with-accents \
    tests/fuzz/seeds/table/a-formula.csv \
    tests/fuzz/seeds/table/a-header-alone.csv \
    tests/fuzz/seeds/table/a-participant-nobody-knows.csv \
    tests/fuzz/seeds/table/a-quote-without-an-end.csv \
    tests/fuzz/seeds/table/a-table-of-odd-forms.csv \
    tests/fuzz/seeds/table/a-table.csv \
    tests/fuzz/seeds/table/bytes-that-are-no-utf-8.csv \
    tests/fuzz/seeds/table/carriage-returns-alone.csv \
    tests/fuzz/seeds/table/footnote-markers.csv \
    tests/fuzz/seeds/table/many-columns.csv \
    tests/fuzz/seeds/table/rows-of-other-lengths.csv \
    tests/fuzz/seeds/table/withdrawals-in-brackets.csv

EXTRA_DIST += $(fuzz_files)
