-- What `treatyctl check` looks for: each statement gives a row a finding, of
-- where it is and what is found. They read whole tables. An act that is
-- neither a signature, a provisional application, a withdrawal nor of another
-- kind is a consent.

-- name: check_references
SELECT "table", 'row ' || coalesce(rowid, '(without a number)')
    || ' refers to a row of ' || parent || ' that isn''t there'
FROM pragma_foreign_key_check
ORDER BY "table", rowid;

-- name: check_dates_of_treaty
SELECT 'treaties/' || slug,
    CASE WHEN entry_into_force_on < adopted_on
         THEN 'entered into force on ' || entry_into_force_on
              || ', before its adoption on ' || adopted_on
         WHEN registered_on < adopted_on
         THEN 'registered on ' || registered_on
              || ', before its adoption on ' || adopted_on
         ELSE 'ended on ' || ended_on || ', before '
              || coalesce(entry_into_force_on, adopted_on) END
FROM treaty
WHERE entry_into_force_on < adopted_on OR registered_on < adopted_on
   OR ended_on < coalesce(entry_into_force_on, adopted_on)
ORDER BY slug;

-- name: check_act_before_adoption
-- Many acts of one kind are one finding: their table is then one of another
-- text, which was adopted before.
WITH early AS (
    SELECT t.id, t.slug AS treaty, t.adopted_on, p.slug, a.deposited_on,
        a.position,
        CASE WHEN a.kind = 'other' AND a.column_header IS NOT NULL
             THEN '"' || a.column_header || '"' ELSE a.kind END AS what,
        count(*) OVER (PARTITION BY t.id, a.kind, CASE a.kind WHEN 'other'
                       THEN a.column_header END) AS n
    FROM act AS a JOIN treaty AS t ON t.id = a.treaty_id
    JOIN participant AS p ON p.id = a.participant_id
    WHERE a.deposited_on < t.adopted_on)
SELECT 'treaties/' || treaty,
    CASE WHEN n <= 3
         THEN slug || ': ' || what || ' of ' || deposited_on
              || ', before the adoption on ' || adopted_on
         ELSE n || ' acts (' || what || '), of ' || min(deposited_on) || ' to '
              || max(deposited_on) || ', before the adoption on ' || adopted_on
              || ': perhaps that is the day of another text' END
FROM early
GROUP BY id, what, CASE WHEN n <= 3 THEN position END
ORDER BY treaty, min(position);

-- name: check_effective_before_deposit
-- A succession may be effective before its notification.
SELECT 'treaties/' || t.slug,
    p.slug || ': ' || a.kind || ' deposited on ' || a.deposited_on
    || ', but effective on ' || coalesce(m.effective_on, a.effective_on)
FROM act AS a JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN act_amendment AS m ON m.treaty_id = a.treaty_id
    AND m.participant_id = a.participant_id AND m.kind = a.kind
    AND m.deposited_on IS a.deposited_on
WHERE coalesce(m.effective_on, a.effective_on) < a.deposited_on
  AND a.kind NOT IN ('succession', 'succession_to_signature')
ORDER BY t.slug, a.position;

-- name: check_signature_after_consent
SELECT 'treaties/' || t.slug,
    p.slug || ': signed on ' || s.deposited_on
    || ', after it consented on ' || min(c.deposited_on)
FROM act AS s JOIN treaty AS t ON t.id = s.treaty_id
JOIN participant AS p ON p.id = s.participant_id
JOIN act AS c ON c.participant_id = s.participant_id
    AND c.treaty_id = s.treaty_id AND c.deposited_on < s.deposited_on
WHERE s.kind IN ('signature', 'signature_ad_referendum')
  AND c.kind NOT IN ('signature', 'signature_ad_referendum',
      'succession_to_signature', 'provisional_application', 'withdrawal',
      'other')
GROUP BY s.id
ORDER BY t.slug, s.position;

-- name: check_consent_without_signature
-- Who hasn't signed accedes. Only where the sources cover the signatures; an
-- acceptance or approval only where others have acceded, and where most of its
-- kind have a signature: some treaties are open to signature or acceptance.
WITH consents AS (
    SELECT a.id, a.treaty_id, a.participant_id, a.position, a.kind,
        a.deposited_on,
        EXISTS (SELECT 1 FROM act AS s
            WHERE s.participant_id = a.participant_id
              AND s.treaty_id = a.treaty_id
              AND s.kind IN ('signature', 'signature_ad_referendum',
                  'succession_to_signature', 'definitive_signature'))
            AS is_signed
    FROM act AS a
    WHERE a.kind IN ('ratification', 'acceptance', 'approval')
      AND EXISTS (SELECT 1 FROM treaty_coverage AS c
                  WHERE c.treaty_id = a.treaty_id AND c.covers = 'signatures')),
judged AS (
    SELECT *, 2 * sum(is_signed) OVER same > count(*) OVER same AS is_custom,
        row_number() OVER (PARTITION BY treaty_id, participant_id
                           ORDER BY position) AS place
    FROM consents WINDOW same AS (PARTITION BY treaty_id, kind))
SELECT 'treaties/' || t.slug,
    p.slug || ': ' || a.kind || coalesce(' of ' || a.deposited_on, '')
    || ' without a signature; without one it would be an accession'
FROM judged AS a JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
WHERE NOT a.is_signed
  -- Who returns without having signed has been told already.
  AND a.place = 1
  AND (a.kind = 'ratification'
       OR (a.is_custom
           AND EXISTS (SELECT 1 FROM act AS o
                       WHERE o.treaty_id = a.treaty_id
                         AND o.kind = 'accession')))
ORDER BY t.slug, a.position;

-- name: check_duplicate_act
SELECT 'treaties/' || t.slug,
    p.slug || ': ' || a.kind || ' of ' || a.deposited_on || ' is recorded '
    || count(*) || ' times'
FROM act AS a JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
WHERE a.deposited_on IS NOT NULL
GROUP BY a.treaty_id, a.participant_id, a.kind, a.deposited_on,
    CASE WHEN a.kind = 'other' THEN coalesce(a.column_header, '') || a.raw END
HAVING count(*) > 1
ORDER BY t.slug, p.slug, a.deposited_on;

-- name: check_consent_twice
-- Two consents without a withdrawal between them. The same day twice is
-- another finding.
SELECT 'treaties/' || t.slug,
    p.slug || ': ' || a.kind || ' of ' || a.deposited_on || ', though the '
    || a.before_kind || ' of ' || a.before_on || ' wasn''t withdrawn'
FROM (SELECT treaty_id, participant_id, kind, deposited_on, position,
             lag(kind) OVER earlier AS before_kind,
             lag(deposited_on) OVER earlier AS before_on
      FROM act
      WHERE deposited_on IS NOT NULL
        AND kind NOT IN ('signature', 'signature_ad_referendum',
            'succession_to_signature', 'provisional_application',
            'withdrawal', 'other')
      WINDOW earlier AS (PARTITION BY treaty_id, participant_id
                         ORDER BY deposited_on, position)) AS a
JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
WHERE a.before_on < a.deposited_on
  AND NOT EXISTS (SELECT 1 FROM act AS w
      WHERE w.participant_id = a.participant_id AND w.treaty_id = a.treaty_id
        AND w.kind = 'withdrawal'
        -- One that no source dates may have been at any time.
        AND (coalesce(w.deposited_on, w.effective_on) IS NULL
             OR coalesce(w.deposited_on, w.effective_on)
                BETWEEN a.before_on AND a.deposited_on))
ORDER BY t.slug, a.position;

-- name: check_withdrawal_of_nothing
SELECT 'treaties/' || t.slug,
    p.slug || ': withdrawal'
    || coalesce(' of ' || coalesce(w.deposited_on, w.effective_on), '')
    || ' without a signature or consent before it'
FROM act AS w JOIN treaty AS t ON t.id = w.treaty_id
JOIN participant AS p ON p.id = w.participant_id
WHERE w.kind = 'withdrawal'
  AND NOT EXISTS (SELECT 1 FROM act AS a
      WHERE a.participant_id = w.participant_id AND a.treaty_id = w.treaty_id
        AND a.kind NOT IN ('withdrawal', 'other')
        AND (a.deposited_on IS NULL
             OR coalesce(w.deposited_on, w.effective_on) IS NULL
             OR a.deposited_on <= coalesce(w.deposited_on, w.effective_on)))
ORDER BY t.slug, w.position;

-- name: check_act_after_known_through
SELECT 'treaties/' || t.slug,
    p.slug || ': ' || a.kind || ' of ' || a.deposited_on
    || ', though its source ' || s.slug || ' ends on ' || s.known_through
FROM act AS a JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
JOIN source AS s ON s.id = a.source_id
WHERE a.deposited_on > s.known_through
ORDER BY t.slug, a.position;

-- name: check_act_after_end
SELECT 'treaties/' || t.slug,
    p.slug || ': ' || a.kind || ' of ' || a.deposited_on
    || ', though the participant ended on ' || p.ended_on
FROM act AS a JOIN treaty AS t ON t.id = a.treaty_id
JOIN participant AS p ON p.id = a.participant_id
WHERE a.deposited_on > p.ended_on
ORDER BY t.slug, a.position;

-- name: check_amendment_of_nothing
SELECT 'treaties/' || t.slug,
    p.slug || ': an overlay gives the ' || m.kind
    || coalesce(' of ' || m.deposited_on, '')
    || ' an effective day, but no such act is recorded'
FROM act_amendment AS m JOIN treaty AS t ON t.id = m.treaty_id
JOIN participant AS p ON p.id = m.participant_id
WHERE NOT EXISTS (SELECT 1 FROM act AS a
    WHERE a.participant_id = m.participant_id AND a.treaty_id = m.treaty_id
      AND a.kind = m.kind AND a.deposited_on IS m.deposited_on)
ORDER BY t.slug, p.slug;

-- name: check_relation
SELECT 'treaties/' || t.slug,
    r.kind || ' ' || r.related_slug || ', which isn''t recorded'
FROM treaty_relation AS r JOIN treaty AS t ON t.id = r.treaty_id
WHERE NOT EXISTS (SELECT 1 FROM treaty AS o WHERE o.slug = r.related_slug)
ORDER BY t.slug, r.position;

-- name: check_claim
SELECT 'fact-sheets/' || f.slug,
    'claim ' || (c.position + 1) || ' is about ' || c.treaty_slug
    || ', which isn''t recorded'
FROM claim AS c JOIN fact_sheet AS f ON f.id = c.fact_sheet_id
WHERE NOT EXISTS (SELECT 1 FROM treaty AS t WHERE t.slug = c.treaty_slug)
  AND NOT EXISTS (SELECT 1 FROM treaty_alias AS a
                  WHERE a.alias = c.treaty_slug)
ORDER BY f.slug, c.position;

-- name: check_participant_code
-- Organisations have none.
SELECT 'participants/' || slug,
    CASE kind WHEN 'other' THEN 'it isn''t known what it is: no State, '
                                || 'organisation or territory'
              ELSE 'a ' || kind || ' without an ISO code' END
FROM participant
WHERE kind = 'other'
   OR (kind IN ('state', 'territory') AND iso_alpha3 IS NULL)
ORDER BY slug;

-- name: check_name_period
SELECT 'participants/' || p.slug,
    '"' || n.name || '" and "' || o.name || '" are its names at one time'
FROM participant_name AS n
JOIN participant_name AS o ON o.participant_id = n.participant_id
    AND o.position > n.position AND o.language = n.language
JOIN participant AS p ON p.id = n.participant_id
WHERE n.kind = 'name' AND o.kind = 'name'
  AND coalesce(n.valid_from, '') < coalesce(o.valid_to, '9999-12-31')
  AND coalesce(o.valid_from, '') < coalesce(n.valid_to, '9999-12-31')
ORDER BY p.slug, n.position, o.position;

-- name: check_entries
-- The treaties that have a rule: what it says and, where a source states the
-- entry into force, that day.
SELECT t.id, t.slug, t.entry_into_force_on, r.threshold,
    r.organisations_count, r.delay_kind, r.delay, r.later_kind, r.later_delay,
    r.later_on, r.later_after,
    EXISTS (SELECT 1 FROM treaty_coverage AS v
            WHERE v.treaty_id = t.id AND v.covers = 'consents')
FROM treaty AS t JOIN treaty_rule AS r ON r.treaty_id = t.id
ORDER BY t.slug;

-- name: check_effects
-- The consents to the treaty ?1 whose effect a source states; an overlay's
-- word is not in the act itself until it is published.
SELECT p.slug, a.kind, a.deposited_on,
    coalesce(m.effective_on, a.effective_on)
FROM act AS a JOIN participant AS p ON p.id = a.participant_id
LEFT JOIN act_amendment AS m ON m.treaty_id = a.treaty_id
    AND m.participant_id = a.participant_id AND m.kind = a.kind
    AND m.deposited_on IS a.deposited_on
WHERE a.treaty_id = ?1 AND a.deposited_on IS NOT NULL
  AND coalesce(m.effective_on, a.effective_on) IS NOT NULL
  AND a.kind NOT IN ('signature', 'signature_ad_referendum',
      'succession_to_signature', 'provisional_application', 'withdrawal',
      'other', 'succession')
ORDER BY a.position;

-- name: check_totals
-- What a source has counted itself, against the published count of the last day
-- that it covers.
SELECT 'treaties/' || slug,
    'the total of ' || measure || ' is ' || total || ' in its source '
    || source || ', and ' || counted || ' in the record on ' || day
FROM (SELECT t.slug, o.measure, o.total, s.slug AS source,
             s.known_through AS day,
             CASE o.measure WHEN 'signatures' THEN y.signatures
                            ELSE y.consents END AS counted
      FROM treaty_total AS o JOIN treaty AS t ON t.id = o.treaty_id
      JOIN source AS s ON s.id = o.source_id
      JOIN tally AS y ON y.treaty_id = o.treaty_id
          AND y.from_on <= s.known_through AND y.to_on > s.known_through)
WHERE counted <> total
ORDER BY slug, measure;
