// The one place that names the libraries of the page: everything else imports from here.
import htm from '../vendor/htm/htm.js';
import { Fragment, h, render } from '../vendor/preact/preact.js';

export { useEffect, useLayoutEffect, useMemo, useRef, useState } from '../vendor/preact/hooks.js';
export { useSignal } from '../vendor/signals/signals.js';
export { batch, computed, effect, signal } from '../vendor/signals-core/signals-core.js';
export { Fragment, render };

/**
 * Tagged template that makes elements: html`<p>${text}</p>`.
 * htm would keep elements without values for the next time; each knows its parent then, and so keeps a whole tree
 * that was drawn long ago, with the rows in it.
 */
export const html = htm.bind(function make(...element) {
  this[0] = 3;
  return h(...element);
});
