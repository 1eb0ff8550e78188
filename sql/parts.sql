-- What several statements hold: named once here, and by "@name(…)" there.
-- treaty_language() is the language that is asked for; what the record lacks in
-- it stands in English, or else in what there is.

-- part: valid_names
-- The names of the participant $1 that are valid on the day $2.
participant_name AS n
        WHERE n.participant_id = $1.id AND n.kind = 'name'
            AND (n.valid_from IS NULL OR n.valid_from <= $2)
            AND (n.valid_to IS NULL OR n.valid_to > $2)

-- part: is_name_of_period
-- Whether the name n of the participant $1 may stand on the day $2: its period
-- has to lie within that of the English name of the day, or it would be the
-- translation of another.
NOT EXISTS
            (SELECT 1 FROM participant_name AS e
             WHERE e.participant_id = $1.id AND e.kind = 'name'
                 AND e.language = 'en'
                 AND (e.valid_from IS NULL OR e.valid_from <= $2)
                 AND (e.valid_to IS NULL OR e.valid_to > $2)
                 AND (coalesce(n.valid_from, '') < coalesce(e.valid_from, '')
                     OR coalesce(n.valid_to, '~') > coalesce(e.valid_to, '~')))

-- part: name_on_day
-- The name that the participant $1 bears on the day $2, or without one the
-- current name.
coalesce(
        CASE WHEN treaty_language() <> 'en' THEN
            (SELECT n.name FROM @valid_names($1, $2)
                AND n.language = treaty_language()
                AND @is_name_of_period($1, $2)
             ORDER BY n.position LIMIT 1) END,
        (SELECT n.name FROM @valid_names($1, $2)
             AND n.language = 'en'
         ORDER BY n.position LIMIT 1),
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = $1.id AND n.kind = 'name'
         ORDER BY n.valid_to IS NOT NULL, n.language <> treaty_language(),
             n.language <> 'en', n.position LIMIT 1))

-- part: name_language
-- The language of that name.
coalesce(
        CASE WHEN treaty_language() <> 'en' AND EXISTS
            (SELECT 1 FROM @valid_names($1, $2)
                AND n.language = treaty_language()
                AND @is_name_of_period($1, $2))
            THEN treaty_language() END,
        CASE WHEN EXISTS (SELECT 1 FROM @valid_names($1, $2)
                AND n.language = 'en')
            THEN 'en' END,
        (SELECT n.language FROM participant_name AS n
         WHERE n.participant_id = $1.id AND n.kind = 'name'
         ORDER BY n.valid_to IS NOT NULL, n.language <> treaty_language(),
             n.language <> 'en', n.position LIMIT 1))

-- part: name_is_current
-- Whether the participant $1 has no name of the day $2, so that the current one
-- stands for it.
NOT EXISTS
        (SELECT 1 FROM @valid_names($1, $2)
            AND n.language IN ('en', treaty_language()))

-- part: title_of
-- $2 of the title of the treaty $1 that is shown: an official one rather, and
-- one in the language. The column is that of the row with the least number, as
-- SQLite promises; to order them would take a table of its own each time.
(SELECT iif(min((2 * (n.kind <> 'official')
             + (n.language <> treaty_language())) * 4294967296 + n.position)
             IS NULL, NULL, n.$2)
         FROM treaty_title AS n WHERE n.treaty_id = $1.id)

-- part: short_title_of
-- The short title of the treaty $1: in the language of the title, or in the one
-- that is asked for.
(SELECT n.title FROM treaty_title AS n
         WHERE n.treaty_id = $1.id AND n.kind = 'short'
             AND n.language IN (treaty_language(), @title_of($1, language))
         ORDER BY n.language <> treaty_language(), n.position LIMIT 1)
