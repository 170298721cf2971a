/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * csv.h - cells of comma separated values (RFC 4180) that a spreadsheet may open.
 */
#ifndef PH_CSV_H
#define PH_CSV_H

#include "search/base.h"

/* Appends a cell, in quotation marks where it must be.  What a spreadsheet would take for a
 * formula (= + - @, tab or carriage return in front) gets an apostrophe before it. */
void ph_csv_cell(ph_buf *buf, ph_str s);

#endif
