-- The record. One schema serves the authoring database and the published one;
-- the tables of the last part are filled by publishing only.
--
-- Days are ISO 8601 text, so that a file can be read with any SQLite tool and
-- text order is time order. A CHECK of the form d IS date(d, '+0 days') refuses
-- days that don't exist: the modifier turns 30 February into 2 March, and IS
-- refuses what is no date at all, of which date() makes NULL.

PRAGMA application_id = 1414681689; -- "TRTY"
PRAGMA user_version = 1;

CREATE TABLE source (
    id            INTEGER PRIMARY KEY,
    slug          TEXT NOT NULL UNIQUE
                  CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*'),
    -- A new status table of a treaty replaces the acts of the one before it,
    -- and leaves what an editor or another source added.
    kind          TEXT NOT NULL CHECK (kind IN
                  ('status_table', 'document', 'editor', 'code_list')),
    title         TEXT NOT NULL CHECK (title <> ''),
    publisher     TEXT,
    url           TEXT,
    -- As precise as it is known: a year, a month or a day.
    retrieved_on  TEXT CHECK (retrieved_on GLOB '[0-9][0-9][0-9][0-9]'
                  OR retrieved_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'
                  OR retrieved_on IS date(retrieved_on, '+0 days')),
    -- The last day that the source covers.
    known_through TEXT CHECK (known_through IS date(known_through, '+0 days')),
    sha256        TEXT CHECK (length(sha256) = 64
                  AND sha256 NOT GLOB '*[^0-9a-f]*'),
    note          TEXT
) STRICT;

CREATE TABLE participant (
    id         INTEGER PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE
               CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*'),
    kind       TEXT NOT NULL CHECK (kind IN
               ('state', 'organisation', 'territory', 'other')),
    iso_alpha2 TEXT UNIQUE CHECK (iso_alpha2 GLOB '[A-Z][A-Z]'),
    iso_alpha3 TEXT UNIQUE CHECK (iso_alpha3 GLOB '[A-Z][A-Z][A-Z]'),
    ended_on   TEXT CHECK (ended_on IS date(ended_on, '+0 days')),
    source_id  INTEGER REFERENCES source (id)
) STRICT;

CREATE INDEX participant_of_source ON participant (source_id);

-- All names that a participant bears or bore, and those it is listed under.
-- The name of a day is the first by position whose period holds that day.
CREATE TABLE participant_name (
    participant_id INTEGER NOT NULL REFERENCES participant (id)
                   ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    name           TEXT NOT NULL CHECK (name <> ''),
    language       TEXT NOT NULL DEFAULT 'en',
    -- 'name' is shown; 'alias' only finds the participant.
    kind           TEXT NOT NULL CHECK (kind IN ('name', 'alias')),
    valid_from     TEXT CHECK (valid_from IS date(valid_from, '+0 days')),
    valid_to       TEXT CHECK (valid_to IS date(valid_to, '+0 days')),
    -- Where the name and its period come from, if not from the participant's
    -- own source.
    source_id      INTEGER REFERENCES source (id),
    -- As treaty_name_fold() writes it: what a name is looked up by.
    folded         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (participant_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX participant_name_of_source ON participant_name (source_id);

CREATE INDEX participant_by_name ON participant_name (name COLLATE NOCASE);
CREATE INDEX participant_by_folded_name ON participant_name (folded);

CREATE TABLE treaty (
    id                  INTEGER PRIMARY KEY,
    slug                TEXT NOT NULL UNIQUE
                        CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*'),
    mtdsg_no            TEXT UNIQUE,
    type                TEXT NOT NULL CHECK (type IN
                        ('treaty', 'convention', 'covenant', 'protocol',
                         'agreement', 'charter', 'statute', 'constitution',
                         'declaration', 'amendment', 'other')),
    adopted_on          TEXT CHECK (adopted_on IS date(adopted_on, '+0 days')),
    adopted_at          TEXT,
    entry_into_force_on TEXT
                        CHECK (entry_into_force_on IS date(entry_into_force_on, '+0 days')),
    -- Filled by publishing: whether a source states the day, or the rule gives
    -- it; from a count that predecessors may be missing in, or a whole one.
    entry_into_force_basis TEXT CHECK (entry_into_force_basis IN
                        ('stated', 'derived', 'derived_incomplete')),
    ended_on            TEXT CHECK (ended_on IS date(ended_on, '+0 days')),
    registered_on       TEXT CHECK (registered_on IS date(registered_on, '+0 days')),
    registration_no     TEXT,
    citation            TEXT,
    depositary          TEXT,
    -- Whom an amendment binds once it is in force: those who accept it, or all
    -- parties to what it amends.
    binds               TEXT CHECK (binds IN ('acceptors', 'all')),
    source_id           INTEGER REFERENCES source (id)
) STRICT;

CREATE INDEX treaty_of_source ON treaty (source_id);

CREATE TABLE treaty_title (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('official', 'short')),
    language  TEXT NOT NULL,
    title     TEXT NOT NULL CHECK (title <> ''),
    PRIMARY KEY (treaty_id, position)
) STRICT, WITHOUT ROWID;

-- What else finds a treaty: its MTDSG number and common acronyms.
CREATE TABLE treaty_alias (
    alias     TEXT NOT NULL COLLATE NOCASE PRIMARY KEY CHECK (alias <> ''),
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX treaty_alias_of_treaty ON treaty_alias (treaty_id);

CREATE TABLE treaty_subject (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    subject   TEXT NOT NULL CHECK (subject <> ''),
    PRIMARY KEY (treaty_id, position)
) STRICT, WITHOUT ROWID;

-- The related treaty is named by its slug, for it may be recorded later.
CREATE TABLE treaty_relation (
    treaty_id    INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN
                 ('protocol_to', 'amends', 'replaces')),
    related_slug TEXT NOT NULL CHECK (related_slug <> ''),
    PRIMARY KEY (treaty_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX treaty_relation_to ON treaty_relation (related_slug);

-- The texts in which the treaty exists, each in a language: authentic ones,
-- translations, consolidated ones. Without an address it is known that there is
-- such a text, not where.
CREATE TABLE treaty_text (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    -- A tag of BCP 47; "mul" for several in one, "und" for one that isn't told.
    language  TEXT NOT NULL
              CHECK (language <> '' AND language NOT GLOB '*[^A-Za-z0-9-]*'),
    -- Whether the treaty itself, or its depositary, makes it authentic.
    authentic INTEGER NOT NULL DEFAULT 0 CHECK (authentic IN (0, 1)),
    title     TEXT CHECK (title <> ''),
    -- Pages link to it.
    url       TEXT CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
    format    TEXT CHECK (format IN ('html', 'pdf', 'text', 'xml', 'other')),
    PRIMARY KEY (treaty_id, position),
    CHECK (format IS NULL OR url IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- What the treaty's sources cover whole. A count of what isn't covered is
-- unknown (null), never 0.
CREATE TABLE treaty_coverage (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    covers    TEXT NOT NULL CHECK (covers IN
              ('signatures', 'consents', 'provisional', 'withdrawals',
               'predecessors')),
    PRIMARY KEY (treaty_id, covers)
) STRICT, WITHOUT ROWID;

-- What other sources cover beside the status table, which leaves it.
-- Publishing puts the two together.
CREATE TABLE treaty_supplement (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    covers    TEXT NOT NULL CHECK (covers IN
              ('signatures', 'consents', 'provisional', 'withdrawals',
               'predecessors')),
    source_id INTEGER NOT NULL REFERENCES source (id),
    PRIMARY KEY (treaty_id, covers)
) STRICT, WITHOUT ROWID;

CREATE INDEX treaty_supplement_of_source ON treaty_supplement (source_id);

-- What a source counts itself, on the last day that it covers: the record is
-- checked against it.
CREATE TABLE treaty_total (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    measure   TEXT NOT NULL CHECK (measure IN ('signatures', 'consents')),
    total     INTEGER NOT NULL CHECK (total BETWEEN 0 AND 100000),
    source_id INTEGER NOT NULL REFERENCES source (id),
    PRIMARY KEY (treaty_id, measure)
) STRICT, WITHOUT ROWID;

CREATE INDEX treaty_total_of_source ON treaty_total (source_id);

-- The header cells of the treaty's status table, the participant's left out.
CREATE TABLE treaty_column (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    header    TEXT NOT NULL,
    PRIMARY KEY (treaty_id, position)
) STRICT, WITHOUT ROWID;

-- When the treaty enters into force, for itself and for each participant.
-- `delay` counts in the unit that the kind says: 'days', 'months' (calendar
-- months, clamped to the month's end), 'month_first' (the first day of the
-- Nth month after), 'months_then_first' (the first day of the month that
-- follows N months), 'date' (all on the day `later_on`).
CREATE TABLE treaty_rule (
    treaty_id           INTEGER PRIMARY KEY
                        REFERENCES treaty (id) ON DELETE CASCADE,
    -- How many consents; NULL where it isn't a number of consents.
    threshold           INTEGER CHECK (threshold > 0),
    organisations_count INTEGER NOT NULL DEFAULT 0
                        CHECK (organisations_count IN (0, 1)),
    delay_kind          TEXT NOT NULL CHECK (delay_kind IN
                        ('days', 'months', 'month_first',
                         'months_then_first')),
    delay               INTEGER NOT NULL CHECK (delay BETWEEN 0 AND 10000),
    later_kind          TEXT NOT NULL CHECK (later_kind IN
                        ('days', 'months', 'month_first',
                         'months_then_first', 'date')),
    later_delay         INTEGER NOT NULL DEFAULT 0
                        CHECK (later_delay BETWEEN 0 AND 10000),
    later_on            TEXT CHECK (later_on IS date(later_on, '+0 days')),
    -- Who is later: deposits after the treaty's entry into force, or after
    -- the deposit that reached the threshold.
    later_after         TEXT NOT NULL CHECK (later_after IN
                        ('entry_into_force', 'threshold')),
    article             TEXT,
    source_id           INTEGER REFERENCES source (id),
    CHECK ((later_kind = 'date') = (later_on IS NOT NULL))
) STRICT;

CREATE INDEX treaty_rule_of_source ON treaty_rule (source_id);

CREATE TABLE act (
    id             INTEGER PRIMARY KEY,
    treaty_id      INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    -- The order of the source: row by row, cell by cell.
    position       INTEGER NOT NULL,
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    kind           TEXT NOT NULL CHECK (kind IN
                   ('signature', 'signature_ad_referendum',
                    'succession_to_signature', 'definitive_signature',
                    'ratification', 'acceptance', 'approval', 'accession',
                    'succession', 'formal_confirmation',
                    'consent_to_be_bound', 'participation', 'unspecified',
                    'provisional_application', 'withdrawal', 'other')),
    deposited_on   TEXT CHECK (deposited_on IS date(deposited_on, '+0 days')),
    -- Stated by a source; NULL where the treaty's rule has to tell.
    effective_on   TEXT CHECK (effective_on IS date(effective_on, '+0 days')),
    -- What a withdrawal ends: all, or the consent alone.
    scope          TEXT CHECK (scope IN ('treaty', 'consent')),
    column_header  TEXT,
    raw            TEXT,
    note           TEXT,
    source_id      INTEGER REFERENCES source (id),
    -- The participant as the source's row lists it, where that isn't its name
    -- on the last day that the source covers.
    listed         TEXT,
    UNIQUE (treaty_id, position),
    CHECK ((kind = 'withdrawal') = (scope IS NOT NULL))
) STRICT;

CREATE INDEX act_of_participant ON act (participant_id, treaty_id);
CREATE INDEX act_of_source ON act (source_id);

-- What another source says of an act: its effective day. It is kept apart
-- from the act, which a new status table replaces, and found again by what
-- the act is; publishing puts the two together.
CREATE TABLE act_amendment (
    id             INTEGER PRIMARY KEY,
    treaty_id      INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    kind           TEXT NOT NULL CHECK (kind <> ''),
    deposited_on   TEXT CHECK (deposited_on IS date(deposited_on, '+0 days')),
    effective_on   TEXT NOT NULL
                   CHECK (effective_on IS date(effective_on, '+0 days')),
    note           TEXT,
    source_id      INTEGER NOT NULL REFERENCES source (id)
) STRICT;

CREATE UNIQUE INDEX act_amendment_of_act ON act_amendment
    (treaty_id, participant_id, kind, coalesce(deposited_on, ''));
CREATE INDEX act_amendment_of_participant ON act_amendment (participant_id);
CREATE INDEX act_amendment_of_source ON act_amendment (source_id);

-- What participants have said about a treaty, and what the depositary notes
-- beside its table.
CREATE TABLE statement (
    id             INTEGER PRIMARY KEY,
    treaty_id      INTEGER NOT NULL REFERENCES treaty (id) ON DELETE CASCADE,
    -- The order of the source.
    position       INTEGER NOT NULL,
    -- NULL for the depositary's own, and where nobody knows the name.
    participant_id INTEGER REFERENCES participant (id),
    -- The participant's name as the source has it.
    listed_as      TEXT CHECK (listed_as <> ''),
    kind           TEXT NOT NULL CHECK (kind IN
                   ('declaration', 'reservation', 'objection', 'notification',
                    'territorial_application', 'communication', 'end_note',
                    'note')),
    made_on        TEXT CHECK (made_on IS date(made_on, '+0 days')),
    -- Whose act it is about: the reservation of another, for an objection.
    about_id       INTEGER REFERENCES participant (id),
    -- Paragraphs are apart by an empty line. NULL where the source names the
    -- participant and gives no words.
    text           TEXT CHECK (text <> ''),
    source_id      INTEGER REFERENCES source (id),
    UNIQUE (treaty_id, position)
) STRICT;

CREATE INDEX statement_of_participant ON statement (participant_id, treaty_id);
CREATE INDEX statement_about ON statement (about_id, treaty_id);
CREATE INDEX statement_of_source ON statement (source_id);

CREATE TABLE fact_sheet (
    id          INTEGER PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE
                CHECK (slug <> '' AND slug NOT GLOB '*[^a-z0-9-]*'),
    kind        TEXT,
    title       TEXT NOT NULL CHECK (title <> ''),
    language    TEXT NOT NULL DEFAULT 'en',
    office      TEXT,
    place       TEXT,
    released_on TEXT CHECK (released_on IS date(released_on, '+0 days')),
    url         TEXT,
    source_id   INTEGER REFERENCES source (id)
) STRICT;

CREATE INDEX fact_sheet_of_source ON fact_sheet (source_id);

CREATE TABLE fact_sheet_crumb (
    fact_sheet_id INTEGER NOT NULL REFERENCES fact_sheet (id)
                  ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    label         TEXT NOT NULL,
    PRIMARY KEY (fact_sheet_id, position)
) STRICT, WITHOUT ROWID;

-- The body in its order. A list is a run of items. No HTML is stored: what is
-- marked up in a text is a list of runs, and what shows it builds the tags
-- (treaty_runs.h).
CREATE TABLE fact_sheet_block (
    fact_sheet_id INTEGER NOT NULL REFERENCES fact_sheet (id)
                  ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN
                  ('heading', 'paragraph', 'item', 'quote', 'table')),
    -- A heading's level, from 2; an item's depth, from 1.
    level         INTEGER CHECK (level BETWEEN 1 AND 6),
    -- Whether an item is one of a numbered list.
    ordered       INTEGER
                  CHECK (ordered IS NULL OR (ordered = 1 AND kind = 'item')),
    text          TEXT NOT NULL,
    -- JSON; NULL where the text has no marks.
    runs          TEXT CHECK (runs IS NULL OR kind <> 'table'),
    -- JSON of a table.
    table_rows    TEXT CHECK (table_rows IS NULL OR kind = 'table'),
    PRIMARY KEY (fact_sheet_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_sheet_link (
    fact_sheet_id INTEGER NOT NULL REFERENCES fact_sheet (id)
                  ON DELETE CASCADE,
    position      INTEGER NOT NULL,
    label         TEXT NOT NULL,
    url           TEXT NOT NULL,
    PRIMARY KEY (fact_sheet_id, position)
) STRICT, WITHOUT ROWID;

-- What a fact sheet says that the record can be held against.
CREATE TABLE claim (
    fact_sheet_id  INTEGER NOT NULL REFERENCES fact_sheet (id)
                   ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    treaty_slug    TEXT NOT NULL CHECK (treaty_slug <> ''),
    participant_id INTEGER REFERENCES participant (id),
    -- A fact by the name that it has in the documents.
    measure        TEXT NOT NULL CHECK (measure <> ''),
    -- A number, a state, or a date as precise as the sheet gives it.
    claimed        TEXT NOT NULL CHECK (claimed <> ''),
    as_of          TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')),
    quote          TEXT,
    -- An importer proposes; an editor accepts, or drops the row. Only what is
    -- accepted is served.
    status         TEXT NOT NULL DEFAULT 'accepted'
                   CHECK (status IN ('proposed', 'accepted')),
    PRIMARY KEY (fact_sheet_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_about_treaty ON claim (treaty_slug);
CREATE INDEX claim_about_participant ON claim (participant_id);

-- ---------------------------------------------------------------------------
-- Filled by publishing.

-- One row: what this published file is.
CREATE TABLE publication (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    revision     TEXT NOT NULL CHECK (length(revision) = 32),
    published_at TEXT NOT NULL
) STRICT;

-- The sources that a treaty's record is made of.
CREATE TABLE treaty_source (
    treaty_id INTEGER NOT NULL REFERENCES treaty (id),
    source_id INTEGER NOT NULL REFERENCES source (id),
    PRIMARY KEY (treaty_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX treaty_source_of_source ON treaty_source (source_id);

-- The state of a participant from a day on, up to and without another:
-- reading any day is a range lookup. Without an end it is 9999-12-31.
CREATE TABLE span (
    treaty_id      INTEGER NOT NULL REFERENCES treaty (id),
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    from_on        TEXT NOT NULL,
    to_on          TEXT NOT NULL CHECK (to_on > from_on),
    state          TEXT NOT NULL CHECK (state IN
                   ('withdrawal_notified', 'in_force', 'bound', 'provisional',
                    'consented', 'withdrawn', 'signatory_ad_referendum',
                    'signatory', 'undated', 'none')),
    signed_on      TEXT,
    consented_on   TEXT,
    consent_kind   TEXT,
    -- May lie after the span: known, but not yet reached.
    in_force_on    TEXT,
    -- It has withdrawn since, on a day that no source tells.
    withdrawal_date_unknown INTEGER NOT NULL DEFAULT 0
                   CHECK (withdrawal_date_unknown IN (0, 1)),
    -- Where in_force_on comes from.
    why            TEXT NOT NULL CHECK (why IN
                   ('none', 'stated', 'with_treaty', 'after_deposit',
                    'unknown')),
    PRIMARY KEY (treaty_id, participant_id, from_on)
) STRICT, WITHOUT ROWID;

CREATE INDEX span_of_participant ON span (participant_id, treaty_id, from_on);

-- The counts of a treaty from a day on. NULL: not covered by the sources.
CREATE TABLE tally (
    treaty_id               INTEGER NOT NULL REFERENCES treaty (id),
    from_on                 TEXT NOT NULL,
    to_on                   TEXT NOT NULL CHECK (to_on > from_on),
    signatures              INTEGER,
    consents                INTEGER,
    in_force                INTEGER,
    in_force_unknown        INTEGER,
    pending                 INTEGER,
    provisional             INTEGER,
    withdrawn               INTEGER,
    undated                 INTEGER,
    states_signatures       INTEGER,
    states_consents         INTEGER,
    states_in_force         INTEGER,
    states_in_force_unknown INTEGER,
    states_pending          INTEGER,
    states_provisional      INTEGER,
    states_withdrawn        INTEGER,
    states_undated          INTEGER,
    -- What the counts of this time can't tell, see treaty_tally_t.
    withdrawal_date_unknown INTEGER NOT NULL,
    predecessors_missing    INTEGER NOT NULL
                            CHECK (predecessors_missing IN (0, 1)),
    PRIMARY KEY (treaty_id, from_on)
) STRICT, WITHOUT ROWID;

-- data
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
