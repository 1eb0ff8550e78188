// Compares how elements come out: the host's own with our stylesheet and
// without, and ours inside a framework and outside of each. In: {"chromium":
// PROGRAM, "compare": [{"what", "one": URL, "other": URL, "meant": SELECTOR,
// "apart": [PROPERTY, ...]}, ...]}; out: for each {"compared", "differ": [...]}.
'use strict';

const fs = require('fs');
const { launch } = require('./browser_launch');

// The names of all properties; and each element that is meant, and what is
// generated before and behind it, with their values, a line each. Of many alike that stand in a row three will do.
function styles(meant) {
  const ALIKE = 3;
  const found = [];
  const names = [...getComputedStyle(document.body)]
    .filter((name) => !name.startsWith('--'));
  const take = (name, element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    found.push([name,
      names.map((property) => style.getPropertyValue(property)).join('\n')]);
  };
  const isSpare = (element) => {
    let alike = 0;
    for (let at = element.previousElementSibling; at && alike < ALIKE;
      at = at.previousElementSibling) {
      alike += at.tagName === element.tagName
        && at.className === element.className ? 1 : 0;
    }
    return alike === ALIKE;
  };
  const spare = [...document.body.querySelectorAll('*')].filter(isSpare);
  const left = new Set(spare.flatMap((element) =>
    [element, ...element.querySelectorAll('*')]));

  for (const element of document.querySelectorAll(meant)) {
    if (!left.has(element)) {
      const name = `${element.tagName.toLowerCase()}.${
        element.getAttribute('class') || ''}`;
      take(name, element);
      ['::before', '::after'].forEach((pseudo) => {
        if (!['none', 'normal'].includes(
          getComputedStyle(element, pseudo).content)) {
          take(name + pseudo, element, pseudo);
        }
      });
    }
  }
  return { names, found };
}

function differences(names, one, other, apart) {
  const found = new Set();

  for (const [i, [name, text]] of one.entries()) {
    if (text !== other[i][1]) {
      const theirs = other[i][1].split('\n');
      text.split('\n').forEach((value, k) => {
        if (theirs[k] !== value && !apart.includes(names[k])) {
          found.add(`${name} ${names[k]}: ${theirs[k]} for ${value}`);
        }
      });
    }
  }
  return [...found];
}

// Where the elements themselves aren't the same, the first that isn't.
function mismatch(one, other) {
  const at = one.findIndex(([name], i) => !other[i] || other[i][0] !== name);

  if (at < 0 && one.length === other.length) {
    return null;
  }
  const place = at < 0 ? one.length : at;
  return `at ${place}: ${(other[place] || [])[0]} for ${(one[place] || [])[0]}`;
}

async function compare(page, { one, other, meant, apart }) {
  const seen = [];

  for (const url of [one, other]) {
    await page.goto(url);
    seen.push(await page.evaluate(styles, meant));
  }
  const [first, second] = seen.map(({ found }) => found);
  const wrong = mismatch(first, second);
  return { compared: first.length * seen[0].names.length,
    differ: wrong ? [wrong]
      : differences(seen[0].names, first, second, apart) };
}

async function main() {
  const wanted = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await launch(wanted.chromium);
  const results = [];

  try {
    const page = await browser.newPage({
      viewport: { width: 1000, height: 800 } });
    for (const pair of wanted.compare) {
      results.push(await compare(page, pair));
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
