-- Participants, as the serving side asks them.

-- name: participant_get
-- With the name of the day ?2, or without one the current name, which the last
-- column tells.
SELECT p.slug,
    coalesce(
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = p.id AND n.kind = 'name'
           AND n.language = 'en'
           AND (n.valid_from IS NULL OR n.valid_from <= ?2)
           AND (n.valid_to IS NULL OR n.valid_to > ?2)
         ORDER BY n.position LIMIT 1),
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = p.id AND n.kind = 'name'
         ORDER BY n.valid_to IS NOT NULL, n.position LIMIT 1),
        p.slug),
    p.kind, p.iso_alpha2, p.iso_alpha3, p.ended_on, s.slug,
    NOT EXISTS
        (SELECT 1 FROM participant_name AS n
         WHERE n.participant_id = p.id AND n.kind = 'name'
           AND n.language = 'en'
           AND (n.valid_from IS NULL OR n.valid_from <= ?2)
           AND (n.valid_to IS NULL OR n.valid_to > ?2))
FROM participant AS p LEFT JOIN source AS s ON s.id = p.source_id
WHERE p.id = ?1;
