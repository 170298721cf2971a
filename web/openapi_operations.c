/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of what addresses take and answer: a row for each row of routes.c. */
#include "config.h"

#include "web/openapi.h"

#define SEARCH (PH_TAKES_QUESTION | PH_TAKES_PEER | PH_TAKES_SORT | PH_TAKES_PAGE)
#define UNITS (PH_TAKES_QUESTION | PH_TAKES_SORT_UNITS | PH_TAKES_UNITS | PH_TAKES_PAGE)
#define CONTACTS (PH_TAKES_QUESTION | PH_TAKES_SORT_NONE | PH_TAKES_PAGE)
#define MATRIX (SEARCH | PH_TAKES_COLUMNS)
#define FOLLOW_UP (PH_TAKES_FOLLOW_UP | PH_TAKES_UI)
#define UI PH_TAKES_UI

#define HTML PH_ANSWERS_HTML
#define INDEX (PH_ANSWERS_503 | PH_ANSWERS_304) /* asks the index */
#define ONE (INDEX | PH_ANSWERS_404)            /* for one thing, */
#define KEPT (ONE | PH_ANSWERS_410)             /* which may have been removed */

const ph_operation ph_operations[] = {
    /* Questions and answers */
    {"/search", "search", "Search", "Results and facets", SEARCH | UI, HTML | INDEX,
     "SearchAnswer", NULL},
    {"/api/v1/search", "searchJson", "Search", "Results and facets", SEARCH | UI, INDEX,
     "SearchAnswer", NULL},
    {"/search.{format}", "exportSearch", "Search",
     "A page of results as references or as a table", SEARCH | UI, INDEX | PH_ANSWERS_404,
     NULL, "*/*"},
    {"/recommendations", "recommendations", "Search",
     "Recommendations, conclusions and commitments as results", UNITS | UI, HTML | INDEX,
     "UnitsAnswer", NULL},
    {"/api/v1/recommendations", "recommendationsJson", "Search",
     "Recommendations, conclusions and commitments as results", UNITS | UI, INDEX,
     "UnitsAnswer", NULL},
    {"/contacts", "contacts", "Search", "Who did this", CONTACTS | UI, HTML | INDEX,
     "ContactsAnswer", NULL},
    {"/api/v1/contacts", "contactsJson", "Search", "Who did this", CONTACTS | UI, INDEX,
     "ContactsAnswer", NULL},
    {"/contacts.vcf", "contactsVcard", "Search", "Who did this, as vCards (RFC 6350)",
     CONTACTS | UI, INDEX, NULL, "text/vcard"},
    {"/matrix", "matrix", "Search", "Countries by goals or themes", MATRIX | UI,
     HTML | INDEX, "MatrixAnswer", NULL},
    {"/api/v1/matrix", "matrixJson", "Search", "Countries by goals or themes", MATRIX | UI,
     INDEX, "MatrixAnswer", NULL},
    {"/matrix.csv", "matrixCsv", "Search", "Countries by goals or themes, as a table",
     MATRIX | UI, INDEX, NULL, "text/csv"},

    {"/new", "new", "Search", "What was added or changed last", SEARCH | UI, HTML | INDEX,
     "SearchAnswer", NULL},
    {"/api/v1/new", "newJson", "Search", "What was added or changed last", SEARCH | UI,
     INDEX, "SearchAnswer", NULL},
    {"/feed.atom", "feed", "Search", "The same as a feed (Atom, RFC 4287)", SEARCH | UI,
     INDEX, NULL, "application/atom+xml"},

    /* A document */
    {"/documents/{id}", "document", "Documents",
     "A document with its passages, tags and the words that made them", UI, HTML | KEPT,
     "Record", NULL},
    {"/documents/{id}.json", "documentJson", "Documents", "A document as its record", UI,
     KEPT, "Record", NULL},
    {"/api/v1/documents/{id}", "record", "Documents", "A document as its record", UI, KEPT,
     "Record", NULL},
    {"/documents/{id}.csl.json", "documentCsl", "Documents",
     "A document as a reference in CSL-JSON", UI, KEPT, NULL,
     "application/vnd.citationstyles.csl+json"},
    {"/documents/{id}.ris", "documentRis", "Documents", "A document as a reference in RIS",
     UI, KEPT, NULL, "application/x-research-info-systems"},
    {"/documents/{id}.bib", "documentBibtex", "Documents",
     "A document as a reference in BibTeX", UI, KEPT, NULL, "application/x-bibtex"},
    {"/documents/{id}.txt", "documentText", "Documents", "A document as plain text", UI,
     KEPT, NULL, "text/plain"},
    {"/documents/{id}/original", "original", "Documents",
     "The file that it was made of, where its licence and this site hand it out",
     UI | PH_TAKES_RANGE, KEPT, NULL, "*/*"},
    {"/documents/{id}/uptake", "uptake", "Documents",
     "Later practices of other countries that match its recommendations", UI, HTML | KEPT,
     "UptakeAnswer", NULL},
    {"/api/v1/documents/{id}/uptake", "uptakeJson", "Documents",
     "Later practices of other countries that match its recommendations", UI, KEPT,
     "UptakeAnswer", NULL},

    /* What was chosen */
    {"/pack", "pack", "Packs", "A course pack", UI, HTML | INDEX, "PackAnswer", NULL},
    {"/api/v1/pack", "packJson", "Packs", "A course pack", UI, INDEX, "PackAnswer", NULL},
    {"/pack.zip", "packZip", "Packs",
     "What licences allow of a course pack, with a reading list", UI, INDEX, NULL,
     "application/zip"},
    {"/pack.{format}", "exportPack", "Packs", "A course pack as references or as a table",
     UI, INDEX | PH_ANSWERS_404, NULL, "*/*"},
    {"/follow-up", "followUp", "Packs", "An agenda of a pack and of who did it",
     FOLLOW_UP | PH_TAKES_DAY, HTML | INDEX, "FollowUpAnswer", NULL},
    {"/api/v1/follow-up", "followUpJson", "Packs", "An agenda of a pack and of who did it",
     FOLLOW_UP | PH_TAKES_DAY, INDEX, "FollowUpAnswer", NULL},
    {"/follow-up.ics", "followUpCalendar", "Packs", "The agenda as iCalendar (RFC 5545)",
     FOLLOW_UP | PH_NEEDS_DAY, PH_ANSWERS_503, NULL, "text/calendar"},
    {"/follow-up.vcf", "followUpVcard", "Packs", "Who did it, as vCards (RFC 6350)",
     FOLLOW_UP | PH_TAKES_DAY, INDEX, NULL, "text/vcard"},

    /* Subjects */
    {"/countries/{country}", "country", "Subjects", "What is known of a country", UI,
     HTML | ONE, "CountryAnswer", NULL},
    {"/api/v1/countries/{country}", "countryJson", "Subjects", "What is known of a country",
     UI, ONE, "CountryAnswer", NULL},
    {"/sdgs/{sdg}", "sdg", "Subjects", "What is known of a goal or target", UI, HTML | ONE,
     "SubjectAnswer", NULL},
    {"/api/v1/sdgs/{sdg}", "sdgJson", "Subjects", "What is known of a goal or target", UI,
     ONE, "SubjectAnswer", NULL},
    {"/themes/{theme}", "theme", "Subjects", "What is known of a theme", UI, HTML | ONE,
     "SubjectAnswer", NULL},
    {"/api/v1/themes/{theme}", "themeJson", "Subjects", "What is known of a theme", UI, ONE,
     "SubjectAnswer", NULL},
    {"/events/{event}", "event", "Subjects", "What is known of a meeting", UI, HTML | ONE,
     "SubjectAnswer", NULL},
    {"/api/v1/events/{event}", "eventJson", "Subjects", "What is known of a meeting", UI,
     ONE, "SubjectAnswer", NULL},

    /* While somebody types */
    {"/suggest", "suggestOpenSearch", "Suggestions", "OpenSearch suggestions (1.1)",
     PH_TAKES_TEXT | UI, INDEX, "OpenSearchSuggestions", NULL},
    {"/api/v1/suggest", "suggest", "Suggestions", "The same as objects",
     PH_TAKES_TEXT | PH_TAKES_LIMIT | UI, INDEX, "SuggestAnswer", NULL},

    /* The site */
    {"/", "home", "Site", "What is here, and the ways in", UI, HTML | INDEX, NULL, NULL},
    {"/about", "about", "Site", "About this hub", UI, HTML | PH_ANSWERS_304, NULL, NULL},
    {"/privacy", "privacy", "Site", "What this site learns of whom", UI,
     HTML | PH_ANSWERS_304, NULL, NULL},
    {"/contribute", "contribute", "Site", "How to write a practice note", UI,
     HTML | PH_ANSWERS_304, NULL, NULL},
    {"/contribute/{form}", "contributeForm", "Site", "A form for a practice note",
     PH_TAKES_VERSION, PH_ANSWERS_404 | PH_ANSWERS_304, NULL, "*/*"},
    {"/openapi.json", "openApi", "Site", "This document", 0, INDEX, "OpenApi", NULL},
    {"/oai", "harvest", "Site", "OAI-PMH 2.0", PH_NEEDS_VERB | PH_TAKES_OAI,
     PH_ANSWERS_503 | PH_ANSWERS_FORMS, NULL, "text/xml"},
    {"/opensearch.xml", "openSearch", "Site", "How to search here (OpenSearch 1.1)", UI,
     PH_ANSWERS_304, NULL, "application/opensearchdescription+xml"},
    {"/sitemap.{sitemap}", "sitemap", "Site", "Addresses for crawlers", 0,
     INDEX | PH_ANSWERS_404, NULL, "text/xml"},
    {"/healthz", "health", "Site", "Whether the process answers", 0, 0, NULL, "text/plain"},
    {"/readyz", "ready", "Site", "Whether the index could be read when last tried", 0,
     PH_ANSWERS_503, NULL, "text/plain"},
    {"/robots.txt", "robots", "Site", "For crawlers", 0, PH_ANSWERS_304, NULL,
     "text/plain"},
    {"/assets/{name}", "asset", "Site", "Style sheets and pictures", PH_TAKES_VERSION,
     PH_ANSWERS_404 | PH_ANSWERS_304, NULL, "*/*"},
    {0},
};
