/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * feed.h - what is new: as a page, as JSON and as an Atom feed (RFC 4287) that can be paged
 * (RFC 5005, 3) and tells of the search that it is of (OpenSearch 1.1).
 *
 * New is what was added or changed last, of the answer to any question that /search takes; so
 * what a feed holds is what the search finds, the newest first.  `sort` is taken and means
 * nothing here.
 *
 *   view_new.c  the page, the JSON      feed.c  the feed, and links to it
 */
#ifndef PH_FEED_H
#define PH_FEED_H

#include "web/page.h"

/* /new, /api/v1/new */
ph_status ph_view_new(const ph_context *context, const ph_request *request,
                      ph_response *response, ph_error *err);

/* /feed.atom.  Wrong parameters are refused, as by the API. */
ph_status ph_feed_atom(const ph_context *context, const ph_request *request,
                       ph_response *response, ph_error *err);

/* The question with what says which documents are meant, without their order and pages. */
bool ph_question_bare(const ph_context *context, const ph_question *question,
                      ph_question *bare) PH_MUST_USE;

/* What a feed is called: "peerhub: what is new – “integrity”, Country: Kazakhstan". */
ph_str ph_feed_title(const ph_context *context, const ph_question *question);

/* Puts the feed of a question into the head of a page ("feeds"), and under `name` into the page's model
 * {"feed", "url", "words"} for subscribe.mustache: its address, that of the page of what is new, and the
 * words of the link to that (absent: there is none).  False: no memory. */
bool ph_page_feed(const ph_context *context, json_t *model, const char *name, ph_str words,
                  const ph_question *question);

/* The same for what these parameters alone ask for: {"country", "KZ"}; none: for everything. */
bool ph_page_feed_of(const ph_context *context, json_t *model, const char *name,
                     ph_str words, const ph_parameter *parameters, size_t n);

#endif
