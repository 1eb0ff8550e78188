-- What the serving side asks. Days are bound as ISO text; ?1 is the record,
-- ?2 the day, unless a statement says otherwise.

-- name: application_id
SELECT application_id FROM pragma_application_id;

-- name: schema_version
SELECT user_version FROM pragma_user_version;

-- name: strange_objects
-- Virtual tables have no page of their own; ours are the two of the search.
SELECT count(*) FROM sqlite_schema
WHERE type NOT IN ('table', 'index')
    OR (type = 'table' AND rootpage = 0
        AND sql NOT GLOB 'CREATE VIRTUAL TABLE search USING fts5 (*'
        AND sql NOT GLOB
            'CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab (*');

-- name: schema_objects
-- Without those that FTS5 makes for itself.
SELECT sql FROM sqlite_schema
WHERE sql IS NOT NULL AND sql NOT GLOB 'CREATE TABLE ''search_*';

-- name: is_published
SELECT count(*) FROM publication;

-- name: fulltext_api
SELECT fts5(?1);

-- name: serving_settings
-- A handle's page cache: 25 handles of SQLite's default size take 52 MB.
PRAGMA cache_size = -200;
PRAGMA mmap_size = 0;
-- The pages of a damaged file are looked at before they are read.
PRAGMA cell_size_check = 1;
PRAGMA query_only = 1;

-- name: integrity_check
SELECT integrity_check FROM pragma_integrity_check
WHERE integrity_check <> 'ok';

-- name: foreign_key_check
SELECT "table" FROM pragma_foreign_key_check;

-- name: publication_get
-- With the last day that any source covers, and the same no more precise than
-- when that source was fetched.
SELECT revision, published_at, day,
    coalesce((SELECT min(retrieved_on) FROM source
              WHERE known_through = day AND retrieved_on <> ''
                  AND substr(day, 1, length(retrieved_on)) = retrieved_on), day)
FROM publication, (SELECT max(known_through) AS day FROM source);

-- name: treaty_resolve
-- A slug or an alias; the slug is tried first.
SELECT id, slug FROM treaty WHERE slug = lower(?1)
UNION ALL
SELECT t.id, t.slug FROM treaty_alias AS a
JOIN treaty AS t ON t.id = a.treaty_id
WHERE a.alias = ?1
LIMIT 1;

-- name: treaty_near
-- Ids and aliases that begin alike, for "did you mean": ?1 up to ?2.
SELECT a.text, t.slug,
    (SELECT title FROM treaty_title AS n WHERE n.treaty_id = t.id
     ORDER BY n.position LIMIT 1)
FROM (SELECT slug AS text, id FROM treaty WHERE slug >= ?1 AND slug < ?2
      UNION ALL
      SELECT alias, treaty_id FROM treaty_alias
      WHERE alias >= ?1 AND alias < ?2
      LIMIT 200) AS a
JOIN treaty AS t ON t.id = a.id;

-- name: treaty_get
SELECT slug, mtdsg_no, type, adopted_on, adopted_at, entry_into_force_on,
    ended_on, registered_on, registration_no, citation, depositary, binds,
    entry_into_force_basis
FROM treaty WHERE id = ?1;

-- name: treaty_titles
SELECT kind, language, title FROM treaty_title
WHERE treaty_id = ?1 ORDER BY position;

-- name: treaty_aliases
SELECT alias FROM treaty_alias WHERE treaty_id = ?1 ORDER BY alias;

-- name: treaty_subjects
SELECT subject FROM treaty_subject WHERE treaty_id = ?1 ORDER BY position;

-- name: treaty_relations
SELECT r.kind, r.related_slug, n.title, n.language
FROM treaty_relation AS r
LEFT JOIN treaty AS t ON t.slug = r.related_slug
LEFT JOIN treaty_title AS n ON n.treaty_id = t.id
    AND n.position = @title_of(t, position)
WHERE r.treaty_id = ?1 ORDER BY r.position;

-- name: treaty_related_by
-- What other treaties are to the treaty ?1: its protocols, its amendments, what
-- replaces it; those adopted up to the day ?2. Put in order by who asks, oldest
-- first: a sorter costs its memory each time, and mostly there is none.
SELECT r.kind, t.slug, @title_of(t, title), @title_of(t, language),
    t.adopted_on
FROM treaty AS o JOIN treaty_relation AS r ON r.related_slug = o.slug
JOIN treaty AS t ON t.id = r.treaty_id
WHERE o.id = ?1 AND (t.adopted_on IS NULL OR t.adopted_on <= ?2);

-- name: treaty_events
-- The own life of the treaty ?1 up to the day ?2, oldest first; ?3 at most. The
-- day of the threshold is told where the recorded consents bear it out: before
-- the entry into force.
WITH own AS (
    SELECT t.*, r.threshold, r.organisations_count FROM treaty AS t
    LEFT JOIN treaty_rule AS r ON r.treaty_id = t.id WHERE t.id = ?1),
reached (day) AS (
    SELECT min(y.from_on) FROM own JOIN tally AS y ON y.treaty_id = own.id
    WHERE iif(own.organisations_count, y.consents, y.states_consents)
        >= own.threshold),
event (day, place, kind, number, slug, id) AS (
    SELECT adopted_on, 1, 'adopted', NULL, NULL, NULL FROM own
    UNION ALL
    SELECT min(from_on), 2, 'first_signature', NULL, NULL, NULL FROM tally
    WHERE treaty_id = ?1 AND signatures > 0
    UNION ALL
    SELECT min(from_on), 3, 'first_consent', NULL, NULL, NULL FROM tally
    WHERE treaty_id = ?1 AND consents > 0
    UNION ALL
    SELECT day, 4, 'threshold_reached', own.threshold, NULL, NULL
    FROM reached CROSS JOIN own
    WHERE own.entry_into_force_on IS NULL OR day <= own.entry_into_force_on
    UNION ALL
    SELECT entry_into_force_on, 5, 'entered_into_force', NULL, NULL, NULL
    FROM own
    UNION ALL
    SELECT registered_on, 6, 'registered', NULL, NULL, NULL FROM own
    UNION ALL
    SELECT t.adopted_on, 7,
        CASE r.kind WHEN 'protocol_to' THEN 'protocol_adopted'
            WHEN 'amends' THEN 'amendment_adopted'
            ELSE 'replacement_adopted' END,
        NULL, t.slug, t.id
    FROM own JOIN treaty_relation AS r ON r.related_slug = own.slug
    JOIN treaty AS t ON t.id = r.treaty_id
    UNION ALL
    SELECT t.entry_into_force_on, 8,
        CASE r.kind WHEN 'protocol_to' THEN 'protocol_entered_into_force'
            WHEN 'amends' THEN 'amendment_entered_into_force'
            ELSE 'replacement_entered_into_force' END,
        NULL, t.slug, t.id
    FROM own JOIN treaty_relation AS r ON r.related_slug = own.slug
    JOIN treaty AS t ON t.id = r.treaty_id
    UNION ALL
    SELECT ended_on, 9, 'ended', NULL, NULL, NULL FROM own)
SELECT day, kind, number, slug, @title_of(event, title),
    @title_of(event, language)
FROM event
WHERE day > '0001-01-01' AND day <= ?2
ORDER BY day, place, slug LIMIT ?3;

-- name: treaty_corrections
-- What publications have changed of the treaty that is called ?1, and of its
-- acts, the latest first; ?2 at most.
SELECT r.published_at, r.revision, c.what, c.kind, c.participant, c.field,
    c.day, c.before, c.after, c.correction
FROM change_log AS c JOIN change_revision AS r ON r.number = c.number
WHERE c.treaty = ?1 ORDER BY c.id DESC LIMIT ?2;

-- name: treaty_notes
-- What is to be said beside the rows of the status table of the treaty ?1 on
-- the day ?2: acts that a plain cell doesn't tell; ?3 at most.
SELECT p.slug, a.kind, a.deposited_on, a.effective_on, a.scope,
    a.column_header, a.raw, a.listed, a.note
FROM act AS a JOIN participant AS p ON p.id = a.participant_id
WHERE a.treaty_id = ?1 AND (a.deposited_on IS NULL OR a.deposited_on <= ?2)
    AND (a.note IS NOT NULL OR a.listed IS NOT NULL
        OR a.kind IN ('withdrawal', 'other') OR a.deposited_on IS NULL)
ORDER BY a.position LIMIT ?3;

-- name: treaty_speakers
-- Who has statements of the treaty ?1 on the day ?2: the place of the first one
-- in treaty_statements, from 1, and how many; ?3 at most.
SELECT slug, min(place), count(*) FROM (
    SELECT p.slug AS slug, row_number() OVER (ORDER BY a.position) AS place
    FROM statement AS a LEFT JOIN participant AS p ON p.id = a.participant_id
    WHERE a.treaty_id = ?1 AND (a.made_on IS NULL OR a.made_on <= ?2))
WHERE slug IS NOT NULL GROUP BY slug ORDER BY 2 LIMIT ?3;

-- name: treaty_texts
SELECT language, title, url, format, authentic FROM treaty_text
WHERE treaty_id = ?1 ORDER BY position LIMIT 200;

-- name: treaty_coverage
SELECT covers FROM treaty_coverage WHERE treaty_id = ?1;

-- name: treaty_rule_get
SELECT threshold, organisations_count, delay_kind, delay, later_kind,
    later_delay, later_on, later_after, article
FROM treaty_rule WHERE treaty_id = ?1;

-- name: treaty_sources
-- Put in order by who asks.
SELECT s.slug, s.kind, s.title, s.publisher, s.url, s.retrieved_on,
    s.known_through
FROM treaty_source AS u JOIN source AS s ON s.id = u.source_id
WHERE u.treaty_id = ?1;

-- name: treaty_tally
SELECT t.signatures, t.consents, t.in_force, t.in_force_unknown, t.pending,
    t.provisional, t.withdrawn, t.undated, t.states_signatures,
    t.states_consents, t.states_in_force, t.states_in_force_unknown,
    t.states_pending, t.states_provisional, t.states_withdrawn,
    t.states_undated, t.withdrawal_date_unknown, t.predecessors_missing
FROM tally AS t WHERE t.treaty_id = ?1 AND t.from_on <= ?2
ORDER BY t.from_on DESC LIMIT 1;

-- name: treaty_participants
-- One row a participant that has a state on the day, with the name of the day,
-- or without one the current name, which the last column tells.
SELECT p.slug,
    coalesce(@name_on_day(p, ?2), p.slug) AS name,
    p.kind, s.state, s.signed_on, s.consented_on, s.consent_kind,
    s.in_force_on, s.why, s.withdrawal_date_unknown,
    @name_is_current(p, ?2),
    @name_language(p, ?2)
FROM span AS s JOIN participant AS p ON p.id = s.participant_id
WHERE s.treaty_id = ?1 AND s.from_on <= ?2 AND s.to_on > ?2
ORDER BY CASE treaty_language() WHEN 'en' THEN name ELSE treaty_fold(name) END
    COLLATE NOCASE, p.slug;

-- name: treaty_statements
-- Those made up to the day, and those that no source dates, with the names of
-- the day, or without one the current names.
SELECT a.kind, p.slug,
    @name_on_day(p, ?2),
    p.kind, a.listed_as, a.made_on, o.slug,
    @name_on_day(o, ?2),
    o.kind, a.text, s.slug,
    @name_language(p, ?2),
    @name_language(o, ?2)
FROM statement AS a LEFT JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN participant AS o ON o.id = a.about_id
LEFT JOIN source AS s ON s.id = a.source_id
WHERE a.treaty_id = ?1 AND (a.made_on IS NULL OR a.made_on <= ?2)
ORDER BY a.position;

-- name: treaty_participant
-- As treaty_participants, of one participant: ?3.
SELECT p.slug,
    coalesce(@name_on_day(p, ?2), p.slug) AS name,
    p.kind, coalesce(s.state, 'none'), s.signed_on, s.consented_on,
    s.consent_kind, s.in_force_on, s.why, s.withdrawal_date_unknown,
    @name_is_current(p, ?2),
    @name_language(p, ?2)
FROM participant AS p
LEFT JOIN span AS s ON s.treaty_id = ?1 AND s.participant_id = p.id
    AND s.from_on <= ?2 AND s.to_on > ?2
WHERE p.id = ?3;

-- name: participant_resolve
-- A slug, an ISO code or any name that the participant bears or bore.
SELECT id, slug FROM participant WHERE slug = lower(?1)
UNION ALL
SELECT id, slug FROM participant WHERE iso_alpha2 = upper(?1)
UNION ALL
SELECT id, slug FROM participant WHERE iso_alpha3 = upper(?1)
UNION ALL
SELECT p.id, p.slug FROM participant_name AS n
JOIN participant AS p ON p.id = n.participant_id
WHERE n.name = ?1 COLLATE NOCASE
UNION ALL
SELECT * FROM (
    SELECT p.id, p.slug FROM participant_name AS n
    JOIN participant AS p ON p.id = n.participant_id
    WHERE n.folded = treaty_fold(?1) AND n.folded <> ''
    ORDER BY n.kind <> 'name', p.ended_on IS NOT NULL, p.slug)
LIMIT 1;

-- name: fact_sheet_resolve
SELECT id, slug FROM fact_sheet WHERE slug = lower(?1);

-- name: fact_sheet_near
-- As treaty_near.
SELECT slug, slug, title FROM fact_sheet WHERE slug >= ?1 AND slug < ?2
LIMIT 200;

-- name: fact_sheet_get
SELECT slug, kind, title, language, office, place, released_on, url
FROM fact_sheet WHERE id = ?1;

-- name: fact_sheet_crumbs
SELECT label FROM fact_sheet_crumb WHERE fact_sheet_id = ?1
ORDER BY position;

-- name: fact_sheet_blocks
SELECT kind, level, ordered, text, runs, table_rows
FROM fact_sheet_block WHERE fact_sheet_id = ?1 ORDER BY position;

-- name: fact_sheet_links
SELECT label, url FROM fact_sheet_link WHERE fact_sheet_id = ?1
ORDER BY position;

-- name: fact_sheet_claims
-- What an importer has proposed and no editor accepted isn't shown.
SELECT coalesce(t.slug, c.treaty_slug), t.id, c.participant_id, c.measure, c.claimed, c.as_of,
    c.quote, @title_of(t, title), @title_of(t, language)
FROM claim AS c LEFT JOIN treaty AS t ON t.id = coalesce(
    (SELECT id FROM treaty WHERE slug = c.treaty_slug),
    (SELECT treaty_id FROM treaty_alias WHERE alias = c.treaty_slug))
WHERE c.fact_sheet_id = ?1 AND c.status = 'accepted'
ORDER BY c.position LIMIT 200;

-- name: fact_sheet_source
SELECT s.slug, s.kind, s.title, s.publisher, s.url, s.retrieved_on,
    s.known_through
FROM fact_sheet AS f JOIN source AS s ON s.id = f.source_id
WHERE f.id = ?1;

-- name: claim_matches
-- Other times, or other measures, at which the record had the claimed number ?2
-- for the treaty ?1, nearest to the day ?3 first, and of several that are as
-- near the measure ?4. A count's unbroken run of equal tallies is one time, from
-- its first day through its last, which is null for the last run; what was so
-- from the beginning begins with the adoption. The count of States is a measure
-- of its own where it differs.
WITH counted (measure, place, from_on, to_on, value) AS (
    SELECT 'signatures', 1, from_on, to_on, signatures FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'consents', 2, from_on, to_on, consents FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'in_force', 3, from_on, to_on, in_force FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'counts.states.signatures', 4, from_on, to_on,
        nullif(states_signatures, signatures) FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'counts.states.consents', 5, from_on, to_on,
        nullif(states_consents, consents) FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'counts.states.in_force', 6, from_on, to_on,
        nullif(states_in_force, in_force) FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'provisional', 7, from_on, to_on, provisional FROM tally
    WHERE treaty_id = ?1
    UNION ALL
    SELECT 'withdrawn', 8, from_on, to_on, withdrawn FROM tally
    WHERE treaty_id = ?1),
marked AS (
    SELECT *, value IS NOT lag(value) OVER
        (PARTITION BY measure ORDER BY from_on) AS begins
    FROM counted),
numbered AS (
    SELECT *, sum(begins) OVER
        (PARTITION BY measure ORDER BY from_on) AS run
    FROM marked),
runs AS (
    SELECT measure, place,
        CASE WHEN min(from_on) > '0001-01-01' THEN min(from_on)
             ELSE (SELECT adopted_on FROM treaty WHERE id = ?1) END AS first,
        date(max(to_on), '-1 day') AS last
    FROM numbered WHERE value = ?2
    GROUP BY measure, run)
SELECT measure, first, nullif(last, '9999-12-30')
FROM runs WHERE first <= last
ORDER BY max(0, julianday(?3) - julianday(last),
             julianday(first) - julianday(?3)),
    measure <> ?4, place, first
LIMIT 5;

-- name: claim_state_matches
-- When the participant ?2 had the claimed state ?3 under the treaty ?1, or the
-- claimed kind of consent where that is the measure ?5; nearest to the day ?4
-- first.
WITH had (from_on, to_on, value) AS (
    SELECT from_on, to_on,
        CASE ?5 WHEN 'state' THEN state ELSE consent_kind END
    FROM span WHERE participant_id = ?2 AND treaty_id = ?1),
marked AS (
    SELECT *, value IS NOT lag(value) OVER earlier
        OR from_on IS NOT lag(to_on) OVER earlier AS begins
    FROM had WINDOW earlier AS (ORDER BY from_on)),
numbered AS (
    SELECT *, sum(begins) OVER (ORDER BY from_on) AS run FROM marked),
runs AS (
    SELECT min(from_on) AS first, date(max(to_on), '-1 day') AS last
    FROM numbered WHERE value = ?3
    GROUP BY run HAVING first > '0001-01-01')
SELECT ?5, first, nullif(last, '9999-12-30')
FROM runs
ORDER BY max(0, julianday(?4) - julianday(last),
             julianday(first) - julianday(?4)), first
LIMIT 5;

-- name: claim_dates
-- All dates of the participant ?2 under the treaty ?1, by their names.
SELECT 'signed_on', signed_on AS day, 1 AS place FROM span
WHERE participant_id = ?2 AND treaty_id = ?1 AND signed_on IS NOT NULL
UNION
SELECT 'consented_on', consented_on, 2 FROM span
WHERE participant_id = ?2 AND treaty_id = ?1 AND consented_on IS NOT NULL
UNION
SELECT 'in_force_on', in_force_on, 3 FROM span
WHERE participant_id = ?2 AND treaty_id = ?1 AND in_force_on IS NOT NULL
UNION
SELECT 'withdrawal_notified', deposited_on, 4 FROM act
WHERE participant_id = ?2 AND treaty_id = ?1 AND kind = 'withdrawal'
    AND deposited_on IS NOT NULL
UNION
SELECT 'withdrawn', coalesce(effective_on, deposited_on), 5 FROM act
WHERE participant_id = ?2 AND treaty_id = ?1 AND kind = 'withdrawal'
    AND coalesce(effective_on, deposited_on) IS NOT NULL
ORDER BY day, place;

-- name: why_acts
-- All acts of the participant ?2 under the treaty ?1, with what they were read
-- from and, where another source gives the day of effect, that one.
SELECT a.kind, a.deposited_on, a.effective_on, a.scope, a.column_header, a.raw,
    a.listed, a.note, s.slug, s.title, o.slug, o.title, a.id
FROM act AS a LEFT JOIN source AS s ON s.id = a.source_id
LEFT JOIN act_amendment AS m ON m.treaty_id = a.treaty_id
    AND m.participant_id = a.participant_id AND m.kind = a.kind
    AND coalesce(m.deposited_on, '') = coalesce(a.deposited_on, '')
LEFT JOIN source AS o ON o.id = m.source_id
WHERE a.participant_id = ?2 AND a.treaty_id = ?1
ORDER BY coalesce(a.deposited_on, a.effective_on), a.position;

-- name: why_bound
-- What the treaty ?1 amends for all its parties, and since when the participant
-- ?2 has been one of them on the day ?3.
SELECT t.slug,
    (SELECT title FROM treaty_title AS n WHERE n.treaty_id = t.id
     ORDER BY n.position LIMIT 1),
    s.from_on
FROM treaty_relation AS r JOIN treaty AS t ON t.slug = r.related_slug
JOIN span AS s ON s.treaty_id = t.id AND s.participant_id = ?2
    AND s.from_on <= ?3 AND s.to_on > ?3
    AND s.state IN ('in_force', 'withdrawal_notified', 'bound')
WHERE r.treaty_id = ?1 AND r.kind = 'amends' LIMIT 1;
