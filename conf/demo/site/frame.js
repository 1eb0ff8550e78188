// A frame of the reference says how high it is; it is given that height.
addEventListener('message', ({ data, source }) => {
  for (const frame of document.querySelectorAll('iframe[src*="/ref/"]')) {
    if (source === frame.contentWindow && data.type === 'treaty-height') frame.height = data.height;
  }
});
