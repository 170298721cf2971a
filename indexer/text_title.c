/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <unicode/uchar.h>

#include "indexer/text_lines.h"
#include "indexer/text_title.h"
#include "search/limits.h"
#include "search/text.h"

#define LINE_BYTES 300 /* a longer line is no title */

/* Words of headings that say what kind of text follows and not what it is about; as
 * ph_text_key writes them. */
static const char *const general[] = {
    "a", "and", "for", "from", "in", "key", "main", "of", "on", "the", "to", "with",
    "action", "actions", "agreed", "annex", "brief", "communique", "conclusion",
    "conclusions", "declaration", "document", "draft", "executive", "final", "findings",
    "follow", "forward", "general", "introduction", "lessons", "learned", "learnt",
    "meeting", "message", "messages", "minutes", "next", "note", "notes", "outcome",
    "outcomes", "overview", "points", "policy", "proceedings", "proposals",
    "recommendation", "recommendations", "record", "remarks", "report", "result", "results",
    "statement", "steps", "summary", "takeaways", "up", "way",
    /* Russian */
    "и", "по", "для", "о", "вывод", "выводы", "доклад", "документ", "заключение",
    "заключения", "заявление", "заметка", "записка", "итог", "итоги", "итоговый",
    "ключевые", "краткий", "общие", "основные", "отчет", "положения", "предложения",
    "протокол", "резюме", "результаты", "рекомендации", "сообщения", "уроки", "шаги",
    "дальнейшие",
    /* French */
    "a", "aux", "cles", "conclusions", "de", "des", "du", "enseignements", "et", "finale",
    "finales", "generales", "les", "messages", "principales", "principaux", "rapport",
    "recommandations", "resultats", "resume", "suites", "synthese",
    /* Romanian */
    "cheie", "concluzii", "finale", "generale", "invatate", "lectii", "mesaje", "pasi",
    "principale", "raport", "recomandari", "rezultate", "rezumat", "si", "urmatorii",
    /* Serbian, in both scripts */
    "glavne", "i", "izvestaj", "kljucne", "koraci", "poruke", "preporuke", "rezime",
    "rezultati", "zakljucci", "главне", "извештај", "кључне", "кораци", "поруке",
    "препоруке", "резиме", "резултати", "закључци"};

static bool is_general(ph_str word)
{
    for (size_t i = 0; i < sizeof general / sizeof *general; i++)
        if (ph_eqc(word, general[i]))
            return true;
    return false;
}

/* True if every word of a heading is general.  No memory reads as false. */
static bool says_only_kind(ph_arena *arena, ph_str heading)
{
    ph_str key = ph_text_key(arena, heading), word;
    size_t words = 0;
    while (ph_split(&key, ' ', &word)) {
        if (!is_general(word))
            return false;
        words += word.n > 0;
    }
    return words > 0;
}

/* Capitals as in a sentence. */
static void add_sentence_case(ph_buf *buf, ph_str s)
{
    bool first = true;
    for (size_t i = 0; i < s.n;) {
        int32_t c = ph_utf8_next(s, &i);
        ph_utf8_add(buf, first ? u_toupper(c) : u_tolower(c));
        first = first && !u_isalpha(c);
    }
}

static bool is_title_line(const ph_block *block)
{
    return block->text.n <= LINE_BYTES && block->type != PH_BLOCK_ITEM &&
           (block->type == PH_BLOCK_HEADING || !ph_ends_sentence(block->text));
}

ph_str ph_text_title(ph_arena *arena, const ph_document *doc)
{
    const ph_block *first = doc->blocks.v;
    if (!doc->blocks.n || !is_title_line(first))
        return PH_STR("");
    ph_buf buf = {0};
    if (first->type == PH_BLOCK_HEADING && doc->blocks.n > 1 && is_title_line(first + 1) &&
        says_only_kind(arena, first->text)) {
        if (ph_is_shouted(first->text))
            add_sentence_case(&buf, first->text);
        else
            ph_buf_add(&buf, first->text);
        ph_buf_addc(&buf, ph_ends_sentence(first->text) ? " " : ": ");
        ph_buf_add(&buf, first[1].text);
    } else
        ph_buf_add(&buf, first->text);
    ph_str title = PH_ABSENT;
    if (!buf.failed)
        title = ph_dup(arena, ph_utf8_cut(ph_buf_str(&buf), PH_TITLE_BYTES));
    ph_buf_free(&buf);
    return title;
}
