/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * index.js - the index of an offline edition, as search/offline.h describes it, in memory; and
 * texts into words, as search/words.c and search/analysis.c do, but for stemmers: what they made
 * of each word is in the index.
 */
'use strict';

const peerhub = {}, PEERHUB_WORD_BYTES = 64;

/* --- words ----------------------------------------------------------------------------------- */

peerhub.words = (() => {
    const paired = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}' +
        '\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\u30FC';
    const letter = `(?![${paired}])\\p{L}`, digit = '\\p{Nd}', mark = `(?![${paired}])\\p{M}`;
    const word = `(?:${letter}|${digit})(?:${letter}|${digit}|${mark}` +
        `|(?<=\\p{L}\\p{M}*)['\\u2019\\u02BC](?=${letter})|(?<=\\p{Nd}\\p{M}*)[.,](?=${digit}))*`;
    const pattern = new RegExp(`([${paired}]+)|${word}`, 'gu');

    /* Calls each(word as written, where it starts, where it ends). */
    function split(text, each) {
        for (const m of text.matchAll(pattern)) {
            if (!m[1]) {
                each(m[0], m.index, m.index + m[0].length);
                continue;
            }
            const letters = Array.from(m[1]);
            let at = m.index;
            for (let i = 0; i === 0 || i + 1 < letters.length; i++) {
                const pair = letters.slice(i, i + 2).join('');
                each(pair, at, at + pair.length);
                at += letters[i].length;
            }
        }
    }

    const plain = { 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'dj', 'ð': 'd', 'ł': 'l', 'ı': 'i',
        'þ': 'th', 'ё': 'е', 'ς': 'σ', 'ß': 'ss' };

    /* In lower case, Latin and Greek letters without their marks. */
    function fold(text) {
        let out = '';
        for (const c of text.normalize('NFKC').toLowerCase().normalize('NFC')) {
            if (/['\u2019\u02BC\u0300-\u036F\u00AD\u200B-\u200F\u2060\uFE00-\uFE0F]/.test(c))
                continue;
            const base = /[\p{Script=Latin}\p{Script=Greek}]/u.test(c) ?
                Array.from(c.normalize('NFD'))[0] : c;
            out += plain[base] || base;
        }
        return out;
    }

    const serbian = { 'а': 'a', 'б': 'b', 'в': 'v', 'г': 'g', 'д': 'd', 'е': 'e', 'ж': 'z',
        'з': 'z', 'и': 'i', 'к': 'k', 'л': 'l', 'м': 'm', 'н': 'n', 'о': 'o', 'п': 'p',
        'р': 'r', 'с': 's', 'т': 't', 'у': 'u', 'ф': 'f', 'х': 'h', 'ц': 'c', 'ч': 'c',
        'ш': 's', 'ђ': 'dj', 'ј': 'j', 'љ': 'lj', 'њ': 'nj', 'ћ': 'c', 'џ': 'dz' };

    /* What a word may be listed as: folded; Serbian in Latin letters; without an article that is
     * written together with it, or a possessive. */
    function forms(word) {
        const list = [fold(word)];
        const latin = Array.from(list[0], (c) => serbian[c] || c).join('');
        if (latin !== list[0])
            list.push(latin);
        const parts = word.split(/['\u2019\u02BC]/);
        if (parts.length === 2)
            list.push(fold(parts[1].toLowerCase() === 's' ? parts[0] : parts[1]));
        return list;
    }

    /* Whether a text is in a script without spaces between words. */
    const isPaired = (text) => new RegExp(`[${paired}]`, 'u').test(text);

    return { split, fold, forms, isPaired };
})();

/* --- bytes ------------------------------------------------------------------------------------ */

class PeerhubBytes {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    number() {
        let value = 0, factor = 1, byte;
        do {
            byte = this.bytes[this.at++];
            value += (byte & 127) * factor;
            factor *= 128;
        } while (byte > 127);
        return value;
    }

    take(n) {
        this.at += n;
        return this.bytes.subarray(this.at - n, this.at);
    }

    text(n = this.number() - 1) {
        return PeerhubBytes.decoder.decode(this.take(n));
    }

    list(read) {
        return Array.from({ length: this.number() }, read);
    }

    /* Columns: each is read by itself. */
    columns(n) {
        return Array.from({ length: n }, () => new PeerhubBytes(this.take(this.number() - 1)));
    }

    /* Numbers in a growing row, as differences - 1. */
    rising() {
        let last = -1;
        return this.list(() => last += this.number() + 1);
    }
}
PeerhubBytes.decoder = new TextDecoder();

class PeerhubBits {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    bit() {
        const bit = this.bytes[this.at >> 3] >> (7 - (this.at & 7)) & 1;
        this.at++;
        return bit;
    }

    bits(n) {
        let value = 0;
        while (n-- > 0)
            value = value * 2 + this.bit();
        return value;
    }

    rice(low) {
        let high = 0;
        while (this.bit())
            high++;
        return high * 2 ** low + this.bits(low);
    }

    gamma() {
        let n = 0;
        while (!this.bit())
            n++;
        return 2 ** n + this.bits(n);
    }
}

/* Whether a number of search/offline.h that has a bit for each language has this one's; >> would
 * see 32 of them. */
peerhub.has = (bits, language) => Math.floor(bits / 2 ** language) % 2 === 1;

function peerhubRiceBits(n, documents) {
    let low = 0;
    for (let gap = Math.floor(documents * 69 / (100 * n)); gap > 1; gap = Math.floor(gap / 2))
        low++;
    return low;
}

/* --- the index ---------------------------------------------------------------------------------- */

/*
 * documents: { id, title, date, language (number, -1), length, work, values }
 * starts, holders, often: of term t the documents holders[starts[t] .. starts[t + 1]), and how often.
 * words: word -> { terms, known }; sorted: the words in order
 */
class PeerhubIndex {
    constructor(bytes) {
        const from = new PeerhubBytes(bytes);
        if (String.fromCharCode(...from.take(4)) !== 'PHO1')
            throw new Error('another version of the index');
        this.average = from.number() / 1000;
        this.languages = from.list(() => ({
            code: from.text(), held: from.number(), stops: new Set(from.text().trim().split(' '))
        }));
        this.values = from.list(() => ({ facet: from.number(), value: from.text() }));
        this.readDocuments(from);
        this.readWords(from);
        this.readTerms(from);
        this.readConcepts(from);
    }

    readDocuments(from) {
        const n = from.number(), [ids, titles, rest] = from.columns(3);
        this.documents = Array.from({ length: n }, () => {
            const d = { id: ids.text(), title: titles.text(), date: rest.text(),
                language: rest.number() - 1, length: rest.number(), work: rest.number() };
            let value = 0;
            d.values = rest.list(() => value += rest.number());
            return d;
        });
    }

    readWords(from) {
        const n = from.number(), [lengths, bytes, terms, known] = from.columns(4);
        const buffer = new Uint8Array(PEERHUB_WORD_BYTES);
        let first = 0;
        this.words = new Map();
        this.sorted = [];
        for (let i = 0; i < n; i++) {
            const shared = lengths.number(), more = lengths.number();
            buffer.set(bytes.take(more), shared);
            const word = PeerhubBytes.decoder.decode(buffer.subarray(0, shared + more));
            let last = first;
            const its = terms.list(() => {
                const z = terms.number();
                return last += z % 2 ? -(z + 1) / 2 : z / 2;
            });
            first = its[0];
            this.words.set(word, { terms: its, known: known.number() });
            this.sorted.push(word);
        }
        this.sorted.sort(); /* strings here are not in the order of their bytes in UTF-8 */
    }

    readTerms(from) {
        const n = from.number(), [counts, lists] = from.columns(2);
        const bits = new PeerhubBits(lists.bytes);
        this.starts = new Uint32Array(n + 1);
        this.learned = new Uint8Array(n);
        for (let t = 0; t < n; t++) {
            const count = counts.number();
            this.learned[t] = count % 2;
            this.starts[t + 1] = this.starts[t] + Math.floor(count / 2);
        }
        this.holders = new Uint32Array(this.starts[n]);
        this.often = new Uint32Array(this.starts[n]);
        for (let t = 0; t < n; t++) {
            const low = peerhubRiceBits(this.frequency(t), this.documents.length);
            let last = -1;
            for (let i = this.starts[t]; i < this.starts[t + 1]; i++) {
                this.holders[i] = last += bits.rice(low) + 1;
                this.often[i] = bits.gamma();
            }
        }
    }

    readConcepts(from) {
        const n = from.number(), [keys, rest, places, found] = from.columns(4);
        const names = PeerhubBytes.decoder.decode(keys.bytes).split('\n');
        let at = 0;
        this.labels = [];
        for (let i = 0; i < n; i++) {
            const labels = Array.from({ length: rest.number() });
            const scheme = rest.number();
            for (let j = 0; j < labels.length; j++) {
                const key = names[at++], languages = rest.number(), there = rest.number();
                const flags = rest.number(), spelt = {};
                for (let t = 0; t < this.languages.length; t++)
                    if (peerhub.has(there, t))
                        spelt[t] = { language: t, several: flags & 16,
                            places: places.list(() => places.list(() => places.number())),
                            documents: flags & 16 ? found.rising() : null };
                labels[j] = { key, languages, spelt, scheme, siblings: labels,
                    preferred: flags & 1, acronym: flags & 2, literal: flags & 4,
                    place: flags & 8, several: flags & 16 };
            }
            this.labels.push(...labels);
        }
    }

    /* In how many documents a term is. */
    frequency(term) {
        return this.starts[term + 1] - this.starts[term];
    }

    /* The terms of a word as written; of one that no document has, those of words that begin like
     * it and end otherwise, as inflected words do. */
    terms(word) {
        const found = new Set();
        for (const form of peerhub.words.forms(word))
            for (const term of this.words.get(form)?.terms || [])
                found.add(term);
        return found.size ? Array.from(found) : this.alike(peerhub.words.fold(word));
    }

    /* Whether a language's labels or stop words know a word. */
    knows(language, word) {
        return peerhub.words.forms(word).some(
            (form) => peerhub.has(this.words.get(form)?.known || 0, language));
    }

    /* Where words begin that are not before this one. */
    place(word) {
        let low = 0, high = this.sorted.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.sorted[middle] < word)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /* The terms of words that begin so, with at most `more` letters behind. */
    beginning(start, more = Infinity) {
        const found = new Set();
        for (let i = this.place(start); this.sorted[i]?.startsWith(start); i++)
            if (this.sorted[i].length - start.length <= more)
                this.words.get(this.sorted[i]).terms.forEach((term) => found.add(term));
        return Array.from(found);
    }

    alike(word) {
        const least = Math.max(4, word.length - (word.length > 7 ? 3 : word.length > 5 ? 2 : 1));
        for (let n = word.length; n >= least; n--) {
            const found = this.beginning(word.slice(0, n), 3);
            if (found.length)
                return found;
        }
        return [];
    }
}

/* Sixteen-bit units of fifteen bits each, as web/export_search.h says, into `length` bytes. */
peerhub.unpack = (length, text) => {
    const bytes = new Uint8Array(length);
    let kept = 0, n = 0, at = 0;
    for (let i = 0; i < text.length; i++) {
        kept = (kept << 15 | text.charCodeAt(i) - 0x3400) & 0x3FFFFF;
        for (n += 15; n >= 8 && at < length; n -= 8)
            bytes[at++] = kept >> (n - 8) & 255;
    }
    return bytes;
};

/* The index's script calls this, before other scripts see that it is there; whoever waits for
 * peerhub.ready gets the index. */
peerhub.isThere = false;
peerhub.ready = new Promise((resolve, reject) => {
    peerhub.index = (length, text) => {
        peerhub.isThere = true;
        const packed = new Blob([peerhub.unpack(length, text)]);
        new Response(packed.stream().pipeThrough(new DecompressionStream('deflate-raw')))
            .arrayBuffer().then((all) => resolve(new PeerhubIndex(new Uint8Array(all))))
            .catch(reject);
    };
});
