// axe-core's judgement of a page: the rules that are broken, and where.
'use strict';

const fs = require('fs');

const SOURCE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa',
  'best-practice'];

/* global axe */
async function run(runOnly) {
  const { violations, passes } = await axe.run(document, {
    runOnly,
    resultTypes: ['violations'],
    preload: false,
  });
  return {
    passed: passes.length,
    violations: violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.slice(0, 3).map(({ target, html, any, all }) => [
        target.join(' '), html.slice(0, 160),
        ...[...any, ...all].map(({ message }) => message).slice(0, 2)].join(' | ')),
    })),
  };
}

// Through the debugger, which no content policy of the page forbids.
async function audit(page, rules) {
  if (!await page.evaluate('typeof axe === "object"')) {
    await page.evaluate(SOURCE);
  }
  return page.evaluate(run, rules ? { type: 'rule', values: rules }
    : { type: 'tag', values: TAGS });
}

module.exports = { audit };
