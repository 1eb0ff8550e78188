#include "mtdsg_parse.h"
#include "mtdsg_private.h"

#include "treaty_text.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The end notes while they are read. */
typedef struct notes_t {
    treaty_mtdsg_t *mtdsg;
    /* Of the note at hand; 0 before the first. */
    int number;
    treaty_text_t *text;
    long line;
} notes_t;

static int tells_withdrawal(const char *sentence)
{
    static const char *const words[] = {"withdr", "Withdr", "denounc",
                                        "denunciation", "Denunciation"};
    apr_size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strstr(sentence, words[i])) {
            return 1;
        }
    }
    return 0;
}

/* The latest day that a sentence names, or TREATY_DAY_NONE. */
static treaty_day_t latest_in(const char *sentence)
{
    treaty_day_t latest = TREATY_DAY_NONE;
    const char *rest;
    treaty_day_t day;
    const char *at;

    for (at = sentence; *at; at++) {
        if ((at == sentence || !apr_isalnum(at[-1])) &&
            (apr_isdigit(*at) || apr_isupper(*at)) &&
            treaty_day_parse_prose(&day, &rest, at) && day > latest) {
            latest = day;
        }
    }
    return latest;
}

/* The latest day in the sentences of a note that speak of a withdrawal. */
static treaty_day_t withdrawal_in(const char *note, apr_pool_t *pool)
{
    treaty_day_t latest = TREATY_DAY_NONE;

    while (*note) {
        const char *stop = strstr(note, ". ");
        apr_size_t len = stop ? (apr_size_t)(stop - note) : strlen(note);
        const char *sentence = apr_pstrmemdup(pool, note, len);

        if (tells_withdrawal(sentence) && latest_in(sentence) > latest) {
            latest = latest_in(sentence);
        }
        note += len + (stop ? 2 : 0);
    }
    return latest;
}

static apr_status_t flush(notes_t *notes)
{
    treaty_mtdsg_t *mtdsg = notes->mtdsg;
    apr_status_t rv = APR_SUCCESS;

    if (notes->text->len > 0) {
        treaty_day_t *day = apr_palloc(mtdsg->pool, sizeof(*day));

        rv = treaty_mtdsg_note(mtdsg, notes->line, "end_note",
                               notes->text->data);
        *day = withdrawal_in(notes->text->data, mtdsg->scratch);
        apr_hash_set(mtdsg->end_notes, apr_itoa(mtdsg->pool, notes->number),
                     APR_HASH_KEY_STRING, day);
    }
    notes->text->len = 0;
    return rv;
}

/* The number that a paragraph begins with: "[4]" is a marker; bare digits are
 * a number where they go on counting, "5 Upon" after note 4, or where they
 * stand alone. 0 where it begins with none. */
static int number_of(const char *text, int last)
{
    int is_marker = *text == '[';
    const char *start = text + is_marker;
    apr_size_t len = strspn(start, "0123456789");
    const char *after = start + len;
    int number = len > 0 && len < 5 ? atoi(start) : 0;

    if (is_marker) {
        return *after == ']' ? number : 0;
    }
    after += *after == '.' || *after == ')';
    return *after == '\0' || (apr_isspace(*after) && number == last + 1)
               ? number
               : 0;
}

/* A number of its own line and the words after it are one paragraph. */
static void append(notes_t *notes, const char *text)
{
    treaty_text_t *all = notes->text;

    if (all->len > 0) {
        treaty_text_puts(all, strpbrk(all->data, " \n") ? "\n\n" : " ");
    }
    treaty_text_puts(all, text);
}

static apr_status_t take_note(void *baton, const treaty_mtdsg_block_t *block)
{
    notes_t *notes = baton;
    int number = number_of(block->text, notes->number);
    apr_status_t rv = APR_SUCCESS;

    if (number > 0) {
        rv = flush(notes);
        notes->number = number;
    }
    if (notes->text->len == 0) {
        notes->line = block->line;
    }
    append(notes, block->text);
    return rv;
}

apr_status_t treaty_mtdsg_end_notes(treaty_mtdsg_t *mtdsg)
{
    notes_t notes = {mtdsg, 0, NULL, 0};
    const xmlNode *section = treaty_mtdsg_find(mtdsg->root, "EndNotes");
    apr_status_t rv = APR_SUCCESS;

    mtdsg->end_notes = apr_hash_make(mtdsg->pool);
    notes.text = treaty_text_create(TREATY_MTDSG_MAX, mtdsg->pool);
    if (section) {
        rv = treaty_mtdsg_blocks(mtdsg, section, take_note, &notes);
    }
    return rv == APR_SUCCESS ? flush(&notes) : rv;
}

int treaty_mtdsg_is_return(const treaty_mtdsg_t *mtdsg, const char *markers,
                           treaty_day_t day)
{
    treaty_day_t latest = TREATY_DAY_NONE;
    char *marker;
    char *rest;

    if (!markers || day == TREATY_DAY_NONE) {
        return 0;
    }
    rest = apr_pstrdup(mtdsg->scratch, markers);
    while ((marker = apr_strtok(rest, ", ", &rest)) != NULL) {
        const treaty_day_t *told =
            apr_hash_get(mtdsg->end_notes, marker, APR_HASH_KEY_STRING);

        latest = told && *told > latest ? *told : latest;
    }
    return latest != TREATY_DAY_NONE && latest < day;
}
