// SPDX-License-Identifier: GPL-2.0-or-later
// drive.js BASE KNOWN: a client that knows nothing of a server but /openapi.json asks every address with
// valid, odd and wrong values, and holds each answer against the document: status, media type,
// body (JSON Schema 2020-12 by ajv; members that no schema names are faults).  KNOWN is JSON:
// values for parameters whose schema has none, by the schema's name: {"id": ["...", ...]}.
//
// A fault is a line; the last line says how many requests there were.
'use strict';

const http = require('http');
const Ajv = require('ajv/dist/2020');
const formats = require('ajv-formats');

const base = new URL(process.argv[2]);
const known = JSON.parse(process.argv[3]);
const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
const faults = new Set();
let requests = 0;

// The same numbers each time.
let seed = 20261122;
const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;

function ask(method, target, headers = {}) {
  requests++;
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: base.hostname, port: base.port, path: base.pathname.replace(/\/$/, '') + target, method, headers, agent },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve({
          status: answer.statusCode,
          headers: answer.headers,
          type: (answer.headers['content-type'] || '').split(';')[0],
          body: Buffer.concat(parts),
        }));
      });
    request.on('error', reject);
    request.setTimeout(30000, () => request.destroy(new Error(`no answer: ${target}`)));
    request.end();
  });
}

// --- the document -------------------------------------------------------------------------

let api, ajv;

const at = (way) => way.split('/').slice(1).reduce((object, name) => object[name], api);
const follow = (object) => (object && object.$ref ? at(object.$ref.slice(1)) : object);

// Members that no schema names are faults here; other clients should not mind them.
function close(schema) {
  if (Array.isArray(schema)) return schema.map(close);
  if (!schema || typeof schema !== 'object') return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) =>
    [name, name === 'examples' || name === 'enum' ? value : close(value)]));
  if (schema.type === 'object' && schema.properties && !('additionalProperties' in schema))
    closed.unevaluatedProperties = false;
  return closed;
}

const compiled = new Map();

function validator(schema) {
  const key = JSON.stringify(schema);
  if (!compiled.has(key)) compiled.set(key, compile(schema));
  return compiled.get(key);
}

function compile(schema) {
  return ajv.compile(schema.$ref ? { $ref: `api${schema.$ref}` } : close(schema));
}

// --- values -------------------------------------------------------------------------------

// {good: [...], bad: [...]} of a schema: strings for an address.
function values(reference) {
  const name = reference.$ref && reference.$ref.split('/').pop();
  const schema = follow(reference);
  if (name in known) return { good: known[name], bad: ['!', 'ä'.repeat(40)] };
  if (schema.type === 'array') return values(schema.items);
  if (schema.enum) {
    const last = schema.enum.length - 1;
    const good = [0, random(last + 1), last].map((i) => schema.enum[i]);
    return { good: [...new Set(good)], bad: ['no-such-value', '0', '!'] };
  }
  if (schema.type === 'integer')
    return { good: [String(schema.minimum), String(schema.minimum + 1)], bad: ['0', '-1', 'x', '1.5', String(schema.maximum + 1), '9'.repeat(30)] };
  const good = schema.examples || ['x'];
  return { good, bad: schema.pattern ? ['!!', 'ä'] : [] };
}

const odd = ['', '%20', '%00', '%FF', '%', '&', '=', '%2C%2C', 'ä', '%D0%BC%D0%B8%D1%80', '"%5B%7B%3C%3E', 'x'.repeat(5000)];

const encode = (s) => encodeURIComponent(s).replace(/%2C/g, ',');

// --- one answer ---------------------------------------------------------------------------

function fault(what, target, words) {
  faults.add(`${what}: ${target.slice(0, 200)}: ${words}`);
}

async function check(path, operation, target, headers, wanted) {
  const got = await ask('GET', target, headers);
  const accept = headers.accept || '*/*';
  const what = `${path} (${accept})`;
  const answer = follow(operation.responses[got.status]);
  if (!answer) return fault(what, target, `status ${got.status} is not told`);
  if (wanted && !wanted.includes(got.status))
    fault(what, target, `status ${got.status}, not ${wanted}: ${got.body.toString().slice(0, 300)}`);
  const content = answer.content || {};
  if (!Object.keys(content).length) {
    if (got.body.length) fault(what, target, `a body with ${got.status}`);
    return got;
  }
  const media = content[got.type] || content['*/*'];
  if (!media) return fault(what, target, `the type ${got.type} is not told for ${got.status}`);
  if (accept !== '*/*' && content[accept] && got.type !== accept)
    fault(what, target, `the type is ${got.type}`);
  if (/json$/.test(got.type) && media.schema) {
    const valid = validator(media.schema);
    if (!valid(JSON.parse(got.body)))
      fault(what, target, ajv.errorsText(valid.errors.slice(0, 3)));
  }
  return got;
}

// --- one operation ------------------------------------------------------------------------

function build(path, given, query) {
  const way = path.replace(/\{([^}]+)\}/g, (all, name) => given[name]);
  return query.length ? `${way}?${query.join('&')}` : way;
}

async function drive(path, operation) {
  const parameters = (operation.parameters || []).map(follow);
  const inPath = parameters.filter((p) => p.in === 'path');
  const inQuery = parameters.filter((p) => p.in === 'query');
  const types = Object.keys(operation.responses[200].content || {});
  const first = {};
  const needed = inQuery.filter((p) => p.required);
  for (const p of inPath) first[p.name] = encode(values(p.schema).good[0]);

  for (const type of types) {
    const headers = type === '*/*' ? {} : { accept: type };
    const strict = type === 'application/json'; // programs are told what is wrong
    const whole = (query) => [...query, ...needed
      .filter((p) => !query.some((pair) => pair.startsWith(`${p.name}=`)))
      .map((p) => `${p.name}=${encode(values(p.schema).good[0])}`)];
    const go = (given, query, wanted) => check(path, operation, build(path, given, whole(query)), headers, wanted);

    const plain = await go(first, [], [200]);
    const target = build(path, first, whole([]));
    const head = await ask('HEAD', target, headers);
    if (plain && (head.status !== plain.status || head.type !== plain.type || head.body.length))
      fault(path, target, 'HEAD is not as GET');
    if (plain && plain.headers.etag && operation.responses[304])
      await check(path, operation, target, { ...headers, 'if-none-match': plain.headers.etag }, [304]);
    for (const p of inPath) {
      const { good, bad } = values(p.schema);
      for (const value of good) await go({ ...first, [p.name]: encode(value) }, [], [200]);
      for (const value of [...bad.map(encode), 'never-was', '%00', '%2e%2e', '%2F', 'x'.repeat(65)])
        await go({ ...first, [p.name]: value }, [], [404]);
    }
    for (const p of inQuery) {
      const { good, bad } = values(p.schema);
      for (const value of good) await go(first, [`${p.name}=${encode(value)}`], [200]);
      if (p.schema.type === 'array' && good.length > 1)
        await go(first, good.map((value) => `${p.name}=${encode(value)}`), [200]);
      for (const value of p === inQuery[0] ? odd : ['', odd[1 + random(odd.length - 1)]])
        await go(first, [`${p.name}=${value}`], [200, 400]);
      for (const value of bad) {
        const got = await go(first, [`${p.name}=${encode(value)}`], strict && p.name !== 'pack' ? [400] : [200, 400]);
        if (got && got.status === 400 && got.type === 'application/problem+json' &&
            !(JSON.parse(got.body).errors || []).some((e) => e.parameter === p.name))
          fault(path, build(path, first, [`${p.name}=${value}`]), `the problem does not name ${p.name}`);
      }
    }
    await go(first, ['no-such-name=1'], strict ? [400] : [200, 400]);
    for (let round = 0; round < 10 && inQuery.length > 1; round++) {
      const query = [];
      for (const p of inQuery) {
        if (random(4)) continue;
        const { good } = values(p.schema);
        query.push(`${p.name}=${encode(good[random(good.length)])}`);
      }
      await go(first, query, [200]);
    }
  }
  if (!Object.keys(api.paths[path]).some((method) => method === 'post')) {
    const post = await ask('POST', build(path, first, []), { 'content-length': 0 });
    if (post.status !== 405 || post.headers.allow !== 'GET, HEAD')
      fault(path, build(path, first, []), `POST: ${post.status}, Allow: ${post.headers.allow}`);
  }
}

async function main() {
  api = JSON.parse((await ask('GET', '/openapi.json')).body);
  ajv = new Ajv({ strict: false, allErrors: false });
  formats(ajv);
  ajv.addSchema({ $id: 'api', components: { schemas: close(api.components.schemas) } });
  for (const [name, schema] of Object.entries(api.components.schemas))
    for (const example of schema.examples || [])
      if (!ajv.validate({ $ref: `api#/components/schemas/${name}` }, example))
        fault('examples', name, ajv.errorsText());
  for (const [path, item] of Object.entries(api.paths))
    if (item.get) await drive(path, item.get);
  for (const line of faults) console.log(line);
  console.log(`${requests} requests, ${faults.size} faults`);
  agent.destroy();
}

main().catch((error) => {
  console.log(String(error.stack));
  process.exitCode = 1;
});
