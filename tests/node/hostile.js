// Holds answers from a record full of hostile text against those from one that
// has a harmless word in the same places: with the word replaced by the text,
// they must be the same, as a browser, a reader of XML or a spreadsheet takes
// them apart. So nothing of the text is live, and nothing of it is lost.
//
// Input: {marker, text, pairs: [{address, harmless, hostile}]}, each answer
// {status, type, body}, the body the path of a file. Of an excerpt, and where
// there is no harmless answer, only what is live or broken is told. Output: a
// list of faults.
'use strict';

const fs = require('fs');
const parse5 = require('parse5');
const sax = require('sax');

const CLOSERS = /[\u202c\u2069]/g;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
// What XML can't hold.
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const LINKS = ['href', 'src', 'action', 'data', 'formaction', 'poster'];

let marker;
let text;

function decoded(string) {
    try {
        return decodeURIComponent(string.replaceAll('+', ' '));
    } catch (error) {
        return string;
    }
}

// A text with its directions closed is the text.
function bare(string) {
    return BIDI.test(text) ? string.replace(CLOSERS, '') : string;
}

// A text in one line, as citations have it.
function flat(string) {
    // eslint-disable-next-line no-control-regex
    return string.replace(/[\u0000- \u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

function filled(harmless, filling) {
    return harmless.split(marker).join(filling);
}

// Whether this is the harmless string with the text in it, as it is or as an
// address has it.
function isFilled(harmlessOne, hostileOne, filling = text) {
    // A cursor holds a value of the order.
    const [harmless, hostile] = [harmlessOne, hostileOne]
        .map((string) => string.replace(/\bcursor=[\w-]+/g, 'cursor='));

    return bare(filled(harmless, filling)) === bare(hostile) ||
        bare(filled(decoded(harmless), filling)) === bare(decoded(hostile));
}

// ------------------------------------------------------------------- markup

// A tree as a list of lines: {kind, value}, line breaks and texts in one. What
// is in <pre> is in a language of its own, such as BibTeX.
function lines(node, list = [], isForeign = false) {
    const last = list[list.length - 1];
    const isBreak = node.nodeName === 'br';
    const kind = isForeign ? 'foreign' : 'text';

    if (node.nodeName === '#text' || isBreak) {
        const value = isBreak ? '\n' : node.value;
        if (last && last.kind === kind) {
            last.value += value;
        } else {
            list.push({ kind, value });
        }
        return list;
    }
    list.push({ kind: node.nodeName === '#comment' ? 'comment' : 'open',
        value: node.nodeName === '#comment' ? node.data : node.nodeName });
    for (const attribute of node.attrs || []) {
        list.push({ kind: 'attribute ' + attribute.name,
            value: attribute.value });
    }
    for (const child of node.childNodes || []) {
        lines(child, list, isForeign || node.nodeName === 'pre');
    }
    list.push({ kind: 'close', value: node.nodeName });
    return list;
}

function isLive(line) {
    const [kind, name] = line.kind.split(' ');

    return (kind === 'attribute' && (/^on|^style$|^srcdoc$/.test(name) ||
        (LINKS.includes(name) &&
            !/^(https?:\/\/|[/?#.]|mailto:)/i.test(line.value)))) ||
        kind === 'comment';
}

// How many directions a text leaves open.
function isOpen(value) {
    const open = [];

    for (const sign of value) {
        if ('\u202a\u202b\u202d\u202e'.includes(sign)) {
            open.push('e');
        } else if ('\u2066\u2067\u2068'.includes(sign)) {
            open.push('i');
        } else if (sign === '\u202c' && open[open.length - 1] === 'e') {
            open.pop();
        } else if (sign === '\u2069' && open.includes('i')) {
            while (open.pop() !== 'i');
        }
    }
    return open.length > 0;
}

// Lines to copy are markup in whose page they get. White space in a line of text
// shows as one blank anyway.
function isSame(a, b, filling) {
    if (a.kind === 'foreign') {
        return !/^<(?:script|iframe) /.test(a.value) ||
            !compareHtml(a.value, b.value);
    }
    return isFilled(a.value, b.value, filling) ||
        (a.kind === 'text' &&
            flat(bare(filled(a.value, filling))) === flat(bare(b.value)));
}

function compareLines(harmless, hostile, filling) {
    for (let i = 0; i < Math.max(harmless.length, hostile.length); i++) {
        const a = harmless[i] || { kind: 'nothing', value: '' };
        const b = hostile[i] || { kind: 'nothing', value: '' };

        if (a.kind !== b.kind || !isSame(a, b, filling)) {
            return `${b.kind} ${JSON.stringify(b.value).slice(0, 300)} for ` +
                `${a.kind} ${JSON.stringify(a.value).slice(0, 300)}`;
        }
        if (isOpen(b.value)) {
            return 'a direction left open in ' + JSON.stringify(b.value);
        }
    }
    return null;
}

function parsed(body) {
    return /^\s*<!doctype/i.test(body) ? parse5.parse(body)
        : parse5.parseFragment(body);
}

function compareHtml(harmless, hostile) {
    const tree = lines(parsed(hostile));
    const live = tree.find(isLive);

    return live ? `live: ${live.kind} ${live.value.slice(0, 200)}`
        : compareLines(lines(parsed(harmless)), tree, text);
}

function xmlLines(body) {
    const parser = sax.parser(true, { trim: false });
    const list = [];

    parser.onerror = (error) => { throw error; };
    parser.onopentag = ({ name, attributes }) => {
        list.push({ kind: 'open', value: name });
        for (const key of Object.keys(attributes)) {
            list.push({ kind: 'attribute ' + key, value: attributes[key] });
        }
    };
    parser.ontext = (value) => list.push({ kind: 'text', value });
    parser.oncdata = (value) => list.push({ kind: 'cdata', value });
    parser.oncomment = (value) => list.push({ kind: 'comment', value });
    parser.onprocessinginstruction = ({ name, body: value }) =>
        list.push({ kind: 'instruction ' + name, value });
    parser.onclosetag = (value) => list.push({ kind: 'close', value });
    parser.write(body).close();
    return list;
}

function compareXml(harmless, hostile) {
    return compareLines(xmlLines(harmless), xmlLines(hostile),
        text.replace(UNFIT, ''));
}

// --------------------------------------------------------------------- data

function compareValues(harmless, hostile, path = '') {
    if (typeof harmless === 'string' && typeof hostile === 'string') {
        return isFilled(harmless, hostile) || (path.endsWith('/html') &&
            !compareHtml(harmless, hostile)) ? null
            : `${path}: ${JSON.stringify(hostile).slice(0, 300)} for ` +
                JSON.stringify(harmless).slice(0, 300);
    }
    if (harmless === null || typeof harmless !== 'object' ||
        hostile === null || typeof hostile !== 'object') {
        return harmless === hostile ? null
            : `${path}: ${hostile} for ${harmless}`;
    }
    const keys = Object.keys(harmless);
    if (keys.join() !== Object.keys(hostile).join()) {
        return `${path}: other members`;
    }
    for (const key of keys) {
        const fault = compareValues(harmless[key], hostile[key],
            `${path}/${key}`);
        if (fault) {
            return fault;
        }
    }
    return null;
}

function compareJson(harmless, hostile) {
    return compareValues(JSON.parse(harmless), JSON.parse(hostile));
}

// Citation processors take one line of each field.
function compareCsl(harmless, hostile) {
    const flatten = (value) => JSON.parse(value,
        (key, member) => typeof member === 'string' ? flat(member) : member);
    const kept = text;

    text = flat(text);
    const fault = compareValues(flatten(harmless), flatten(hostile));
    text = kept;
    return fault;
}

// RFC 4180.
function cells(body) {
    const rows = [];
    const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/gy;
    let row = [];
    let match;

    while (pattern.lastIndex < body.length && (match = pattern.exec(body))) {
        row.push(match[1].startsWith('"')
            ? match[1].slice(1, -1).replaceAll('""', '"') : match[1]);
        if (match[2] !== ',') {
            rows.push(row);
            row = [];
        }
    }
    if (pattern.lastIndex < body.length) {
        throw new Error('CSV is broken at ' + pattern.lastIndex);
    }
    return rows;
}

// What a spreadsheet could run has an apostrophe before it.
function isCell(harmless, hostile) {
    const isFormula = /^[=+\-@\t\r\n]/.test(filled(harmless, text));

    return isFormula && harmless !== hostile
        ? isFilled("'" + harmless, hostile) : isFilled(harmless, hostile);
}

function compareCsv(harmless, hostile) {
    const a = cells(harmless);
    const b = cells(hostile);

    if (a.length !== b.length) {
        return `${b.length} rows for ${a.length}`;
    }
    for (let i = 0; i < a.length; i++) {
        for (let j = 0; j < Math.max(a[i].length, b[i].length); j++) {
            if (a[i][j] === undefined || b[i][j] === undefined ||
                !isCell(a[i][j], b[i][j])) {
                return `row ${i}: ${JSON.stringify(b[i][j])} for ` +
                    JSON.stringify(a[i][j]);
            }
        }
    }
    return null;
}

// Citations: a field a line, whatever is in it.
function compareFields(harmless, hostile) {
    const keys = (body) => body.split(/\r?\n/)
        .map((line) => (line.match(/^(@?\w+\{|\s*\w+ +[=-]|.{0,3})/) || [''])[0])
        .join('|');
    let depth = 0;

    if (keys(harmless) !== keys(hostile)) {
        return `fields ${keys(hostile)} for ${keys(harmless)}`;
    }
    for (const sign of hostile.startsWith('@')
        ? hostile.replace(/\\[{}]/g, '') : '') {
        depth += (sign === '{') - (sign === '}');
        if (depth < 0) {
            return 'a brace too many';
        }
    }
    return depth === 0 ? null : 'a brace is left open';
}

function compare(type, harmless, hostile) {
    if (type.startsWith('text/html')) {
        return compareHtml(harmless, hostile);
    }
    if (/xml/.test(type)) {
        return compareXml(harmless, hostile);
    }
    if (/citationstyles/.test(type)) {
        return compareCsl(harmless, hostile);
    }
    if (/json/.test(type)) {
        return compareJson(harmless, hostile);
    }
    return type.startsWith('text/csv') ? compareCsv(harmless, hostile)
        : compareFields(harmless, hostile);
}

function body(answer) {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
        .decode(fs.readFileSync(answer.body));
}

// What is wrong with an answer whatever it ought to be.
function judgeAlone(answer) {
    try {
        const fault = compare(answer.type, body(answer), body(answer));
        return fault && fault.startsWith('live') ? fault : null;
    } catch (error) {
        return String(error.message).slice(0, 300);
    }
}

function judge({ harmless, hostile, excerpt }) {
    if (!harmless) {
        return judgeAlone(hostile);
    }
    if (harmless.status !== hostile.status || harmless.type !== hostile.type) {
        return `${hostile.status} ${hostile.type} for ${harmless.status} ` +
            harmless.type;
    }
    try {
        const fault = compare(hostile.type, body(harmless), body(hostile));
        return excerpt && fault && !fault.startsWith('live') ? null : fault;
    } catch (error) {
        return String(error.message).slice(0, 300);
    }
}

const input = JSON.parse(fs.readFileSync(0, 'utf8'));

marker = input.marker;
text = input.text;
process.stdout.write(JSON.stringify(input.pairs
    .map((pair) => ({ address: pair.address, fault: judge(pair) }))));
