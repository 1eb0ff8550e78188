// Reads a list of {text, style} as JSON from standard input, and
// writes for each text what citation-js takes it for: {type, items}, the type
// as it has recognised it, the items of CSL; with a style of CSL also
// {bibliography} as text.
'use strict';
const { Cite, plugins } = require('@citation-js/core');

require('@citation-js/plugin-bibtex');
require('@citation-js/plugin-csl');
require('@citation-js/plugin-ris');

const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));

function read({ text, style }) {
  const cite = new Cite(text, { generateGraph: false });

  return {
    type: plugins.input.type(text),
    items: cite.data,
    bibliography: style
      && cite.format('bibliography', { format: 'text', template: style }),
  };
}

process.stdout.write(JSON.stringify(input.map(read)));
