/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * texts.js - a document's page of an offline edition tells its texts to a search page that holds it
 * in a frame, since a page from a file may not be read by another: { peerhub: true, texts: [{ text,
 * anchor }] }, each text as the index has it, anchor '' where it has none.
 */
'use strict';

(() => {
    function textOf(element) {
        const copy = element.cloneNode(true);
        copy.querySelectorAll('.kind, .here, .to, .n').forEach((beside) => beside.remove());
        copy.querySelectorAll('td').forEach((cell) => cell.append(' '));
        return copy.textContent.trim();
    }

    function tell() {
        const found = document.querySelectorAll('article.document h1, .abstract, .by span, .organisations > li, ' +
            '.text h2, .text h3, .text h4, .text h5, .text h6, .text p[id], .text li[id], .text tr[id]');
        const texts = Array.from(found).filter((element) => !element.closest('.sources'))
            .map((element) => ({ text: textOf(element), anchor: element.id }));
        parent.postMessage({ peerhub: true, texts }, '*');
    }

    if (parent !== window && location.hash === '#texts')
        tell();
})();
