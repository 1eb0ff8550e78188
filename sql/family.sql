-- A treaty with its protocols and amendments, as the serving side asks it.

-- name: family_head
SELECT h.id, h.slug,
    (SELECT count(*) FROM treaty_family AS m WHERE m.head_id = f.head_id)
FROM treaty_family AS f JOIN treaty AS h ON h.id = f.head_id
WHERE f.treaty_id = ?1;

-- name: family_members
-- Those of the head ?1 on the day ?2, the head first; ?3 at most.
SELECT t.slug,
    coalesce(@title_of(t, title), t.slug),
    t.mtdsg_no, t.type, t.adopted_on, t.entry_into_force_on, t.ended_on,
    EXISTS (SELECT 1 FROM treaty_rule AS r
            WHERE r.treaty_id = t.id AND r.threshold IS NOT NULL),
    EXISTS (SELECT 1 FROM treaty_coverage AS c
            WHERE c.treaty_id = t.id AND c.covers = 'consents'),
    y.signatures, y.consents, y.in_force, @title_of(t, language)
FROM treaty_family AS f JOIN treaty AS t ON t.id = f.treaty_id
LEFT JOIN tally AS y ON y.treaty_id = t.id
    AND y.from_on <= ?2 AND y.to_on > ?2
WHERE f.head_id = ?1
ORDER BY t.id <> ?1, coalesce(t.adopted_on, '~'), t.slug LIMIT ?3;

-- name: family_relations
-- What the members of the head ?1 are to others; ?2 at most.
SELECT t.slug, r.kind, r.related_slug
FROM treaty_family AS f JOIN treaty AS t ON t.id = f.treaty_id
JOIN treaty_relation AS r ON r.treaty_id = t.id
WHERE f.head_id = ?1 ORDER BY t.id, r.position LIMIT ?2;
