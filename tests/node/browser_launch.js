// The one browser of a run: no network of its own, a profile that is new.
'use strict';

const { chromium } = require('playwright-core');

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

const launch = (executablePath) =>
  chromium.launch({ executablePath, args: FLAGS });

module.exports = { launch };
