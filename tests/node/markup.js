// Judges markup by html-validate. In: [{"name", "text"}, ...]; out: for each
// what is wrong with it, a line an error.
'use strict';

const fs = require('fs');
const { HtmlValidate } = require('html-validate');

const validator = new HtmlValidate(require('./markup_rules'));

function judge({ name, text }) {
  return validator.validateStringSync(text, `${name}.html`).results.flatMap(
    ({ messages }) => messages.map(({ line, column, message, ruleId }) =>
      `${name}:${line}:${column}: ${message} (${ruleId}) in `
        + text.split('\n')[line - 1].trim().slice(0, 120)));
}

process.stdout.write(JSON.stringify(
  JSON.parse(fs.readFileSync(0, 'utf8')).map(judge)));
