/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "indexer/parse_common.h"
#include "indexer/parse_contacts.h"
#include "indexer/xml_tree.h"
#include "search/text.h"

#define MARKED_BYTES 4000 /* of one element that are looked at for names */

/* Whether a list of words, as of a class, has one of ours in any case. */
static bool has_word(ph_str list, const char *const *words, size_t n)
{
    for (size_t i = 0; i < list.n;) {
        size_t from = i;
        while (i < list.n && !strchr(" \t\r\n", list.s[i]))
            i++;
        for (size_t w = 0; w < n; w++)
            if (ph_eq_nocase(ph_sub(list, from, i), ph_cstr(words[w])))
                return true;
        i++;
    }
    return false;
}

#define HAS_WORD(list, words) has_word((list), (words), sizeof(words) / sizeof *(words))

/* "http://schema.org/Person" among types. */
static bool is_person_type(ph_str types)
{
    static const char *const kinds[] = {
        "/Person",       "/ContactPoint",       "/PostalAddress", "foaf:Person",
        "schema:Person", "schema:ContactPoint", "vcard:VCard",    "vcard:Individual"};
    for (size_t i = 0; types.n && i < sizeof kinds / sizeof *kinds; i++)
        if (memmem(types.s, types.n, kinds[i], strlen(kinds[i])))
            return true;
    return ph_eqc(types, "Person") || ph_eqc(types, "ContactPoint");
}

static bool is_author(const xmlNode *element)
{
    static const char *const properties[] = {"author", "creator", "schema:author",
                                             "dc:creator", "dcterms:creator"};
    static const char *const classes[] = {"p-author", "author", "byline"};
    return HAS_WORD(ph_attr(element, "itemprop"), properties) ||
           HAS_WORD(ph_attr(element, "property"), properties) ||
           HAS_WORD(ph_attr(element, "rel"), properties) ||
           HAS_WORD(ph_attr(element, "class"), classes);
}

static bool is_html_contact(const xmlNode *element)
{
    static const char *const classes[] = {
        "vcard",   "h-card",      "hcard",          "gmail_signature", "moz-signature",
        "p-tel",   "u-email",     "contact-person", "contact-info",    "contact-details",
        "contact", "contactinfo", "signature"};
    static const char *const ids[] = {"Signature", "contact-person", "contact-details"};
    static const char *const properties[] = {"telephone", "email", "faxNumber",
                                             "contactPoint"};
    static const char *const schemes[] = {"mailto:", "tel:", "callto:", "sms:", "skype:"};
    ph_str href = ph_trim(ph_attr(element, "href"));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (ph_eq_nocase(ph_sub(href, 0, strlen(schemes[i])), ph_cstr(schemes[i])))
            return true;
    if (strcmp((const char *)element->name, "body") == 0 || is_author(element))
        return false;
    return strcmp((const char *)element->name, "address") == 0 ||
           HAS_WORD(ph_attr(element, "class"), classes) ||
           HAS_WORD(ph_attr(element, "id"), ids) ||
           HAS_WORD(ph_attr(element, "itemprop"), properties) ||
           is_person_type(ph_attr(element, "itemtype")) ||
           is_person_type(ph_attr(element, "typeof"));
}

static bool is_xml_contact(const xmlNode *element)
{
    static const char *const names[] = {"corresp",
                                        "email",
                                        "e-mail",
                                        "author-notes",
                                        "phone",
                                        "telephone",
                                        "tel",
                                        "fax",
                                        "mobile",
                                        "contact",
                                        "contacts",
                                        "contactPerson",
                                        "contactPoint",
                                        "contactInfo",
                                        "contactDetails",
                                        "contact-info",
                                        "contact-person",
                                        "contact_person",
                                        "contact_info",
                                        "contactName",
                                        "vcard",
                                        "participants",
                                        "participant",
                                        "attendees",
                                        "attendee",
                                        "CI_Contact",
                                        "CI_ResponsibleParty",
                                        "pointOfContact",
                                        "electronicMailAddress"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ph_eq_nocase(ph_cstr((const char *)element->name), ph_cstr(names[i])))
            return true;
    return false;
}

/* The names of attributes that say a person's name where the text does not. */
static void add_attributes(ph_buf *text, const xmlNode *element)
{
    static const char *const names[] = {"title", "aria-label", "content", "name", "alt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ph_str value = ph_attr(element, names[i]);
        if (value.n) {
            ph_buf_addc(text, " | ");
            ph_buf_add(text, value);
        }
    }
}

/* The pieces of an element's text, "|" between those of its elements. */
static void add_text(ph_buf *text, const xmlNode *element)
{
    add_attributes(text, element);
    for (const xmlNode *n = element->children; n && text->n < MARKED_BYTES; n = n->next) {
        if (n->type == XML_ELEMENT_NODE) {
            ph_buf_addc(text, " | ");
            add_text(text, n);
            ph_buf_addc(text, " | ");
        } else {
            ph_xml_text(text, n);
        }
    }
}

static bool take_out(ph_document *doc, ph_arena *arena, xmlNode *element)
{
    ph_buf text = {0};
    add_text(&text, element);
    ph_str clean =
        text.failed
            ? PH_ABSENT
            : ph_text_clean(arena, ph_utf8_cut(ph_buf_str(&text), MARKED_BYTES), false);
    ph_buf_free(&text);
    while (element->children) {
        xmlNode *child = element->children;
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }
    return clean.s &&
           ph_document_meta(doc, arena, PH_ORIGIN_GUESS, PH_STR(PH_META_MARKED), clean);
}

bool ph_contacts_out(ph_document *doc, ph_arena *arena, xmlNode *root, bool html)
{
    xmlNode *at = root;
    while (at) {
        bool contact = at != root && (html ? is_html_contact(at) : is_xml_contact(at));
        if (contact && !take_out(doc, arena, at))
            return false;
        at = (xmlNode *)(uintptr_t)ph_next(root, at, !contact);
    }
    return true;
}
