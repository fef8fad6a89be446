import { effect, signal } from './html.js';
import { get } from './api.js';
import { loaded, places, vitals } from './store.js';

// The tree of places below one area, as the engine rolls it up, kept true by the stream. A place that is new in it takes the tree to be loaded again,
// at most every 3 s.

const mostNodes = 500;
const fewNodes = 120;
const mostTold = 1_000;
const pause = 3_000;

/** What is known of the area that is looked at: { area, tree, depth, fault }. */
export const looked = signal({ area: null });

let request = null;
let timer = 0;

const hasMore = (place) => place.more > 0 || Boolean(place.children?.some(hasMore));

/** Looks at an area: loads two or three levels below it. */
export async function look(area) {
  request?.abort();
  request = new AbortController();
  clearTimeout(timer);
  timer = 0;
  try {
    let answer = await get('places', { area, depth: 2, nodes: mostNodes }, request.signal);
    looked.value = { area, tree: answer.place, depth: 2 };
    // Where there are few, there is room for a level more.
    if (answer.nodes > fewNodes || !hasMore(answer.place)) return;
    answer = await get('places', { area, depth: 3, nodes: mostNodes }, request.signal);
    if (answer.nodes < mostNodes) looked.value = { area, tree: answer.place, depth: 3 };
  } catch (fault) {
    if (fault.name !== 'AbortError') looked.value = { area, fault };
  }
}

/** A place as it is now: the stream's word, where it has spoken of it since, beside the children of the tree. */
export const fresh = (place) => {
  const told = places.rows.get(place.area);
  return told ? { ...told, children: place.children, more: place.more } : place;
};

const again = () => {
  timer ||= setTimeout(() => {
    timer = 0;
    if (looked.value.area !== null) look(looked.value.area);
  }, pause);
};

effect(() => {
  places.changed.value;
  const { tree, depth: levels } = looked.peek();
  if (!tree || places.rows.size === 0) return;
  const known = new Set();
  const walk = (place) => {
    known.add(place.area);
    place.children?.forEach(walk);
  };
  walk(tree);
  // What lies elsewhere is loaded when somebody looks at it: kept, it would grow to all places of the city.
  if (places.rows.size > mostTold) for (const area of places.rows.keys()) if (!known.has(area)) places.remove(area);
  const depth = tree.area === '' ? 0 : tree.area.split('/').length;
  for (const area of places.rows.keys()) {
    const below = area !== '' && (tree.area === '' || area.startsWith(`${tree.area}/`));
    if (below && area.split('/').length - depth <= levels && !known.has(area) && !tree.more) { again(); return; }
  }
});

// After a load of the lists (a reset, a new connection) what the stream said before is gone; so is what was derived from it.
let connected = null;
effect(() => {
  const started = loaded.value && vitals.value?.started;
  if (started && connected && started !== connected && looked.peek().area !== null) again();
  connected = started || connected;
});
