-- What the tables that can be downloaded are written from: all of the record,
-- in the order of its ids. The columns are those of publish/download_tables.c.

-- name: download_treaties
SELECT t.slug,
    (SELECT n.title FROM treaty_title AS n WHERE n.treaty_id = t.id
     ORDER BY n.kind <> 'official', n.position LIMIT 1),
    (SELECT n.title FROM treaty_title AS n
     WHERE n.treaty_id = t.id AND n.kind = 'short'
     ORDER BY n.position LIMIT 1),
    t.mtdsg_no, t.type, t.adopted_on, t.adopted_at, t.entry_into_force_on,
    t.ended_on, t.registered_on, t.registration_no, t.citation, t.depositary,
    (SELECT group_concat(subject, '; ') FROM
        (SELECT s.subject FROM treaty_subject AS s WHERE s.treaty_id = t.id
         ORDER BY s.position)),
    (SELECT group_concat(alias, '; ') FROM
        (SELECT a.alias FROM treaty_alias AS a WHERE a.treaty_id = t.id
         ORDER BY a.alias)),
    (SELECT coalesce(
         min(s.known_through) FILTER (WHERE s.kind = 'status_table'),
         min(s.known_through))
     FROM treaty_source AS u JOIN source AS s ON s.id = u.source_id
     WHERE u.treaty_id = t.id)
FROM treaty AS t ORDER BY t.slug;

-- name: download_participants
SELECT p.slug,
    coalesce(
        (SELECT n.name FROM participant_name AS n
         WHERE n.participant_id = p.id AND n.kind = 'name'
         ORDER BY n.valid_to IS NOT NULL, n.position LIMIT 1),
        p.slug),
    p.kind, p.iso_alpha2, p.iso_alpha3, p.ended_on
FROM participant AS p ORDER BY p.slug;

-- name: download_acts
SELECT t.slug, p.slug, a.kind, a.deposited_on, a.effective_on, a.scope,
    a.listed, a.column_header, a.raw, a.note, s.slug
FROM treaty AS t CROSS JOIN act AS a ON a.treaty_id = t.id
JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN source AS s ON s.id = a.source_id
ORDER BY t.slug, a.position;

-- name: download_statements
SELECT t.slug, p.slug, a.listed_as, a.kind, a.made_on, o.slug, a.text, s.slug
FROM treaty AS t CROSS JOIN statement AS a ON a.treaty_id = t.id
LEFT JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN participant AS o ON o.id = a.about_id
LEFT JOIN source AS s ON s.id = a.source_id
ORDER BY t.slug, a.position;

-- name: download_sources
-- Those that are named beside the files; ?1 at most. sources.csv has all.
SELECT slug, kind, title, publisher, url, retrieved_on, known_through
FROM source ORDER BY slug LIMIT ?1;

-- name: download_source_count
SELECT count(*) FROM source;
