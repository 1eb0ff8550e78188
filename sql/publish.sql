-- What publishing asks of its copy of the authoring database, and writes.

-- name: begin
-- A writer's lock from the start, so that no work is lost at its end.
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: vacuum_into
VACUUM INTO ?1;

-- name: publish_drop_proposals
-- What an importer has proposed and no editor accepted isn't given away.
DELETE FROM claim WHERE status = 'proposed';

-- name: publish_amendments
-- An act and what another source says of it become one. The amendments are
-- few: they lead.
UPDATE act SET effective_on =
    (SELECT m.effective_on FROM act_amendment AS m
     WHERE m.participant_id = act.participant_id
         AND m.treaty_id = act.treaty_id AND m.kind = act.kind
         AND m.deposited_on IS act.deposited_on)
WHERE id IN
    (SELECT a.id
     FROM act_amendment AS m CROSS JOIN act AS a
         ON a.participant_id = m.participant_id
     WHERE a.treaty_id = m.treaty_id AND a.kind = m.kind
         AND a.deposited_on IS m.deposited_on);

-- name: publish_supplements
INSERT INTO treaty_coverage (treaty_id, covers)
SELECT treaty_id, covers FROM treaty_supplement WHERE true
ON CONFLICT DO NOTHING;

-- name: publish_treaties
SELECT t.id, t.entry_into_force_on, r.threshold, r.organisations_count,
    r.delay_kind, r.delay, r.later_kind, r.later_delay, r.later_on,
    r.later_after, t.slug,
    CASE WHEN t.binds = 'all' THEN
        (SELECT p.id FROM treaty_relation AS n
         JOIN treaty AS p ON p.slug = n.related_slug
         WHERE n.treaty_id = t.id AND n.kind = 'amends' LIMIT 1)
    END AS amended
FROM treaty AS t LEFT JOIN treaty_rule AS r ON r.treaty_id = t.id
ORDER BY t.id;

-- name: publish_parties
-- Those that the treaty ?1 is in force for, and when.
-- A consent that is withdrawn before its effect never was in force.
SELECT s.participant_id, p.kind, s.from_on, s.to_on
FROM span AS s JOIN participant AS p ON p.id = s.participant_id
WHERE s.treaty_id = ?1
    AND s.state IN ('in_force', 'withdrawal_notified', 'bound')
    AND (s.state <> 'withdrawal_notified' OR s.in_force_on <= s.from_on)
ORDER BY s.participant_id, s.from_on;

-- name: publish_acts
-- An act of which only the effect is dated is sorted by that; a withdrawal that
-- no source dates, by the return that its own source lists after it, or else
-- by the last day that the source covers. Acts that are in no count stay out,
-- but not the mark of a row that holds no cell at all: its participant is
-- listed, without a date.
SELECT a.participant_id, p.kind, a.kind,
    coalesce(a.deposited_on,
        a.effective_on,
        CASE WHEN a.kind = 'withdrawal'
             THEN coalesce(
                 (SELECT min(n.deposited_on) FROM act AS n
                  WHERE n.participant_id = a.participant_id
                    AND n.treaty_id = a.treaty_id
                    AND n.source_id = a.source_id AND n.position > a.position
                    AND n.kind <> 'withdrawal'),
                 s.known_through) END) AS day,
    a.effective_on, a.scope,
    a.kind = 'withdrawal' AND a.deposited_on IS NULL
        AND a.effective_on IS NULL,
    a.deposited_on IS NULL AND a.effective_on IS NOT NULL, a.id
FROM act AS a JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ?1
    AND (a.kind <> 'other' OR (a.raw IS NULL AND a.deposited_on IS NULL))
ORDER BY day, a.position;

-- name: publish_span
INSERT INTO span (treaty_id, participant_id, from_on, to_on, state, signed_on,
    consented_on, consent_kind, in_force_on, why, withdrawal_date_unknown)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: publish_tally
INSERT INTO tally (treaty_id, from_on, to_on, signatures, consents, in_force,
    in_force_unknown, pending, provisional, withdrawn, undated,
    states_signatures, states_consents, states_in_force,
    states_in_force_unknown, states_pending, states_provisional,
    states_withdrawn, states_undated, withdrawal_date_unknown,
    predecessors_missing)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
    ?17, ?18, ?19, ?20, ?21);

-- name: publish_entry_into_force
UPDATE treaty SET entry_into_force_on = ?2, entry_into_force_basis = ?3
WHERE id = ?1;

-- name: publish_treaty_sources
INSERT INTO treaty_source (treaty_id, source_id)
SELECT treaty_id, source_id FROM act WHERE source_id IS NOT NULL
UNION
SELECT id, source_id FROM treaty WHERE source_id IS NOT NULL
UNION
SELECT treaty_id, source_id FROM treaty_rule WHERE source_id IS NOT NULL
UNION
SELECT treaty_id, source_id FROM treaty_supplement
UNION
SELECT treaty_id, source_id FROM treaty_total
UNION
SELECT treaty_id, source_id FROM act_amendment
UNION
SELECT treaty_id, source_id FROM statement WHERE source_id IS NOT NULL;

-- name: publish_publication
INSERT INTO publication (id, revision, published_at)
VALUES (1, lower(hex(randomblob(16))), ?1);

-- name: publication_number
-- Which publication of a row this is.
SELECT max(number) FROM change_revision;

-- name: publication_changes
-- What the last publication of a row has changed.
SELECT what, kind, count(*) FROM change_log
WHERE number = (SELECT max(number) FROM change_revision)
GROUP BY what, kind ORDER BY what, kind;

-- name: publication_act_counts
-- How many acts each treaty has.
SELECT t.slug, count(a.id)
FROM treaty AS t LEFT JOIN act AS a ON a.treaty_id = t.id
GROUP BY t.slug ORDER BY t.slug;

-- What a published file says of itself goes before it is published again.
-- name: publish_forget_log
DELETE FROM change_log;

-- name: publish_forget_revisions
DELETE FROM change_revision;

-- name: publish_unstamp
DELETE FROM publication;

-- name: publish_treaty_order
INSERT INTO treaty_order (sort, key, slug, treaty_id)
WITH keyed (id, slug, title, number, adopted, entered) AS (
    SELECT t.id, t.slug,
        (SELECT substr(treaty_fold(n.title), 1, 100) FROM treaty_title AS n
         WHERE n.treaty_id = t.id
         ORDER BY n.kind <> 'official', n.position LIMIT 1),
        treaty_number_key(t.mtdsg_no), t.adopted_on, t.entry_into_force_on
    FROM treaty AS t)
SELECT 'id', slug, slug, id FROM keyed
UNION ALL SELECT 'title', coalesce(title, slug), slug, id FROM keyed
UNION ALL SELECT 'mtdsg_no', coalesce(number, '~'), slug, id FROM keyed
UNION ALL SELECT '-mtdsg_no', coalesce(number, ''), slug, id FROM keyed
UNION ALL SELECT 'adopted_on', coalesce(adopted, '~'), slug, id FROM keyed
UNION ALL SELECT '-adopted_on', coalesce(adopted, ''), slug, id FROM keyed
UNION ALL
SELECT 'entry_into_force_on', coalesce(entered, '~'), slug, id FROM keyed
UNION ALL
SELECT '-entry_into_force_on', coalesce(entered, ''), slug, id FROM keyed;

-- name: publish_act_order
-- Where no source states when a consent takes effect, its span tells what the
-- rule gives. Acts that nothing tells apart are numbered by their places in the
-- source.
INSERT INTO act_order (day, slug, act_id, kind, effective_on, basis)
SELECT coalesce(a.deposited_on, ''),
    t.slug || '.' || p.slug || '.' || a.kind || '.'
        || coalesce(a.deposited_on, 'undated')
        || CASE WHEN a.nth > 1 THEN '.' || a.nth ELSE '' END,
    a.id, a.kind, coalesce(a.effective_on, s.in_force_on),
    CASE WHEN a.effective_on IS NOT NULL THEN 'stated'
         ELSE coalesce(s.why, 'none') END
FROM (SELECT *, row_number() OVER
          (PARTITION BY treaty_id, participant_id, kind, deposited_on
           ORDER BY position) AS nth
      FROM act) AS a
JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN span AS s ON s.treaty_id = a.treaty_id
    AND s.participant_id = a.participant_id
    AND s.from_on <= a.deposited_on AND s.to_on > a.deposited_on
    AND s.consented_on = a.deposited_on AND s.consent_kind = a.kind
ORDER BY 1, 2;

-- name: publish_act_lists
INSERT INTO act_list (list, owner, rank)
SELECT 'all', 0, rank FROM act_order
UNION ALL SELECT kind, 0, rank FROM act_order
UNION ALL
SELECT 'treaty', a.treaty_id, o.rank
FROM act_order AS o JOIN act AS a ON a.id = o.act_id
UNION ALL
SELECT 'participant', a.participant_id, o.rank
FROM act_order AS o JOIN act AS a ON a.id = o.act_id
ORDER BY 1, 2, 3;

-- name: publish_participant_order
INSERT INTO participant_order (key, slug, participant_id)
SELECT coalesce(
        (SELECT n.folded FROM participant_name AS n
         WHERE n.participant_id = p.id AND n.kind = 'name'
         ORDER BY n.valid_to IS NOT NULL, n.position LIMIT 1),
        p.slug), p.slug, p.id
FROM participant AS p;

-- name: publish_milestones
INSERT INTO treaty_milestone
SELECT t.id, t.adopted_on, t.entry_into_force_on, t.ended_on,
    EXISTS (SELECT 1 FROM treaty_rule AS r
            WHERE r.treaty_id = t.id AND r.threshold IS NOT NULL),
    EXISTS (SELECT 1 FROM treaty_coverage AS c
            WHERE c.treaty_id = t.id AND c.covers = 'consents')
FROM treaty AS t;

-- name: publish_facets
-- Each value as the statements of sql/list.sql that count facets have it.
INSERT INTO treaty_facet (facet, value, treaties, place, name)
SELECT 'type', type, count(*), type, NULL FROM treaty GROUP BY type
UNION ALL
SELECT 'depositary', depositary, count(*), lower(depositary), NULL
FROM treaty WHERE depositary IS NOT NULL GROUP BY depositary
UNION ALL
SELECT 'subject', subject, count(*), lower(subject), NULL
FROM treaty_subject GROUP BY subject
UNION ALL
SELECT 'decade', substr(adopted_on, 1, 3) || '0s', count(*),
    substr(adopted_on, 1, 3), NULL
FROM treaty WHERE adopted_on IS NOT NULL GROUP BY substr(adopted_on, 1, 3)
UNION ALL
SELECT 'year', substr(adopted_on, 1, 4), count(*), substr(adopted_on, 1, 4),
    NULL
FROM treaty WHERE adopted_on IS NOT NULL GROUP BY substr(adopted_on, 1, 4)
UNION ALL
SELECT 'chapter', c.chapter, c.treaties,
    coalesce(treaty_number_key(c.chapter || '-1'), c.chapter),
    (SELECT s.subject
     FROM treaty AS t JOIN treaty_subject AS s ON s.treaty_id = t.id
     WHERE t.mtdsg_no >= c.chapter || '-' AND t.mtdsg_no < c.chapter || '.'
     GROUP BY s.subject HAVING count(*) = c.treaties
     ORDER BY min(s.position), s.subject LIMIT 1)
FROM (SELECT substr(mtdsg_no, 1, instr(mtdsg_no, '-') - 1) AS chapter,
          count(*) AS treaties
      FROM treaty WHERE instr(mtdsg_no, '-') > 1 GROUP BY 1) AS c;

-- name: publish_families
-- The head is what no relation leads on from; where relations run in a circle,
-- or further than eight steps, the first by id of those that were reached.
INSERT INTO treaty_family (treaty_id, head_id)
WITH RECURSIVE climb (treaty_id, at_id, step) AS (
    SELECT id, id, 0 FROM treaty
    UNION
    SELECT c.treaty_id, p.id, c.step + 1
    FROM climb AS c
    JOIN treaty_relation AS r ON r.treaty_id = c.at_id
        AND r.kind IN ('protocol_to', 'amends')
    JOIN treaty AS p ON p.slug = r.related_slug
    WHERE c.step < 8)
SELECT treaty_id,
    coalesce(
        min(at_id) FILTER (WHERE NOT EXISTS
            (SELECT 1 FROM treaty_relation AS r
             JOIN treaty AS p ON p.slug = r.related_slug
             WHERE r.treaty_id = at_id
                 AND r.kind IN ('protocol_to', 'amends'))),
        min(at_id))
FROM climb GROUP BY treaty_id;

-- name: publish_search_treaty_records
INSERT INTO search_record (kind, record_id)
SELECT 'treaty', t.id FROM treaty AS t
ORDER BY (SELECT y.consents FROM tally AS y WHERE y.treaty_id = t.id
          ORDER BY y.from_on DESC LIMIT 1) DESC, t.id;

-- name: publish_search_participant_records
INSERT INTO search_record (kind, record_id)
SELECT 'participant', id FROM participant
ORDER BY ended_on IS NOT NULL, kind <> 'state', slug;

-- name: publish_search_fact_sheet_records
INSERT INTO search_record (kind, record_id)
SELECT 'fact_sheet', id FROM fact_sheet ORDER BY released_on DESC, slug;

-- name: publish_search_statement_records
INSERT INTO search_record (kind, record_id)
SELECT 'statement', s.id
FROM statement AS s JOIN search_record AS r
    ON r.kind = 'treaty' AND r.record_id = s.treaty_id
ORDER BY r.id, s.position;

-- name: publish_search_kinds
INSERT INTO search_kind (kind, first_id, last_id)
SELECT kind, min(id), max(id) FROM search_record GROUP BY kind;

-- name: publish_search_treaties
-- A number of several parts is also written in one: IV-11-c is iv11c. Between
-- titles stands a word of no language (U+E000), so that no phrase begins in one
-- and ends in the next.
INSERT INTO search (rowid, code, title, subject)
SELECT r.id,
    t.slug || ' ' || coalesce(t.mtdsg_no || ' '
            || treaty_search_compact(t.mtdsg_no), '') || ' '
        || coalesce(t.registration_no, '') || ' ' || coalesce(t.citation, '')
        || ' ' || coalesce(
            (SELECT group_concat(a.alias, ' ' || char(57344) || ' ')
             FROM treaty_alias AS a WHERE a.treaty_id = t.id), ''),
    (SELECT group_concat(n.title, ' ' || char(57344) || ' ')
     FROM treaty_title AS n WHERE n.treaty_id = t.id),
    (SELECT group_concat(s.subject, ' ' || char(57344) || ' ')
     FROM treaty_subject AS s WHERE s.treaty_id = t.id)
FROM search_kind AS k
JOIN search_record AS r ON r.id BETWEEN k.first_id AND k.last_id
JOIN treaty AS t ON t.id = r.record_id
WHERE k.kind = 'treaty' ORDER BY r.id;

-- name: publish_search_participants
INSERT INTO search (rowid, code, name)
SELECT r.id,
    p.slug || ' ' || coalesce(p.iso_alpha2, '') || ' '
        || coalesce(p.iso_alpha3, ''),
    (SELECT group_concat(n.name, ' ' || char(57344) || ' ')
     FROM participant_name AS n WHERE n.participant_id = p.id)
FROM search_kind AS k
JOIN search_record AS r ON r.id BETWEEN k.first_id AND k.last_id
JOIN participant AS p ON p.id = r.record_id
WHERE k.kind = 'participant' ORDER BY r.id;

-- name: publish_search_fact_sheets
INSERT INTO search (rowid, title, body, context)
SELECT r.id, f.title,
    (SELECT group_concat(b.text, ' ')
     FROM (SELECT text FROM fact_sheet_block
           WHERE fact_sheet_id = f.id ORDER BY position) AS b),
    coalesce(f.kind, '') || ' ' || coalesce(f.office, '') || ' '
        || coalesce(f.place, '')
FROM search_kind AS k
JOIN search_record AS r ON r.id BETWEEN k.first_id AND k.last_id
JOIN fact_sheet AS f ON f.id = r.record_id
WHERE k.kind = 'fact_sheet' ORDER BY r.id;

-- name: publish_search_statements
-- Whose it is and of which treaty finds it too, behind all that these find
-- themselves.
INSERT INTO search (rowid, body, context)
SELECT r.id, s.text,
    replace(s.kind, '_', ' ') || ' ' || coalesce(s.listed_as, '') || ' '
        || coalesce((SELECT n.name FROM participant_name AS n
                     WHERE n.participant_id = s.participant_id
                         AND n.kind = 'name'
                     ORDER BY n.valid_to IS NOT NULL, n.position LIMIT 1), '')
        || ' ' || coalesce((SELECT n.title FROM treaty_title AS n
                            WHERE n.treaty_id = s.treaty_id
                            ORDER BY n.position LIMIT 1), '')
        || ' ' || coalesce(
            (SELECT group_concat(a.alias, ' ' || char(57344) || ' ')
             FROM treaty_alias AS a WHERE a.treaty_id = s.treaty_id), '')
FROM search_kind AS k
JOIN search_record AS r ON r.id BETWEEN k.first_id AND k.last_id
JOIN statement AS s ON s.id = r.record_id
WHERE k.kind = 'statement' ORDER BY r.id;

-- name: publish_search_treaty_keys
INSERT INTO search_key (key, tier, search_id)
WITH named (record_id, name, tier) AS (
    SELECT id, slug, 0 FROM treaty
    UNION ALL SELECT id, mtdsg_no, 0 FROM treaty
    UNION ALL SELECT treaty_id, alias, 0 FROM treaty_alias
    UNION ALL SELECT id, registration_no, 1 FROM treaty
    UNION ALL SELECT id, citation, 1 FROM treaty
    UNION ALL SELECT treaty_id, title, 1 FROM treaty_title),
keyed (record_id, key, tier) AS (
    SELECT record_id, treaty_search_key(name), tier FROM named
    UNION ALL
    SELECT record_id, treaty_search_compact(name), 2 FROM named
    WHERE tier = 0)
SELECT k.key, min(k.tier), r.id
FROM keyed AS k CROSS JOIN search_record AS r ON r.record_id = k.record_id
    AND r.kind = 'treaty'
WHERE k.key <> '' GROUP BY k.key, r.id;

-- name: publish_search_participant_keys
INSERT INTO search_key (key, tier, search_id)
WITH named (record_id, name, tier) AS (
    SELECT id, slug, 0 FROM participant
    UNION ALL SELECT id, iso_alpha2, 0 FROM participant
    UNION ALL SELECT id, iso_alpha3, 0 FROM participant
    UNION ALL SELECT participant_id, name, 1 FROM participant_name),
keyed (record_id, key, tier) AS (
    SELECT record_id, treaty_search_key(name), tier FROM named)
SELECT k.key, min(k.tier), r.id
FROM keyed AS k CROSS JOIN search_record AS r ON r.record_id = k.record_id
    AND r.kind = 'participant'
WHERE k.key <> '' GROUP BY k.key, r.id;

-- name: publish_search_fact_sheet_keys
INSERT INTO search_key (key, tier, search_id)
WITH named (record_id, key, tier) AS (
    SELECT id, treaty_search_key(slug), 0 FROM fact_sheet
    UNION ALL SELECT id, treaty_search_key(title), 1 FROM fact_sheet)
SELECT k.key, min(k.tier), r.id
FROM named AS k CROSS JOIN search_record AS r ON r.record_id = k.record_id
    AND r.kind = 'fact_sheet'
WHERE k.key <> '' GROUP BY k.key, r.id;

-- name: publish_search_settle
-- One segment: each word is looked up in one place.
INSERT INTO search (search) VALUES ('optimize');

-- name: publish_search_words
INSERT INTO search_word (word, documents, initial, letters, rest)
SELECT term, doc, substr(term, 1, 1), length(term), substr(term, 2)
FROM search_vocabulary WHERE length(term) <= 64 AND term <> char(57344);
