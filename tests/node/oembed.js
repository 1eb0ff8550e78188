// Finds out by itself how the page at an address can be embedded: the argument
// is the address, and what oembed-extractor has of it is written as JSON.
'use strict';

async function main() {
  const { extract, hasProvider } = await import('@extractus/oembed-extractor');
  const url = process.argv[2];

  process.stdout.write(JSON.stringify({
    // Of a site that it has heard of it wouldn't look for the link.
    known: hasProvider(url),
    found: await extract(url, { maxwidth: 480, maxheight: 320 }),
  }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
