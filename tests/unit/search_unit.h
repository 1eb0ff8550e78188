/* What the tests of searching share: a small record, and asking. */
#ifndef SEARCH_UNIT_H
#define SEARCH_UNIT_H

#include "document_unit.h"

#include "answer/search.h"

static const char unit_found_record[] =
    "INSERT INTO treaty (id, slug, mtdsg_no, type, registration_no) VALUES"
    "  (1, 'crc', 'IV-11', 'convention', '27531'),"
    "  (2, 'opac', 'IV-11-b', 'protocol', '27531'),"
    "  (3, 'opsc', 'IV-11-c', 'protocol', '27531'),"
    "  (4, 'ilo-c182', NULL, 'convention', '37245'),"
    "  (5, 'opium', 'VI-2', 'convention', NULL),"
    "  (6, 'west', NULL, 'convention', NULL);"
    "INSERT INTO treaty_title (treaty_id, position, kind, language, title)"
    "VALUES"
    "  (1, 0, 'official', 'en', 'Convention on the Rights of the Child'),"
    "  (1, 1, 'official', 'fr',"
    "   'Convention relative aux droits de l''enfant'),"
    "  (2, 0, 'official', 'en', 'Optional Protocol to the Convention on the "
    "Rights of the Child on the involvement of children in armed conflict'),"
    "  (3, 0, 'official', 'en', 'Optional Protocol to the Convention on the "
    "Rights of the Child on the sale of children, child prostitution and "
    "child pornography'),"
    "  (4, 0, 'short', 'en', 'Worst Forms of Child Labour Convention'),"
    "  (5, 0, 'official', 'en', 'International Opium Convention'),"
    "  (6, 0, 'official', 'en', 'Convention that names Gabon');"
    "INSERT INTO treaty_alias (alias, treaty_id) VALUES"
    "  ('UNCRC', 1), ('OP-CRC-AC', 2), ('OPSC', 3), ('C182', 4), ('wto', 5);"
    "INSERT INTO treaty_subject VALUES (4, 0, 'labour'), (1, 0, 'children');"
    "INSERT INTO participant (id, slug, kind, iso_alpha2, iso_alpha3) VALUES"
    "  (1, 'civ', 'state', 'CI', 'CIV'), (2, 'gab', 'state', 'GA', 'GAB'),"
    "  (3, 'usa', 'state', 'US', 'USA'), (4, 'eu', 'organisation', NULL, NULL);"
    "INSERT INTO participant_name (participant_id, position, name, kind) VALUES"
    "  (1, 0, 'C\xc3\xb4te d\xe2\x80\x99Ivoire', 'name'),"
    "  (1, 1, 'Ivory Coast', 'alias'), (2, 0, 'Gabon', 'name'),"
    "  (3, 0, 'United States of America', 'name'),"
    "  (4, 0, 'European Union', 'name');"
    "INSERT INTO statement (treaty_id, position, participant_id, kind, text)"
    "VALUES (3, 0, 2, 'declaration', 'Gabon sets the age at eighteen. Gabon "
    "hopes that Gabon, like every friend of Gabon, will be heard.'),"
    "  (1, 0, 3, 'reservation', 'Nothing is owed under article 2.');"
    "INSERT INTO fact_sheet (id, slug, title, released_on) VALUES"
    "  (1, '2002-sheet', 'The sale of children', '2002-12-24');"
    "INSERT INTO fact_sheet_block (fact_sheet_id, position, kind, text) VALUES"
    "  (1, 0, 'paragraph', 'The Senate agreed. Slavery is a crime.');";

static inline const treaty_reading_t *unit_reading_of(const char *sql,
                                                      apr_pool_t *pool)
{
    const char *path = unit_path(unit_folder(pool), "served.db", pool);

    (void)unit_publish(path, sql, pool);
    return unit_reading(path, NULL, pool);
}

static inline json_t *unit_search_page(const treaty_reading_t *reading,
                                       const char *q, unsigned kinds, int skip,
                                       int limit)
{
    json_t *document;
    int found;

    assert_int_equal(treaty_document_search(&document, &found, reading, q,
                                            kinds, skip, limit),
                     APR_SUCCESS);
    return document;
}

static inline json_t *unit_search(const treaty_reading_t *reading,
                                  const char *q)
{
    return unit_search_page(reading, q, TREATY_SEARCH_ALL, 0, 20);
}

#endif
