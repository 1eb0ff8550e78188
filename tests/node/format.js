// JSON as docs/openapi.json is written: what fits on a line stands on one.
'use strict';

const WIDTH = 100;

function inline(value) {
    if (Array.isArray(value)) {
        return '[' + value.map(inline).join(', ') + ']';
    }
    if (value && typeof value === 'object') {
        const members = Object.entries(value)
            .map(([key, member]) => JSON.stringify(key) + ': ' + inline(member));
        return '{' + members.join(', ') + '}';
    }
    return JSON.stringify(value);
}

// `used` is what stands on the line before the value and behind it.
function format(value, indent = '', used = 0) {
    const line = inline(value);
    const fits = indent.length + used + line.length <= WIDTH;

    if (fits || !value || typeof value !== 'object' || line.length === 2) {
        return line;
    }
    const deeper = indent + '  ';
    const isArray = Array.isArray(value);
    const members = Object.entries(value).map(([key, member]) => {
        const name = isArray ? '' : JSON.stringify(key) + ': ';
        return deeper + name + format(member, deeper, name.length + 1);
    });
    return (isArray ? '[' : '{') + '\n' + members.join(',\n') + '\n' + indent
        + (isArray ? ']' : '}');
}

module.exports = { format };

if (require.main === module) {
    const text = require('fs').readFileSync(0, 'utf8');
    process.stdout.write(format(JSON.parse(text)) + '\n');
}
