// SPDX-License-Identifier: GPL-2.0-or-later
// For pages.js: what of a page in Arabic or Chinese is left in Latin letters.  Content says which language it is in
// ("" where nobody knows: WCAG 2.2, 3.1.2); what stands in the page's own must be in its script, but for names that are the same everywhere, and for the question.
'use strict';

// Runs in the browser: "WORDS <ELEMENT CLASS>" each.
function english() {
  const names = new Set(('RIS BibTeX CSL-JSON CSL JSON ZIP CSV Atom OAI-PMH OpenAPI OpenSearch Sitemaps peerhub CEPA iCalendar vCard ' +
    'UTC GNU DOCX ODT Word OpenDocument Markdown YAML Cookie CC-BY- NISPAcee SPECA AAPA relay public').split(' '));
  const asked = new Set(decodeURIComponent(window.location.search).split(/[^A-Za-z-]+/));
  const found = new Set();
  // Names of meetings and places; examples of words and of what to type.
  const content = 'label:has([name="event"]), .event, .complaint, code, i, title, link, script, style, .id, .notes, .share';
  const look = (text, element) => {
    if (element.closest('[lang]').lang !== document.documentElement.lang || element.closest(content)) return;
    const words = (text.replace(/\S*[@/]\S*/g, ' ').match(/(?<!\p{L})[A-Za-z][A-Za-z'’-]{2,}(?!\p{L})/gu) || [])
      .filter((word) => !names.has(word) && !asked.has(word));
    if (words.length) found.add(`${words.join(' ')} <${element.localName} ${element.getAttribute('class') || ''}>`);
  };
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) look(node.data, node.parentElement);
    else for (const name of ['aria-label', 'placeholder', 'title'])
      if (node.hasAttribute(name) && !node.hreflang) look(node.getAttribute(name), node);
  }
  return [...found];
}

module.exports = { english };
