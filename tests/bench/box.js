// The box by node and better-sqlite3: box.js PORT FOLDER DATABASE PHP
// FOLDER has the package; the template and the queries are those of the page
// for PHP, so that there is one of each.
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');

const [port, folder, database, php] = process.argv.slice(2);
const Database = require(path.join(folder, 'node_modules', 'better-sqlite3'));

const source = fs.readFileSync(php, 'utf8');
const template = source.match(/<<<'BOX'\n([\s\S]*?)\nBOX/)[1];
const list = source.match(/foreach \(\[([\s\S]*?)\] as/)[1];
const db = new Database(database, { readonly: true });
const queries = [...list.matchAll(/"([^"]+)"/g)].map((m) => db.prepare(m[1]));

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#039;' };
const escape = (text) => String(text ?? '').replace(/[&<>"']/g, (c) => ESCAPES[c]);

http.createServer((request, response) => {
  const values = Object.assign({}, ...queries.map((query) => query.get('opsc')));
  const box = template.replace(/%%(\w+)%%/g, (all, name) => escape(values[name]));

  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(box),
  });
  response.end(box);
}).listen(Number(port), '127.0.0.1');
