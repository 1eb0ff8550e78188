// What a page of another site makes of our element, our frame and our picture.
// In: {"chromium": PROGRAM, "element", "frame", "wordpress", "picture": URL};
// out: what is found of each, and what the console said.
'use strict';

const fs = require('fs');
const { launch } = require('./browser_launch');

const PATIENCE = 60000;

// Each element of ours, as it has come out.
function elements() {
  return Object.fromEntries([...document.querySelectorAll('treaty-box')].map((one) => [one.id, {
    busy: one.ariaBusy,
    text: one.innerText,
    root: one.firstElementChild && one.firstElementChild.className,
    lang: one.firstElementChild && one.firstElementChild.lang,
    heading: [...one.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => h.tagName)[0],
    links: [...one.querySelectorAll('a')].map((a) => a.href),
    edge: one.firstElementChild
      && getComputedStyle(one.firstElementChild).borderTopStyle,
  }]));
}

const isDone = () => [...document.querySelectorAll('treaty-box')]
  .every((one) => one.link && one.ariaBusy === null);

// The look comes after the first box, and no box waits for it.
const isDressed = () => [...document.querySelectorAll('link[rel=stylesheet]')]
  .every((link) => link.sheet);

async function visit(browser, url, options, look) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const said = [];

  page.setDefaultTimeout(PATIENCE);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  await page.goto(url);
  const found = await look(page, context);
  await context.close();
  return { ...found, said };
}

async function lookAtElements(page) {
  await page.waitForFunction(isDone);
  await page.waitForFunction(isDressed);
  const first = await page.evaluate(elements);
  const sheets = await page.evaluate(() =>
    document.querySelectorAll('link[rel=stylesheet]').length);

  await page.evaluate(() => {
    const one = document.getElementById('treaty');
    one.removeAttribute('day');
    one.setAttribute('treaty', 'crc');
  });
  await page.waitForFunction(() =>
    document.getElementById('treaty').innerText.includes('Rights of the Child Convention'));
  return { first, sheets, changed: await page.evaluate(elements) };
}

// The network goes, and what was shown is a link again.
async function lookOffline(page, context) {
  await page.waitForFunction(isDone);
  await context.setOffline(true);
  await page.evaluate(() => document.getElementById('treaty').setAttribute('treaty', 'crc'));
  await page.waitForFunction(() =>
    document.getElementById('treaty').querySelector('small'));
  return { elements: await page.evaluate(elements) };
}

async function lookAtFrame(page) {
  await page.waitForFunction(() => document.body.dataset.height);
  const wide = await page.evaluate(() => ({ ...document.body.dataset }));

  await page.evaluate(() => { document.querySelector('iframe').width = 200; });
  await page.waitForFunction((before) => document.body.dataset.height !== before,
    wide.height);
  const narrow = await page.evaluate(() => ({ ...document.body.dataset }));
  const frame = page.frames()[1];
  const inside = await frame.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }));
  const link = frame.locator('.treaty-title a');
  if (wide.secret) {
    await link.click();
    await page.waitForFunction(() => document.body.dataset.link);
  }
  return { wide, narrow, inside, link: await page.evaluate(() => document.body.dataset.link) };
}

const lookAtPicture = async (page) => ({
  size: await page.evaluate(async () => {
    const picture = document.querySelector('img');
    await picture.decode();
    return [picture.naturalWidth, picture.naturalHeight];
  }),
});

async function main() {
  const { chromium, ...url } = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await launch(chromium);
  const bare = { javaScriptEnabled: false };

  process.stdout.write(JSON.stringify({
    element: await visit(browser, url.element, {}, lookAtElements),
    offline: await visit(browser, url.element, {}, lookOffline),
    scriptless: await visit(browser, url.element, bare,
      async (page) => ({ text: await page.innerText('main') })),
    frame: await visit(browser, url.frame, {}, lookAtFrame),
    wordpress: await visit(browser, url.wordpress, {}, lookAtFrame),
    picture: await visit(browser, url.picture, {}, lookAtPicture),
  }));
  await browser.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
