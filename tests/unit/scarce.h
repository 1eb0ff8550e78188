/*
 * Memory that is out at a chosen call of jansson's and SQLite's allocators.
 * Both are the process's: a program that uses this does nothing else. A text
 * that jansson reads counts as one call, by the linker (tests.mk): its reader
 * takes no notice of what it gets no memory for in the midst.
 */
#ifndef SCARCE_H
#define SCARCE_H

/** Takes the place of both allocators, before the first use of either. */
void scarce_install(void);

/** The @p n th call from now on fails, and with @p for_good all after it. */
void scarce_begin(long n, int for_good);

/** Memory for all again. @return whether any call failed */
int scarce_end(void);

/** Calls not given back yet by jansson, and bytes by SQLite. */
long scarce_in_use(void);

/** One in so many of the calls is looked at, and all by ./bootstrap faults. */
long scarce_stride(long stride);

#endif
