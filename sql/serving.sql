-- What a published file has besides the record (schema.sql): tables and
-- indexes that only serving asks for. Publishing makes them in its copy before
-- it fills them, so that importing doesn't pay for them.

-- The order of a list of treaties. A cursor names the key and the slug behind
-- which it goes on, so it stays right when another revision is published.
CREATE TABLE treaty_order (
    sort      TEXT NOT NULL CHECK (sort IN
              ('id', 'title', 'mtdsg_no', '-mtdsg_no', 'adopted_on',
               '-adopted_on', 'entry_into_force_on',
               '-entry_into_force_on')),
    -- What is unknown comes last: '~' in the orders that are read upwards, ''
    -- in those with a '-', which are read downwards.
    key       TEXT NOT NULL,
    slug      TEXT NOT NULL,
    treaty_id INTEGER NOT NULL REFERENCES treaty (id),
    PRIMARY KEY (sort, key, slug)
) STRICT, WITHOUT ROWID;

CREATE INDEX treaty_order_of_treaty ON treaty_order (treaty_id);

-- The order of a list of participants: by the folded current name.
CREATE TABLE participant_order (
    key            TEXT NOT NULL,
    slug           TEXT NOT NULL,
    participant_id INTEGER NOT NULL UNIQUE REFERENCES participant (id),
    PRIMARY KEY (key, slug)
) STRICT, WITHOUT ROWID;

-- Each treaty with the one at the head of its family: what it is a protocol to
-- or amends, and what that is a protocol to, and so on. A treaty without
-- relations heads a family of its own.
CREATE TABLE treaty_family (
    treaty_id INTEGER PRIMARY KEY REFERENCES treaty (id),
    head_id   INTEGER NOT NULL REFERENCES treaty (id)
) STRICT;

CREATE INDEX treaty_family_of_head ON treaty_family (head_id);

-- What decides a treaty's status on a day, side by side: any treaty may have a
-- status, so who asks for one reads all of these.
CREATE TABLE treaty_milestone (
    treaty_id           INTEGER PRIMARY KEY REFERENCES treaty (id),
    adopted_on          TEXT,
    entry_into_force_on TEXT,
    ended_on            TEXT,
    has_threshold       INTEGER NOT NULL CHECK (has_threshold IN (0, 1)),
    covers_consents     INTEGER NOT NULL CHECK (covers_consents IN (0, 1))
) STRICT;

-- How many of all treaties have each value of a facet, so that who browses
-- doesn't count them.
CREATE TABLE treaty_facet (
    facet    TEXT NOT NULL CHECK (facet IN
             ('subject', 'type', 'decade', 'year', 'depositary', 'chapter')),
    value    TEXT NOT NULL,
    treaties INTEGER NOT NULL CHECK (treaties > 0),
    -- Its place among the facet's values: in the order of the alphabet, of
    -- time, of numbers.
    place    TEXT NOT NULL,
    -- Of a chapter: what all of its treaties are about; else NULL.
    name     TEXT,
    PRIMARY KEY (facet, place, value)
) STRICT, WITHOUT ROWID;

-- Filters of lists.
CREATE INDEX treaty_by_type ON treaty (type);
CREATE INDEX treaty_by_depositary ON treaty (depositary COLLATE NOCASE);
CREATE INDEX treaty_by_adoption ON treaty (adopted_on);
CREATE INDEX treaty_by_registration ON treaty (registration_no);
CREATE INDEX treaty_by_subject ON treaty_subject
    (subject COLLATE NOCASE, treaty_id);

-- Acts in the order of their deposits, the undated before all; a list goes
-- through it backwards. A cursor names day and slug.
CREATE TABLE act_order (
    -- From 1, without a gap.
    rank         INTEGER PRIMARY KEY,
    -- '' where no source tells it.
    day          TEXT NOT NULL,
    -- What names the act in every revision: opsc.usa.ratification.2002-12-23.
    slug         TEXT NOT NULL,
    -- Of act.
    act_id       INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    -- Stated by a source, or as the rule gives it.
    effective_on TEXT,
    basis        TEXT NOT NULL CHECK (basis IN
                 ('none', 'stated', 'with_treaty', 'after_deposit',
                  'unknown'))
) STRICT;

CREATE UNIQUE INDEX act_order_by_day ON act_order (day, slug);
CREATE INDEX act_order_by_effect ON act_order (effective_on, slug)
    WHERE effective_on IS NOT NULL;

-- The lists that an act is in: that of all ('all', 0), that of all of its kind
-- (the kind, 0), its treaty's and its participant's.
CREATE TABLE act_list (
    list  TEXT NOT NULL,
    owner INTEGER NOT NULL,
    -- Of act_order.
    rank  INTEGER NOT NULL,
    PRIMARY KEY (list, owner, rank)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_sheet_by_day ON fact_sheet
    (coalesce(released_on, ''), slug);

-- Search. What is found has a number of its own: kind after kind, treaties
-- first and among them those that most have consented to, so that who looks at
-- the first thousand matches of a common word meets these.
CREATE TABLE search_record (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN
              ('treaty', 'participant', 'fact_sheet', 'statement')),
    record_id INTEGER NOT NULL,
    UNIQUE (kind, record_id)
) STRICT;

-- The numbers of a kind.
CREATE TABLE search_kind (
    kind     TEXT NOT NULL PRIMARY KEY,
    first_id INTEGER NOT NULL,
    last_id  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The words; its rowids are those numbers. The texts themselves aren't kept a
-- second time: what is shown of a match is read from the record.
CREATE VIRTUAL TABLE search USING fts5 (
    code, title, name, subject, body, context,
    content = '', prefix = '2 3 4',
    tokenize = 'unicode61 remove_diacritics 2');

-- All words of the index, as FTS5 lists them; it keeps nothing.
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab ('search', 'row');

-- What names one record as a whole: ids, numbers, codes, names, titles, as
-- treaty_search_key() writes them.
CREATE TABLE search_key (
    key       TEXT NOT NULL CHECK (key <> ''),
    -- How surely: 0 an id, a number or a code, 1 a name, a title, or a number
    -- that several may have, 2 a code written in one.
    tier      INTEGER NOT NULL CHECK (tier IN (0, 1, 2)),
    search_id INTEGER NOT NULL REFERENCES search_record (id),
    PRIMARY KEY (key, tier, search_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX search_key_of_record ON search_key (search_id);

-- The words, with how many records hold each; and by what a slip of the pen
-- leaves: the first letter and the length, or what is behind the first letter.
CREATE TABLE search_word (
    word      TEXT NOT NULL PRIMARY KEY,
    documents INTEGER NOT NULL CHECK (documents > 0),
    initial   TEXT NOT NULL,
    letters   INTEGER NOT NULL,
    rest      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX search_word_by_initial ON search_word
    (initial, letters, documents);
CREATE INDEX search_word_by_rest ON search_word (rest, letters, documents);

-- What publications have changed. A publication compares its copy with the
-- file that it replaces and takes that one's log over, so the log goes back as
-- far as its bounds allow (publish/changes.c): the oldest revision that is
-- listed is the first that can be asked about, and has no changes here.
CREATE TABLE change_revision (
    -- One more with each publication.
    number        INTEGER PRIMARY KEY,
    revision      TEXT NOT NULL UNIQUE CHECK (length(revision) = 32
                  AND revision NOT GLOB '*[^0-9a-f]*'),
    published_at  TEXT NOT NULL,
    -- The last day that any source of that revision covered.
    known_through TEXT
) STRICT;

CREATE TABLE change_log (
    -- In the order of the publications; a cursor, so it is never given anew.
    id          INTEGER PRIMARY KEY,
    -- Which publication brought it.
    number      INTEGER NOT NULL REFERENCES change_revision (number),
    what        TEXT NOT NULL CHECK (what IN
                ('treaty', 'act', 'statement', 'participant',
                 'participant_name', 'fact_sheet', 'claim')),
    kind        TEXT NOT NULL CHECK (kind IN
                ('added', 'removed', 'changed')),
    -- Slugs, for what they name may be gone.
    treaty      TEXT,
    participant TEXT,
    fact_sheet  TEXT,
    -- A participant's name that has changed; of a statement by nobody known,
    -- as whom its source lists it.
    name        TEXT,
    -- What of it has changed, NULL for all; a claim's measure, a statement's
    -- kind.
    field       TEXT,
    act_kind    TEXT,
    -- The day that it concerns: an act's deposit, a name's first day, the
    -- first day of statements that are new.
    day         TEXT,
    before      TEXT,
    after       TEXT,
    -- Whether the revision before said otherwise, or said nothing of a day
    -- that it covered.
    correction  INTEGER NOT NULL DEFAULT 0 CHECK (correction IN (0, 1))
) STRICT;

CREATE INDEX change_of_revision ON change_log (number, id);
CREATE INDEX change_of_treaty ON change_log (treaty, id)
    WHERE treaty IS NOT NULL;
