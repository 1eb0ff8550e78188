// Turns a page to the other direction with the same texts in it, and tells
// which parts of ours haven't come to stand in the mirror's place.
'use strict';

const NEAR = 1;
const TOLD = 8;

function turn({ near, told }) {
  const within = '.treaty-box *, .treaty-missing *, .treaty-menu *, .treaty-main *';
  const parts = [...document.querySelectorAll(within)].filter((element) =>
    !element.closest('svg')
      // What is only heard has no place to be seen in.
      && getComputedStyle(element).clipPath === 'none'
      && !['inline', 'contents', 'none'].includes(getComputedStyle(element).display)
      // Where a column is as wide as its words want, a pixel may go elsewhere.
      && element.getClientRects().length === 1);
  const places = () => parts.map((element) => element.getBoundingClientRect());
  const name = (element) => `${element.tagName.toLowerCase()}.${
    element.getAttribute('class') || ''}`;
  const before = places();

  document.documentElement.setAttribute('dir', 'rtl');
  document.querySelectorAll('[dir="ltr"]').forEach((element) =>
    element.setAttribute('dir', 'rtl'));
  const width = document.documentElement.clientWidth;
  const wrong = places().flatMap((now, i) => {
    const then = before[i];
    const off = Math.max(Math.abs(now.left - (width - then.right)),
      Math.abs(now.right - (width - then.left)), Math.abs(now.top - then.top));
    return off > near ? [`${name(parts[i])} by ${off.toFixed(1)} px`] : [];
  });
  return { parts: parts.length, wrong: wrong.slice(0, told) };
}

const mirror = (page) => page.evaluate(turn, { near: NEAR, told: TOLD });

module.exports = { mirror };
