/* Licensed to the users of mod_treaty under the Apache License, Version 2.0;
 * see LICENSE. */

/**
 * @file treaty_memory.h
 * @brief What is missing because memory was out.
 *
 * APR's pools end the process where there is no memory. jansson and SQLite say
 * so, by a NULL or a -1; who builds a document of a thousand values doesn't ask
 * each. What was lost is remembered for the thread instead, and who gives
 * something to anybody asks first whether all of it is there.
 */
#ifndef TREATY_MEMORY_H
#define TREATY_MEMORY_H

typedef void treaty_memory_release_fn_t(void *thing);

/** Something begins in this thread: nothing of it is lost yet, and what was
 * kept for what was begun before is released. */
void treaty_memory_begin(void);

/** Something is missing, for memory is out. */
void treaty_memory_lose(void);

/**
 * Keeps what there was no memory to put anywhere until something else begins in
 * this thread: who made it may have it in hand and go on.
 */
void treaty_memory_keep(void *thing, treaty_memory_release_fn_t *release);

/** Whether anything is missing of what was begun last in this thread. */
int treaty_memory_is_lost(void);

#endif
