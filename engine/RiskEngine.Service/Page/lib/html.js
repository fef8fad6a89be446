// The one place that names the libraries of the page: everything else imports from here.
import htm from '../vendor/htm/htm.js';
import { Fragment, h, render } from '../vendor/preact/preact.js';

export { useEffect, useLayoutEffect, useMemo, useRef, useState } from '../vendor/preact/hooks.js';
export { useSignal } from '../vendor/signals/signals.js';
export { batch, computed, effect, signal } from '../vendor/signals-core/signals-core.js';
export { Fragment, render };

/** Tagged template that makes elements: html`<p>${text}</p>`. */
export const html = htm.bind(h);
