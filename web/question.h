/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * question.h - from the parameters of an address to a query, and back to addresses.
 *
 * Both pages and API read parameters here.  What cannot be read becomes a complaint: the API
 * refuses the request with them, a page says them in words and shows the rest.
 */
#ifndef PH_QUESTION_H
#define PH_QUESTION_H

#include "search/query.h"
#include "web/context.h"

#define PH_PER_PAGE 10     /* unless asked otherwise; */
#define PH_PER_PAGE_NEW 20 /* of what is new */

typedef struct ph_complaint {
    ph_str name, value; /* of the parameter */
    ph_str text;        /* a sentence */
} ph_complaint;

typedef PH_VEC(ph_parameter) ph_parameters;

typedef struct ph_question {
    ph_query query;
    size_t page, per_page;    /* page from 1 */
    size_t usual;             /* per_page where nothing is said, which no address repeats */
    ph_parameters parameters; /* what was understood, in a fixed order, without "page" */
    PH_VEC(ph_complaint) complaints;
} ph_question;

/* Reads q, match, the facets and so on (ph_query_set), and page and per_page; the window
 * PH_WINDOW_MAX holds.  Parameters with an empty value count as not given: forms send them.
 * Only PH_NO_MEMORY is an error. */
ph_status ph_question_read(const ph_context *context, const ph_request *request,
                           ph_question *question, ph_error *err) PH_MUST_USE;

/* The same for a question that asks for passages (units.h). */
ph_status ph_question_read_units(const ph_context *context, const ph_request *request,
                                 ph_question *question, ph_error *err) PH_MUST_USE;

/* And for one that asks who did it (contacts.h). */
ph_status ph_question_read_contacts(const ph_context *context, const ph_request *request,
                                    ph_question *question, ph_error *err) PH_MUST_USE;

/* And for what is new: PH_PER_PAGE_NEW, what changed last first. */
ph_status ph_question_read_new(const ph_context *context, const ph_request *request,
                               ph_question *question, ph_error *err) PH_MUST_USE;

/* The address PATH?... of the same question.  without: the place in question->parameters of
 * one to leave out, or PH_NONE.  also: one to add, or NULL; "page" 1 is never written.
 * Percent-encoded (RFC 3986), in the arena; PH_ABSENT: no memory. */
#define PH_NONE SIZE_MAX
ph_str ph_question_link(ph_arena *arena, ph_str path, const ph_question *question,
                        size_t without, const ph_parameter *also);

/* As ph_question_link for page n. */
ph_str ph_question_page(ph_arena *arena, ph_str path, const ph_question *question,
                        size_t n);

/* Appends s percent-encoded for a query or a path segment. */
void ph_url_escape(ph_buf *buf, ph_str s);

#endif
