/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * limits.h - every limit that a user can meet, in one table.  docs/limits.md tells them to
 * users; change both.
 */
#ifndef PH_LIMITS_H
#define PH_LIMITS_H

/* A model */
#define PH_SDG_BYTES ((size_t)4 << 20) /* weights of the goals' tagger */

/* A document */
#define PH_FILE_BYTES ((size_t)128 << 20)    /* a file that is parsed */
#define PH_SIDECAR_BYTES ((size_t)1 << 20)   /* its side-car */
#define PH_DOCUMENT_BYTES ((size_t)64 << 20) /* what a worker may answer */
#define PH_NESTING 64                        /* lists in lists, YAML in YAML */
#define PH_TITLE_BYTES 1000
#define PH_ATTRIBUTES 1000      /* of one element of XML or HTML */
#define PH_XML_ENTITY_GROWTH 10 /* times a file's size that its own entities may add */
#define PH_RTF_GROUPS 500       /* braces in braces */
#define PH_META_LIST 1000       /* values of one list in its metadata; more are left out */
#define PH_ID_BYTES 64
#define PH_HIDDEN_NAMES 1000 /* found in its contact data, and taken out of all of it */
#define PH_ORGANISATIONS 30  /* that a document keeps of those found in its text */
#define PH_PASSAGE_BYTES ((size_t)8 << 10) /* longer ones become several */

/* A package (OOXML, ODF, EPUB): a ZIP file that is one document */
#define PH_PACKAGE_BYTES ((size_t)128 << 20) /* what of it is text, unfolded */
#define PH_PACKAGE_MEMBERS 20000
#define PH_PACKAGE_RATIO 200 /* times its size; small ones may grow to 16 MB */

/* An archive (ZIP, tar), and files that hold others */
#define PH_ARCHIVE_BYTES ((uint64_t)4 << 30) /* of all members, unpacked */
#define PH_ARCHIVE_RATIO 1000 /* times its size; small ones may grow to 64 MB */
#define PH_ARCHIVE_SMALL_BYTES ((uint64_t)64 << 20)
#define PH_ARCHIVE_SIDECARS ((size_t)32 << 20) /* of all side-cars in one */
#define PH_ARCHIVE_MEMBERS 100000
#define PH_ARCHIVE_DEPTH 4    /* archives in archives */
#define PH_ARCHIVE_CRASHES 20 /* workers that may die of one file's parts */
#define PH_MEMBER_PATH_BYTES ((size_t)1000)
#define PH_PART_PATH_BYTES ((size_t)8 << 10) /* members in members, rows in them */
#define PH_FILE_PARTS 20000000               /* rows and members of one file */
#define PH_FILE_ANSWERS ((uint64_t)16 << 30) /* what a worker may answer for one file */
#define PH_FILE_GROWTH 16                    /* times its size, where that is more */

/* A spreadsheet; what is beyond is left out */
#define PH_SHEETS 250
#define PH_SHEET_ROWS 200000
#define PH_SHEET_COLUMNS 1000
#define PH_SHEET_CELLS 2000000 /* of all its sheets */
/* A table: CSV, JSON, JSON lines */
#define PH_ROW_BYTES ((size_t)16 << 20) /* a row; one object of JSON */
#define PH_TABLE_ROWS 10000000
#define PH_TABLE_COLUMNS 2000            /* further ones are left out */
#define PH_TABLE_TEXT ((size_t)16 << 20) /* of a table that is one document */
#define PH_TABLE_ABOVE 20                /* rows above the names of the columns */
#define PH_JSON_BYTES ((size_t)32 << 20) /* a JSON file whose root is an object */

/* A PDF document: what is behind these is left out, with a warning */
#define PH_PDF_PAGES 10000
#define PH_PDF_TEXT ((size_t)32 << 20)

/* A worker */
#define PH_WORKER_SECONDS 60
#define PH_WORKER_MEMORY ((size_t)1 << 30)
#define PH_WORKER_FILES 64 /* open at once */

/* Watching */
#define PH_WATCH_SECONDS 600      /* between two looks though nothing was told */
#define PH_WATCH_SECONDS_BLIND 10 /* where the system cannot tell of everything */

/* A repository that is harvested (OAI-PMH) */
#define PH_HARVEST_ADDRESS_BYTES ((size_t)2000)
#define PH_HARVEST_PAGE_BYTES ((size_t)32 << 20) /* an answer, unpacked */
#define PH_HARVEST_PAGES 200000                  /* answers of one list */
#define PH_HARVEST_RECORDS 10000000              /* records of one list */
#define PH_HARVEST_ID_BYTES ((size_t)1000)       /* a record's identifier */
#define PH_HARVEST_TOKEN_BYTES ((size_t)8 << 10) /* a resumptionToken */
#define PH_HARVEST_PAUSE_MS 500                  /* between two requests */
#define PH_HARVEST_CONNECT_SECONDS 30
#define PH_HARVEST_STALL_SECONDS 60   /* without a byte */
#define PH_HARVEST_ANSWER_SECONDS 600 /* one answer */
#define PH_HARVEST_REDIRECTS 5
#define PH_HARVEST_TRIES 5          /* of one request */
#define PH_HARVEST_WAIT_SECONDS 600 /* that a repository may ask for between two tries */
#define PH_HARVEST_RESTARTS 3       /* of a list whose token has expired */
#define PH_HARVEST_OVERLAP_SECONDS                                                         \
    300 /* of two harvests; a day where the repository knows days alone */
#define PH_HARVEST_WATCH_SECONDS 3600  /* between two looks, in a watch */
#define PH_HARVEST_GONE_SECONDS 86400L /* and between two for what is gone without a word */

/* A question */
#define PH_QUERY_BYTES 2000     /* what is longer is cut */
#define PH_QUERY_WORDS 64       /* those of phrases too */
#define PH_QUERY_PHRASES 16     /* and NEARs; further ones are words that stand anywhere */
#define PH_QUERY_LOOKED 1000000 /* documents where it looks at places of words (budget.h) */
#define PH_QUERY_DEPTH 16       /* parentheses */
#define PH_QUERY_NAMES 8        /* names of countries in it: each costs a millisecond */
#define PH_QUERY_PREFIXES 8     /* prefix*; further ones are words */
#define PH_QUERY_EXPANSIONS 200 /* words that prefix* stands for */
#define PH_QUERY_EXPANSIONS_ALL                                                            \
    500                  /* all prefix* of a question together, in equal shares */
#define PH_LABEL_WORDS 8 /* of a label that a question may have; longer ones are none */
#define PH_EXPANSION_LABELS 4 /* of a language that may count as one word */
#define PH_EXPANSIONS_MAX 200 /* labels that are added to one question */
#define PH_EFFECTS_MOST 16    /* times that a question is counted without labels */
#define PH_CHOICES_MAX 100    /* of one facet or other list of values */
#define PH_BATCH_BYTES ((size_t)64 << 20) /* a file of questions */

/* An answer */
#define PH_WINDOW_MAX 10000      /* offset + limit */
#define PH_PAGE_MAX 100          /* results on one page or in one answer over HTTP */
#define PH_MATCH_FEW 10          /* match=auto: fewer than these, and any word will do */
#define PH_TIES_MAX 10000        /* equal weights at a page's end that are put in order */
#define PH_PASSAGES_SHOWN 3      /* passages below a result */
#define PH_HEIRS_MAX 16          /* removed documents, one in the place of the other */
#define PH_EDITIONS_MAX 50       /* editions of a work, times the results of a page */
#define PH_UNITS_DOCUMENTS 50000 /* that a search for passages looks into */
#define PH_UNITS_LOOKED                                                                    \
    400000                  /* and the places of words in them, one each, that it reads */
#define PH_UNITS_SHOWN 100  /* passages of one document in its answer */
#define PH_UPTAKE_UNITS 200 /* recommendations of a document whose uptake is looked for */
#define PH_UPTAKE_EACH 5    /* later practices shown for one of them */
#define PH_PROOF_SHOWN 3    /* documents shown for an organisation, */
#define PH_TOPICS_SHOWN 10  /* topics of its documents, */
#define PH_PEOPLE_SHOWN 10  /* people of it who consent, */
#define PH_WAYS_READ 20     /* and documents looked at for those and for its addresses */
#define PH_PEERS_SHOWN 10   /* nearest peers on a country's page */
#define PH_GAPS_MAX 20      /* goals, and themes, that peers have and a country has not */
#define PH_EXAMPLES 3       /* documents shown of each of these */
#define PH_RETRIES 5        /* a search begun anew because the index moved on */
#define PH_RECONNECTS 2     /* and because a shard's server was not there any more */

/* Spelling */
#define PH_SPELL_FEW 10   /* fewer documents, and another spelling is looked for */
#define PH_SPELL_WORDS 8  /* words of a question that are looked for in the list of words */
#define PH_SPELL_NEAR 200 /* words near one, nearest first, whose frequency is asked for */
#define PH_SPELL_RARER 50 /* times: so much rarer is a word taken for misspelt */
#define PH_SPELL_TRIES 8  /* spellings of a question that are tried, each cheaper by that */

/* Suggestions */
#define PH_SUGGEST_MAX 20    /* in one answer */
#define PH_SUGGEST_BYTES 200 /* of a text that is typed; longer ones have none */
#define PH_SUGGEST_STARTS 4  /* words of a title, besides the first, by which it is found */
#define PH_SUGGEST_PER_DOCUMENT 20 /* words, and phrases, of its title and headings */
#define PH_SUGGEST_STEPS 300       /* terms of the index looked at for one list */
#define PH_SUGGEST_SAME 20         /* documents of one title: more have no address */

/* An index */
#define PH_TERM_BYTES 64 /* a word's bytes in the index; longer ones are cut */
#define PH_SHARDS_MAX 64
#define PH_COLUMN_VALUES 65536u /* facet values of a shard; with more, counting is slower */
#define PH_KEPT_BYTES                                                                      \
    ((size_t)64 << 20) /* sets of documents of frequent words that are kept in memory */
#define PH_QUEUE_BYTES                                                                     \
    ((size_t)16 << 20) /* documents that wait to be built; and to be written */
#define PH_COMMIT_LEAST ((size_t)4 << 20) /* text between two commits of a shard */
#define PH_COMMIT_MOST                                                                     \
    ((size_t)32 << 20) /* of all shards together, but that least for each */

/* A shard behind xapian-tcpsrv */
#define PH_SHARD_CONNECT_MS 3000
#define PH_SHARD_ANSWER_MS 30000 /* one question to it */
#define PH_FREQS_KEPT 4096 /* frequencies of terms that a reader keeps: a power of two */

/* A server */
#define PH_THREADS_MAX 256
#define PH_QUEUE_MAX 256         /* requests that wait for a search thread; more get 503 */
#define PH_CONNECTIONS_MAX 500   /* open at once */
#define PH_METRICS_CONNECTIONS 8 /* to the listener of metrics */
#define PH_IDLE_SECONDS 30       /* a connection on which nothing happens is closed */
#define PH_STOP_SECONDS 20    /* what is in flight when the server stops may take so long */
#define PH_PARAMETERS_MAX 200 /* parameters of a request; more are refused */
#define PH_TEMPLATE_DEPTH 32  /* sections and partials of a page in each other */
#define PH_ASSET_BYTES ((size_t)1 << 20)     /* a template, a style sheet */
#define PH_LINK_BYTES 2000                   /* an address in the header field Link */
#define PH_LINK_AUTHORS 4000                 /* and in all up to the last author in it */
#define PH_MOVED_BYTES 8000                  /* a query that goes along with a 301 */
#define PH_FORM_BYTES ((size_t)64 << 10)     /* a form's body, where one is taken (/oai) */
#define PH_HARVEST_PAGE 100                  /* records in one answer of /oai */
#define PH_HARVEST_IDS 500                   /* and headers */
#define PH_SITEMAP_URLS 50000                /* in one sitemap, as sitemaps.org has it */
#define PH_CATALOGUE_BYTES ((size_t)4 << 20) /* the words of the pages in a language */
#define PH_PACK_BYTES ((size_t)64 << 20) /* documents in the ZIP file of a course pack */
#define PH_PACK_MAX 50 /* documents in a course pack: each address has all of their ids */
#define PH_EDITION_ROWS 500 /* rows of a list on one page of an offline edition */
#define PH_OFFLINE_LANGUAGES                                                               \
    52 /* whose labels it searches by: a bit each, in a number of JavaScript */
#define PH_EDITION_DOCUMENTS 100000
#define PH_CONFIG_BYTES ((size_t)64 << 10) /* a configuration file */
#define PH_CONFIG_TEXT 2000                /* a name or a note in it */

#endif
