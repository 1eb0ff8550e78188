// A post of WordPress with frames of ours, with script and without. In:
// {"chromium": PROGRAM, "url", "folder"}; out: {"frames": [...], "quotes":
// heights, "sideways": whether a phone scrolls so, "scriptless": texts of the quotations, "said": [...]}.
'use strict';

const fs = require('fs');
const path = require('path');
const { launch } = require('./browser_launch');

// Frames are loaded as they come near: all have been seen once.
async function seeAll(page) {
  for (const frame of await page.locator('iframe').all()) {
    await frame.scrollIntoViewIfNeeded();
  }
}

const isTold = () => [...document.querySelectorAll('iframe')]
  .every((one) => getComputedStyle(one).position !== 'absolute');

async function main() {
  const { chromium, url, folder } = JSON.parse(fs.readFileSync(0, 'utf8'));
  const browser = await launch(chromium);
  const page = await browser.newPage({ viewport: { width: 900, height: 3000 } });
  const said = [];

  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  await page.goto(url);
  await seeAll(page);
  await page.waitForFunction(isTold);
  const frames = await page.evaluate(() =>
    [...document.querySelectorAll('iframe')].map((one) => ({
      src: one.src, sandbox: one.getAttribute('sandbox'), height: +one.height,
      visible: one.getBoundingClientRect().height > 0,
    })));
  const inner = page.frames().slice(1);
  for (const [i, one] of inner.entries()) {
    frames[i].box = await one.locator('.treaty-box').count() > 0;
  }
  const quotes = await page.evaluate(() =>
    [...document.querySelectorAll('blockquote')].map((one) => one.offsetHeight));
  await page.screenshot({ path: path.join(folder, 'wordpress-post.png'), fullPage: true });
  await page.setViewportSize({ width: 320, height: 3000 });
  await page.waitForFunction((before) =>
    +document.querySelector('iframe').height !== before, frames[0].height);
  const sideways = await page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth);
  await page.screenshot({ path: path.join(folder, 'wordpress-320.png'), fullPage: true });

  const bare = await browser.newContext({ javaScriptEnabled: false,
    viewport: { width: 900, height: 900 } });
  const other = await bare.newPage();
  await other.goto(url);
  const scriptless = await other.locator('blockquote').allInnerTexts();
  await other.screenshot({ path: path.join(folder, 'wordpress-scriptless.png') });
  await browser.close();
  process.stdout.write(JSON.stringify({ frames, quotes, sideways, scriptless, said }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
