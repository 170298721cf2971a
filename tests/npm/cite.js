// SPDX-License-Identifier: GPL-2.0-or-later
// cite.js FILE...: what citation-js reads of references in RIS, BibTeX or CSL-JSON, as CSL-JSON: a line
// of JSON for each file.
'use strict';

const { readFileSync } = require('fs');
const Cite = require('citation-js');

for (const file of process.argv.slice(2)) {
  const items = new Cite(readFileSync(file, 'utf8'), { generateGraph: false }).data;
  console.log(JSON.stringify(items));
}
