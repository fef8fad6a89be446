import { html, useLayoutEffect, useRef, useState } from '../lib/html.js';

const few = 200;
const margin = 8;

/**
 * A list of rows of one height. Beyond 200 rows only those in sight are there; arrow keys, Home and End walk through all of them.
 * `draw(row)` makes the row's link, `keyOf(row)` its identity, `label` names the list.
 */
export const Rows = ({ rows, height, draw, keyOf, label, empty }) => {
  const box = useRef(null);
  const [top, setTop] = useState(0);
  const [room, setRoom] = useState(600);
  const wanted = useRef(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(() => setRoom(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, [rows.length === 0]);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const link = box.current?.querySelector(`[data-row="${wanted.current}"] a`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });

  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const all = rows.length <= few;
  const first = all ? 0 : Math.max(0, Math.floor(top / height) - margin);
  const last = all ? rows.length : Math.min(rows.length, Math.ceil((top + room) / height) + margin);

  const walk = (e) => {
    const at = Number(e.target.closest('[data-row]')?.dataset.row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + 8, PageUp: at - 8 }[e.key];
    if (to === undefined || Number.isNaN(at)) return;
    e.preventDefault();
    const next = Math.min(rows.length - 1, Math.max(0, to));
    wanted.current = next;
    const element = box.current;
    const from = next * height;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + height > element.scrollTop + element.clientHeight) element.scrollTop = from + height - element.clientHeight;
    setTop(element.scrollTop);
    const link = element.querySelector(`[data-row="${next}"] a`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  };

  const items = [];
  for (let i = first; i < last; i++) {
    items.push(html`<li key=${keyOf(rows[i])} data-row=${i} class="row" aria-setsize=${rows.length} aria-posinset=${i + 1}
      style=${{ transform: `translateY(${i * height}px)`, height: `${height}px` }}>${draw(rows[i])}</li>`);
  }
  return html`<div class="rows" ref=${box} onScroll=${all ? null : (e) => setTop(e.currentTarget.scrollTop)} onKeyDown=${walk} tabindex="-1">
    <ul aria-label=${label} style=${{ height: `${rows.length * height}px` }}>${items}</ul></div>`;
};
