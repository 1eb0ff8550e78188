/* A page in a frame tells the page around it how high it is, each time that
 * this changes: {type: 'treaty-height', height} to who listens for "message".
 * To WordPress, which gives a secret behind the address, it speaks as that
 * expects; see the README. */
(() => {
  if (window.parent === window) return;
  const secret = new URLSearchParams(location.hash.replace(/^#\??/, '')).get('secret');
  const say = (what) => window.parent.postMessage(what, '*');
  const say_to_wordpress = (message, value) => {
    if (secret) say({ message, value, secret });
  };
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    say({ type: 'treaty-height', height });
    say_to_wordpress('height', height);
  };

  // A frame that is hidden until it has spoken isn't rendered, so that no
  // observer of its size is called.
  tell();
  window.addEventListener('load', tell);
  new ResizeObserver(tell).observe(document.documentElement);
  window.addEventListener('message', (event) => {
    if (event.source === window.parent && event.data?.message === 'ready') tell();
  });
  if (!secret) return;
  // There a frame may open nothing, and asks to: the host follows what leads
  // to where the frame is from. What leads elsewhere opens in the frame.
  document.querySelector('base')?.remove();
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (link?.host === location.host) {
      event.preventDefault();
      say_to_wordpress('link', link.href);
    }
  });
})();
