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

-- Filters of lists.
CREATE INDEX treaty_by_type ON treaty (type);
CREATE INDEX treaty_by_depositary ON treaty (depositary COLLATE NOCASE);
CREATE INDEX treaty_by_adoption ON treaty (adopted_on);
CREATE INDEX treaty_by_registration ON treaty (registration_no);
CREATE INDEX treaty_by_subject ON treaty_subject
    (subject COLLATE NOCASE, treaty_id);

-- Acts, newest first: all of them, and those of a treaty or a participant.
CREATE INDEX act_by_day ON act (deposited_on, id);
CREATE INDEX act_of_treaty_by_day ON act (treaty_id, deposited_on, id);
CREATE INDEX act_of_participant_by_day ON act
    (participant_id, deposited_on, id);
CREATE INDEX fact_sheet_by_day ON fact_sheet (released_on, slug);
