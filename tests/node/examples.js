// Writes examples into docs/openapi.json. In: {PATH: TEXT}, where TEXT is what
// the address of the path's example is answered with.
'use strict';

const fs = require('fs');
const path = require('path');
const { format } = require('./format');

const FILE = path.join(__dirname, '..', '..', 'docs', 'openapi.json');
const texts = JSON.parse(fs.readFileSync(0, 'utf8'));
const description = JSON.parse(fs.readFileSync(FILE, 'utf8'));

for (const [name, text] of Object.entries(texts)) {
    const { content } = description.paths[name].get.responses['200'];
    const [[type, media]] = Object.entries(content);

    media.example = /json/.test(type) ? JSON.parse(text) : text;
}
fs.writeFileSync(FILE, format(description) + '\n');
