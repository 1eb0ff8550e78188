// Reads HTML from standard input and writes it as sanitize-html leaves it,
// with the list of tags that fact sheets are made of.
'use strict';
const sanitize = require('sanitize-html');
const input = require('fs').readFileSync(0, 'utf8');

process.stdout.write(sanitize(input, {
  allowedTags: ['p', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'a', 'em', 'strong',
    'table', 'thead', 'tbody', 'tr', 'th', 'td', 'blockquote', 'br', 'abbr',
    'time'],
  allowedAttributes: {
    a: ['href'], th: ['scope'], abbr: ['title'], time: ['datetime'],
  },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
}));
