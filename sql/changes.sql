-- What changed, as the serving side asks it: under one treaty in legal time,
-- and in the record between publications.

-- name: treaty_changes
-- What happened under the treaty ?1 after the day ?2, up to the day ?3, with
-- the names of ?3; ?4 rows at most. Acts are what was deposited; effects and
-- withdrawals follow from what publishing worked out of a participant's acts
-- (a gap between two spans, or behind the last, is the state "none"); days
-- without a participant may be those of the treaty's own status.
WITH span_in AS (
    SELECT participant_id, from_on, to_on, state, consent_kind,
        withdrawal_date_unknown,
        state IN ('in_force', 'bound')
            OR (state = 'withdrawal_notified' AND in_force_on <= from_on)
            AS is_in
    FROM span WHERE treaty_id = ?1),
neighbours AS (
    SELECT *, lag(to_on) OVER w IS from_on AS joins,
        lag(state) OVER w AS before, lag(is_in) OVER w AS was_in,
        lag(withdrawal_date_unknown) OVER w AS was_unknown,
        lag(consent_kind) OVER w AS was_kind,
        lead(from_on) OVER w IS NOT to_on AS is_last
    FROM span_in WINDOW w AS (PARTITION BY participant_id ORDER BY from_on)),
move (day, participant_id, before, after, was_in, is_in, kind, unknown) AS (
    SELECT from_on, participant_id, iif(joins, before, 'none'), state,
        iif(joins, was_in, 0), is_in, coalesce(consent_kind, was_kind),
        joins AND was_unknown
    FROM neighbours WHERE from_on > ?2 AND from_on <= ?3
    UNION ALL
    SELECT to_on, participant_id, state, 'none', is_in, 0, consent_kind, 0
    FROM neighbours WHERE is_last AND to_on > ?2 AND to_on <= ?3
        AND to_on < '9999-12-31'),
event (day, rank, what, participant_id, kind, effective_on, before, after,
    unknown, note) AS (
    SELECT a.deposited_on, 1, 'act', a.participant_id, a.kind,
        coalesce(a.effective_on,
            (SELECT s.in_force_on FROM span AS s
             WHERE s.treaty_id = ?1 AND s.participant_id = a.participant_id
                 AND s.from_on <= a.deposited_on AND s.to_on > a.deposited_on
                 AND s.consented_on = a.deposited_on
                 AND s.consent_kind = a.kind)),
        NULL, NULL, 0, a.note
    FROM act AS a
    WHERE a.treaty_id = ?1 AND a.deposited_on > ?2 AND a.deposited_on <= ?3
    UNION ALL
    SELECT day, 2, 'effect', participant_id, kind, NULL, before, after, 0,
        NULL
    FROM move
    WHERE (is_in AND NOT was_in)
        OR (after = 'provisional' AND before <> after AND NOT was_in)
    UNION ALL
    SELECT day, 3, 'withdrawal', participant_id, kind, NULL, before, after,
        unknown, NULL
    FROM move
    WHERE (after = 'withdrawn' AND before <> after)
        OR (after IN ('none', 'signatory', 'signatory_ad_referendum')
            AND before IN ('in_force', 'bound', 'withdrawal_notified',
                           'provisional', 'consented'))
    UNION ALL
    SELECT day, 0, 'status', NULL, NULL, NULL, NULL, NULL, 0, NULL
    FROM (SELECT adopted_on AS day FROM treaty WHERE id = ?1
          UNION SELECT entry_into_force_on FROM treaty WHERE id = ?1
          UNION SELECT ended_on FROM treaty WHERE id = ?1)
    WHERE day > ?2 AND day <= ?3)
SELECT e.day, e.what, p.slug,
    coalesce(@name_on_day(p, ?3), p.slug),
    p.kind, e.kind, e.effective_on, e.before, e.after, e.unknown, e.note,
    e.total,
    -- As treaty_list tells it: whether a day without an entry into force can
    -- be known to be one.
    e.what = 'status'
        AND EXISTS (SELECT 1 FROM treaty_rule AS r
                    WHERE r.treaty_id = ?1 AND r.threshold IS NOT NULL)
        AND EXISTS (SELECT 1 FROM treaty_coverage AS c
                    WHERE c.treaty_id = ?1 AND c.covers = 'consents'),
    @name_language(p, ?3)
FROM (SELECT *, count(*) OVER () AS total FROM event
      ORDER BY day, rank, participant_id, kind LIMIT ?4) AS e
LEFT JOIN participant AS p ON p.id = e.participant_id
ORDER BY e.day, e.rank, p.slug, e.kind;

-- name: changes_since
-- The revision ?1, or without one the oldest that the log goes back to.
SELECT number, revision, published_at FROM change_revision
WHERE ?1 IS NULL OR revision = ?1
ORDER BY number LIMIT 1;

-- name: changes_revisions
-- Those that came after the revision of the number ?1.
SELECT revision, published_at, known_through FROM change_revision
WHERE number > ?1 ORDER BY number LIMIT ?2;

-- name: changes_bounds
-- The last change that a revision of up to the number ?1 brought, and the last
-- of all. Between them no id is left out.
SELECT coalesce((SELECT max(id) FROM change_log WHERE number <= ?1),
        (SELECT min(id) - 1 FROM change_log), 0),
    coalesce((SELECT max(id) FROM change_log), 0);

-- name: changes_items
-- Behind the change ?1, ?2 of them.
SELECT c.id, r.revision, c.what, c.kind, c.treaty, c.participant,
    c.fact_sheet, c.name, c.field, c.act_kind, c.day, c.before, c.after,
    c.correction
FROM change_log AS c JOIN change_revision AS r ON r.number = c.number
WHERE c.id > ?1 ORDER BY c.id LIMIT ?2;
