// What html-validate asks of our markup: its recommended rules but for those
// named here, each with the reason.
'use strict';

module.exports = {
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // A page has the title of its record, which isn't ours to cut short.
    'long-title': 'off',
    // Where a value isn't known, the line of a template that would have shown
    // it can leave its blanks; they mean nothing in HTML.
    'no-trailing-whitespace': 'off',
  },
};
