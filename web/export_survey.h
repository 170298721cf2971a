/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * export_survey.h - what an offline edition is going to have, looked at before its first page.
 */
#ifndef PH_EXPORT_SURVEY_H
#define PH_EXPORT_SURVEY_H

#include "search/search.h"
#include "web/edition.h"

/* Fills in documents, organisations, both by letters, and people of an edition whose arena and
 * language are set, and its date where that is negative: when the newest document came in or
 * changed.  PH_BUSY: the index changes meanwhile; PH_LIMIT: too many documents; as ph_search. */
ph_status ph_export_survey(const ph_site *site, ph_reader *reader, ph_edition *edition,
                           ph_error *err) PH_MUST_USE;

#endif
