// SPDX-License-Identifier: GPL-2.0-or-later
// links.js: what http-link-header reads of Link fields (RFC 8288), a line each on standard input, as
// JSON: [{"uri", "rel", "type"}].
'use strict';

const LinkHeader = require('http-link-header');

const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
console.log(JSON.stringify(lines.flatMap((line) => LinkHeader.parse(line).refs)));
