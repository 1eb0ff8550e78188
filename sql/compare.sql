-- The difference between the file that a publication replaces, attached as
-- `old`, and its own copy. Whole sets are compared: each row of both sides
-- once, sorted, with 1 for the copy's and -1 for the other's; what doesn't
-- come out even has changed. Records are known by their slugs, since another
-- authoring database may have given them other keys.
--
-- Of a treaty, participant or fact sheet that is new or gone only that is
-- told, and nothing of what belongs to it. ?1 is the most rows of interest.
--
-- Statements named compare_… can only be prepared while a file is attached.

-- name: attach_old
ATTACH ?1 AS old;

-- name: detach_old
DETACH old;

-- name: change_revision_add
INSERT INTO change_revision (number, revision, published_at, known_through)
SELECT coalesce((SELECT max(number) FROM change_revision), 0) + 1,
    revision, published_at, (SELECT max(known_through) FROM source)
FROM publication;

-- name: change_cut
-- The oldest revision that stays where ?1 revisions and ?2 changes are kept:
-- its own changes, and all before it, go.
SELECT max((SELECT max(number) FROM change_revision) - ?1 + 1,
    coalesce((SELECT number FROM change_log ORDER BY id DESC
              LIMIT 1 OFFSET ?2), 0));

-- name: change_cut_log
DELETE FROM change_log WHERE number <= ?1;

-- name: change_cut_revisions
DELETE FROM change_revision WHERE number < ?1;

-- name: compare_revisions
INSERT INTO change_revision (number, revision, published_at, known_through)
SELECT number, revision, published_at, known_through
FROM old.change_revision ORDER BY number DESC LIMIT ?1;

-- name: compare_log
INSERT INTO change_log (id, number, what, kind, treaty, participant,
    fact_sheet, name, field, act_kind, day, before, after, correction)
SELECT id, number, what, kind, treaty, participant, fact_sheet, name, field,
    act_kind, day, before, after, correction
FROM old.change_log WHERE number IN (SELECT number FROM change_revision)
ORDER BY id DESC LIMIT ?1;

-- name: compare_treaties
INSERT INTO change_log (number, what, kind, treaty, before, after)
WITH came (slug) AS (
    SELECT slug FROM treaty EXCEPT SELECT slug FROM old.treaty),
gone (slug) AS (
    SELECT slug FROM old.treaty EXCEPT SELECT slug FROM treaty)
SELECT (SELECT max(number) FROM change_revision), 'treaty', kind, slug,
    before, after
FROM (
    SELECT c.slug, 'added' AS kind, NULL AS before,
        (SELECT n.title FROM treaty_title AS n WHERE n.treaty_id = t.id
         ORDER BY n.position LIMIT 1) AS after
    FROM came AS c JOIN treaty AS t ON t.slug = c.slug
    UNION ALL
    SELECT g.slug, 'removed',
        (SELECT n.title FROM old.treaty_title AS n WHERE n.treaty_id = t.id
         ORDER BY n.position LIMIT 1), NULL
    FROM gone AS g JOIN old.treaty AS t ON t.slug = g.slug)
ORDER BY slug LIMIT ?1;

-- name: compare_treaty_fields
INSERT INTO change_log (number, what, kind, treaty, field, before, after)
WITH pair AS MATERIALIZED (
    SELECT n.id AS new_id, o.id AS old_id
    FROM treaty AS n JOIN old.treaty AS o ON o.slug = n.slug
    WHERE (n.mtdsg_no, n.type, n.adopted_on, n.adopted_at,
           n.entry_into_force_on, n.ended_on, n.registered_on,
           n.registration_no, n.citation, n.depositary, n.binds)
        IS NOT (o.mtdsg_no, o.type, o.adopted_on, o.adopted_at,
                o.entry_into_force_on, o.ended_on, o.registered_on,
                o.registration_no, o.citation, o.depositary, o.binds)),
field (place, name) AS (
    VALUES (1, 'mtdsg_no'), (2, 'type'), (3, 'adopted_on'), (4, 'adopted_at'),
        (5, 'entry_into_force_on'), (6, 'ended_on'), (7, 'registered_on'),
        (8, 'registration_no'), (9, 'citation'), (10, 'depositary'),
        (11, 'binds'))
SELECT (SELECT max(number) FROM change_revision), 'treaty', 'changed', slug,
    name, before, after
FROM (
    SELECT n.slug, f.place, f.name,
        CASE f.place WHEN 1 THEN o.mtdsg_no WHEN 2 THEN o.type
            WHEN 3 THEN o.adopted_on WHEN 4 THEN o.adopted_at
            WHEN 5 THEN o.entry_into_force_on WHEN 6 THEN o.ended_on
            WHEN 7 THEN o.registered_on WHEN 8 THEN o.registration_no
            WHEN 9 THEN o.citation WHEN 10 THEN o.depositary ELSE o.binds
        END AS before,
        CASE f.place WHEN 1 THEN n.mtdsg_no WHEN 2 THEN n.type
            WHEN 3 THEN n.adopted_on WHEN 4 THEN n.adopted_at
            WHEN 5 THEN n.entry_into_force_on WHEN 6 THEN n.ended_on
            WHEN 7 THEN n.registered_on WHEN 8 THEN n.registration_no
            WHEN 9 THEN n.citation WHEN 10 THEN n.depositary ELSE n.binds
        END AS after
    FROM pair AS p JOIN treaty AS n ON n.id = p.new_id
    JOIN old.treaty AS o ON o.id = p.old_id CROSS JOIN field AS f)
WHERE before IS NOT after
ORDER BY slug, place LIMIT ?1;

-- name: compare_treaty_parts
-- What a treaty has several of, each text by itself. A title, and the rule, is
-- another one in the same place; the rest comes and goes.
INSERT INTO change_log (number, what, kind, treaty, field, before, after)
WITH differing AS (
    SELECT slug, field, place, text, sum(side) AS side
    FROM (
        SELECT t.slug AS slug,
            iif(n.kind = 'short', 'short_title', 'title') AS field,
            n.position AS place,
            iif(n.language = 'en', n.title, n.language || ': ' || n.title)
                AS text, 1 AS side
        FROM treaty_title AS n JOIN treaty AS t ON t.id = n.treaty_id
        UNION ALL
        SELECT t.slug, iif(n.kind = 'short', 'short_title', 'title'),
            n.position,
            iif(n.language = 'en', n.title, n.language || ': ' || n.title), -1
        FROM old.treaty_title AS n JOIN old.treaty AS t ON t.id = n.treaty_id
        UNION ALL
        SELECT t.slug, 'alias', a.alias, a.alias, 1
        FROM treaty_alias AS a JOIN treaty AS t ON t.id = a.treaty_id
        UNION ALL
        SELECT t.slug, 'alias', a.alias, a.alias, -1
        FROM old.treaty_alias AS a JOIN old.treaty AS t ON t.id = a.treaty_id
        UNION ALL
        SELECT t.slug, 'subject', s.subject, s.subject, 1
        FROM treaty_subject AS s JOIN treaty AS t ON t.id = s.treaty_id
        UNION ALL
        SELECT t.slug, 'subject', s.subject, s.subject, -1
        FROM old.treaty_subject AS s JOIN old.treaty AS t ON t.id = s.treaty_id
        UNION ALL
        SELECT t.slug, 'relation', r.related_slug || r.kind,
            r.kind || ' ' || r.related_slug, 1
        FROM treaty_relation AS r JOIN treaty AS t ON t.id = r.treaty_id
        UNION ALL
        SELECT t.slug, 'relation', r.related_slug || r.kind,
            r.kind || ' ' || r.related_slug, -1
        FROM old.treaty_relation AS r JOIN old.treaty AS t ON t.id = r.treaty_id
        UNION ALL
        SELECT t.slug, 'text', x.language || coalesce(x.url, ''),
            x.language || iif(x.authentic, ' authentic', '')
            || coalesce(' ' || x.title, '') || coalesce(' ' || x.format, '')
            || coalesce(' ' || x.url, ''), 1
        FROM treaty_text AS x JOIN treaty AS t ON t.id = x.treaty_id
        UNION ALL
        SELECT t.slug, 'text', x.language || coalesce(x.url, ''),
            x.language || iif(x.authentic, ' authentic', '')
            || coalesce(' ' || x.title, '') || coalesce(' ' || x.format, '')
            || coalesce(' ' || x.url, ''), -1
        FROM old.treaty_text AS x JOIN old.treaty AS t ON t.id = x.treaty_id
        UNION ALL
        SELECT t.slug, 'covers', c.covers, c.covers, 1
        FROM treaty_coverage AS c JOIN treaty AS t ON t.id = c.treaty_id
        UNION ALL
        SELECT t.slug, 'covers', c.covers, c.covers, -1
        FROM old.treaty_coverage AS c JOIN old.treaty AS t ON t.id = c.treaty_id
        UNION ALL
        SELECT t.slug, 'rule', 0,
            coalesce(r.threshold || iif(r.organisations_count,
                ' consents, organisations too; ', ' consents; '), '')
            || r.delay || ' ' || r.delay_kind || '; '
            || coalesce(r.later_on, r.later_delay || ' ' || r.later_kind)
            || ' after ' || r.later_after, 1
        FROM treaty_rule AS r JOIN treaty AS t ON t.id = r.treaty_id
        UNION ALL
        SELECT t.slug, 'rule', 0,
            coalesce(r.threshold || iif(r.organisations_count,
                ' consents, organisations too; ', ' consents; '), '')
            || r.delay || ' ' || r.delay_kind || '; '
            || coalesce(r.later_on, r.later_delay || ' ' || r.later_kind)
            || ' after ' || r.later_after, -1
        FROM old.treaty_rule AS r JOIN old.treaty AS t ON t.id = r.treaty_id)
    GROUP BY slug, field, place, text HAVING sum(side) <> 0)
SELECT (SELECT max(number) FROM change_revision), 'treaty', 'changed', slug,
    field, max(text) FILTER (WHERE side < 0),
    max(text) FILTER (WHERE side > 0)
FROM differing
WHERE slug IN (SELECT slug FROM treaty)
    AND slug IN (SELECT slug FROM old.treaty)
GROUP BY slug, field, place ORDER BY slug, field, place LIMIT ?1;

-- name: compare_acts
-- What is gone and what is new of a participant under a treaty is one act
-- that has changed where the kind is the same, in the order of the days, or
-- else the day.
INSERT INTO change_log (number, what, kind, treaty, participant, field,
    act_kind, day, before, after)
WITH differing AS MATERIALIZED (
    SELECT treaty, participant, kind, deposited_on, effective_on, scope,
        sum(side) > 0 AS is_new
    FROM (
        SELECT t.slug AS treaty, p.slug AS participant, a.kind,
            a.deposited_on, a.effective_on, a.scope, 1 AS side
        FROM act AS a JOIN treaty AS t ON t.id = a.treaty_id
        JOIN participant AS p ON p.id = a.participant_id
        UNION ALL
        SELECT t.slug, p.slug, a.kind, a.deposited_on, a.effective_on,
            a.scope, -1
        FROM old.act AS a JOIN old.treaty AS t ON t.id = a.treaty_id
        JOIN old.participant AS p ON p.id = a.participant_id)
    GROUP BY treaty, participant, kind, deposited_on, effective_on, scope
    HAVING sum(side) <> 0),
ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY treaty, participant, kind, is_new
        ORDER BY deposited_on, effective_on, scope) AS place
    FROM differing
    WHERE treaty IN (SELECT slug FROM treaty)
        AND treaty IN (SELECT slug FROM old.treaty)),
same_kind AS MATERIALIZED (
    SELECT treaty, participant, max(is_new) AS has_new,
        1 - min(is_new) AS has_old,
        max(kind) FILTER (WHERE NOT is_new) AS old_kind,
        max(kind) FILTER (WHERE is_new) AS new_kind,
        max(deposited_on) FILTER (WHERE NOT is_new) AS old_on,
        max(deposited_on) FILTER (WHERE is_new) AS new_on,
        max(effective_on) FILTER (WHERE NOT is_new) AS old_effective,
        max(effective_on) FILTER (WHERE is_new) AS new_effective,
        max(scope) FILTER (WHERE NOT is_new) AS old_scope,
        max(scope) FILTER (WHERE is_new) AS new_scope
    FROM ranked GROUP BY treaty, participant, kind, place),
single AS (
    SELECT *, coalesce(old_on, new_on) AS one_on,
        row_number() OVER (
            PARTITION BY treaty, participant, coalesce(old_on, new_on),
                has_new
            ORDER BY coalesce(old_kind, new_kind)) AS place
    FROM same_kind WHERE NOT (has_old AND has_new)),
found AS MATERIALIZED (
    SELECT treaty, participant, has_new, has_old, old_kind, new_kind, old_on,
        new_on, old_effective, new_effective, old_scope, new_scope
    FROM same_kind WHERE has_old AND has_new
    UNION ALL
    SELECT treaty, participant, max(has_new), max(has_old), max(old_kind),
        max(new_kind), max(old_on), max(new_on), max(old_effective),
        max(new_effective), max(old_scope), max(new_scope)
    FROM single GROUP BY treaty, participant, one_on, place),
told AS (
    SELECT treaty, participant, iif(has_new, 'added', 'removed') AS kind,
        NULL AS field, coalesce(new_kind, old_kind) AS act_kind,
        coalesce(new_on, old_on) AS day, NULL AS before, NULL AS after
    FROM found WHERE NOT (has_old AND has_new)
    UNION ALL
    SELECT treaty, participant, 'changed', 'kind', new_kind, new_on, old_kind,
        new_kind
    FROM found WHERE has_old AND has_new AND old_kind IS NOT new_kind
    UNION ALL
    SELECT treaty, participant, 'changed', 'deposited_on', new_kind, new_on,
        old_on, new_on
    FROM found WHERE has_old AND has_new AND old_on IS NOT new_on
    UNION ALL
    SELECT treaty, participant, 'changed', 'effective_on', new_kind, new_on,
        old_effective, new_effective
    FROM found
    WHERE has_old AND has_new AND old_effective IS NOT new_effective
    UNION ALL
    SELECT treaty, participant, 'changed', 'scope', new_kind, new_on,
        old_scope, new_scope
    FROM found WHERE has_old AND has_new AND old_scope IS NOT new_scope)
SELECT (SELECT max(number) FROM change_revision), 'act', kind, treaty,
    participant, field, act_kind, day, before, after
FROM told ORDER BY treaty, day, participant, act_kind, field LIMIT ?1;

-- name: compare_statements
-- How many a participant has of a kind, where any of their words differ. Who
-- isn't known is named as the source lists it.
INSERT INTO change_log (number, what, kind, treaty, participant, name, field,
    day, before, after, correction)
WITH counted AS (
    SELECT treaty, participant, name, kind, made_on,
        sum(side = 1) AS new_count, sum(side = -1) AS old_count
    FROM (
        SELECT t.slug AS treaty, p.slug AS participant,
            iif(p.id IS NULL, s.listed_as, NULL) AS name, s.kind, s.made_on,
            o.slug AS about, s.text, 1 AS side
        FROM statement AS s JOIN treaty AS t ON t.id = s.treaty_id
        LEFT JOIN participant AS p ON p.id = s.participant_id
        LEFT JOIN participant AS o ON o.id = s.about_id
        UNION ALL
        SELECT t.slug, p.slug, iif(p.id IS NULL, s.listed_as, NULL), s.kind,
            s.made_on, o.slug, s.text, -1
        FROM old.statement AS s JOIN old.treaty AS t ON t.id = s.treaty_id
        LEFT JOIN old.participant AS p ON p.id = s.participant_id
        LEFT JOIN old.participant AS o ON o.id = s.about_id)
    GROUP BY treaty, participant, name, kind, made_on, about, text),
summed AS (
    SELECT treaty, participant, name, kind,
        min(made_on) FILTER (WHERE new_count > old_count) AS day,
        sum(old_count) AS before, sum(new_count) AS after,
        max(new_count < old_count) AS has_lost
    FROM counted GROUP BY treaty, participant, name, kind
    HAVING sum(new_count <> old_count) > 0)
SELECT (SELECT max(number) FROM change_revision), 'statement',
    CASE 0 WHEN before THEN 'added' WHEN after THEN 'removed'
        ELSE 'changed' END,
    treaty, participant, name, kind, day, before, after, has_lost
FROM summed
WHERE treaty IN (SELECT slug FROM treaty)
    AND treaty IN (SELECT slug FROM old.treaty)
ORDER BY treaty, participant, name, kind LIMIT ?1;

-- name: compare_participants
INSERT INTO change_log (number, what, kind, participant, field, before, after)
WITH pair AS (
    SELECT n.id AS new_id, o.id AS old_id, n.slug
    FROM participant AS n JOIN old.participant AS o ON o.slug = n.slug
    WHERE (n.kind, n.iso_alpha2, n.iso_alpha3, n.ended_on)
        IS NOT (o.kind, o.iso_alpha2, o.iso_alpha3, o.ended_on)),
field (name) AS (
    VALUES ('kind'), ('iso_alpha2'), ('iso_alpha3'), ('ended_on'))
SELECT (SELECT max(number) FROM change_revision), 'participant', kind, slug,
    field, before, after
FROM (
    SELECT slug, 'added' AS kind, NULL AS field, NULL AS before, NULL AS after
    FROM participant WHERE slug NOT IN (SELECT slug FROM old.participant)
    UNION ALL
    SELECT slug, 'removed', NULL, NULL, NULL FROM old.participant
    WHERE slug NOT IN (SELECT slug FROM participant)
    UNION ALL
    SELECT * FROM (
        SELECT p.slug, 'changed', f.name,
            CASE f.name WHEN 'kind' THEN o.kind
                WHEN 'iso_alpha2' THEN o.iso_alpha2
                WHEN 'iso_alpha3' THEN o.iso_alpha3 ELSE o.ended_on
            END AS before,
            CASE f.name WHEN 'kind' THEN n.kind
                WHEN 'iso_alpha2' THEN n.iso_alpha2
                WHEN 'iso_alpha3' THEN n.iso_alpha3 ELSE n.ended_on
            END AS after
        FROM pair AS p JOIN participant AS n ON n.id = p.new_id
        JOIN old.participant AS o ON o.id = p.old_id CROSS JOIN field AS f)
    WHERE before IS NOT after)
ORDER BY slug, field LIMIT ?1;

-- name: compare_participant_names
INSERT INTO change_log (number, what, kind, participant, name, field, day,
    before, after)
WITH differing AS (
    SELECT slug, name, valid_from, valid_to, sum(side) AS side
    FROM (
        SELECT p.slug, n.kind, n.language, n.name, n.valid_from, n.valid_to,
            1 AS side
        FROM participant_name AS n
        JOIN participant AS p ON p.id = n.participant_id
        UNION ALL
        SELECT p.slug, n.kind, n.language, n.name, n.valid_from, n.valid_to,
            -1
        FROM old.participant_name AS n
        JOIN old.participant AS p ON p.id = n.participant_id)
    GROUP BY slug, kind, language, name, valid_from, valid_to
    HAVING sum(side) <> 0),
found AS (
    SELECT slug, name, max(side) > 0 AS has_new, min(side) < 0 AS has_old,
        max(valid_from) FILTER (WHERE side < 0) AS old_from,
        max(valid_from) FILTER (WHERE side > 0) AS new_from,
        max(valid_to) FILTER (WHERE side < 0) AS old_to,
        max(valid_to) FILTER (WHERE side > 0) AS new_to
    FROM differing GROUP BY slug, name),
told AS (
    SELECT slug, name, iif(has_new, 'added', 'removed') AS kind,
        NULL AS field, coalesce(new_from, old_from) AS day, NULL AS before,
        NULL AS after
    FROM found WHERE NOT (has_old AND has_new)
    UNION ALL
    SELECT slug, name, 'changed', 'valid_from', new_from, old_from, new_from
    FROM found WHERE has_old AND has_new AND old_from IS NOT new_from
    UNION ALL
    SELECT slug, name, 'changed', 'valid_to', new_to, old_to, new_to
    FROM found WHERE has_old AND has_new AND old_to IS NOT new_to)
SELECT (SELECT max(number) FROM change_revision), 'participant_name', kind,
    slug, name, field, day, before, after
FROM told
WHERE slug IN (SELECT slug FROM participant)
    AND slug IN (SELECT slug FROM old.participant)
ORDER BY slug, name, field LIMIT ?1;

-- name: compare_fact_sheets
-- Of a text that differs the number of its blocks is told.
INSERT INTO change_log (number, what, kind, fact_sheet, field, before, after)
WITH pair AS (
    SELECT n.id AS new_id, o.id AS old_id, n.slug
    FROM fact_sheet AS n JOIN old.fact_sheet AS o ON o.slug = n.slug),
field (name) AS (
    VALUES ('kind'), ('title'), ('language'), ('office'), ('place'),
        ('released_on'), ('url')),
block AS (
    SELECT slug, sum(side = -1) AS old_count, sum(side = 1) AS new_count
    FROM (
        SELECT f.slug, b.position, b.kind, b.level, b.ordered, b.text, b.runs,
            b.table_rows, 1 AS side
        FROM fact_sheet_block AS b
        JOIN fact_sheet AS f ON f.id = b.fact_sheet_id
        UNION ALL
        SELECT f.slug, b.position, b.kind, b.level, b.ordered, b.text, b.runs,
            b.table_rows, -1
        FROM old.fact_sheet_block AS b
        JOIN old.fact_sheet AS f ON f.id = b.fact_sheet_id)
    GROUP BY slug, position, kind, level, ordered, text, runs, table_rows)
SELECT (SELECT max(number) FROM change_revision), 'fact_sheet', kind, slug,
    field, before, after
FROM (
    SELECT slug, 'added' AS kind, NULL AS field, NULL AS before,
        title AS after
    FROM fact_sheet WHERE slug NOT IN (SELECT slug FROM old.fact_sheet)
    UNION ALL
    SELECT slug, 'removed', NULL, title, NULL FROM old.fact_sheet
    WHERE slug NOT IN (SELECT slug FROM fact_sheet)
    UNION ALL
    SELECT slug, 'changed', 'blocks', sum(old_count), sum(new_count)
    FROM block WHERE slug IN (SELECT slug FROM pair)
    GROUP BY slug HAVING sum(old_count <> new_count) > 0
    UNION ALL
    SELECT * FROM (
        SELECT p.slug, 'changed', f.name,
            CASE f.name WHEN 'kind' THEN o.kind WHEN 'title' THEN o.title
                WHEN 'language' THEN o.language WHEN 'office' THEN o.office
                WHEN 'place' THEN o.place
                WHEN 'released_on' THEN o.released_on ELSE o.url
            END AS before,
            CASE f.name WHEN 'kind' THEN n.kind WHEN 'title' THEN n.title
                WHEN 'language' THEN n.language WHEN 'office' THEN n.office
                WHEN 'place' THEN n.place
                WHEN 'released_on' THEN n.released_on ELSE n.url
            END AS after
        FROM pair AS p JOIN fact_sheet AS n ON n.id = p.new_id
        JOIN old.fact_sheet AS o ON o.id = p.old_id CROSS JOIN field AS f)
    WHERE before IS NOT after)
ORDER BY slug, field LIMIT ?1;

-- name: compare_claims
-- Of sheets that both files have, what an editor has accepted.
INSERT INTO change_log (number, what, kind, fact_sheet, treaty, participant,
    field, day, before, after)
WITH differing AS (
    SELECT sheet, treaty, participant, measure, as_of, claimed,
        sum(side) AS side
    FROM (
        SELECT f.slug AS sheet, c.treaty_slug AS treaty,
            p.slug AS participant, c.measure, c.as_of, c.claimed, 1 AS side
        FROM claim AS c JOIN fact_sheet AS f ON f.id = c.fact_sheet_id
        LEFT JOIN participant AS p ON p.id = c.participant_id
        WHERE c.status = 'accepted'
        UNION ALL
        SELECT f.slug, c.treaty_slug, p.slug, c.measure, c.as_of, c.claimed,
            -1
        FROM old.claim AS c
        JOIN old.fact_sheet AS f ON f.id = c.fact_sheet_id
        LEFT JOIN old.participant AS p ON p.id = c.participant_id
        WHERE c.status = 'accepted')
    GROUP BY sheet, treaty, participant, measure, as_of, claimed
    HAVING sum(side) <> 0),
found AS (
    SELECT sheet, treaty, participant, measure, as_of,
        max(claimed) FILTER (WHERE side < 0) AS before,
        max(claimed) FILTER (WHERE side > 0) AS after
    FROM differing
    WHERE sheet IN (SELECT slug FROM fact_sheet)
        AND sheet IN (SELECT slug FROM old.fact_sheet)
    GROUP BY sheet, treaty, participant, measure, as_of)
SELECT (SELECT max(number) FROM change_revision), 'claim',
    CASE WHEN before IS NULL THEN 'added' WHEN after IS NULL THEN 'removed'
        ELSE 'changed' END,
    sheet, treaty, participant, measure, as_of, before, after
FROM found ORDER BY sheet, treaty, participant, measure, as_of LIMIT ?1;

-- name: compare_corrections
-- A correction: what was otherwise before, or is gone, or is new and of a day
-- that the older revision's sources of the treaty covered. A fact sheet and
-- its claims tell of the record's subject, not of its days: of them only what
-- was otherwise. Of statements that are counted, whether some are gone has
-- been found out already.
UPDATE change_log SET correction = 1
WHERE number = (SELECT max(number) FROM change_revision)
    AND (kind = 'removed'
         OR (before IS NOT NULL AND what <> 'statement')
         OR (what NOT IN ('fact_sheet', 'claim')
             AND iif(kind = 'changed'
                     AND (field GLOB '*_on' OR what = 'participant_name'),
                     after, day)
                 <= iif(treaty IS NULL,
                     (SELECT max(known_through) FROM old.source),
                     (SELECT coalesce(
                          min(s.known_through)
                              FILTER (WHERE s.kind = 'status_table'),
                          min(s.known_through))
                      FROM old.treaty AS t
                      JOIN old.treaty_source AS u ON u.treaty_id = t.id
                      JOIN old.source AS s ON s.id = u.source_id
                      WHERE t.slug = change_log.treaty))));
