// Reads a feed from standard input, whose address is the argument, and writes
// as JSON what rss-parser and feedparser take it for.
'use strict';
const { Readable } = require('stream');
const FeedParser = require('feedparser');
const RssParser = require('rss-parser');

const input = require('fs').readFileSync(0, 'utf8');

function byFeedparser(text, feedurl) {
  return new Promise((resolve, reject) => {
    const parser = new FeedParser({ feedurl, addmeta: false });
    const items = [];

    parser.on('error', reject);
    parser.on('readable', () => {
      for (let item = parser.read(); item; item = parser.read()) {
        items.push(item);
      }
    });
    parser.on('end', () => resolve({ meta: parser.meta, items }));
    Readable.from([text]).pipe(parser);
  });
}

// The parts that both of them name alike go out under one name.
function plain({ meta, items }) {
  return {
    title: meta.title,
    link: meta.link,
    self: meta.xmlurl,
    author: meta.author,
    description: meta.description,
    updated: meta.date,
    items: items.map((item) => ({
      id: item.guid,
      title: item.title,
      link: item.link,
      summary: item.summary || item.description,
      updated: item.date,
      published: item.pubdate,
      categories: item.categories,
    })),
  };
}

async function main() {
  const rss = await new RssParser({ customFields: { item: [
    ['published', 'first'], ['updated', 'last'],
    ['category', 'kinds', { keepArray: true }],
  ] } }).parseString(input);

  process.stdout.write(JSON.stringify({
    rss,
    feedparser: plain(await byFeedparser(input, process.argv[2])),
  }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
