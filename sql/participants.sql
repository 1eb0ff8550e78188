-- Participants, as the serving side asks them.

-- name: participant_get
-- With the name of the day ?2, or without one the current name, which the last
-- column tells.
SELECT p.slug,
    coalesce(@name_on_day(p, ?2), p.slug),
    p.kind, p.iso_alpha2, p.iso_alpha3, p.ended_on, s.slug,
    @name_is_current(p, ?2),
    @name_language(p, ?2)
FROM participant AS p LEFT JOIN source AS s ON s.id = p.source_id
WHERE p.id = ?1;

-- name: participant_near
-- As treaty_near, by ids and folded names.
SELECT a.text, p.slug,
    (SELECT n.name FROM participant_name AS n
     WHERE n.participant_id = p.id AND n.kind = 'name'
     ORDER BY n.valid_to IS NOT NULL, n.position LIMIT 1)
FROM (SELECT slug AS text, id FROM participant WHERE slug >= ?1 AND slug < ?2
      UNION ALL
      SELECT folded, participant_id FROM participant_name
      WHERE folded >= ?1 AND folded < ?2
      LIMIT 200) AS a
JOIN participant AS p ON p.id = a.id;

-- name: participant_names
SELECT name, language, kind, valid_from, valid_to FROM participant_name
WHERE participant_id = ?1 ORDER BY position;

-- name: participant_states
-- To how many treaties the participant ?1 has each state on the day ?2.
SELECT state, count(*) FROM span
WHERE participant_id = ?1 AND from_on <= ?2 AND to_on > ?2 AND state <> 'none'
GROUP BY state;

-- name: participant_treaty_places
-- The treaties to which the participant ?1 has a state on the day ?2, by their
-- titles; ?3 at most.
SELECT o.treaty_id, o.key, o.slug
FROM span AS s JOIN treaty_order AS o ON o.treaty_id = s.treaty_id
WHERE s.participant_id = ?1 AND s.from_on <= ?2 AND s.to_on > ?2
    AND s.state <> 'none' AND o.sort = 'title'
ORDER BY o.key, o.slug LIMIT ?3;

-- name: participant_treaty_items
-- What the participant ?3 is on the day ?2 to the treaties whose keys ?1 lists,
-- as JSON, in their order.
SELECT t.slug, coalesce(@title_of(t, title), t.slug),
    @short_title_of(t),
    t.mtdsg_no, t.type, t.adopted_on,
    t.adopted_on, t.entry_into_force_on, t.ended_on,
    EXISTS (SELECT 1 FROM treaty_rule AS r
            WHERE r.treaty_id = t.id AND r.threshold IS NOT NULL),
    EXISTS (SELECT 1 FROM treaty_coverage AS c
            WHERE c.treaty_id = t.id AND c.covers = 'consents'),
    coalesce(s.state, 'none'), s.signed_on, s.consented_on, s.consent_kind,
    s.in_force_on, coalesce(s.why, 'none'),
    coalesce(s.withdrawal_date_unknown, 0),
    EXISTS (SELECT 1 FROM treaty_coverage AS c
            WHERE c.treaty_id = t.id AND c.covers = 'withdrawals'),
    EXISTS (SELECT 1 FROM treaty_rule AS r WHERE r.treaty_id = t.id),
    @title_of(t, language)
FROM json_each(?1) AS k
JOIN treaty AS t ON t.id = k.value
LEFT JOIN span AS s ON s.treaty_id = t.id AND s.participant_id = ?3
    AND s.from_on <= ?2 AND s.to_on > ?2
ORDER BY k.key;

-- name: participant_count
-- Of the kinds ?1, surrounded by commas (NULL: any), with keys from ?2 up to,
-- and without, ?3.
SELECT count(*)
FROM participant_order AS o JOIN participant AS p ON p.id = o.participant_id
WHERE o.key >= ?2 AND o.key < ?3 AND (?1 IS NULL OR instr(?1, ',' || p.kind || ','));

-- name: participant_initials
-- What names of the kinds ?1 begin with.
SELECT substr(o.key, 1, 1), count(*)
FROM participant_order AS o JOIN participant AS p ON p.id = o.participant_id
WHERE ?1 IS NULL OR instr(?1, ',' || p.kind || ',')
GROUP BY 1 ORDER BY 1;

-- name: participant_walk_up
-- Participants of the kinds ?1 as above, by their names, behind the key ?2 and
-- the slug ?3, with a key before ?5, ?4 of them.
SELECT o.participant_id, o.key, o.slug
FROM participant_order AS o JOIN participant AS p ON p.id = o.participant_id
WHERE (o.key, o.slug) > (?2, ?3) AND o.key < ?5
    AND (?1 IS NULL OR instr(?1, ',' || p.kind || ','))
ORDER BY o.key, o.slug LIMIT ?4;

-- name: participant_walk_down
-- The same in the other direction, with a key from ?5 on.
SELECT o.participant_id, o.key, o.slug
FROM participant_order AS o JOIN participant AS p ON p.id = o.participant_id
WHERE (o.key, o.slug) < (?2, ?3) AND o.key >= ?5
    AND (?1 IS NULL OR instr(?1, ',' || p.kind || ','))
ORDER BY o.key DESC, o.slug DESC LIMIT ?4;

-- name: participant_shown_names
-- The participants of the kinds ?1 as above, ?3 of them, with their names of
-- the day ?2.
SELECT p.id, coalesce(@name_on_day(p, ?2), p.slug), p.slug
FROM participant AS p
WHERE ?1 IS NULL OR instr(?1, ',' || p.kind || ',') LIMIT ?3;

-- name: participant_items
-- What a list says of the participants whose keys ?1 lists, as JSON, with their
-- names of the day ?2; in their order.
SELECT p.slug, coalesce(@name_on_day(p, ?2), p.slug),
    p.kind, p.iso_alpha2, p.iso_alpha3, p.ended_on,
    @name_language(p, ?2)
FROM json_each(?1) AS k JOIN participant AS p ON p.id = k.value
ORDER BY k.key;
