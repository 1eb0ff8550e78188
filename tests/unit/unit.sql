-- A small record: one treaty with a rule and all that is covered, one without
-- a rule, one without acts; a fact sheet with a claim.
INSERT INTO source (id, slug, kind, title, known_through) VALUES
    (1, 'table', 'status_table', 'A status table', '2015-03-01'),
    (2, 'notes', 'editor', 'Notes', '2010-01-01');

INSERT INTO participant (id, slug, kind, iso_alpha2, iso_alpha3, source_id)
VALUES
    (1, 'aland', 'state', 'AA', 'AAA', 1),
    (2, 'beland', 'state', 'BB', 'BBB', 1),
    (3, 'celand', 'state', 'CC', NULL, 1),
    (4, 'the-union', 'organisation', NULL, NULL, 1),
    (5, 'dland', 'territory', NULL, NULL, 1),
    (6, 'eland', 'state', NULL, NULL, 1);

INSERT INTO participant_name (participant_id, position, name, kind,
    valid_from, valid_to)
VALUES
    (1, 0, 'Old Aland', 'name', NULL, '2001-01-01'),
    (1, 1, 'Aland', 'name', '2001-01-01', NULL),
    (1, 2, 'Republic of Aland', 'alias', NULL, NULL);

INSERT INTO treaty (id, slug, mtdsg_no, type, adopted_on, source_id) VALUES
    (1, 'alpha', 'I-1', 'protocol', '1999-05-25', 1),
    (2, 'beta', NULL, 'convention', '1990-01-01', 2),
    (3, 'gamma', NULL, 'treaty', NULL, NULL);

INSERT INTO treaty_title (treaty_id, position, kind, language, title) VALUES
    (1, 0, 'short', 'en', 'The Alpha Protocol'),
    (2, 0, 'short', 'en', 'The Beta Convention');
INSERT INTO treaty_alias (alias, treaty_id) VALUES ('I-1', 1), ('AP', 1);
INSERT INTO treaty_relation (treaty_id, position, kind, related_slug) VALUES
    (1, 0, 'protocol_to', 'beta');
INSERT INTO treaty_coverage (treaty_id, covers) VALUES
    (1, 'signatures'), (1, 'consents'), (1, 'provisional'),
    (1, 'withdrawals'), (2, 'consents');

-- Two consents and three months; a month for those who are later.
INSERT INTO treaty_rule (treaty_id, threshold, delay_kind, delay, later_kind,
    later_delay, later_after, article, source_id)
VALUES (1, 2, 'months', 3, 'months', 1, 'entry_into_force', '14', 2);

INSERT INTO act (treaty_id, position, participant_id, kind, deposited_on,
    effective_on, scope, raw, source_id)
VALUES
    (1, 0, 1, 'signature', '2000-01-01', NULL, NULL, '1 Jan 2000', 1),
    (1, 1, 1, 'ratification', '2000-02-01', NULL, NULL, '1 Feb 2000', 1),
    (1, 2, 4, 'formal_confirmation', '2000-02-15', NULL, NULL, NULL, 1),
    (1, 3, 2, 'accession', '2000-03-01', NULL, NULL, NULL, 1),
    (1, 4, 3, 'accession', '2000-12-31', NULL, NULL, NULL, 1),
    (1, 5, 3, 'withdrawal', NULL, '2005-01-01', 'treaty', NULL, 2),
    (1, 6, 5, 'signature', '2001-01-01', NULL, NULL, NULL, 1),
    (1, 7, 6, 'signature', NULL, NULL, NULL, NULL, 1),
    (1, 8, 1, 'other', '1999-06-01', NULL, NULL, 'a note', 2),
    (2, 0, 1, 'accession', '1991-01-01', NULL, NULL, NULL, 2);

INSERT INTO fact_sheet (id, slug, kind, title, released_on, source_id) VALUES
    (1, '2002-sheet', 'Fact Sheet', 'A Sheet', '2002-12-24', 2);
INSERT INTO claim (fact_sheet_id, position, treaty_slug, participant_id,
    measure, claimed, as_of, quote)
VALUES (1, 0, 'alpha', 1, 'signatures', '2', '2002-12-24', 'two signed');
