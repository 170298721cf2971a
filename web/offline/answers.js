/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answers.js - the search page of an offline edition: what is asked stands in the address behind
 * '#', as /search has it behind '?', so that links to a search work and the way back, too.
 */
'use strict';

(() => {
    const PAGE = 20, AT_ONCE = 6, PATIENCE = 4000, SNIPPET = 240, LONG = 30;
    const form = document.getElementById('ask'), list = document.getElementById('results');
    const words = form.dataset, said = document.getElementById('said');
    const more = document.getElementById('more');
    const facets = Array.from(form.querySelectorAll('select'));
    const texts = new Map(); /* document -> promise of [{ text, anchor }] */
    let turn = 0;

    const say = (pattern, n) => pattern.replace('{n}', n);

    function element(name, attributes, ...children) {
        const made = document.createElement(name);
        Object.entries(attributes).forEach(([key, value]) => value && made.setAttribute(key, value));
        made.append(...children);
        return made;
    }

    function tell(heading, more = '') {
        said.replaceChildren(element('h2', { class: 'sentence' }, heading));
        if (more)
            said.append(element('p', { class: 'relaxed' }, more));
    }

    /* --- texts of documents ------------------------------------------------------------------ */

    let waiting = [], busy = 0;

    function open({ id, resolve }) {
        const frame = element('iframe', { src: `documents/${id}.html#texts`, hidden: 'hidden' });
        const done = (found) => {
            clearTimeout(clock);
            window.removeEventListener('message', hear);
            frame.remove();
            busy--;
            resolve(found);
            next();
        };
        const hear = (event) => {
            if (event.source === frame.contentWindow && event.data?.peerhub)
                done(event.data.texts);
        };
        const clock = setTimeout(done, PATIENCE, []);
        busy++;
        window.addEventListener('message', hear);
        document.body.append(frame);
    }

    function next() {
        while (busy < AT_ONCE && waiting.length)
            open(waiting.shift());
    }

    function textsOf(index, d) {
        if (!texts.has(d))
            texts.set(d, new Promise((resolve) => {
                waiting.push({ id: index.documents[d].id, resolve });
                next();
            }));
        return texts.get(d);
    }

    /* --- snippets ------------------------------------------------------------------------------ */

    /* Where words of the question stand in a document's text: [{ start, end, word }]. */
    function marksIn(index, answer, d, text) {
        const marks = [], counts = (f) => f.language < 0 || f.language === index.documents[d].language;
        peerhub.words.split(text, (typed, start, end) => {
            const terms = peerhub.words.forms(typed).flatMap((form) => index.words.get(form)?.terms || []);
            const word = answer.words.findIndex((w) => w.forms.some((f) => counts(f) && terms.includes(f.term)));
            if (word >= 0)
                marks.push({ start, end, word });
        });
        return marks;
    }

    /* The text that has most of the question, and what it has. */
    function bestText(index, answer, d, found) {
        let best = null;
        for (const one of found) {
            const marks = one.anchor ? marksIn(index, answer, d, one.text) : [];
            const worth = Array.from(new Set(marks.map((m) => m.word)))
                .reduce((sum, w) => sum + answer.words[w].rarity, 0);
            if (marks.length && (!best || worth > best.worth))
                best = { ...one, marks, worth };
        }
        return best;
    }

    /* Where a text may be cut, at or soon behind a place: between words, or where these have no
     * spaces between them, at least not within a character. */
    function cut(text, at) {
        const space = text.indexOf(' ', at);
        if (space >= 0 && space < at + LONG)
            return space;
        return Math.min(text.length, /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at);
    }

    function snippet({ text, marks }) {
        const made = document.createDocumentFragment(), first = marks[0].start;
        const from = first > SNIPPET / 2 ? Math.min(cut(text, first - SNIPPET / 4), first) : 0;
        const to = cut(text, from + SNIPPET);
        let at = from;
        made.append(from > 0 ? '… ' : '');
        for (const mark of marks.filter((m) => m.start >= from && m.end <= to)) {
            if (mark.start < at)
                continue;
            made.append(text.slice(at, mark.start), element('mark', {}, text.slice(mark.start, mark.end)));
            at = mark.end;
        }
        made.append(text.slice(at, to), to < text.length ? ' …' : '');
        return made;
    }

    /* --- the page -------------------------------------------------------------------------------- */

    /* What a document's values are called: by the choices of the form. */
    function named(index, d, facet) {
        const select = facets.find((one) => one.name === facet);
        return index.documents[d].values.map((v) => index.values[v])
            .filter((v) => v.facet === Number(select?.dataset.facet))
            .map((v) => Array.from(select.options).find((o) => o.value === v.value)?.text)
            .filter(Boolean);
    }

    /* "2022", "2022-06", "2022-06-04" in the page's language, as precise as it is. */
    function dated(date) {
        const parts = date.split('-').length;
        return date && new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: 'UTC', year: 'numeric',
            month: parts > 1 ? 'long' : undefined, day: parts > 2 ? 'numeric' : undefined }).format(new Date(date));
    }

    async function result(index, answer, d) {
        const { id, title, date, language } = index.documents[d], url = `documents/${id}.html`;
        const lang = index.languages[language]?.code || '';
        const item = element('li', {}, element('h3', {}, element('a', { href: url, lang, dir: 'auto' }, title)),
            element('p', { class: 'meta' }, element('span', { class: 'type' }, named(index, d, 'type').join(' ')),
                ...[dated(date), ...named(index, d, 'country')].filter(Boolean)
                    .flatMap((one) => [' ', element('span', {}, one)])));
        const best = answer.words.length ? bestText(index, answer, d, await textsOf(index, d)) : null;
        if (best)
            item.append(element('p', { class: 'snippet', lang, dir: 'auto' }, snippet(best), ' ',
                element('a', { class: 'here', href: `${url}#${best.anchor}`, 'aria-label': words.here,
                    lang: document.documentElement.lang }, '#')));
        return item;
    }

    async function show(index, answer, from, mine) {
        const page = answer.found.slice(from, from + PAGE);
        more.hidden = true;
        const items = await Promise.all(page.map((f) => result(index, answer, f.d)));
        if (mine !== turn)
            return;
        list.append(...items);
        if (from > 0)
            items[0].querySelector('a').focus();
        more.hidden = answer.found.length <= from + PAGE;
        more.onclick = () => show(index, answer, from + PAGE, mine);
    }

    function choicesOf(index, asked) {
        return facets.filter((select) => asked.get(select.name)).map((select) => {
            const wanted = asked.get(select.name).split(','), facet = Number(select.dataset.facet);
            return new Set(index.values.flatMap((v, i) => v.facet === facet && wanted.includes(v.value) ? [i] : []));
        });
    }

    async function answer() {
        const asked = new URLSearchParams((location.hash || location.search).slice(1)), mine = ++turn;
        form.elements.q.value = asked.get('q') || '';
        facets.forEach((select) => select.value = asked.get(select.name) || '');
        list.replaceChildren();
        more.hidden = true;
        tell(words.wait);
        if (!peerhub.isThere)
            throw new Error('no index');
        const index = await peerhub.ready;
        const found = peerhub.search.ask(index, asked.get('q') || '', choicesOf(index, asked));
        const n = peerhub.search.depth(found), best = found.found.slice(0, n).map((f) => f.d);
        const read = new Map(await Promise.all(best.map(
            async (d) => [d, (await textsOf(index, d)).map((t) => t.text)])));
        if (mine !== turn)
            return;
        peerhub.search.rerank(index, found, read, document.documentElement.lang);
        const total = found.found.length;
        tell(total ? say(words.found, total.toLocaleString(document.documentElement.lang)) : words.none,
            found.relaxed && total ? words.relaxed : '');
        await show(index, found, 0, mine);
        if (mine === turn)
            list.dataset.of = location.hash; /* all of it is there */
    }

    const start = () => answer().catch(() => tell(words.broken));

    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const asked = new URLSearchParams(Array.from(new FormData(form)).filter(([, value]) => value));
        if (location.hash.slice(1) === asked.toString())
            start();
        else
            location.hash = asked;
    });
    window.addEventListener('hashchange', start);
    form.hidden = false;
    start();
})();
