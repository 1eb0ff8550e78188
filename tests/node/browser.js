// Looks at pages in one headless Chromium. In: {"chromium": PROGRAM,
// "folder": where pictures go or null, "pages": [...]}; out: a list with what
// was found on each page, in the same order.
//
// A page: {"name", "url", "looks": [...], "keyboard": true, "scriptless": true}.
// What is found: {"status", "holds": {"parts", "raw"}, "looks": [...],
// "trouble": [...], "keyboard": {...}, "scriptless": [...]}.
// A look: {"scheme", "width", "media": what else playwright's emulateMedia takes,
// "axe": true, "rules": [...] in place of the usual, "styles": [[SELECTOR,
// PROPERTY, PSEUDO-ELEMENT or null], ...], "mirror": true, "shoot": true, "called": the end of
// the picture's name}; what is found adds "overflow", and "axe", "styles" and
// "mirror" are what was asked for.
'use strict';

const fs = require('fs');
const path = require('path');
const { audit } = require('./browser_axe');
const { walk } = require('./browser_keyboard');
const { launch } = require('./browser_launch');
const { mirror } = require('./browser_mirror');

const HEIGHT = 900;
// How much of a long page a picture shows.
const SHOWN = 3000;
const AT_ONCE = 2;
// What a window is shown as that nobody has said anything of.
const PLAIN = { media: null, contrast: null, forcedColors: null,
  reducedMotion: null };
const PATIENCE = 60000;

// What reaches past the window's edge, should the page scroll sideways.
function overflowing() {
  const root = document.documentElement;
  const most = root.clientWidth;

  if (root.scrollWidth <= most) {
    return [];
  }
  const past = [...document.body.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (right > most + 0.5 || left < -0.5);
  });
  const named = past.slice(0, 8).map((element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') || ''}`);
  return [`${root.scrollWidth} px wide in ${most}`, ...named];
}

// What a page shows of ours, and whether something that should have become
// text has not; code may have braces of its own.
function holds() {
  const code = [...document.querySelectorAll('pre')];
  const text = code.reduce((rest, pre) => rest.replace(pre.innerText.trim(), ''),
    document.body.innerText);

  return {
    parts: document.querySelectorAll('[class^="treaty-"], data, time').length,
    raw: text.match(
      /\[an error occurred[^\]]*\]|\{\{[#^/>&]?[a-z_.]+\}\}|\(none\)/g) || [],
  };
}

// What a page complains of: errors, and what its content policy forbids.
function listen(page, trouble) {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      trouble.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    trouble.push(`not loaded: ${request.url()}`);
  });
}

// What properties have come out as, each of the first element that is meant.
function styles(asked) {
  return asked.map(([selector, property, pseudo]) => {
    const element = document.querySelector(selector);
    return element
      && getComputedStyle(element, pseudo).getPropertyValue(property);
  });
}

async function look(page, wanted, name, folder) {
  await page.setViewportSize({ width: wanted.width, height: HEIGHT });
  await page.emulateMedia({ ...PLAIN, colorScheme: wanted.scheme,
    ...wanted.media });
  const found = { ...wanted, overflow: await page.evaluate(overflowing) };
  if (wanted.axe) {
    found.axe = await audit(page, wanted.rules);
  }
  if (wanted.styles) {
    found.styles = await page.evaluate(styles, wanted.styles);
  }
  if (wanted.mirror) {
    found.mirror = await mirror(page);
  }
  if (wanted.shoot && folder) {
    const called = wanted.called || `${wanted.width}-${wanted.scheme}`;
    const { width } = wanted;
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({ fullPage: true, animations: 'disabled',
      clip: { x: 0, y: 0, width, height: Math.min(height, SHOWN) },
      type: 'jpeg', quality: 85,
      path: path.join(folder, `${name}-${called}.jpeg`) });
  }
  return found;
}

// What a page says. A button that only a script can have put there isn't
// counted: one that is served and does nothing by itself is a fault.
async function linesOf(page, { without }) {
  const text = await page.evaluate((selector) => {
    const left = selector ? [...document.querySelectorAll(selector)] : [];

    left.forEach((element) => { element.style.display = 'none'; });
    const shown = document.body.innerText;
    left.forEach((element) => { element.style.display = ''; });
    return shown;
  }, without);
  return text.split('\n').filter((line) => line.trim() !== '');
}

// What the page says otherwise without script, line by line.
async function withoutScript(plain, url, lines) {
  await plain.goto(url);
  const others = await linesOf(plain, {});
  const most = Math.max(lines.length, others.length);
  return Array.from({ length: most }, (_, i) => [lines[i], others[i]])
    .filter(([one, other]) => one !== other).slice(0, 5)
    .map(([one, other]) => `"${other}" for "${one}"`);
}

// Two windows for all that is to be seen, the second without script: a new one
// for each page takes as long as the page does.
async function open(browser) {
  const size = { viewport: { width: 1280, height: HEIGHT } };
  const page = await (await browser.newContext(size)).newPage();
  const plain = await (await browser.newContext(
    { ...size, javaScriptEnabled: false })).newPage();
  const trouble = [];

  page.setDefaultTimeout(PATIENCE);
  plain.setDefaultTimeout(PATIENCE);
  listen(page, trouble);
  return { page, plain, trouble };
}

async function visit({ page, plain, trouble }, wanted, folder) {
  const found = { looks: [] };

  await page.setViewportSize({ width: 1280, height: HEIGHT });
  const answer = await page.goto(wanted.url);
  found.status = answer.status();
  found.holds = await page.evaluate(holds);
  if (wanted.scriptless) {
    found.scriptless = await withoutScript(plain, wanted.url,
      await linesOf(page, { without: 'button[type="button"]' }));
  }
  for (const one of wanted.looks || []) {
    found.looks.push(await look(page, one, wanted.name, folder));
  }
  if (wanted.keyboard) {
    found.keyboard = await walk(page);
  }
  found.trouble = trouble.splice(0);
  return found;
}

async function main() {
  const { chromium, folder, pages } = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await launch(chromium);
  const results = [];
  const queue = [...pages.keys()];

  // A browser that answers isn't busy all the time; two pages fill two cores.
  async function work() {
    const windows = await open(browser);
    for (let i = queue.shift(); i !== undefined; i = queue.shift()) {
      results[i] = await visit(windows, pages[i], folder);
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(results));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
