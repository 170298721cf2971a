// SPDX-License-Identifier: GPL-2.0-or-later
// offline.js EDITION CHROMIUM DIR QUESTIONS: what the search page of an offline edition answers, opened
// from its file: for each line of QUESTIONS, words or an address from '#' on, a line of the ids of the first five,
// tabs between. Faults go to standard error: errors of scripts, what the policy forbids, addresses elsewhere, and
// what axe-core finds in an answer, of which pictures are in DIR: light and dark, on a telephone and on a desk.
'use strict';

const fs = require('fs');
const path = require('path');
const axe = require('axe-core');
const puppeteer = require('puppeteer-core');

const [edition, chromium, folder, questions] = process.argv.slice(2);

async function ask(page, question) {
  const hash = question.startsWith('#') ? question : `#${new URLSearchParams({ q: question })}`;
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.waitForFunction((to) => document.getElementById('results').dataset.of === to ||
    document.getElementById('said').textContent.startsWith('This browser cannot'), { timeout: 30000 }, hash);
  const said = await page.$eval('#said', (element) => element.textContent);
  if (said.startsWith('This browser cannot')) throw new Error(said.split(':')[0]);
  return page.$$eval('#results > li > h3 > a', (links) => links.slice(0, 5)
    .map((link) => link.getAttribute('href').replace(/^documents\/|\.html$/g, '')));
}

async function judge(page, scheme, width) {
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.screenshot({ path: path.join(folder, `offline-${width}-${scheme}.png`) });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'], preload: false }));
  for (const { id, nodes } of violations) console.error(`axe: ${id}: ${nodes[0].html}`);
  if (wide) console.error(`wider than ${width}`);
}

async function main() {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`script: ${error.message}`));
  page.on('console', (said) => said.type() === 'error' && console.error(`console: ${said.text()}`));
  page.on('request', (request) =>
    /^(file|data):/.test(request.url()) || console.error(`elsewhere: ${request.url()}`));
  await page.goto(`file://${edition}/search.html`);
  for (const question of fs.readFileSync(questions, 'utf8').split('\n').filter((line) => line))
    console.log((await ask(page, question)).join('\t'));
  await ask(page, 'training');
  await page.evaluate(axe.source);
  for (const [scheme, width] of [['light', 1280], ['dark', 320]]) await judge(page, scheme, width);
  await browser.close();
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
