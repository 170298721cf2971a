/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * months.h - the names of months in the languages of texts, by ICU (CLDR).  Each language's
 * are looked up once.
 *
 * Threads: a ph_months belongs to one thread.
 */
#ifndef PH_MONTHS_H
#define PH_MONTHS_H

#include "search/base.h"

typedef struct ph_months ph_months;

ph_months *ph_months_new(void); /* NULL: no memory */
void ph_months_free(ph_months *months);

/* The names in a language (BCP 47) as ph_text_key has them, twelve by twelve: long and short,
 * as they stand in a date and alone.  A name may be empty.  Good until the next call. */
ph_status ph_months_names(ph_months *months, ph_str language, const ph_strs **names,
                          ph_error *err) PH_MUST_USE;

#endif
