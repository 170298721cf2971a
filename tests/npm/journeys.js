// SPDX-License-Identifier: GPL-2.0-or-later
// journeys.js BASE CHROMIUM DIR: five people do what they came for at the server at BASE, by keyboard only and
// without scripts; after their first address they reach everything by links and forms.  A line for
// each of them and for each page that the focus was led through:
//
//     NAME<TAB>FAULT
//
// "" is none.  The files they get stay in DIR.
'use strict';

const browsers = require('puppeteer-core');
const { Keyboard } = require('./keyboard.js');

const [base, chromium, folder] = process.argv.slice(2);
const DESK = { width: 1280, height: 800 };
const TELEPHONE = { width: 320, height: 600 };
const BROWSERS = 2;

function must(what, holds) {
  if (!holds) throw new Error(what);
}

const first = (items) => items[0] || '';

// --- the five ------------------------------------------------------------------------------

// Five cases on integrity for Monday.
async function trainer(at) {
  await at.open('/');
  await at.write('Search the full text', 'integrity of civil servants');
  await at.enter();
  await at.has(/\d+ documents/);
  await at.tick(/^Practice note/);
  await at.tick(/^AI case study/);
  await at.follow('Apply', 'button');
  must('only the types that were chosen', (await at.items('.results .type')).every((type) => /^(Practice note|AI case study)$/.test(type)));
  must('what was chosen can be taken away', (await at.items('.chips a')).length === 3);
  for (let n = 1; n <= 5; n++) {
    await at.follow('Add to the course pack', 'a');
    must(`${n} in the pack`, new RegExp(`\\b${n}\\b`).test(first(await at.items('.badge'))));
    must('the search is as it was', /integrity/.test(at.tab.url()) && (await at.items('.chips a')).length === 3);
  }
  await at.follow(/Course pack/, 'a');
  const before = await at.items('.pack > li > h2');
  must('five documents', before.length === 5);
  await at.follow(`Down ${before[0]}`, 'a');
  const after = await at.items('.pack > li > h2');
  must('the first is the second', after[1] === before[0] && after[0] === before[1] && after.length === 5);
  must('how long they take to read', /minutes/.test(first(await at.items('.lead'))));
  must('principles', (await at.items('h2')).some((words) => /CEPA/.test(words)) && (await at.items('.cover')).length === 2);
  must('goals', (await at.items('.cover li')).some((words) => /^[1-5] 16 Peace/.test(words)));
  must('a table of the cases', (await at.items('.table tbody tr')).length === 5 && (await at.items('.table thead th')).length === 6);
  await at.reach(/^Questions about/, 'div');
  await at.tab.keyboard.type('Who decided?');
  must('her own question', (await at.items('.notes')).includes('Who decided?'));
  must('references', String(await at.get('RIS')).match(/^TY {2}- /gm).length === 5);
  must('a ZIP file', (await at.get(/\(ZIP\)/)).subarray(0, 2).equals(Buffer.from('PK')));
}

// In Bishkek, on a telephone, with a Kyrgyz and Russian browser.
async function official(at) {
  await at.open('/');
  const russian = async () => must('Russian', await at.tab.evaluate(() => document.documentElement.lang) === 'ru');
  await russian();
  await at.write('Поиск по полному тексту', 'цифровые услуги');
  await at.enter();
  await at.has(/документ/);
  await at.write(/^Сначала практика/, 'Кыргызстан');
  await at.follow('Применить', 'button');
  await russian();
  must('why these countries', (await at.items('.peer')).some((words) => /сходство/.test(words) && /Центральная Азия/.test(words)));
  const title = first(await at.items('.results h3'));
  await at.follow(title, 'a');
  must('the document', first(await at.items('h1')) === title);
  await russian();
  await at.has(/Язык: русский/);
  await at.back();
  await at.follow('Кто это сделал', 'a');
  await russian();
  must('whom to ask', (await at.items('.results h3')).length > 0);
}

// A report on a quarter.
async function manager(at) {
  await at.open('/');
  await at.follow('All that is new', 'a');
  await at.reach('Added or changed since', 'input');
  await at.tab.keyboard.type('01012020');
  await at.follow('Show', 'button');
  must('since that day', /since=2020-01-01/.test(at.tab.url()));
  await at.has(/January 1, 2020|1 January 2020/);
  must('something is new', (await at.items('.results > li')).length > 0);
  await at.follow('The same as a search, to choose further', 'a');
  await at.unfold('Region and country');
  await at.unfold('Within Asia');
  await at.tick(/^Central Asia/);
  await at.follow('Apply', 'button');
  must('the region is chosen', (await at.items('.chips a')).some((words) => /^Region: Central Asia/.test(words)));
  must('and the day', /since=2020-01-01/.test(at.tab.url()));
  await at.follow('On a map', 'a');
  must('a row of it', (await at.items('.matrix tbody th')).includes('Kazakhstan'));
  must('a table as a file', /^Country,|^country,|^code,/m.test(String(await at.get('As CSV')).replace(/^\uFEFF/, '')));
  await at.follow('Kazakhstan', 'a');
  must('what is known of a country', first(await at.items('h1')) === 'Kazakhstan');
  must('its peers', (await at.items('.table tbody th')).length > 3);
}

// What her catalogue can take.
async function librarian(at) {
  const kind = () => at.tab.evaluate(() => document.contentType);
  await at.open('/');
  await at.follow('About', 'a', true);
  await at.follow('OAI-PMH 2.0', 'a');
  must('the repository says who it is', /xml/.test(await kind()) && /<protocolVersion>2.0</.test(await at.tab.evaluate(() => new XMLSerializer().serializeToString(document))));
  await at.back();
  await at.follow('All documents', 'a');
  await at.follow(first(await at.items('.results h3')), 'a');
  must('RIS', /^TY {2}- /m.test(String(await at.get('RIS'))));
  must('BibTeX', /^@\w+\{/m.test(String(await at.get('BibTeX'))));
  must('CSL-JSON', JSON.parse(String(await at.get('CSL-JSON'))).length !== 0);
  must('metadata in the page', await at.tab.$eval('meta[name="DC.title"], meta[name="citation_title"]', (meta) => Boolean(meta.content)));
  await at.follow('All documents', 'a');
  await at.follow('Subscribe in a feed reader (Atom)', 'a');
  must('a feed', /<feed[^>]+Atom/.test(await at.text()));
}

async function developer(at) {
  const json = async () => JSON.parse(await at.tab.evaluate(() => document.body.innerText));
  await at.open('/');
  await at.follow('About', 'a', true);
  await at.follow('OpenAPI 3.1', 'a');
  must('a description', /^3\.1/.test((await json()).openapi));
  await at.back();
  await at.follow('/api/v1/search', 'a');
  const found = await json();
  must('an answer', found.total > 0 && found.results.length > 0);
  const next = await (await fetch(`${base}${found.links.next}`)).json();
  must('the next page of it', next.results[0].id !== found.results[0].id);
}

// --- the focus -----------------------------------------------------------------------------

async function skips(at) {
  await at.open('/search');
  const link = await at.step();
  must('the first is the way past the rest', link.name === 'Skip to content' && !link.fault);
  await at.enter();
  must('it leads to the content', (await at.step()).inMain);
}

async function swept(at, address, back) {
  await at.open(address);
  const faults = await at.sweep(back);
  must(faults.join(' | '), faults.length === 0);
}

// [address, where, whether the way back, too]
async function pages() {
  const api = async (address) => (await fetch(`${base}/api/v1${address}`)).json();
  const ids = (await api('/search?q=integrity&per_page=3')).results.map(({ id }) => id);
  const meeting = (await api('/search?type=outcome-document&per_page=1')).results[0].id;
  return [
    ['/', [DESK]],
    ['/search?q=integrity&type=practice-note', [DESK, TELEPHONE], true],
    ['/search?q=integrity&ui=ar', [DESK]],
    ['/recommendations?q=integrity', [TELEPHONE]],
    [`/documents/${meeting}`, [DESK, TELEPHONE]],
    ['/contacts?q=integrity', [TELEPHONE]],
    ['/countries/KZ', [TELEPHONE]],
    ['/matrix?country=KZ', [TELEPHONE]],
    [`/pack?pack=${ids}`, [DESK, TELEPHONE], true],
    [`/follow-up?pack=${ids}`, [DESK, TELEPHONE], true],
    ['/new?since=2020-01-01', [TELEPHONE]],
  ];
}

// --- all of it -----------------------------------------------------------------------------

async function tried(browser, name, window, journey) {
  const at = await Keyboard.sit(browser, base, folder, window);
  const fault = await journey(at).then(() => '', (error) => error.message.replace(/\s+/g, ' '));
  console.log(`${name}\t${fault}`);
  await at.rise();
}

async function main() {
  const sweeps = (await pages()).flatMap(([address, windows, back]) => windows.map((window) =>
    [`the focus at ${window.width} on ${address.replace(/[^/=]{30,}/, '…')}`, window, (at) => swept(at, address, back)]));
  const all = [
    ['the trainer', DESK, trainer],
    ['the official', { ...TELEPHONE, accepts: 'ky,ru' }, official],
    ['the manager', DESK, manager],
    ['the librarian', TELEPHONE, librarian],
    ['the developer', DESK, developer],
    ['the way past the head', TELEPHONE, skips],
    ...sweeps,
  ];
  let next = 0;
  await Promise.all(Array.from({ length: BROWSERS }, async () => {
    const browser = await browsers.launch({
      executablePath: chromium,
      args: ['--disable-gpu', '--disable-background-networking',
        ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
    });
    while (next < all.length) await tried(browser, ...all[next++]);
    await browser.close();
  }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
