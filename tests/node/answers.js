// Judges kept answers (tests/lib/TreatyAnswers.pm) by the description. In:
// {"folders": [...]}; out: how many there are, by path and status, and what is
// wrong with those that aren't as described.
'use strict';

const fs = require('fs');
const path = require('path');
const { Description } = require('./description');

const { folders } = JSON.parse(fs.readFileSync(0, 'utf8'));
const description = new Description();
const result = { checked: 0, problems: [], seen: {} };

function judge(file) {
    const bytes = fs.readFileSync(file);
    const end = bytes.indexOf(10);
    const answer = JSON.parse(bytes.subarray(0, end).toString());
    const wrong = description.judge(answer, bytes.subarray(end + 1));
    const template = description.templateOf(answer.path) || '(elsewhere)';
    const key = `${template} ${answer.status}`;

    result.checked++;
    result.seen[key] = (result.seen[key] || 0) + 1;
    if (wrong) {
        result.problems.push(`${path.basename(path.dirname(file))}: `
            + `${answer.method} ${answer.path} ${answer.status}: ${wrong}`);
    }
}

for (const folder of folders) {
    fs.readdirSync(folder).filter((name) => !name.endsWith('.new')).sort()
        .forEach((name) => judge(path.join(folder, name)));
}
process.stdout.write(JSON.stringify(result));
