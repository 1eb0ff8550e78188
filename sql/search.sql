-- What searching asks of the index of the published file.

-- name: search_kinds
-- The numbers of each kind, ascending.
SELECT kind, first_id, last_id FROM search_kind ORDER BY first_id;

-- name: search_record_count
SELECT max(last_id) FROM search_kind;

-- name: search_match
-- What the expression ?1 matches of the records ?2 to ?3, at most ?5; ?4 are
-- the weights of its phrases.
SELECT rowid, treaty_rank(search, ?4) FROM search
WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid LIMIT ?5;

-- name: search_named
-- The records that the key ?1 names.
SELECT search_id, tier FROM search_key WHERE key = ?1
ORDER BY tier, search_id LIMIT ?2;

-- name: search_record
SELECT record_id FROM search_record WHERE id = ?1;

-- name: search_word_documents
SELECT documents FROM search_word WHERE word = ?1;

-- name: search_beginning_documents
-- Records that hold words beginning with ?1, a few hundred words at most.
SELECT sum(documents) FROM (
    SELECT documents FROM search_word
    WHERE word >= ?1 AND word < ?1 || char(1114111) LIMIT 300);

-- name: search_completions
-- Words that begin with ?1, ?2 at most.
SELECT word, documents FROM search_word
WHERE word >= ?1 AND word < ?1 || char(1114111) LIMIT ?2;

-- name: search_any
SELECT rowid FROM search WHERE search MATCH ?1 LIMIT 1;

-- name: search_words_from
-- Words that begin with the letter ?1 and have ?2 to ?3 letters.
SELECT word, documents FROM search_word
WHERE initial = ?1 AND letters BETWEEN ?2 AND ?3 LIMIT 20000;

-- name: search_words_behind
-- Words that go on with ?1 behind their first letter.
SELECT word, documents FROM search_word
WHERE rest >= ?1 AND rest < ?1 || char(1114111)
    AND letters BETWEEN ?2 AND ?3 LIMIT 2000;

-- name: search_treaty
-- The slug and the title of the treaty ?1.
SELECT t.slug, @title_of(t, title), @title_of(t, language)
FROM treaty AS t WHERE t.id = ?1;

-- name: search_participant
-- As search_treaty, with the name of the day ?2, or else the current one.
SELECT p.slug,
    coalesce(@name_on_day(p, ?2), p.slug),
    @name_language(p, ?2),
    p.kind
FROM participant AS p WHERE p.id = ?1;

-- name: search_fact_sheet
SELECT slug, title, language FROM fact_sheet WHERE id = ?1;

-- name: search_statement
SELECT treaty_id, position, participant_id, listed_as, kind, made_on
FROM statement WHERE id = ?1;

-- name: search_treaty_texts
-- What of the treaty ?1 a search may have found, what is shown rather first.
SELECT text FROM (
    SELECT 0 AS part, position AS place, title AS text FROM treaty_title
    WHERE treaty_id = ?1
    UNION ALL SELECT 1, 0, mtdsg_no FROM treaty WHERE id = ?1
    UNION ALL SELECT 2, 0, alias FROM treaty_alias WHERE treaty_id = ?1
    UNION ALL SELECT 3, position, subject FROM treaty_subject
    WHERE treaty_id = ?1
    UNION ALL SELECT 4, 0, registration_no FROM treaty WHERE id = ?1
    UNION ALL SELECT 5, 0, citation FROM treaty WHERE id = ?1
    UNION ALL SELECT 6, 0, slug FROM treaty WHERE id = ?1)
WHERE text IS NOT NULL ORDER BY part, place LIMIT 200;

-- name: search_participant_texts
SELECT text FROM (
    SELECT 0 AS part, kind <> 'name' AS place, position AS rank, name AS text
    FROM participant_name WHERE participant_id = ?1
    UNION ALL SELECT 1, 0, 0, iso_alpha2 FROM participant WHERE id = ?1
    UNION ALL SELECT 1, 1, 0, iso_alpha3 FROM participant WHERE id = ?1
    UNION ALL SELECT 2, 0, 0, slug FROM participant WHERE id = ?1)
WHERE text IS NOT NULL ORDER BY part, place, rank LIMIT 200;

-- name: search_fact_sheet_texts
SELECT text FROM (
    SELECT -1 AS place, title AS text FROM fact_sheet WHERE id = ?1
    UNION ALL SELECT position, text FROM fact_sheet_block
    WHERE fact_sheet_id = ?1)
ORDER BY place LIMIT 1000;

-- name: search_statement_texts
SELECT text FROM statement WHERE id = ?1 AND text IS NOT NULL;
