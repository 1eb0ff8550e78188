// Asks by HTTP/2, all at once on one connection: reads from standard input
// {origin, asks: [{method, path, headers}]} and writes, as JSON and in the same
// order, [{status, headers, length, sha1}], the last two of the body.
'use strict';
const crypto = require('crypto');
const http2 = require('http2');

const { origin, asks } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const session = http2.connect(origin);

function ask({ method, path, headers }) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': method, ':path': path, ...headers });
    const sha1 = crypto.createHash('sha1');
    let length = 0;
    let answer;

    stream.on('error', reject);
    stream.on('response', (all) => { answer = all; });
    stream.on('data', (piece) => {
      sha1.update(piece);
      length += piece.length;
    });
    stream.on('end', () => resolve({
      status: answer[':status'],
      headers: Object.fromEntries(
        Object.entries(answer).filter(([name]) => !name.startsWith(':'))),
      length,
      sha1: sha1.digest('hex'),
    }));
    stream.end();
  });
}

session.on('error', (error) => { throw error; });
Promise.all(asks.map(ask)).then((answers) => {
  process.stdout.write(JSON.stringify(answers));
  session.close();
});
