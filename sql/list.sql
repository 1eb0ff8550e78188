-- What lists ask: filters, orders, items, facets.

-- name: treaty_count
SELECT count(*) FROM treaty;

-- name: fact_sheet_count
SELECT count(*) FROM fact_sheet;

-- name: fact_sheet_list
-- Newest first, behind the day ?1 and the id ?2, ?3 of them. One without a
-- day comes last.
SELECT slug, kind, title, office, place, released_on, language
FROM fact_sheet
WHERE coalesce(released_on, '') <= ?1
    AND (coalesce(released_on, ''), slug) < (?1, ?2)
ORDER BY coalesce(released_on, '') DESC, slug DESC LIMIT ?3;

-- name: fact_sheet_list_back
-- The same in the other direction.
SELECT slug, kind, title, office, place, released_on, language
FROM fact_sheet
WHERE coalesce(released_on, '') >= ?1
    AND (coalesce(released_on, ''), slug) > (?1, ?2)
ORDER BY coalesce(released_on, ''), slug LIMIT ?3;

-- name: treaty_largest_key
SELECT max(id) FROM treaty;

-- name: treaty_keys
SELECT id FROM treaty;

-- name: treaty_milestones
-- What decides the status of each treaty on a day.
SELECT treaty_id, adopted_on, entry_into_force_on, ended_on, has_threshold,
    covers_consents
FROM treaty_milestone;

-- name: treaties_of_subject
SELECT treaty_id FROM treaty_subject WHERE subject = ?1 COLLATE NOCASE;

-- name: treaties_of_depositary
SELECT id FROM treaty WHERE depositary = ?1 COLLATE NOCASE;

-- name: treaties_of_chapter
-- The chapter is what stands before the number's first '-'.
SELECT id FROM treaty
WHERE mtdsg_no >= upper(?1) || '-' AND mtdsg_no < upper(?1) || '.';

-- name: treaties_of_family
SELECT treaty_id FROM treaty_family
WHERE head_id = (SELECT head_id FROM treaty_family WHERE treaty_id = ?1);

-- name: treaties_of_type
SELECT id FROM treaty WHERE type = ?1;

-- name: treaties_adopted
SELECT id FROM treaty WHERE adopted_on BETWEEN ?1 AND ?2;

-- name: treaties_of_participant
-- What state the participant ?1 has to each treaty on the day ?2.
SELECT treaty_id, state FROM span
WHERE participant_id = ?1 AND from_on <= ?2 AND to_on > ?2;

-- name: treaty_walk_up
-- Keys in the order ?1, behind the key ?2 and the id ?3, ?4 of them.
SELECT treaty_id, key, slug FROM treaty_order
WHERE sort = ?1 AND (key, slug) > (?2, ?3)
ORDER BY key, slug LIMIT ?4;

-- name: treaty_walk_down
-- The same downwards.
SELECT treaty_id, key, slug FROM treaty_order
WHERE sort = ?1 AND (key, slug) < (?2, ?3)
ORDER BY key DESC, slug DESC LIMIT ?4;

-- name: treaty_pick_up
-- As treaty_walk_up, of the treaties whose keys ?5 lists, as JSON. They lead:
-- the planner would walk the whole order instead, to sort nothing.
SELECT o.treaty_id, o.key, o.slug
FROM json_each(?5) AS k
CROSS JOIN treaty_order AS o INDEXED BY treaty_order_of_treaty
    ON o.treaty_id = k.value AND o.sort = ?1
WHERE (o.key, o.slug) > (?2, ?3)
ORDER BY o.key, o.slug LIMIT ?4;

-- name: treaty_pick_down
SELECT o.treaty_id, o.key, o.slug
FROM json_each(?5) AS k
CROSS JOIN treaty_order AS o INDEXED BY treaty_order_of_treaty
    ON o.treaty_id = k.value AND o.sort = ?1
WHERE (o.key, o.slug) < (?2, ?3)
ORDER BY o.key DESC, o.slug DESC LIMIT ?4;

-- name: treaty_items
-- What a list says of the treaties whose keys ?1 lists, as JSON, on the day
-- ?2; in their order.
SELECT t.slug, @title_of(t, title), @short_title_of(t),
    t.mtdsg_no, t.type, t.adopted_on, t.entry_into_force_on, t.depositary,
    t.adopted_on, t.entry_into_force_on, t.ended_on,
    EXISTS (SELECT 1 FROM treaty_rule AS r
            WHERE r.treaty_id = t.id AND r.threshold IS NOT NULL),
    EXISTS (SELECT 1 FROM treaty_coverage AS c
            WHERE c.treaty_id = t.id AND c.covers = 'consents'),
    y.signatures, y.consents, y.in_force,
    (SELECT json_group_array(subject) FROM
         (SELECT subject FROM treaty_subject AS u
          WHERE u.treaty_id = t.id ORDER BY u.position)),
    EXISTS (SELECT 1 FROM treaty_coverage AS c
            WHERE c.treaty_id = t.id AND c.covers = 'withdrawals'),
    EXISTS (SELECT 1 FROM treaty_rule AS r WHERE r.treaty_id = t.id),
    y.withdrawal_date_unknown, y.predecessors_missing,
    t.entry_into_force_basis IS 'derived_incomplete',
    @title_of(t, language)
FROM json_each(?1) AS k
JOIN treaty AS t ON t.id = k.value
LEFT JOIN tally AS y ON y.treaty_id = t.id
    AND y.from_on <= ?2 AND y.to_on > ?2
ORDER BY k.key;

-- name: facet_types
SELECT type, id FROM treaty;

-- name: facet_depositaries
SELECT depositary, id FROM treaty WHERE depositary IS NOT NULL;

-- name: facet_subjects
SELECT subject, treaty_id FROM treaty_subject;

-- name: facet_decades
SELECT substr(adopted_on, 1, 3) || '0s', id FROM treaty
WHERE adopted_on IS NOT NULL;

-- name: facet_years
SELECT substr(adopted_on, 1, 4), id FROM treaty
WHERE adopted_on IS NOT NULL;

-- name: facet_of_all
-- The values of the facet ?1 among all treaties, the commonest first, ?2 of
-- them.
SELECT value, treaties FROM treaty_facet WHERE facet = ?1
ORDER BY treaties DESC, value LIMIT ?2;

-- name: facet_places
-- The values of the facet ?1, in their own order, ?2 of them.
SELECT value, treaties, name FROM treaty_facet WHERE facet = ?1
ORDER BY place, value LIMIT ?2;

-- name: facet_name
-- What all treaties of the chapter ?1 are about.
SELECT name FROM treaty_facet
WHERE facet = 'chapter' AND value = upper(?1) AND name IS NOT NULL;

-- name: facet_chapters
SELECT substr(mtdsg_no, 1, instr(mtdsg_no, '-') - 1), id FROM treaty
WHERE instr(mtdsg_no, '-') > 1;

-- name: index_sample
-- What the newest act is of, and its day.
SELECT t.slug, p.slug, o.day
FROM act_order AS o JOIN act AS a ON a.id = o.act_id
JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
WHERE o.day > ''
ORDER BY o.day DESC LIMIT 1;

-- name: index_counts
SELECT (SELECT count(*) FROM treaty), (SELECT count(*) FROM participant),
    (SELECT count(*) FROM act), (SELECT count(*) FROM fact_sheet);
