/* SPDX-License-Identifier: GPL-2.0-or-later */
/* columns_cache.h - the columns that readers share (search.h, ph_columns_cache), from within. */
#ifndef PH_COLUMNS_CACHE_H
#define PH_COLUMNS_CACHE_H

#include "search/columns.h"
#include "search/reader_private.h"

/* The columns of the revision that the reader is at, a reference to be given back by
 * ph_columns_unref; NULL when there are none (yet), and then they are on their way. */
ph_columns *ph_columns_get(const ph_reader *reader);

#endif
