import { signal } from './html.js';

// Addresses of the page: #/now/AREA, #/alerts?grade=red, #/alerts/ID, #/incidents/ID, #/rules, #/rules/ID, #/engine.

const parse = () => {
  const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...rest] = path.split('/');
  return { view: view || 'now', id: rest.map(decodeURIComponent).join('/'), query: Object.fromEntries(new URLSearchParams(search ?? '')) };
};

/** Where the page is: view, id (an area's slashes are kept), query. */
export const route = signal(parse());

addEventListener('hashchange', () => {
  const before = route.value;
  route.value = parse();
  if (before.view !== route.value.view || (before.id !== route.value.id && before.view !== 'now')) {
    scrollTo(0, 0);
    requestAnimationFrame(() => document.querySelector('main')?.focus({ preventScroll: true }));
  }
});

const encode = (id) => id.split('/').map(encodeURIComponent).join('/');

/** Address of a view. */
export function to(view, id, query) {
  const given = Object.entries(query ?? {}).filter(([, value]) => value);
  return `#/${view}${id ? `/${encode(id)}` : ''}${given.length ? `?${new URLSearchParams(given)}` : ''}`;
}

/** Goes to a view. */
export const go = (view, id, query) => { location.hash = to(view, id, query); };
