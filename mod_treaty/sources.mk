# The sources, one a line, in the order of the alphabet within each part. A
# guard test looks for files that are missing here.

public_headers = \
    include/treaty.h \
    include/treaty_act.h \
    include/treaty_answer.h \
    include/treaty_claims.h \
    include/treaty_database.h \
    include/treaty_check.h \
    include/treaty_date.h \
    include/treaty_db.h \
    include/treaty_export.h \
    include/treaty_import.h \
    include/treaty_json.h \
    include/treaty_log.h \
    include/treaty_mustache.h \
    include/treaty_name.h \
    include/treaty_publish.h \
    include/treaty_query.h \
    include/treaty_represent.h \
    include/treaty_rule.h \
    include/treaty_runs.h \
    include/treaty_status.h \
    include/treaty_templates.h \
    include/treaty_text.h

# record, store, answer, represent: what the module and treatyctl share.
reading_sources = \
    mod_treaty/record/act.c \
    mod_treaty/record/bound.c \
    mod_treaty/record/date.c \
    mod_treaty/record/error.c \
    mod_treaty/record/json.c \
    mod_treaty/record/log.c \
    mod_treaty/record/name.c \
    mod_treaty/record/rule.c \
    mod_treaty/record/runs.c \
    mod_treaty/record/status.c \
    mod_treaty/record/tally.c \
    mod_treaty/store/database.c \
    mod_treaty/store/db.c \
    mod_treaty/store/db_private.h \
    mod_treaty/store/snapshot.c \
    mod_treaty/store/snapshot.h \
    mod_treaty/store/stmt.c \
    mod_treaty/answer/answer.c \
    mod_treaty/answer/answer.h \
    mod_treaty/answer/caveats.c \
    mod_treaty/answer/caveats.h \
    mod_treaty/answer/claims.c \
    mod_treaty/answer/document.h \
    mod_treaty/answer/document_fact_sheet.c \
    mod_treaty/answer/document_list.c \
    mod_treaty/answer/document_treaty.c \
    mod_treaty/answer/document_why.c \
    mod_treaty/answer/element.c \
    mod_treaty/answer/fact.c \
    mod_treaty/answer/problem.c \
    mod_treaty/answer/query.c \
    mod_treaty/answer/reading.c \
    mod_treaty/answer/reading.h \
    mod_treaty/answer/suggest.c \
    mod_treaty/answer/view.c \
    mod_treaty/represent/asset.c \
    mod_treaty/represent/embedded.h \
    mod_treaty/represent/fact.c \
    mod_treaty/represent/format.c \
    mod_treaty/represent/html.c \
    mod_treaty/represent/json.c \
    mod_treaty/represent/mustache.h \
    mod_treaty/represent/mustache_build.c \
    mod_treaty/represent/mustache_compile.c \
    mod_treaty/represent/mustache_lookup.c \
    mod_treaty/represent/mustache_render.c \
    mod_treaty/represent/mustache_scan.c \
    mod_treaty/represent/mustache_write.c \
    mod_treaty/represent/rich.c \
    mod_treaty/represent/template_files.c \
    mod_treaty/represent/template_files.h \
    mod_treaty/represent/templates.c \
    mod_treaty/represent/text.c \
    mod_treaty/represent/words.c

# import, publish: what only treatyctl needs.
writing_sources = \
    mod_treaty/import/catalogue.c \
    mod_treaty/import/catalogue.h \
    mod_treaty/import/check.c \
    mod_treaty/import/claim_finder.c \
    mod_treaty/import/claim_finder.h \
    mod_treaty/import/claim_items.c \
    mod_treaty/import/claim_items.h \
    mod_treaty/import/claim_sentence.c \
    mod_treaty/import/claim_sentence.h \
    mod_treaty/import/claims.c \
    mod_treaty/import/claims.h \
    mod_treaty/import/column.c \
    mod_treaty/import/column.h \
    mod_treaty/import/csv.c \
    mod_treaty/import/csv.h \
    mod_treaty/import/export.c \
    mod_treaty/import/export_csv.c \
    mod_treaty/import/export_print.c \
    mod_treaty/import/export_print.h \
    mod_treaty/import/export_rows.c \
    mod_treaty/import/export_rows.h \
    mod_treaty/import/fact_sheet.c \
    mod_treaty/import/fact_sheet.h \
    mod_treaty/import/fact_sheet_html.c \
    mod_treaty/import/findings.c \
    mod_treaty/import/html_blocks.c \
    mod_treaty/import/html_blocks.h \
    mod_treaty/import/html_node.c \
    mod_treaty/import/html_node.h \
    mod_treaty/import/html_runs.c \
    mod_treaty/import/html_runs.h \
    mod_treaty/import/html_table.c \
    mod_treaty/import/html_table.h \
    mod_treaty/import/html_text.c \
    mod_treaty/import/html_text.h \
    mod_treaty/import/import.c \
    mod_treaty/import/json_pieces.c \
    mod_treaty/import/json_pieces.h \
    mod_treaty/import/listed.c \
    mod_treaty/import/mention.c \
    mod_treaty/import/mention.h \
    mod_treaty/import/names.c \
    mod_treaty/import/names.h \
    mod_treaty/import/overlay.c \
    mod_treaty/import/overlay.h \
    mod_treaty/import/overlay_csv.c \
    mod_treaty/import/overlay_line.c \
    mod_treaty/import/overlay_name.c \
    mod_treaty/import/overlay_source.c \
    mod_treaty/import/page_lines.c \
    mod_treaty/import/page_lines.h \
    mod_treaty/import/prose.c \
    mod_treaty/import/prose.h \
    mod_treaty/import/record_file.c \
    mod_treaty/import/record_file.h \
    mod_treaty/import/resolve.c \
    mod_treaty/import/sha256.c \
    mod_treaty/import/sha256.h \
    mod_treaty/import/shape.c \
    mod_treaty/import/shape.h \
    mod_treaty/import/shape_check.c \
    mod_treaty/import/shape_private.h \
    mod_treaty/import/sheet.c \
    mod_treaty/import/sheet.h \
    mod_treaty/import/source_file.c \
    mod_treaty/import/source_file.h \
    mod_treaty/import/status_table.c \
    mod_treaty/import/status_table.h \
    mod_treaty/import/table_set.c \
    mod_treaty/import/table_set.h \
    mod_treaty/import/title.c \
    mod_treaty/import/title.h \
    mod_treaty/import/utf8.c \
    mod_treaty/import/utf8.h \
    mod_treaty/import/write_amendments.c \
    mod_treaty/import/write_fact_sheet.c \
    mod_treaty/import/write_treaty.c \
    mod_treaty/import/writer.c \
    mod_treaty/import/writer.h \
    mod_treaty/publish/materialise.c \
    mod_treaty/publish/publish.c \
    mod_treaty/publish/publish.h

# The only sources that see httpd's headers.
module_sources = \
    mod_treaty/httpd/mod_treaty.c \
    mod_treaty/httpd/mod_treaty.h \
    mod_treaty/httpd/mod_treaty_child.c \
    mod_treaty/httpd/mod_treaty_config.c \
    mod_treaty/httpd/mod_treaty_log.c \
    mod_treaty/httpd/mod_treaty_mount.c \
    mod_treaty/httpd/mod_treaty_send.c \
    mod_treaty/httpd/mod_treaty_ssi.c

treatyctl_sources = \
    mod_treaty/treatyctl/check.c \
    mod_treaty/treatyctl/claims.c \
    mod_treaty/treatyctl/main.c \
    mod_treaty/treatyctl/overlay.c \
    mod_treaty/treatyctl/record.c \
    mod_treaty/treatyctl/render.c \
    mod_treaty/treatyctl/report.c \
    mod_treaty/treatyctl/report.h \
    mod_treaty/treatyctl/treatyctl.h \
    mod_treaty/treatyctl/verbs.c
