/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * question.js - a question's text as parts, and what counts as its words because the vocabularies
 * say so: search/query_parse.h and search/expand.h, without parentheses, NEAR and fields, which
 * are read as words.
 *
 * A part: { type: 'word' | 'phrase' | 'beginning', demand: '' | '+' | '-', typed, key, places,
 * labels (of the word alone), run (of several words that begin here: covers, labels) }; a place is
 * a list of terms.
 */
'use strict';

const PEERHUB_LABEL_WORDS = 8, PEERHUB_LABELS = 4, PEERHUB_LABELS_MAX = 200, PEERHUB_WORDS = 64,
    PEERHUB_LETTERS = 2000;

peerhub.question = (() => {
    const { split, fold } = peerhub.words;
    const quoted = /"([^"]*)"|[“„]([^“”]*)[“”]|[«»]([^«»]*)[«»]/y;

    function tokens(index, text) {
        const list = [];
        split(text, (typed) => list.push({ typed, key: fold(typed), terms: index.terms(typed) }));
        return list;
    }

    function part(type, demand, list) {
        return { type, demand, typed: list.map((t) => t.typed).join(' '),
            key: list.map((t) => t.key).join(' '), places: list.map((t) => t.terms) };
    }

    /* A piece without spaces. */
    function add(index, parts, piece, demand) {
        const list = tokens(index, piece);
        if (!list.length)
            return;
        if (/\*$/.test(piece) && list.length === 1)
            parts.push({ ...part('beginning', demand, list),
                places: [index.beginning(list[0].key)] });
        else if (peerhub.words.isPaired(piece))
            list.forEach((t) => parts.push(part('word', demand, [t])));
        else
            parts.push(part(list.length > 1 ? 'phrase' : 'word', demand, list));
    }

    /* { parts, any, all }: any, all: the text says so. */
    function parse(index, text) {
        const parts = [];
        let at = 0, any = false, all = false, not = false;
        while (at < text.length && parts.length < PEERHUB_WORDS) {
            const demand = /[+\-]/.test(text[at]) && /\S/.test(text[at + 1] || '') ? text[at] : '';
            const sign = not ? '-' : demand;
            at += demand ? 1 : 0;
            quoted.lastIndex = at;
            const m = quoted.exec(text);
            const piece = m ? m[0] : /^\S*/.exec(text.slice(at))[0];
            at += piece.length || 1;
            if (!piece) /* a space */
                continue;
            not = piece === 'NOT';
            any = any || piece === 'OR';
            all = all || piece === 'AND';
            if (m) {
                const list = tokens(index, m[1] || m[2] || m[3] || '');
                if (list.length)
                    parts.push(part('phrase', sign, list));
            } else if (!/^(AND|OR|NOT)$/.test(piece)) {
                add(index, parts, piece, sign);
            }
        }
        return { parts, any, all: all && !any };
    }

    /* --- languages ------------------------------------------------------------------------------- */

    const isPlain = (p) => p.type === 'word' && !p.demand;

    /* The language whose stop words the question has most of; in doubt English. */
    function stopLanguage(index, keys) {
        let best = index.languages.findIndex((l) => l.code === 'en'), most = 0;
        const count = (t) => keys.filter((key) => index.languages[t].stops.has(key)).length;
        if (best >= 0)
            most = count(best);
        index.languages.forEach((l, t) => {
            if (count(t) > most) {
                most = count(t);
                best = t;
            }
        });
        return best;
    }

    /* Whether a language knows a word; of one that no document has the labels say so that begin with it. */
    const isKnown = (index, language, p) => index.knows(language, p.typed) || (!index.words.has(p.key) &&
        (byFirst(index).get(p.key) || []).some((label) => peerhub.has(label.languages, language)));

    /* Languages that know most of the words; of several those in which most documents are. */
    function spoken(index, words) {
        const scores = index.languages.map((l, t) =>
            words.filter((p) => isKnown(index, t, p)).length);
        const best = Math.max(...scores);
        const held = Math.max(...index.languages.map((l, t) => scores[t] === best ? l.held : 0));
        return index.languages.map((l, t) => t)
            .filter((t) => best > 0 && scores[t] === best && index.languages[t].held === held);
    }

    /* What labels weigh beside words: search/expand.c, weight_of_labels. */
    function weightOfLabels(index, own) {
        const all = index.languages.reduce((sum, l) => sum + l.held, 0);
        const mine = Math.max(0, ...own.map((t) => index.languages[t].held));
        if (mine < 1 || all - mine < 1)
            return 1;
        const share = (2 + Math.log(all / mine)) / (2 + Math.log(all / (all - mine)));
        return share < 1 ? share * share : share;
    }

    /* --- labels ---------------------------------------------------------------------------------- */

    function wordsOf(index, key) {
        const list = [];
        split(key, (word) => list.push({ key: fold(word), terms: index.words.get(word)?.terms || [] }));
        return list;
    }

    /* Labels by their first word, as it is written and by its terms; made once. */
    function byFirst(index) {
        if (index.firsts)
            return index.firsts;
        const put = (name, label) => {
            if (!index.firsts.has(name))
                index.firsts.set(name, []);
            index.firsts.get(name).push(label);
        };
        index.firsts = new Map();
        for (const label of index.labels) {
            label.words = wordsOf(index, label.key);
            if (!label.words.length || label.words.length > PEERHUB_LABEL_WORDS)
                continue;
            put(label.words[0].key, label);
            for (const term of label.words[0].terms)
                put(term, label);
        }
        return index.firsts;
    }

    const same = (word, p) =>
        word.key === p.key || word.terms.some((term) => p.places[0].includes(term));

    function fits(label, about) {
        if (label.literal)
            return about.typed === label.key.toUpperCase();
        if (!label.place || label.several)
            return true;
        const letters = Array.from(label.key);
        return letters.length <= 4 ? about.key === label.key
            : about.key.startsWith(letters.slice(0, -1).join(''));
    }

    function likeness(label, about) {
        let n = 0;
        while (n < label.key.length && label.key[n] === about.key[n])
            n++;
        return n;
    }

    /* The labels that these words are, those most like what was typed. */
    function named(index, words, own, about) {
        const candidates = new Set([words[0].key, ...words[0].places[0]]
            .flatMap((name) => byFirst(index).get(name) || []));
        let list = Array.from(candidates).filter((label) => label.words.length === words.length &&
            label.words.every((word, i) => same(word, words[i])) && fits(label, about) &&
            (words.length > 1 || own.some((t) => peerhub.has(label.languages, t))));
        const best = Math.max(0, ...list.map((label) => likeness(label, about)));
        list = list.filter((label) => likeness(label, about) === best);
        const translations = list.filter((label) => label.scheme || label.literal);
        return words.length === 1 && translations.length ? translations : list;
    }

    /* Whether a label of the question's own language may count: search/expand.c, is_safe. */
    function isSafe(label, name, n) {
        if (label.scheme === 2)
            return label.acronym || name.acronym;
        return (label.preferred || name.preferred || label.acronym || name.acronym) &&
            (label.several || label.acronym) && (n > 1 || name.acronym);
    }

    /* What counts as these words; null: nothing. */
    function alternatives(index, words, own, left) {
        const about = { key: words.map((p) => p.key).join(' '),
            typed: words.map((p) => p.typed).join(' ') };
        const names = named(index, words, own, about), labels = [], used = new Set();
        for (const name of names)
            for (let t = 0; t < index.languages.length; t++) {
                const isOwn = names.some((other) => peerhub.has(other.languages, t));
                let n = 0;
                for (const label of name.siblings) {
                    if (n >= PEERHUB_LABELS || left.n <= 0)
                        break;
                    if (!label.spelt[t] || label === name || label.key === about.key ||
                        (isOwn && !isSafe(label, name, words.length)) || used.has(`${t} ${label.key}`) ||
                        ` ${label.key} `.includes(` ${about.key} `))
                        continue;
                    used.add(`${t} ${label.key}`);
                    labels.push({ ...label.spelt[t], key: label.key });
                    left.n--;
                    n++;
                }
            }
        return labels.length ? { labels, covers: words.length } : null;
    }

    /* Marks plain words side by side: the longest label counts, and not the words in it. */
    function mark(index, words, own) {
        const left = { n: PEERHUB_LABELS_MAX };
        for (let i = 0; i < words.length;) {
            let n = Math.min(PEERHUB_LABEL_WORDS, words.length - i);
            for (; n > 1 && !words[i].run; n--)
                words[i].run = alternatives(index, words.slice(i, i + n), own, left);
            if (!words[i].run)
                words[i].labels = alternatives(index, [words[i]], own, left)?.labels;
            i += words[i].run?.covers || 1;
        }
    }

    /* The whole question: parts, and language (a number, -1), weight of labels, stop words. */
    return function read(index, text) {
        const q = parse(index, text.slice(0, PEERHUB_LETTERS));
        const plain = q.parts.filter(isPlain), own = spoken(index, plain);
        q.weight = weightOfLabels(index, own);
        let row = [];
        for (const p of [...q.parts, null])
            if (p && isPlain(p)) {
                row.push(p);
            } else {
                mark(index, row, own);
                row = [];
            }
        const stops = stopLanguage(index, plain.map((p) => p.key));
        const isStop = (p) => isPlain(p) && index.languages[stops]?.stops.has(p.key);
        const n = plain.filter(isStop).length;
        q.language = own.length === 1 ? own[0] : n ? stops : -1;
        q.stops = index.languages[stops]?.stops || new Set();
        const keep = n === q.parts.length;
        q.units = q.parts.filter((p) => p.demand !== '-').length - (keep ? 0 : n);
        q.parts.forEach((p) => p.stop = !keep && isStop(p));
        return q;
    };
})();
