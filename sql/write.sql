-- What the importers write and the export reads. Rows are named by slug
-- outside the database and by rowid inside it; rowid 0 is bound for none.

-- name: write_source
-- RETURNING gives the rowid of a row that was there as well.
INSERT INTO source (slug, kind, title, publisher, url, retrieved_on,
                    known_through, sha256, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (slug) DO UPDATE SET
    kind = excluded.kind, title = excluded.title,
    publisher = excluded.publisher, url = excluded.url,
    retrieved_on = excluded.retrieved_on,
    known_through = excluded.known_through, sha256 = excluded.sha256,
    note = excluded.note
RETURNING id;

-- name: write_source_find
SELECT id FROM source WHERE slug = ?;

-- name: write_participant
INSERT INTO participant (slug, kind, iso_alpha2, iso_alpha3, ended_on,
                         source_id)
VALUES (?, ?, ?, ?, ?, nullif(?, 0))
ON CONFLICT (slug) DO UPDATE SET
    kind = excluded.kind, iso_alpha2 = excluded.iso_alpha2,
    iso_alpha3 = excluded.iso_alpha3, ended_on = excluded.ended_on,
    source_id = excluded.source_id
RETURNING id;

-- name: write_participant_find
SELECT id FROM participant WHERE slug = ?;

-- name: write_participant_by_code
-- Who else bears one of two codes.
SELECT slug FROM participant
WHERE (iso_alpha2 = ?1 OR iso_alpha3 = ?2) AND slug <> ?3;

-- name: write_participant_by_name
-- A name that is shown goes before one that only finds, a participant that
-- goes on before one that has ended.
SELECT p.slug
FROM participant_name AS n JOIN participant AS p ON p.id = n.participant_id
WHERE n.folded = treaty_fold(?1) AND n.folded <> ''
ORDER BY n.kind <> 'name', p.ended_on IS NOT NULL, p.slug
LIMIT 1;

-- name: write_participant_names_clear
DELETE FROM participant_name WHERE participant_id = ?;

-- name: write_participant_name
INSERT INTO participant_name (participant_id, position, name, language, kind,
                              valid_from, valid_to, source_id, folded)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0), treaty_fold(?3));

-- name: write_treaty
INSERT INTO treaty (slug, mtdsg_no, type, adopted_on, adopted_at,
                    entry_into_force_on, ended_on, registered_on,
                    registration_no, citation, depositary, binds, source_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0))
ON CONFLICT (slug) DO UPDATE SET
    mtdsg_no = excluded.mtdsg_no, type = excluded.type,
    adopted_on = excluded.adopted_on, adopted_at = excluded.adopted_at,
    entry_into_force_on = excluded.entry_into_force_on,
    ended_on = excluded.ended_on, registered_on = excluded.registered_on,
    registration_no = excluded.registration_no,
    citation = excluded.citation, depositary = excluded.depositary,
    binds = excluded.binds,
    source_id = excluded.source_id
RETURNING id;

-- name: write_treaty_fill
-- A status table fills what nobody has stated yet, and changes nothing.
UPDATE treaty SET
    adopted_on = coalesce(adopted_on, ?2),
    adopted_at = coalesce(adopted_at, ?3),
    depositary = coalesce(depositary, ?4),
    source_id = coalesce(source_id, nullif(?5, 0)),
    entry_into_force_on = coalesce(entry_into_force_on, ?6),
    registered_on = coalesce(registered_on, ?7),
    registration_no = coalesce(registration_no, ?8),
    citation = coalesce(citation, ?9)
WHERE id = ?1;

-- name: write_treaty_find
SELECT id FROM treaty WHERE slug = ?;

-- name: write_treaty_by_number
SELECT id, slug FROM treaty WHERE mtdsg_no = ?;

-- name: write_titles_clear
DELETE FROM treaty_title WHERE treaty_id = ?;

-- name: write_title
INSERT INTO treaty_title (treaty_id, position, kind, language, title)
VALUES (?, ?, ?, ?, ?);

-- name: write_titles_exist
SELECT 1 FROM treaty_title WHERE treaty_id = ? LIMIT 1;

-- name: write_aliases_clear
DELETE FROM treaty_alias WHERE treaty_id = ?;

-- name: write_alias_owner
SELECT t.id, t.slug
FROM treaty_alias AS a JOIN treaty AS t ON t.id = a.treaty_id
WHERE a.alias = ?;

-- name: write_alias
INSERT INTO treaty_alias (alias, treaty_id) VALUES (?, ?)
ON CONFLICT (alias) DO NOTHING;

-- name: write_subjects_clear
DELETE FROM treaty_subject WHERE treaty_id = ?;

-- name: write_subject
INSERT INTO treaty_subject (treaty_id, position, subject) VALUES (?, ?, ?);

-- name: write_subjects_exist
SELECT 1 FROM treaty_subject WHERE treaty_id = ? LIMIT 1;

-- name: write_relations_clear
DELETE FROM treaty_relation WHERE treaty_id = ?;

-- name: write_relation
INSERT INTO treaty_relation (treaty_id, position, kind, related_slug)
VALUES (?, ?, ?, ?);

-- name: write_texts_exist
SELECT 1 FROM treaty_text WHERE treaty_id = ? LIMIT 1;

-- name: write_texts_clear
DELETE FROM treaty_text WHERE treaty_id = ?;

-- name: write_text
INSERT INTO treaty_text (treaty_id, position, language, authentic, title, url,
    format)
VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: write_coverage_clear
DELETE FROM treaty_coverage WHERE treaty_id = ?;

-- name: write_coverage
INSERT INTO treaty_coverage (treaty_id, covers) VALUES (?, ?)
ON CONFLICT DO NOTHING;

-- name: write_supplements_clear
DELETE FROM treaty_supplement WHERE treaty_id = ?;

-- name: write_supplement
INSERT INTO treaty_supplement (treaty_id, covers, source_id) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET source_id = excluded.source_id;

-- name: write_totals_clear
DELETE FROM treaty_total WHERE treaty_id = ?;

-- name: write_total
INSERT INTO treaty_total (treaty_id, measure, total, source_id)
VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET total = excluded.total,
    source_id = excluded.source_id;

-- name: write_amendments_clear
DELETE FROM act_amendment WHERE treaty_id = ?;

-- name: write_amendment
INSERT INTO act_amendment (treaty_id, participant_id, kind, deposited_on,
                           effective_on, note, source_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (treaty_id, participant_id, kind, coalesce(deposited_on, ''))
DO UPDATE SET effective_on = excluded.effective_on, note = excluded.note,
    source_id = excluded.source_id;

-- name: overlay_act_find
-- An act of the same day, from the source ?7 if there is one. What has no day
-- of deposit is told by its effect, an extension by its territories.
SELECT a.id, s.slug, a.source_id IS ?7
FROM act AS a LEFT JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ?1 AND a.participant_id = ?2 AND a.kind = ?3
  AND a.deposited_on IS ?4 AND (?4 IS NOT NULL OR a.effective_on IS ?5)
  AND a.raw IS CASE WHEN ?3 = 'other' THEN ?6 ELSE a.raw END
ORDER BY a.source_id IS ?7 DESC
LIMIT 1;

-- name: overlay_act_update
UPDATE act SET effective_on = ?2, scope = ?3, note = ?4 WHERE id = ?1;

-- name: overlay_act_position
SELECT coalesce(max(position) + 1, 0) FROM act WHERE treaty_id = ?;

-- name: overlay_mended
-- The acts that a line means; without a day ?4, those of any day.
SELECT deposited_on
FROM act
WHERE treaty_id = ?1 AND participant_id = ?2 AND kind = ?3
  AND (?4 IS NULL OR deposited_on = ?4)
LIMIT 2;

-- name: overlay_source_kind
SELECT kind FROM source WHERE id = ?;

-- name: write_columns_clear
DELETE FROM treaty_column WHERE treaty_id = ?;

-- name: write_column
INSERT INTO treaty_column (treaty_id, position, header) VALUES (?, ?, ?);

-- name: write_rule_clear
DELETE FROM treaty_rule WHERE treaty_id = ?;

-- name: write_rule
INSERT INTO treaty_rule (treaty_id, threshold, organisations_count,
                         delay_kind, delay, later_kind, later_delay,
                         later_on, later_after, article, source_id)
VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0));

-- name: write_acts_clear
DELETE FROM act WHERE treaty_id = ?;

-- name: write_table_acts_clear
DELETE FROM act
WHERE treaty_id = ?
  AND EXISTS (SELECT 1 FROM source AS s
              WHERE s.id = act.source_id AND s.kind = 'status_table');

-- name: write_acts_aside
-- Positions are unique while the statement runs, too: below 0 there is room.
UPDATE act SET position = -1 - position WHERE treaty_id = ?;

-- name: write_acts_back
-- What was put aside follows the first ?2 positions, in its order.
UPDATE act SET position = ?2 + kept.place
FROM (SELECT id, row_number() OVER (ORDER BY position DESC) - 1 AS place
      FROM act WHERE treaty_id = ?1 AND position < 0) AS kept
WHERE act.id = kept.id;

-- name: write_act
INSERT INTO act (treaty_id, position, participant_id, kind, deposited_on,
                 effective_on, scope, column_header, raw, note, source_id,
                 listed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?);

-- name: write_shown_name
-- By which name a participant goes on the last day that a source covers.
SELECT n.name
FROM participant_name AS n JOIN source AS s ON s.id = ?2
WHERE n.participant_id = ?1 AND n.kind = 'name' AND n.language = 'en'
  AND (n.valid_from IS NULL OR n.valid_from <= s.known_through)
  AND (n.valid_to IS NULL OR n.valid_to > s.known_through)
ORDER BY n.position LIMIT 1;

-- name: export_csv_treaties
SELECT t.id, t.slug, t.mtdsg_no, t.adopted_at, t.adopted_on,
    (SELECT title FROM treaty_title AS n WHERE n.treaty_id = t.id
     ORDER BY n.kind <> 'official', n.position LIMIT 1),
    (SELECT subject FROM treaty_subject AS b WHERE b.treaty_id = t.id
     ORDER BY b.position LIMIT 1)
FROM treaty AS t ORDER BY t.slug;

-- name: export_csv_statements
-- What the declarations of a set of tables can say.
SELECT a.listed_as, a.text
FROM statement AS a JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ? AND s.kind = 'status_table'
  AND a.listed_as IS NOT NULL AND a.kind IN ('declaration', 'reservation')
ORDER BY a.position;

-- name: export_csv_acts
-- The cells of a status table, row by row; what other sources add has no cell
-- in it. A withdrawal that the table's own brackets tell is in its cells.
SELECT a.participant_id,
    coalesce(a.listed,
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = a.participant_id AND n.kind = 'name'
           AND n.language = 'en'
           AND (n.valid_from IS NULL OR n.valid_from <= s.known_through)
           AND (n.valid_to IS NULL OR n.valid_to > s.known_through)
         ORDER BY n.position LIMIT 1), p.slug),
    a.column_header, a.raw,
    s.kind IS 'status_table'
        AND (a.raw IS NOT NULL
             OR (a.kind = 'other' AND a.deposited_on IS NULL))
FROM act AS a JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ?
    AND NOT (s.kind IS 'status_table' AND a.kind = 'withdrawal'
             AND a.raw IS NULL AND a.deposited_on IS NULL)
ORDER BY a.position;

-- name: write_statements_clear
DELETE FROM statement WHERE treaty_id = ?;

-- name: write_table_statements_clear
DELETE FROM statement
WHERE treaty_id = ?
  AND EXISTS (SELECT 1 FROM source AS s
              WHERE s.id = statement.source_id AND s.kind = 'status_table');

-- name: write_statements_aside
UPDATE statement SET position = -1 - position WHERE treaty_id = ?;

-- name: write_statements_back
-- As write_acts_back.
UPDATE statement SET position = ?2 + kept.place
FROM (SELECT id, row_number() OVER (ORDER BY position DESC) - 1 AS place
      FROM statement WHERE treaty_id = ?1 AND position < 0) AS kept
WHERE statement.id = kept.id;

-- name: write_statement
INSERT INTO statement (treaty_id, position, participant_id, listed_as, kind,
                       made_on, about_id, text, source_id)
VALUES (?, ?, nullif(?, 0), ?, ?, ?, nullif(?, 0), ?, nullif(?, 0));

-- name: write_fact_sheet
INSERT INTO fact_sheet (slug, kind, title, language, office, place,
                        released_on, url, source_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0))
ON CONFLICT (slug) DO UPDATE SET
    kind = excluded.kind, title = excluded.title,
    language = excluded.language, office = excluded.office,
    place = excluded.place, released_on = excluded.released_on,
    url = excluded.url, source_id = excluded.source_id
RETURNING id;

-- name: write_fact_sheet_find
SELECT id, url FROM fact_sheet WHERE slug = ?;

-- name: write_crumbs_clear
DELETE FROM fact_sheet_crumb WHERE fact_sheet_id = ?;

-- name: write_crumb
INSERT INTO fact_sheet_crumb (fact_sheet_id, position, label)
VALUES (?, ?, ?);

-- name: write_blocks_clear
DELETE FROM fact_sheet_block WHERE fact_sheet_id = ?;

-- name: write_block
INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, level, ordered,
                              text, runs, table_rows)
VALUES (?, ?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?);

-- name: write_links_clear
DELETE FROM fact_sheet_link WHERE fact_sheet_id = ?;

-- name: write_link
INSERT INTO fact_sheet_link (fact_sheet_id, position, label, url)
VALUES (?, ?, ?, ?);

-- name: write_claims_clear
DELETE FROM claim WHERE fact_sheet_id = ?;

-- name: write_claim
INSERT INTO claim (fact_sheet_id, position, treaty_slug, participant_id,
                   measure, claimed, as_of, quote, status)
VALUES (?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?);

-- name: claim_instruments
-- By what names a text may call a treaty; the number of a depositary isn't one.
SELECT t.slug, t.type, n.title, 0
FROM treaty_title AS n JOIN treaty AS t ON t.id = n.treaty_id
WHERE n.language = 'en'
UNION ALL
SELECT t.slug, t.type, a.alias, 1
FROM treaty_alias AS a JOIN treaty AS t ON t.id = a.treaty_id
WHERE t.mtdsg_no IS NULL OR a.alias <> t.mtdsg_no COLLATE NOCASE
ORDER BY 1, 4, 3;

-- name: claim_participants
-- Likewise; a code counts where it is written with full stops.
SELECT p.slug, n.name, 0
FROM participant_name AS n JOIN participant AS p ON p.id = n.participant_id
WHERE n.language = 'en'
UNION ALL
SELECT slug, iso_alpha2, 1 FROM participant WHERE iso_alpha2 IS NOT NULL
UNION ALL
SELECT slug, iso_alpha3, 1 FROM participant WHERE iso_alpha3 IS NOT NULL
ORDER BY 3, 1, 2;

-- name: claims_list
SELECT c.position, c.status, c.treaty_slug, p.slug, c.measure, c.claimed,
       c.as_of, c.quote
FROM claim AS c LEFT JOIN participant AS p ON p.id = c.participant_id
WHERE c.fact_sheet_id = ? ORDER BY c.position;

-- name: claims_proposed_clear
DELETE FROM claim WHERE fact_sheet_id = ? AND status = 'proposed';

-- name: claims_next
SELECT coalesce(max(position) + 1, 0) FROM claim WHERE fact_sheet_id = ?;

-- name: claim_known
-- What an editor has decided about is not proposed again.
SELECT 1 FROM claim
WHERE fact_sheet_id = ?1 AND treaty_slug = ?2 AND measure = ?4
  AND participant_id IS nullif(?3, 0)
LIMIT 1;

-- name: claim_accept
UPDATE claim SET status = 'accepted' WHERE fact_sheet_id = ? AND position = ?;

-- name: claim_drop
DELETE FROM claim WHERE fact_sheet_id = ? AND position = ?;

-- name: export_begin
-- One state of the database for all reads of an export.
BEGIN DEFERRED;

-- name: export_sources
-- The export reads each table whole, in the order of its slugs.
SELECT slug, kind, title, publisher, url, retrieved_on, known_through,
       sha256, note
FROM source ORDER BY slug;

-- name: export_participants
SELECT p.id, p.slug, p.kind, p.iso_alpha2, p.iso_alpha3, p.ended_on, s.slug
FROM participant AS p LEFT JOIN source AS s ON s.id = p.source_id
ORDER BY p.slug;

-- name: export_participant_names
SELECT n.name, n.language, n.kind, n.valid_from, n.valid_to, s.slug
FROM participant_name AS n LEFT JOIN source AS s ON s.id = n.source_id
WHERE n.participant_id = ? ORDER BY n.position;

-- name: export_treaties
SELECT t.id, t.slug, t.mtdsg_no, t.type, t.adopted_on, t.adopted_at,
       t.entry_into_force_on, t.ended_on, t.registered_on,
       t.registration_no, t.citation, t.depositary, t.binds, s.slug
FROM treaty AS t LEFT JOIN source AS s ON s.id = t.source_id
ORDER BY t.slug;

-- name: export_titles
SELECT kind, language, title
FROM treaty_title WHERE treaty_id = ? ORDER BY position;

-- name: export_aliases
-- The MTDSG number is an alias by itself.
SELECT alias FROM treaty_alias
WHERE treaty_id = ?1
  AND alias IS NOT (SELECT mtdsg_no FROM treaty WHERE id = ?1)
ORDER BY alias;

-- name: export_subjects
SELECT subject FROM treaty_subject WHERE treaty_id = ? ORDER BY position;

-- name: export_relations
SELECT kind, related_slug
FROM treaty_relation WHERE treaty_id = ? ORDER BY position;

-- name: export_texts
SELECT language, iif(authentic, 1, NULL), title, url, format
FROM treaty_text WHERE treaty_id = ? ORDER BY position;

-- name: export_coverage
SELECT covers FROM treaty_coverage WHERE treaty_id = ? ORDER BY covers;

-- name: export_supplements
SELECT c.covers, s.slug
FROM treaty_supplement AS c JOIN source AS s ON s.id = c.source_id
WHERE c.treaty_id = ? ORDER BY c.covers;

-- name: export_totals
SELECT o.measure, o.total, s.slug
FROM treaty_total AS o JOIN source AS s ON s.id = o.source_id
WHERE o.treaty_id = ? ORDER BY o.measure;

-- name: export_amendments
SELECT p.slug, m.kind, m.deposited_on, m.effective_on, m.note, s.slug
FROM act_amendment AS m JOIN participant AS p ON p.id = m.participant_id
     JOIN source AS s ON s.id = m.source_id
WHERE m.treaty_id = ?
ORDER BY p.slug, m.kind, m.deposited_on;

-- name: export_columns
SELECT header FROM treaty_column WHERE treaty_id = ? ORDER BY position;

-- name: export_rule
SELECT r.threshold, r.organisations_count, r.delay_kind, r.delay,
       r.later_kind, r.later_delay, r.later_on, r.later_after, r.article,
       s.slug
FROM treaty_rule AS r LEFT JOIN source AS s ON s.id = r.source_id
WHERE r.treaty_id = ?;

-- name: export_acts
SELECT p.slug, a.kind, a.deposited_on, a.effective_on, a.scope,
       a.column_header, a.raw, a.note, s.slug, a.listed
FROM act AS a JOIN participant AS p ON p.id = a.participant_id
     LEFT JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ? ORDER BY a.position;

-- name: export_statements
SELECT p.slug, a.listed_as, a.kind, a.made_on, o.slug, a.text, s.slug
FROM statement AS a LEFT JOIN participant AS p ON p.id = a.participant_id
     LEFT JOIN participant AS o ON o.id = a.about_id
     LEFT JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ? ORDER BY a.position;

-- name: export_fact_sheets
SELECT f.id, f.slug, f.kind, f.title, f.language, f.office, f.place,
       f.released_on, f.url, s.slug
FROM fact_sheet AS f LEFT JOIN source AS s ON s.id = f.source_id
ORDER BY f.slug;

-- name: export_crumbs
SELECT label FROM fact_sheet_crumb WHERE fact_sheet_id = ? ORDER BY position;

-- name: export_blocks
SELECT kind, level, ordered, text, runs, table_rows
FROM fact_sheet_block WHERE fact_sheet_id = ? ORDER BY position;

-- name: export_links
SELECT label, url
FROM fact_sheet_link WHERE fact_sheet_id = ? ORDER BY position;

-- name: export_claims
SELECT c.treaty_slug, p.slug, c.measure, c.claimed, c.as_of, c.quote,
       nullif(c.status, 'accepted')
FROM claim AS c LEFT JOIN participant AS p ON p.id = c.participant_id
WHERE c.fact_sheet_id = ? ORDER BY c.position;
