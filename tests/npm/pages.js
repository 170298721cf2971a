// SPDX-License-Identifier: GPL-2.0-or-later
// pages.js BASE CHROMIUM DIR LANGUAGE...: every page of the server at BASE in every language (`?ui=`), light and
// dark, on a telephone and on a desk, as Chromium shows it.  For each page and language a line
//
//     NAME LANGUAGE<TAB>FAULTS
//
// with what axe-core finds (WCAG 2.2 AA, best practices), what is wider than the window, what is not in the
// page's language and does not say so, what is asked for elsewhere, what the console and the
// Content-Security-Policy report; "" is none.  In DIR are the answers as LANGUAGE/NAME.html and pictures of them as LANGUAGE/NAME-WIDTH-SCHEME.jpg.
'use strict';

const fs = require('fs');
const path = require('path');
const axe = require('axe-core');
const browsers = require('puppeteer-core');
const { english } = require('./english.js');

const [base, chromium, folder, ...languages] = process.argv.slice(2);
const BROWSERS = 2; // a tab that is not in front does not draw
const HIGHEST = 6000; // of a picture, in pixels
const WINDOWS = [
  { scheme: 'light', width: 1280, height: 900 },
  { scheme: 'dark', width: 320, height: 640 },
  { scheme: 'dark', width: 1280, height: 900 },
  { scheme: 'light', width: 320, height: 640 },
];
const OTHER_SCRIPTS = ['ar', 'zh']; // in which no document is
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

async function api(address) {
  const answer = await fetch(`${base}/api/v1${address}`);
  if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
  return answer.json();
}

// --- the pages ----------------------------------------------------------------------------

async function uptake() {
  const found = await api('/search?type=outcome-document&per_page=100');
  for (const { id } of found.results)
    if ((await api(`/documents/${id}/uptake`)).total) return id;
  throw new Error('nothing came of any meeting');
}

// [name, address, status]
async function pages() {
  const all = await api('/search?per_page=1');
  const ids = (await api('/search?q=integrity&per_page=3')).results.map(({ id }) => id).join();
  const units = await api('/recommendations');
  const documents = await Promise.all(all.facets.type.map(async ({ value }) => [
    `document-${value}`, `/documents/${(await api(`/search?type=${value}&per_page=1`)).results[0].id}`]));
  return [
    ['home', '/'],
    ['search', '/search'],
    ['search-words', '/search?q=training+of+civil+servants'],
    ['search-none', '/search?q=zzyzx'],
    ['search-chosen-none', '/search?q=zzyzx&country=KZ&sdg=16'],
    ['search-chosen', `/search?q=services&theme=${all.facets.theme[0].value}&sdg=16&peer=KZ&year=2010..2026`],
    ['search-doubtful', '/search?q=services&theme=nonesuch&year=soon&peer=KZ'],
    ['search-second', '/search?page=2&sort=newest'],
    ['search-past', '/search?page=900'],
    ...documents,
    ['recommendations', '/recommendations'],
    ['recommendations-words', '/recommendations?q=training'],
    ['contacts', '/contacts?q=services'],
    ['contacts-none', '/contacts?q=zzyzx'],
    ['country', '/countries/KZ'],
    ['country-none', '/countries/TV'],
    ['goal', '/sdgs/16'],
    ['theme', '/themes/integrity'],
    ['event', `/events/${units.facets.event[0].value}`],
    ['uptake', `/documents/${await uptake()}/uptake`],
    ['matrix', '/matrix'],
    ['matrix-themes', '/matrix?columns=theme'],
    ['pack', `/pack?pack=${ids}`],
    ['pack-empty', '/pack'],
    ['follow-up', `/follow-up?pack=${ids}&date=2026-12-03&time=10:00&minutes=45&ours=Us`],
    ['follow-up-empty', '/follow-up'],
    ['new', '/new?since=2020-01-01'],
    ['new-none', '/new?since=2999-01-01'],
    ['contribute', '/contribute'],
    ['about', '/about'],
    ['privacy', '/privacy'],
    ['missing', '/nowhere', 404],
    ['missing-document', '/documents/nowhere', 404],
    ['refused', `/search?${'a=1&'.repeat(300)}`, 400],
  ];
}

// --- one page ------------------------------------------------------------------------------

const said = (violation) => `${violation.id}: ${violation.nodes.slice(0, 3)
  .map((node) => `${node.target.join(' ')}${node.any[0] ? ` (${node.any[0].message})` : ''}`).join('; ')}`;

// What sticks out at either side, but of what is there to be scrolled.
const wide = () => (document.documentElement.scrollWidth <= window.innerWidth ? [] :
  [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (right > window.innerWidth + 1 || left < -1) && !element.closest('.table, .skip');
  }).slice(-2).map((element) => element.outerHTML.slice(0, 120)).concat('wider than the window'));

async function look(tab, kept, window) {
  await tab.setViewport({ width: window.width, height: window.height });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: window.scheme }]);
  const found = await tab.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
  const faults = found.violations.map(said).concat(await tab.evaluate(wide));
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  await tab.screenshot({
    path: `${kept}-${window.width}-${window.scheme}.jpg`, type: 'jpeg', quality: 60, captureBeyondViewport: true,
    clip: { x: 0, y: 0, width: window.width, height: Math.min(height, HIGHEST) },
  });
  return faults.map((fault) => `${window.width} ${window.scheme}: ${fault}`);
}

async function visit(browser, language, [name, address, status = 200], windows) {
  const kept = path.join(folder, language, name);
  const tab = await browser.newPage();
  const faults = [];
  tab.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${base}/`) && !url.startsWith('data:')) faults.push(`asks elsewhere: ${url}`);
  });
  tab.on('response', (response) => {
    if (response.url() !== tab.asked && response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  tab.on('console', (line) => {
    if (!(status >= 400 && line.location().url === tab.asked)) faults.push(`console: ${line.text()}`);
  });
  tab.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  try {
    tab.asked = `${base}${address}${address.includes('?') ? '&' : '?'}ui=${language}`;
    const answer = await tab.goto(tab.asked, { waitUntil: 'load', timeout: 30000 });
    if (answer.status() !== status) faults.push(`status ${answer.status()}`);
    fs.writeFileSync(`${kept}.html`, await answer.text());
    await tab.evaluate(axe.source);
    if (OTHER_SCRIPTS.includes(language) && status !== 400) // where parameters are refused the language is, too
      faults.push(...(await tab.evaluate(english)).map((words) => `left in Latin letters: ${words}`));
    for (const window of windows) faults.push(...await look(tab, kept, window));
  } catch (error) {
    faults.push(`not seen: ${error.message}`);
  }
  await tab.close();
  console.log(`${name} ${language}\t${[...new Set(faults)].join(' | ').replace(/\s+/g, ' ')}`);
}

// --- all of them ---------------------------------------------------------------------------

async function main() {
  const list = await pages();
  // In other languages than the first each page is seen in one window, by turns: all of them in four
  // minutes, not twelve.
  const visits = languages.flatMap((language, l) => list.map((page, p) =>
    [language, page, l === 0 ? WINDOWS : [WINDOWS[(l + p) % WINDOWS.length]]]));
  for (const language of languages) fs.mkdirSync(path.join(folder, language), { recursive: true });
  let next = 0;
  await Promise.all(Array.from({ length: BROWSERS }, async () => {
    const browser = await browsers.launch({
      executablePath: chromium,
      args: ['--disable-gpu', '--disable-background-networking', '--hide-scrollbars',
        ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
    });
    while (next < visits.length) await visit(browser, ...visits[next++]);
    await browser.close();
  }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
