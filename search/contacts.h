/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contacts.h - who did this: the organisations of all documents that answer a question, and
 * people who consent to be asked.
 *
 * The set is that of ph_search (facets, exclude=, match=auto and all).  An organisation's weight
 * is the sum over the set's works of what its role in each weighs (organisations.h), exact and
 * the same for any number of shards; the heaviest come first, ties by key.  Organisations of a
 * country in exclude= are left out, and so are people there.
 *
 * Only what documents publish is shown: contacts that consent and whose consent has not ended
 * (record.h), addresses that authors or the vocabulary of organisations give, pages of publishers.
 * People are named only by a public consent in a document that answers the question.
 */
#ifndef PH_CONTACTS_H
#define PH_CONTACTS_H

#include "search/search.h"

/* A document in which an organisation was found. */
typedef struct ph_proof {
    ph_str id, title, type, date, language;
    ph_role role;
    ph_tags countries;      /* what it is about */
    ph_hit_passage passage; /* that names the organisation; n 0: none does */
} ph_proof;

/* A published way to write to an organisation. */
typedef enum ph_way_of {
    PH_WAY_CONTACT,      /* a contact of it that consents */
    PH_WAY_ORGANISATION, /* its own address */
    PH_WAY_PUBLISHER,    /* a page that it has published */
    PH_WAY_SOURCE        /* the page of a document that tells of it */
} ph_way_of;

typedef struct ph_way {
    bool mailbox; /* a functional mailbox; else a web page */
    ph_way_of of;
    ph_str address;  /* "office@example.org", "https://example.org/" */
    ph_str document; /* the id of the one that tells it; absent: the vocabulary */
} ph_way;

const char *ph_way_kind(const ph_way *way);  /* "functional mailbox", "web page" */
const char *ph_way_of_name(ph_way_of of);    /* "contact", "organisation" ... */
const char *ph_way_words(const ph_way *way); /* "page of the organisation" */

/* Somebody who consents to be named. */
typedef struct ph_person {
    ph_str name, role, organisation, country, email, phone, url;
    ph_str document, title; /* where that is told */
    ph_str modified;        /* of that document */
} ph_person;

/* A theme or a goal of an organisation's documents. */
typedef struct ph_topic {
    ph_facet facet;
    ph_str value;
    uint64_t count; /* of its documents in the whole collection */
    uint64_t found; /* of those that answer the question */
} ph_topic;

typedef struct ph_who {
    uint64_t key; /* names it in the index, and everywhere */
    ph_str id;    /* in the vocabulary; else absent */
    ph_str name, country, url;
    double weight;
    uint64_t documents;      /* works that answer the question and have it */
    PH_VEC(ph_proof) proof;  /* the best PH_PROOF_SHOWN, by relevance */
    PH_VEC(ph_topic) topics; /* what it has worked on besides first, most frequent first */
    PH_VEC(ph_way) ways;     /* the best first */
    PH_VEC(ph_person) people;
    ph_str modified; /* when the newest of the documents above came in or changed */
} ph_who;

typedef struct ph_contacts_result {
    uint64_t total;     /* organisations; exact */
    uint64_t documents; /* works that answer the question, as ph_result.total */
    ph_facet_counts facets[PH_FACETS]; /* of these, as in ph_result */
    ph_match match;
    bool relaxed; /* as in ph_result, and so are these: */
    ph_expansion_list expansions;
    ph_str suggestion;
    ph_strs missing; /* as in ph_result: then nothing here is exact */
    double took_ms;
    PH_VEC(ph_who) organisations; /* offset and limit of the query */
    PH_VEC(ph_person) people; /* those who name no organisation, newest documents first */
} ph_contacts_result;

/* Fails as ph_search. */
ph_status ph_contacts(ph_reader *reader, const ph_query *query, ph_arena *arena,
                      ph_contacts_result *result, ph_error *err) PH_MUST_USE;

#endif
