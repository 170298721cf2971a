/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * search.js - a question answered from the index of an offline edition: BM25 as search/bm25.h
 * and search/plan_labels.c have it, then the second thought of search/rerank.c, for which the
 * texts of the best documents are given.  The same constants stand there; change both.
 */
'use strict';

peerhub.search = (() => {
    const K1 = 1.2, B = 0.6, MIN_LENGTH = 0.5;
    const FEW = 10, DEPTH = 20, NEAR = 0.3, NEAR_WORDS = 4, SCATTERED = 0.3, WINDOW = 50;
    const LANGUAGE = 0.05, GAP = 1000;
    const FEEDBACK = { weight: 0.35, words: 5, average: 1000, length: 4000, frequent: 0.3,
        distance: 0.12, documents: 10, tried: 40, learned: 30 };

    const rarity = (n, all) => {
        const odds = (all - n + 0.5) / (n + 0.5);
        return Math.log(odds < 2 ? odds * 0.5 + 1 : odds);
    };

    const share = (often, length, average) => {
        const relative = Math.max(length / average, MIN_LENGTH);
        return (K1 + 1) * often / (often + K1 * (1 - B + B * relative));
    };

    /* --- sets and weights -------------------------------------------------------------------------- */

    const empty = (index) => new Uint8Array(index.documents.length);

    function join(a, b, and) {
        return a && b ? a.map((bit, i) => and ? bit & b[i] : bit | b[i]) : a || b;
    }

    function holders(index, terms, language = -1) {
        const set = empty(index);
        for (const term of terms)
            for (let i = index.starts[term]; i < index.starts[term + 1]; i++)
                if (language < 0 || index.documents[index.holders[i]].language === language)
                    set[index.holders[i]] = 1;
        return set;
    }

    /* How many documents have any of the terms, as Xapian guesses it, two at a time. */
    function frequency(index, terms) {
        const all = index.documents.length;
        let list = terms.map((term) => index.frequency(term));
        while (list.length > 1) {
            const next = [];
            for (let i = 0; i + 1 < list.length; i += 2)
                next.push(Math.floor(list[i] + list[i + 1] - list[i] * list[i + 1] / all + 0.5));
            list = list.length % 2 ? [...next, list[list.length - 1]] : next;
        }
        return list[0] || 0;
    }

    /* Adds to the weights what any of the terms, as one word, is worth in the documents of a set. */
    function weigh(index, terms, factor, set, weights) {
        const worth = factor * rarity(frequency(index, terms), index.documents.length);
        const often = new Map();
        for (const term of terms)
            for (let i = index.starts[term]; i < index.starts[term + 1]; i++)
                often.set(index.holders[i], (often.get(index.holders[i]) || 0) + index.often[i]);
        for (const [d, n] of often)
            if (!set || set[d])
                weights[d] += worth * share(n, index.documents[d].length, index.average);
    }

    /* The documents that have a label. */
    function labelled(index, label) {
        if (!label.several)
            return holders(index, label.places[0] || [], label.language);
        const set = empty(index);
        (label.documents || []).forEach((d) => set[d] = 1);
        return set;
    }

    const labelSet = (index, labels) =>
        (labels || []).reduce((set, label) => join(set, labelled(index, label)), empty(index));

    /* What is added to each of n places, and to `places` for the second thought. */
    function spread(labels, own) {
        return own.map((terms, i) => {
            const added = [];
            for (const label of labels || [])
                for (const term of label.places[i] || [])
                    if (!terms.includes(term) && !added.some((a) => a.term === term &&
                        a.language === label.language))
                        added.push({ term, language: label.language });
            return added;
        });
    }

    function wordSet(index, p) {
        const own = p.places.map((terms) => holders(index, terms)).reduce((a, b) => join(a, b, true));
        return join(own, labelSet(index, p.labels));
    }

    /* --- units: what is asked for, a word or several ------------------------------------------------ */

    /* { set, demand, weigh(weights), places: [{ own, added }] } */
    function unit(index, q, parts, any) {
        const first = parts[0], words = parts.filter((p) => !p.stop);
        const own = words.flatMap((p) => p.places), labels = first.run?.labels || first.labels;
        const added = first.run ? addOwnLabels(spread(first.run.labels, own), words, own) : spread(first.labels, own);
        const row = labelSet(index, labels);
        const set = join(words.map((p) => wordSet(index, p)).reduce((a, b) => join(a, b, !any), null),
            first.run ? row : null) || row;
        const strict = !first.run && own.length === 1 &&
            (labels || []).some((label) => label.several || index.languages.length > 1);
        return { set, demand: first.demand,
            places: first.type === 'beginning' ? [] : own.map((terms, i) => ({ own: terms, added: added[i] })),
            weigh(weights) {
                own.forEach((terms, i) => {
                    weigh(index, terms, 1, set, weights);
                    const others = Array.from(new Set(added[i].map((a) => a.term)));
                    if (others.length)
                        weigh(index, others, q.weight, strict ? row : set, weights);
                });
            } };
    }

    /* Labels of a run, and of the words in it that have some of their own. */
    function addOwnLabels(added, words, own) {
        let at = 0;
        for (const p of words) {
            const mine = spread(p.labels, p.places);
            mine.forEach((list, i) => added[at + i].push(...list));
            at += p.places.length;
        }
        return added;
    }

    function units(index, q, any) {
        const list = [];
        for (let i = 0; i < q.parts.length;) {
            const p = q.parts[i], n = p.run?.covers || 1;
            if (p.run || !p.stop)
                list.push(unit(index, q, q.parts.slice(i, i + n), any));
            i += n;
        }
        return list;
    }

    /* Nothing asked for is all; signs without words are nothing. */
    function matching(index, text, list, any) {
        const of = (demand, and) => list.filter((u) => u.demand === demand)
            .reduce((set, u) => join(set, u.set, and), null);
        const must = of('+', true), plain = of('', !any), not = of('-', false);
        let set = must && (any || !plain) ? must : join(must, plain, true);
        if (!set)
            set = empty(index).fill(list.length || !text.trim() ? 1 : 0);
        return set.map((bit, i) => bit && !not?.[i] ? 1 : 0);
    }

    function weights(index, list) {
        const sums = new Float64Array(index.documents.length);
        list.filter((u) => u.demand !== '-').forEach((u) => u.weigh(sums));
        return sums;
    }

    /* --- the first pass ------------------------------------------------------------------------------ */

    /* The documents of a set, best first, each work once, none of `there`. */
    function best(index, set, sums, there = new Set()) {
        const found = [];
        set.forEach((bit, d) => bit && found.push({ d, weight: sums[d], all: false }));
        found.sort((a, b) => b.weight - a.weight || a.d - b.d);
        const seen = new Set(there);
        return found.filter(({ d }) => {
            const work = index.documents[d].work;
            const again = work && seen.has(work);
            if (work)
                seen.add(work);
            return !again;
        });
    }

    const count = (set) => set.reduce((n, bit) => n + bit, 0);

    const date = (index, f) => index.documents[f.d].date;

    /* What of a set has all the values chosen: choices are sets of values' numbers, any of each. */
    function choose(index, set, choices) {
        return set.map((bit, d) => bit && choices.every((choice) =>
            index.documents[d].values.some((v) => choice.has(v))) ? 1 : 0);
    }

    /*
     * { question, relaxed, set (before choices), found: [{ d, weight, all }], words }.  choices:
     * list of sets of values' numbers.
     */
    function ask(index, text, choices = []) {
        const question = peerhub.question(index, text);
        let list = units(index, question, question.any), relaxed = false, first = null;
        let set = matching(index, text, list, question.any);
        if (!question.any && !question.all && question.units > 1 && count(set) < FEW) {
            first = choose(index, set, choices);
            list = units(index, question, true);
            set = matching(index, text, list, true);
            relaxed = true;
        }
        const sums = weights(index, list), chosen = choose(index, set, choices);
        let found = [];
        if (first) {
            found = best(index, first, sums).map((f) => ({ ...f, all: true }));
            const works = new Set(found.map((f) => index.documents[f.d].work).filter((w) => w));
            const rest = chosen.map((bit, d) => bit && !first[d] ? 1 : 0);
            found = found.concat(best(index, rest, sums, works));
        } else {
            found = best(index, chosen, sums);
        }
        if (!list.length)
            found.sort((a, b) => date(index, b).localeCompare(date(index, a)) || a.d - b.d);
        return { question, relaxed, set, chosen, found, words: rankedWords(index, list) };
    }

    /* --- the second thought --------------------------------------------------------------------------- */

    /* The question's words, each once: { forms: [{ term, language }], times, rarity }. */
    function rankedWords(index, list) {
        const words = [], all = index.documents.length;
        for (const u of list.filter((one) => one.demand !== '-'))
            for (const { own, added } of u.places) {
                if (!own.length && !added.length)
                    continue;
                const name = own[0] ?? -1 - added[0].term;
                const known = words.find((w) => w.name === name);
                if (known) {
                    known.times++;
                    continue;
                }
                const forms = [...own.map((term) => ({ term, language: -1 })), ...added];
                const without = forms.reduce((p, f) => p * (1 - index.frequency(f.term) / all), 1);
                words.push({ name, forms, times: 1, rarity: rarity((1 - without) * all, all) });
            }
        words.asked = list.filter((u) => u.demand !== '-').reduce((n, u) => n + u.places.length, 0);
        return words;
    }

    const oftenIn = (index, term, d) => {
        let low = index.starts[term], high = index.starts[term + 1];
        while (low < high) {
            const middle = (low + high) >> 1;
            if (index.holders[middle] < d)
                low = middle + 1;
            else
                high = middle;
        }
        return low < index.starts[term + 1] && index.holders[low] === d ? index.often[low] : 0;
    };

    /* Where the words stand in a document's texts: [{ at, word }], texts far from one another. */
    function places(index, words, d, texts) {
        const list = [], numbers = new Map();
        words.forEach((word, w) => word.forms.forEach((f) => {
            if ((f.language < 0 || f.language === index.documents[d].language) && oftenIn(index, f.term, d))
                numbers.set(f.term, [...(numbers.get(f.term) || []), w]);
        }));
        let at = 0;
        for (const text of texts) {
            peerhub.words.split(text, (typed) => {
                at++;
                const here = new Set();
                for (const term of peerhub.words.forms(typed).flatMap((form) => index.words.get(form)?.terms || []))
                    (numbers.get(term) || []).forEach((w) => here.add(w));
                here.forEach((word) => list.push({ at, word }));
            });
            at += GAP;
        }
        return list;
    }

    function nearest(list, from, word) {
        let far = NEAR_WORDS + 1;
        for (let i = from + 1; i < list.length && list[i].at - list[from].at < far; i++)
            if (list[i].word === word)
                far = list[i].at - list[from].at;
        for (let i = from - 1; i >= 0 && list[from].at - list[i].at < far; i--)
            if (list[i].word === word)
                far = list[from].at - list[i].at;
        return far || 1;
    }

    const worth = (word) => word.rarity * word.times;

    function nearness(words, list, length, average) {
        let sum = 0;
        for (let w = 0; w + 1 < words.length; w++) {
            let often = 0;
            list.forEach((place, i) => {
                const far = place.word === w ? nearest(list, i, w + 1) : NEAR_WORDS + 1;
                often += far <= NEAR_WORDS ? 1 / far : 0;
            });
            if (often)
                sum += Math.min(worth(words[w]), worth(words[w + 1])) * share(often, length, average);
        }
        return sum;
    }

    function scattered(words, list) {
        const all = Array.from(new Set(list.map((p) => p.word))).reduce((sum, w) => sum + worth(words[w]), 0);
        const work = words.map(() => 0);
        let inside = 0, most = 0, first = 0;
        for (const place of list) {
            if (work[place.word]++ === 0)
                inside += worth(words[place.word]);
            for (; place.at - list[first].at > WINDOW; first++)
                if (--work[list[first].word] === 0)
                    inside -= worth(words[list[first].word]);
            most = Math.max(most, inside);
        }
        return Math.max(all - most, 0);
    }

    function sort(found) {
        found.forEach((f) => f.weight = Math.round(f.weight * 1e6) / 1e6);
        return found.sort((a, b) => b.all - a.all || b.weight - a.weight || a.d - b.d);
    }

    /* --- feedback (search/feedback.h) -------------------------------------------------------------------- */

    function voices(index, found) {
        const heard = found.slice(0, FEEDBACK.documents), top = Math.max(...heard.map((f) => f.weight));
        let list = heard.map((f) => Math.exp((f.weight - top) / (FEEDBACK.distance * top)));
        const sum = list.reduce((a, b) => a + b, 0), by = new Map();
        list = list.map((v) => v / sum);
        heard.forEach((f, i) => {
            const t = index.documents[f.d].language;
            by.set(t, (by.get(t) || 0) + list[i]);
        });
        const [language, most] = Array.from(by).reduce((a, b) => b[1] > a[1] ? b : a);
        return { heard, language,
            list: list.map((v, i) => index.documents[heard[i].d].language === language ? v / most : 0) };
    }

    function learn(index, found, stops) {
        const { heard, language, list } = voices(index, found), all = index.documents.length;
        const shares = new Map();
        const speaks = new Map(heard.map((f, i) => [f.d, list[i]])
            .filter(([d, v]) => v > 0 && index.documents[d].length <= FEEDBACK.length));
        for (let term = 0; term + 1 < index.starts.length; term++)
            for (let i = index.starts[term]; index.learned[term] && i < index.starts[term + 1]; i++) {
                const voice = speaks.get(index.holders[i]);
                if (voice)
                    shares.set(term, (shares.get(term) || 0) + voice *
                        share(index.often[i], index.documents[index.holders[i]].length, index.average));
            }
        const tried = Array.from(shares).sort((a, b) => b[1] - a[1] || a[0] - b[0])
            .filter(([term]) => !stops.has(term)).filter(([term]) =>
                index.frequency(term) > 1 && index.frequency(term) < FEEDBACK.frequent * all)
            .slice(0, FEEDBACK.tried)
            .map(([term, s]) => ({ term, share: s * rarity(index.frequency(term), all) }))
            .sort((a, b) => b.share - a.share || a.term - b.term).slice(0, FEEDBACK.learned);
        const sum = tried.reduce((a, b) => a + b.share, 0);
        return { language, words: tried.map((w) => ({ ...w, share: w.share / sum })) };
    }

    function feedback(index, answer, found) {
        const { words, question } = answer, n = Math.min(DEPTH, found.length);
        if (words.asked < FEEDBACK.words || index.average > FEEDBACK.average || !(found[0]?.weight > 0))
            return;
        const stops = new Set(Array.from(question.stops).flatMap((word) => index.words.get(word)?.terms || []));
        const model = learn(index, found, stops);
        if (!model.words.length)
            return;
        const sums = found.slice(0, n).map(({ d }) => index.documents[d].language !== model.language ? -1 :
            model.words.reduce((sum, w) => {
                const often = oftenIn(index, w.term, d);
                return sum + (often ? w.share * rarity(index.frequency(w.term), index.documents.length) *
                    share(often, index.documents[d].length, index.average) : 0);
            }, 0));
        const asked = words.reduce((sum, w) => sum + w.times, 0);
        let agreed = 0, weight = 0;
        sums.forEach((s, i) => {
            agreed += s >= 0 ? s : 0;
            weight += s >= 0 ? found[i].weight : 0;
        });
        sums.forEach((s, i) => {
            const sum = s >= 0 ? s : weight > 0 ? found[i].weight * agreed / weight : 0;
            found[i].weight += FEEDBACK.weight / (1 - FEEDBACK.weight) * asked * sum;
        });
    }

    /* --- both -------------------------------------------------------------------------------------------- */

    /* How many of the best documents' texts are wanted. */
    function depth(answer) {
        return answer.words.asked > 1 ? Math.min(DEPTH, answer.found.length) : 0;
    }

    /* Orders the best documents anew; texts: document -> its texts.  Without one it stays where it is.
     * reads: the reader's language. */
    function rerank(index, answer, texts, reads) {
        const n = depth(answer), found = answer.found.slice(0, n);
        if (n > 1)
            think(index, answer, found, texts);
        answer.found.splice(0, n, ...found);
        chooseEditions(index, answer, reads);
    }

    function think(index, answer, found, texts) {
        const { words, question } = answer;
        sort(found);
        if (question.language >= 0 && index.languages.filter((l) => l.held).length > 1) {
            const top = found[0].weight;
            found.forEach((f) => f.weight +=
                index.documents[f.d].language === question.language ? LANGUAGE * top : 0);
            sort(found);
        }
        if (words.length > 1) {
            for (const f of found) {
                const list = places(index, words, f.d, texts.get(f.d) || []);
                f.weight += NEAR * nearness(words, list, index.documents[f.d].length, index.average);
                f.weight -= SCATTERED * scattered(words, list);
            }
            sort(found);
        }
        feedback(index, answer, found);
        sort(found);
    }

    /* Puts the edition in the question's language, or where it is in none the reader's, in the place of
     * another, if it is in the answer, too. */
    function chooseEditions(index, answer, reads) {
        const told = answer.question.language, editions = new Map();
        const asked = told >= 0 ? told : index.languages.findIndex((l) => l.code === reads);
        index.documents.forEach(({ work, language }, d) => {
            if (work && language === asked && answer.chosen[d] && !editions.has(work))
                editions.set(work, d);
        });
        answer.found.forEach((f) => {
            const { work, language } = index.documents[f.d];
            if (asked >= 0 && language !== asked)
                f.d = editions.get(work) ?? f.d;
        });
    }

    return { ask, depth, rerank };
})();
