// Reads a list of {text, base} as JSON from standard input, and writes for
// each text of JSON-LD, which stands at the address base, what jsonld has:
// {expanded, quads}. Nothing is fetched, and what jsonld would drop silently
// is an error.
'use strict';
const jsonld = require('jsonld');

const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));

async function read({ text, base }) {
  const document = JSON.parse(text);
  const options = {
    base,
    documentLoader: (url) => Promise.reject(new Error(`fetches ${url}`)),
    safe: true,
  };

  return {
    expanded: await jsonld.expand(document, options),
    quads: await jsonld.toRDF(document,
      { ...options, format: 'application/n-quads' }),
  };
}

Promise.all(input.map(read)).then((answers) => {
  process.stdout.write(JSON.stringify(answers));
}, (error) => {
  console.error(error);
  process.exitCode = 1;
});
