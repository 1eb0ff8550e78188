-- The matrix of several treaties by several participants, and other overviews.

-- name: status_treaties
-- The treaties that ?1 lists by ids or aliases, as JSON; NULL for none.
SELECT k.value, coalesce(
    (SELECT id FROM treaty WHERE slug = lower(k.value)),
    (SELECT treaty_id FROM treaty_alias WHERE alias = k.value))
FROM json_each(?1) AS k ORDER BY k.key;

-- name: status_participants
-- The participants that ?1 lists, as JSON, each found as participant_resolve
-- finds one; NULL for none.
SELECT k.value, coalesce(
    (SELECT id FROM participant WHERE slug = lower(k.value)),
    (SELECT id FROM participant WHERE iso_alpha2 = upper(k.value)),
    (SELECT id FROM participant WHERE iso_alpha3 = upper(k.value)),
    (SELECT participant_id FROM participant_name
     WHERE name = k.value COLLATE NOCASE),
    (SELECT p.id FROM participant_name AS n
     JOIN participant AS p ON p.id = n.participant_id
     WHERE n.folded = treaty_fold(k.value) AND n.folded <> ''
     ORDER BY n.kind <> 'name', p.ended_on IS NOT NULL, p.slug LIMIT 1))
FROM json_each(?1) AS k ORDER BY k.key;

-- name: status_group
-- The participants of the kind ?1 (NULL: any) by their names; one that has
-- ended by the day ?2 only where it has a state to one of the treaties whose
-- keys ?3 lists.
SELECT p.slug, p.id
FROM participant_order AS o JOIN participant AS p ON p.id = o.participant_id
WHERE (?1 IS NULL OR p.kind = ?1)
    AND (p.ended_on IS NULL OR p.ended_on > ?2 OR EXISTS
        (SELECT 1 FROM json_each(?3) AS k
         CROSS JOIN span AS s ON s.treaty_id = k.value AND s.participant_id = p.id
             AND s.from_on <= ?2 AND s.to_on > ?2
         WHERE s.state <> 'none'))
ORDER BY o.key, o.slug;

-- name: status_cells
-- What those whose keys ?2 lists are on the day ?3 to the treaties whose keys
-- ?1 lists; the first two columns are the places in these lists. Who is nothing
-- to one has no row. Pair by pair: a participant's spans are many.
SELECT r.key, c.key, s.state, s.signed_on, s.consented_on, s.consent_kind,
    s.in_force_on, s.why, s.withdrawal_date_unknown
FROM json_each(?2) AS r CROSS JOIN json_each(?1) AS c
CROSS JOIN span AS s ON s.treaty_id = c.value AND s.participant_id = r.value
    AND s.from_on <= ?3 AND s.to_on > ?3;

-- name: subject_list
SELECT min(subject), count(DISTINCT treaty_id) FROM treaty_subject
GROUP BY subject COLLATE NOCASE ORDER BY subject COLLATE NOCASE;

-- name: timeline_steps
-- The counts of the treaty ?1 up to the day ?2, time by time.
SELECT nullif(from_on, '0001-01-01'), CASE WHEN to_on <= ?2 THEN to_on END,
    signatures, consents, in_force, in_force_unknown, pending, provisional,
    withdrawn, undated, states_signatures, states_consents, states_in_force,
    states_in_force_unknown, states_pending, states_provisional,
    states_withdrawn, states_undated
FROM tally WHERE treaty_id = ?1 AND from_on <= ?2 ORDER BY from_on;
