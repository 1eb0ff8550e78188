-- Lists of acts, as the serving side asks them: all, those of a kind, of a
-- treaty, of a participant. They are gone through by the ranks of act_order.

-- name: act_rank_from
-- The first rank at or behind the place of the day ?1 and the slug ?2.
SELECT rank FROM act_order WHERE (day, slug) >= (?1, ?2)
ORDER BY day, slug LIMIT 1;

-- name: act_rank_to
-- The last rank at or before it.
SELECT rank FROM act_order WHERE (day, slug) <= (?1, ?2)
ORDER BY day DESC, slug DESC LIMIT 1;

-- name: act_walk_down
-- Acts of the list ?1 of ?2 with ranks from ?3 up to ?4, the last ones first;
-- of the kinds ?5, surrounded by commas (NULL: any); whether pending on the
-- day ?7 is said by ?6 (NULL: either); of the participant ?9 (0: any); ?8 of
-- them.
SELECT o.rank, o.day, o.slug
FROM act_list AS l CROSS JOIN act_order AS o ON o.rank = l.rank
WHERE l.list = ?1 AND l.owner = ?2 AND l.rank BETWEEN ?3 AND ?4
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
    AND (?6 IS NULL OR coalesce(o.effective_on > ?7, 0) = (?6 = 'true'))
    AND (?9 = 0 OR ?9 = (SELECT a.participant_id FROM act AS a
                          WHERE a.id = o.act_id))
ORDER BY l.rank DESC LIMIT ?8;

-- name: act_walk_up
-- The same, the first ones first.
SELECT o.rank, o.day, o.slug
FROM act_list AS l CROSS JOIN act_order AS o ON o.rank = l.rank
WHERE l.list = ?1 AND l.owner = ?2 AND l.rank BETWEEN ?3 AND ?4
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
    AND (?6 IS NULL OR coalesce(o.effective_on > ?7, 0) = (?6 = 'true'))
    AND (?9 = 0 OR ?9 = (SELECT a.participant_id FROM act AS a
                          WHERE a.id = o.act_id))
ORDER BY l.rank LIMIT ?8;

-- name: act_count
SELECT count(*) FROM act_list
WHERE list = ?1 AND owner = ?2 AND rank BETWEEN ?3 AND ?4;

-- name: act_count_kinds
-- Acts of all that are of the kinds that ?1 lists, as JSON.
SELECT count(*)
FROM json_each(?1) AS k JOIN act_list AS l ON l.list = k.value
WHERE l.owner = 0 AND l.rank BETWEEN ?2 AND ?3;

-- name: act_count_some
-- As act_walk_down goes through them; the participant is ?8.
SELECT count(*)
FROM act_list AS l CROSS JOIN act_order AS o ON o.rank = l.rank
WHERE l.list = ?1 AND l.owner = ?2 AND l.rank BETWEEN ?3 AND ?4
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
    AND (?6 IS NULL OR coalesce(o.effective_on > ?7, 0) = (?6 = 'true'))
    AND (?8 = 0 OR ?8 = (SELECT a.participant_id FROM act AS a
                          WHERE a.id = o.act_id));

-- name: act_effects_up
-- Acts of the list ?1 of ?2 whose effect is behind the day ?6, the nearest one
-- first, behind the effect ?7 and the slug ?8; ranks and kinds as above; of the
-- participant ?10 (0: any); ?9 of them.
SELECT o.rank, o.effective_on, o.slug
FROM act_list AS l CROSS JOIN act_order AS o ON o.rank = l.rank
WHERE l.list = ?1 AND l.owner = ?2 AND l.rank BETWEEN ?3 AND ?4
    AND o.effective_on > ?6 AND (o.effective_on, o.slug) > (?7, ?8)
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
    AND (?10 = 0 OR ?10 = (SELECT a.participant_id FROM act AS a
                          WHERE a.id = o.act_id))
ORDER BY o.effective_on, o.slug LIMIT ?9;

-- name: act_effects_down
-- The same in the other direction.
SELECT o.rank, o.effective_on, o.slug
FROM act_list AS l CROSS JOIN act_order AS o ON o.rank = l.rank
WHERE l.list = ?1 AND l.owner = ?2 AND l.rank BETWEEN ?3 AND ?4
    AND o.effective_on > ?6 AND (o.effective_on, o.slug) < (?7, ?8)
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
    AND (?10 = 0 OR ?10 = (SELECT a.participant_id FROM act AS a
                          WHERE a.id = o.act_id))
ORDER BY o.effective_on DESC, o.slug DESC LIMIT ?9;

-- name: act_all_effects_up
-- As act_effects_up, of all acts, whatever ?1 and ?2 are.
SELECT o.rank, o.effective_on, o.slug FROM act_order AS o
WHERE o.effective_on > ?6 AND (o.effective_on, o.slug) > (?7, ?8)
    AND o.rank BETWEEN ?3 AND ?4
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
ORDER BY o.effective_on, o.slug LIMIT ?9;

-- name: act_all_effects_down
SELECT o.rank, o.effective_on, o.slug FROM act_order AS o
WHERE o.effective_on > ?6 AND (o.effective_on, o.slug) < (?7, ?8)
    AND o.rank BETWEEN ?3 AND ?4
    AND (?5 IS NULL OR instr(?5, ',' || o.kind || ','))
ORDER BY o.effective_on DESC, o.slug DESC LIMIT ?9;

-- name: act_all_effects_count
SELECT count(*) FROM act_order AS o
WHERE o.effective_on > ?4 AND o.rank BETWEEN ?1 AND ?2
    AND (?3 IS NULL OR instr(?3, ',' || o.kind || ','));

-- name: act_items
-- What a list says of the acts whose ranks ?1 lists, as JSON, in their order,
-- with the participants' names of the day ?2.
SELECT o.slug, t.slug,
    coalesce(@title_of(t, title), t.slug),
    p.slug,
    coalesce(@name_on_day(p, ?2), p.slug),
    p.kind, o.kind, a.deposited_on, o.effective_on, o.basis,
    coalesce(o.effective_on > ?2, 0), a.scope, a.column_header, a.raw,
    a.listed, a.note, s.slug,
    @name_language(p, ?2),
    @title_of(t, language)
FROM json_each(?1) AS k
JOIN act_order AS o ON o.rank = k.value
JOIN act AS a ON a.id = o.act_id
JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN source AS s ON s.id = a.source_id
ORDER BY k.key;
