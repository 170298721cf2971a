/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pdf_meta.h - what a PDF says of itself: its Info dictionary (weak) and its XMP packet
 * (ISO 16684-1: Dublin Core, PRISM, XMP rights).
 */
#ifndef PH_PDF_META_H
#define PH_PDF_META_H

#include <poppler.h>

#include "indexer/document.h"

/* Adds metadata.  What cannot be read is passed over; a title that is a file's name or a
 * program's idea of one is none; the file's own dates say nothing of the document.  Returns
 * false when there is no memory. */
bool ph_pdf_meta(ph_arena *arena, ph_document *doc, PopplerDocument *pdf);

#endif
