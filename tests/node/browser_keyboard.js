// Walks through a page by the Tab key. What takes part (links, controls, what
// scrolls) must be reached, and must look otherwise while it has the focus.
'use strict';

// A field for a day has stops of its own for its parts.
const STOPS = 6;
const TOLD = 5;

// Marks what the keyboard has to reach, and keeps how it looks without focus.
function prepare(stops) {
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } =
      getComputedStyle(element);
    return [outlineStyle, outlineWidth, outlineColor, boxShadow].join(' ');
  };
  const scrolls = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const can = (value) => value === 'auto' || value === 'scroll';
    return (can(overflowX) && element.scrollWidth > element.clientWidth + 1)
      || (can(overflowY) && element.scrollHeight > element.clientHeight + 1);
  };
  // Not what a closed <details> holds.
  const isShown = (element) => element.getClientRects().length > 0
    && element.checkVisibility({ visibilityProperty: true });
  const name = (element) => element.outerHTML.slice(0, 140);
  const takesPart = 'a[href], button, input:not([type=hidden]), select, '
    + 'textarea, summary, iframe, audio[controls], video[controls], '
    + '[tabindex]:not([tabindex^="-"])';
  const found = [...document.body.querySelectorAll('*')].filter((element) =>
    isShown(element) && !element.disabled
      && (element.matches(takesPart) || scrolls(element)));

  window.treatyWalk = { found, look, name, reached: new Map(), unseen: [] };
  found.forEach((element) => {
    window.treatyWalk.reached.set(element, { before: look(element), times: 0 });
  });
  const parted = ['date', 'time', 'month', 'week', 'datetime-local'];
  return 2 + found.length
    + stops * found.filter(({ type }) => parted.includes(type)).length;
}

// What has the focus now. True where the walk is at its end.
function step() {
  const walk = window.treatyWalk;
  const element = document.activeElement;
  const known = walk.reached.get(element);

  if (!element || element === document.body) {
    return walk.started === true;
  }
  walk.started = true;
  if (!known) {
    return false;
  }
  if (element === walk.last) {
    return false;
  }
  walk.last = element;
  known.times += 1;
  if (known.times === 1 && walk.look(element) === known.before) {
    walk.unseen.push(walk.name(element));
  }
  return known.times > 1;
}

function result(told) {
  const { found, reached, name, unseen } = window.treatyWalk;
  // Of radio buttons that belong together one is on the way.
  const missed = found.filter((element) => reached.get(element).times === 0
    && element.type !== 'radio');
  return { all: found.length, missed: missed.slice(0, told).map(name), unseen };
}

async function walk(page) {
  const most = await page.evaluate(prepare, STOPS);

  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(step)) {
      break;
    }
  }
  return page.evaluate(result, TOLD);
}

module.exports = { walk };
