/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * openapi.h - /openapi.json: every address of the site, for programs (OpenAPI 3.1).
 *
 * Made when it is asked for, so that it cannot drift: of web/api/openapi.json (what answers look
 * like; "enum": "@country" stands for the values of a table), of the vocabularies and the tables
 * of the schema, and of ph_operations, one row for each row of routes.c.  A new route is one entry
 * there; tests/http/openapi.sh says which is missing.
 */
#ifndef PH_OPENAPI_H
#define PH_OPENAPI_H

#include "web/context.h"

/* Groups of parameters that an address takes. */
enum {
    PH_TAKES_QUESTION = 1, /* q, match, facets and what else chooses documents */
    PH_TAKES_PEER = 2,
    PH_TAKES_SORT = 4,
    PH_TAKES_SORT_UNITS = 8, /* no order by title */
    PH_TAKES_SORT_NONE = 16, /* by relevance alone */
    PH_TAKES_UNITS = 32,     /* kind, addressee */
    PH_TAKES_PAGE = 64,      /* page, per_page */
    PH_TAKES_COLUMNS = 128,
    PH_TAKES_TEXT = 256,       /* q alone, */
    PH_TAKES_LIMIT = 512,      /* and how many suggestions */
    PH_TAKES_UI = 1024,        /* the language */
    PH_TAKES_VERSION = 2048,   /* v, of an asset */
    PH_TAKES_RANGE = 4096,     /* Range and If-Range, and 206 and 416 with them */
    PH_TAKES_FOLLOW_UP = 8192, /* what an agenda has */
    PH_TAKES_DAY = 16384,      /* its day, which may be left out, */
    PH_NEEDS_DAY = 32768,      /* or not */
    PH_TAKES_OAI = 65536,      /* arguments of OAI-PMH, */
    PH_NEEDS_VERB = 131072     /* and its verb */
};

/* What an address does besides. */
enum {
    PH_ANSWERS_HTML = 1,
    PH_ANSWERS_404 = 2,
    PH_ANSWERS_410 = 4,   /* and 301, where another document came in its place */
    PH_ANSWERS_503 = 8,   /* asks the index */
    PH_ANSWERS_304 = 16,  /* has an entity tag */
    PH_ANSWERS_FORMS = 32 /* a POST of a form too */
};

typedef struct ph_operation {
    const char *path;    /* "/documents/{id}.ris"; its route has "*" for "{id}" */
    const char *id;      /* "getDocumentRis" */
    const char *tag;     /* as in web/api/openapi.json */
    const char *summary; /* a few words */
    unsigned takes, answers;
    const char *json; /* the schema of its JSON; NULL: none */
    const char *type; /* another media type of its answer, without parameters; NULL: none */
} ph_operation;

extern const ph_operation ph_operations[]; /* path NULL at the end */

/* The document as JSON; NULL: no memory, or web/api/openapi.json is broken.  The caller owns it. */
json_t *ph_openapi_json(const ph_context *context);

/* GET /openapi.json */
ph_status ph_view_openapi(const ph_context *context, const ph_request *request,
                          ph_response *response, ph_error *err);

#endif
