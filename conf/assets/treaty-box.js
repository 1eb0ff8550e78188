/* <treaty-box treaty="opsc"><a href="...">...</a></treaty-box>: a box of the
 * treaty reference that this file is from, in any page. See the README. */
(() => {
  const base = new URL('..', document.currentScript.src);
  const folders = { treaty: 'treaties', participant: 'participants', factsheet: 'fact-sheets' };
  const names = Object.keys(folders).concat('day', 'view', 'lang', 'heading', 'note');

  // The look, once; a page that has it already is left as it is.
  const dress = () => {
    const look = new URL('assets/treaty', base).href;
    if (document.querySelector(`link[href^="${look}"]`)) return;
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = `${look}.css`;
    document.head.append(link);
  };

  customElements.define('treaty-box', class extends HTMLElement {
    static observedAttributes = names;

    connectedCallback() { this.ask(); }
    disconnectedCallback() { this.asked?.abort(); }
    attributeChangedCallback() { if (this.isConnected) this.ask(); }

    // Attributes that change together are one question.
    async ask() {
      this.asked?.abort();
      const { signal } = this.asked = new AbortController();
      await null;
      if (signal.aborted) return;
      this.ariaBusy = 'true';
      const box = await this.read(signal).catch(() => null);
      if (signal.aborted) return;
      this.ariaBusy = null;
      this.link ??= [...this.childNodes];
      if (box) dress();
      this.replaceChildren(...box ? [box] : [...this.link, this.sorry()]);
      this.dispatchEvent(new Event(box ? 'load' : 'error'));
    }

    address() {
      const has = (name) => this.getAttribute(name);
      const kind = names.find(has);
      const id = encodeURIComponent(has(kind)) + (has('day') ? `@${has('day')}` : '');
      const view = encodeURIComponent(has('view') || 'box');
      const url = new URL(`${folders[kind]}/${id}/${view}`, base);
      for (const name of ['lang', 'heading']) {
        if (has(name)) url.searchParams.set(name, has(name));
      }
      return url;
    }

    // Nothing but a fragment of the reference's own gets into the page.
    async read(signal) {
      const answer = await fetch(this.address(), { signal, credentials: 'omit' });
      if (!answer.ok || new URL(answer.url).origin !== base.origin) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of page.querySelectorAll('[href], [action]')) {
        for (const name of ['href', 'action']) {
          const to = part.getAttribute(name);
          if (to) part.setAttribute(name, new URL(to, answer.url));
        }
      }
      return page.body.firstElementChild;
    }

    sorry() {
      const note = document.createElement('small');
      note.textContent = this.getAttribute('note') || ' (not shown just now)';
      return note;
    }
  });
})();
