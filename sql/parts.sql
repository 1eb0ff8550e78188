-- What several statements hold: named once here, and by "@name(…)" there.

-- part: name_on_day
-- The name that the participant $1 bears on the day $2, or without one the
-- current name.
coalesce(
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = $1.id AND n.kind = 'name'
           AND n.language = 'en'
           AND (n.valid_from IS NULL OR n.valid_from <= $2)
           AND (n.valid_to IS NULL OR n.valid_to > $2)
         ORDER BY n.position LIMIT 1),
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = $1.id AND n.kind = 'name'
         ORDER BY n.valid_to IS NOT NULL, n.position LIMIT 1))

-- part: name_is_current
-- Whether the participant $1 has no name of the day $2, so that the current one
-- stands for it.
NOT EXISTS
        (SELECT 1 FROM participant_name AS n
         WHERE n.participant_id = $1.id AND n.kind = 'name'
           AND n.language = 'en'
           AND (n.valid_from IS NULL OR n.valid_from <= $2)
           AND (n.valid_to IS NULL OR n.valid_to > $2))
