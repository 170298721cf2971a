/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * oai.h - the Open Archives Initiative Protocol for Metadata Harvesting 2.0 (OAI-PMH,
 * https://www.openarchives.org/OAI/openarchivesprotocol.html): the collection for other
 * catalogues, as Dublin Core (oai_dc).
 *
 * Datestamps are when a record became what it is in this index (PH_SLOT_WRITTEN), to the second.
 * Sets are values of the facets type, sdg and country: "country:KZ".  What was removed is told
 * for as long as the index exists; what was forgotten only to who asks for its identifier, since
 * nothing here knows it any more: so deletions are "transient".  A resumption token holds the
 * place that the list has come to (harvest.h) and the arguments, the server nothing: tokens do
 * not expire.  Contacts are in no record.
 *
 *   oai.c            the verbs      oai_arguments.c  what is asked      oai_write.c  XML
 */
#ifndef PH_OAI_H
#define PH_OAI_H

#include "search/harvest.h"
#include "web/context.h"
#include "web/xml.h"

/* /oai, by GET and POST.  An error of the protocol is an answer like any other (200). */
ph_status ph_oai(const ph_context *context, const ph_request *request,
                 ph_response *response, ph_error *err);

/* --- shared by its files --------------------------------------------------------------------- */

typedef enum ph_oai_verb {
    PH_OAI_IDENTIFY,
    PH_OAI_FORMATS,
    PH_OAI_SETS,
    PH_OAI_GET,
    PH_OAI_IDENTIFIERS,
    PH_OAI_RECORDS,
    PH_OAI_VERBS /* how many */
} ph_oai_verb;

typedef enum ph_oai_argument {
    PH_OAI_IDENTIFIER,
    PH_OAI_PREFIX,
    PH_OAI_FROM,
    PH_OAI_UNTIL,
    PH_OAI_SET,
    PH_OAI_TOKEN,
    PH_OAI_ARGUMENTS /* how many */
} ph_oai_argument;

extern const char *const ph_oai_verb_names[PH_OAI_VERBS];
extern const char *const ph_oai_argument_names[PH_OAI_ARGUMENTS];

typedef struct ph_oai_request {
    ph_oai_verb verb;
    ph_str given[PH_OAI_ARGUMENTS]; /* as sent; absent: not given */
    ph_harvest harvest;             /* of a list */
    uint64_t cursor;                /* records in the answers before this one */
    uint64_t total;                 /* of the whole list; known behind its first answer */
    const char *error;              /* "badVerb"; NULL: none */
    ph_str words;                   /* about it */
} ph_oai_request;

/* Reads the arguments of a request.  What is wrong with them becomes `error`. */
ph_status ph_oai_read(const ph_context *context, const ph_request *request,
                      ph_oai_request *asked, ph_error *err) PH_MUST_USE;

/* Sets the error. */
ph_status ph_oai_refuse(const ph_context *context, ph_oai_request *asked, const char *code,
                        const char *format, ...) PH_PRINTF(4, 5);

/* The token of what comes behind a place.  PH_ABSENT: no memory. */
ph_str ph_oai_token(const ph_context *context, const ph_oai_request *asked, ph_str place,
                    uint64_t cursor, uint64_t total);

/* The domain in the identifiers of this repository: "hub.example". */
ph_str ph_oai_namespace(const ph_context *context);

/* The address of this page. */
ph_str ph_oai_base(const ph_context *context);

/* <header> of a document or tombstone, and the whole <record>. */
bool ph_oai_header(const ph_context *context, ph_xml *xml, const ph_harvested *one);
bool ph_oai_record(const ph_context *context, ph_xml *xml, const ph_harvested *one);

#endif
