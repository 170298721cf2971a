// SPDX-License-Identifier: GPL-2.0-or-later
// A person at a keyboard, for journeys.js: Chromium without scripts and without a mouse.  Whatever is done to a
// page is done by keys; what is on it is read as the browser shows it.  Each element that gets the focus on
// the way must be seen and must look focused.
'use strict';

const fs = require('fs');
const path = require('path');

const FAR = 700; // Tabs without finding what was looked for

// The focused element: null at the end of the page.  It has a fault where none of it is seen, be it beneath
// something that stays in place (WCAG 2.2, 2.4.11), be it outside of the window, or where it does not
// look focused.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const box = element.getBoundingClientRect();
  const seen = [...element.getClientRects()].some(({ left, top, right, bottom }) => {
    const [x0, x1] = [Math.max(left, 0), Math.min(right, window.innerWidth)];
    const [y0, y1] = [Math.max(top, 0), Math.min(bottom, window.innerHeight)];
    return x0 < x1 && y0 < y1 && [0.02, 0.25, 0.5, 0.75, 0.98].some((v) => [0.02, 0.5, 0.98].some((h) => {
      const at = document.elementFromPoint(x0 + (x1 - x0) * h, y0 + (y1 - y0) * v);
      return at && (element.contains(at) || (element.labels && [...element.labels].some((label) => label === at)));
    }));
  });
  const stays = (node) => node instanceof Element &&
    (['sticky', 'fixed'].includes(getComputedStyle(node).position) || stays(node.parentNode));
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const label = element.labels && element.labels[0];
  return {
    name: (element.getAttribute('aria-label') || (label && label.textContent) || element.textContent || element.id)
      .replace(/\s+/g, ' ').trim(),
    kind: element.localName,
    checked: element.checked,
    inMain: Boolean(element.closest('main')),
    drawn: Boolean(element.closest('svg')), // the order of squares on a map is that of the list beside it
    stays: stays(element),
    left: box.left + window.scrollX,
    right: box.right + window.scrollX,
    top: box.top + window.scrollY,
    bottom: box.bottom + window.scrollY,
    fault: seen ? (outlined ? '' : 'does not look focused') : 'has the focus and is not seen',
  };
}

const place = (now) => `<${now.kind}> “${now.name.slice(0, 60)}”`;

class Keyboard {
  // Files that are got come into the folder.
  static async sit(browser, base, folder, { width, height, accepts }) {
    const tab = await browser.newPage();
    await tab.setViewport({ width, height });
    await tab.setJavaScriptEnabled(false);
    if (accepts) await tab.setExtraHTTPHeaders({ 'Accept-Language': accepts });
    const wire = await browser.target().createCDPSession();
    await wire.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
    return Object.assign(new Keyboard(), { tab, wire, base, folder });
  }

  // The only address that is not reached by keys.
  async open(address) {
    await this.tab.goto(`${this.base}${address}`, { waitUntil: 'load', timeout: 20000 });
  }

  async press(key) {
    await this.tab.keyboard.press(key);
  }

  // The next element, or with Shift the one before; null behind the last.
  async step(back = false) {
    if (back) await this.tab.keyboard.down('Shift');
    await this.press('Tab');
    if (back) await this.tab.keyboard.up('Shift');
    return this.tab.evaluate(focused);
  }

  // By Tab to the next element of that name: a text, or a pattern.  With `back` from the end of the page.
  async reach(name, kind = '', back = false) {
    for (let i = 0; i < FAR; i++) {
      const now = await this.step(back);
      if (now && now.fault) throw new Error(`${place(now)} ${now.fault}`);
      if (now && (!kind || now.kind === kind) && (name instanceof RegExp ? name.test(now.name) : now.name === name)) return now;
    }
    throw new Error(`no ${kind || 'element'} ${name} on ${this.tab.url()}`);
  }

  async enter() {
    await Promise.all([this.tab.waitForNavigation({ waitUntil: 'load', timeout: 20000 }), this.press('Enter')]);
  }

  // To a link or button of that name, and Enter.
  async follow(name, kind, back) {
    await this.reach(name, kind, back);
    await this.enter();
  }

  // What Alt and the left arrow do in a browser with a window.
  async back() {
    await this.tab.goBack({ waitUntil: 'load', timeout: 20000 });
  }

  async unfold(name) {
    await this.reach(name, 'summary');
    const open = () => this.tab.evaluate(() => document.activeElement.parentElement.open);
    if (await open()) return;
    await this.press('Enter');
    if (!await open()) throw new Error(`${name} stays folded`);
  }

  async tick(name) {
    const before = await this.reach(name, 'input');
    await this.press('Space');
    const after = await this.tab.evaluate(focused);
    if (before.checked === after.checked) throw new Error(`${place(before)} stays as it is`);
  }

  async write(name, words) {
    await this.reach(name, 'input');
    await this.tab.keyboard.type(words);
  }

  // Enter on a link to a file: its bytes.
  async get(name) {
    await this.reach(name, 'a');
    const got = new Promise((resolve, reject) => {
      let called;
      const late = setTimeout(() => reject(new Error(`no file came of ${name}`)), 20000);
      this.wire.once('Browser.downloadWillBegin', ({ suggestedFilename }) => { called = suggestedFilename; });
      const came = ({ state }) => {
        if (state === 'inProgress') return;
        clearTimeout(late);
        this.wire.off('Browser.downloadProgress', came);
        const file = path.join(this.folder, called);
        if (state === 'completed') resolve(fs.readFileSync(file)); else reject(new Error(`${name}: ${state}`));
      };
      this.wire.on('Browser.downloadProgress', came);
    });
    await this.press('Enter');
    return got;
  }

  // What is to be read: all, or what a selector names, an item each.
  async text() {
    return this.tab.evaluate(() => document.body.innerText.replace(/\s+/g, ' '));
  }

  async items(selector) {
    return this.tab.$$eval(selector, (found) => found.map((one) => one.innerText.replace(/\s+/g, ' ').trim()));
  }

  async has(pattern) {
    const text = await this.text();
    if (!pattern.test(text)) throw new Error(`no ${pattern} on ${this.tab.url()}: ${text.slice(0, 300)}`);
  }

  // Through a whole page, and back: what is wrong with the order and sight of the focus.
  async sweep(back) {
    const rtl = await this.tab.evaluate(() => document.documentElement.dir === 'rtl');
    const there = [];
    const faults = [];
    for (let now = await this.step(); now; now = await this.step()) {
      const last = there[there.length - 1];
      if (there.length === FAR) return [`the focus does not leave the page: ${place(now)}`];
      if (now.fault) faults.push(`${place(now)} ${now.fault}`);
      if (last && !last.drawn && !now.drawn && !last.stays && !now.stays && now.bottom <= last.top + 1 &&
          (rtl ? now.right >= last.right : now.left <= last.left))
        faults.push(`${place(now)} comes after ${place(last)}, but stands before it`);
      there.push(now);
    }
    if (there.length < 5) faults.push(`only ${there.length} elements`);
    for (const wanted of back ? there.reverse() : []) {
      const now = await this.step(true);
      if (!now || now.name !== wanted.name) return [...faults, `the way back leads to ${now && place(now)}, not ${place(wanted)}`];
      if (now.fault) faults.push(`${place(now)} ${now.fault} (on the way back)`);
    }
    return faults.slice(0, 3);
  }

  async rise() {
    await this.tab.close();
    await this.wire.detach();
  }
}

module.exports = { Keyboard };
