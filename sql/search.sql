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
