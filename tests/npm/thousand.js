// SPDX-License-Identifier: GPL-2.0-or-later
// thousand.js RECORDS VOCABULARIES DIR: writes 999 documents in Latin, Cyrillic and Chinese letters, of passages
// of RECORDS (peerhub-index --explain) and of Chinese labels of the vocabularies, the same each time;
// then 60 questions to standard output, two to four words in a row of a document each.
'use strict';

const fs = require('fs');
const path = require('path');

const [records, vocabularies, folder] = process.argv.slice(2);
const DOCUMENTS = { en: 450, ru: 350, zh: 199 };

let seed = 20261122;
function random(n) { // Park and Miller, "Random number generators: good ones are hard to find", 1988
  seed = (seed * 48271) % 2147483647;
  return seed % n;
}

const pick = (list) => list[random(list.length)];

function passages() {
  const pools = { en: [], ru: [], zh: [] };
  for (const line of fs.readFileSync(records, 'utf8').split('\n').filter((one) => one)) {
    const record = JSON.parse(line);
    pools[record.language]?.push(...record.passages.map(({ text }) => text).filter((text) => text.length > 60));
  }
  for (const file of fs.readdirSync(vocabularies).filter((name) => name.endsWith('.rdf')))
    for (const [, label] of fs.readFileSync(path.join(vocabularies, file), 'utf8')
      .matchAll(/<skos:(?:pref|alt)Label xml:lang="zh">([^<]+)</g))
      pools.zh.push(label);
  const sentences = Array.from({ length: 1500 }, () =>
    Array.from({ length: 4 + random(8) }, () => pick(pools.zh)).join('、') + '。');
  return { ...pools, zh: sentences };
}

function write(name, language, texts) {
  const title = Array.from(texts[0]).slice(0, 60).join('').replace(/\s\S*$/, '');
  fs.writeFileSync(path.join(folder, `${name}.md`),
    `---\ntitle: ${JSON.stringify(title)}\nlanguage: ${language}\n---\n\n${texts.join('\n\n')}\n`);
}

function question(language, text) {
  const words = language === 'zh' ? text.split(/[、。]/) : text.match(/[\p{L}\p{N}]+/gu);
  const n = language === 'zh' ? 1 + random(2) : 2 + random(3), at = random(Math.max(1, words.length - n));
  return words.slice(at, at + n).filter((word) => word).join(' ');
}

const pools = passages();
for (const [language, n] of Object.entries(DOCUMENTS)) {
  const texts = Array.from({ length: n }, () => Array.from({ length: 6 + random(15) }, () => pick(pools[language])));
  texts.forEach((own, i) => write(`${language}-${i}`, language, own));
  for (let i = 0; i < 20; i++) console.log(question(language, pick(pick(texts))));
}
