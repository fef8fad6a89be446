import { html, useLayoutEffect, useMemo, useRef, useState } from '../lib/html.js';
import { Grade, rank } from '../lib/grades.js';
import { fresh, looked } from '../lib/place.js';
import { go, to } from '../lib/route.js';
import { places, unheld } from '../lib/store.js';
import { percent, t, tn, tOr } from '../lib/text.js';
import { hierarchy, treemap, treemapSquarify } from '../vendor/d3-hierarchy/d3-hierarchy.js';

const strip = 26;
const least = 26;

/** Places below an area: size by sources, colour by the worst open grade, hatched where the engine is blind. */
export const Treemap = ({ area }) => {
  const box = useRef(null);
  const [size, setSize] = useState(null);
  const [at, setAt] = useState(null);
  const coming = useRef(false);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) }));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  places.changed.value;
  const { tree, fault, area: shown } = looked.value;
  const laid = useMemo(() => tree && size ? layOut(tree, size.width, size.height) : [], [tree, size?.width, size?.height]);
  const tiles = laid.map((tile) => ({ ...tile, place: fresh(tile.place) }));
  const first = tiles.some((tile) => tile.place.area === at) ? at : tiles[0]?.place.area;

  // Whoever opens a place by keyboard goes on in it: the tile that was left is gone.
  useLayoutEffect(() => {
    if (!coming.current || shown !== area || !size) return;
    coming.current = false;
    (box.current.querySelector('[tabindex="0"]') ?? box.current).focus();
  }, [shown, tree, size]);

  const walk = (e) => {
    if (e.key === 'Backspace' || e.key === 'Escape') {
      if (!area) return;
      e.preventDefault();
      coming.current = true;
      go('now', area.split('/').slice(0, -1).join('/'));
      return;
    }
    const here = tiles.find((tile) => tile.place.area === e.target.dataset.area);
    const next = here && neighbour(tiles, here, e.key);
    if (!next) return;
    e.preventDefault();
    setAt(next.place.area);
    box.current.querySelector(`[data-area="${CSS.escape(next.place.area)}"]`)?.focus();
  };

  return html`<div class=${`treemap ${shown === area ? '' : 'coming'}`} ref=${box} onKeyDown=${walk}
    onClick=${(e) => { coming.current = e.detail === 0; }} tabindex="-1" role="group" aria-label=${t('places.map')}>
    ${fault && shown === area ? html`<p class="empty">${fault.message}</p>` : null}
    ${tree && tiles.length === 0 && size ? html`<p class="empty">${t('places.leaf')}</p>` : null}
    ${tiles.map((tile) => html`<${Tile} key=${tile.place.area} tile=${tile} tabindex=${tile.place.area === first ? 0 : -1} onFocus=${setAt} />`)}
  </div>`;
};

const Tile = ({ tile, tabindex, onFocus }) => {
  const { place, x, y, width, height, group } = tile;
  const blind = isBlind(place);
  const held = rank(place.worst) > 0 && (unheld.value.get(place.area) ?? 0) < rank(place.worst);
  const name = nameOf(place);
  return html`<a href=${to('now', place.area)} class=${`tile ${place.worst ?? 'none'} ${blind ? 'blind' : ''} ${group ? 'group' : ''} ${held ? 'held' : ''}`}
    tabindex=${tabindex} data-area=${place.area} onFocus=${() => onFocus(place.area)} title=${describe(place)}
    style=${{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}>
    ${width >= least && height >= least - 4 && rank(place.worst) ? html`<${Grade} grade=${place.worst} held=${held} />` : null}
    <span class=${width >= 60 ? 'name' : 'unseen'}>${name}</span>
    ${width >= 90 && place.open_alerts > 0 ? html`<span class="count">${place.open_alerts}</span>` : null}
    ${place.chronic && width >= 60 ? html`<span class="chronic" aria-hidden="true">↻</span>` : null}
  </a>`;
};

/** Last part of the path. */
export const nameOf = (place) => place.name || place.area.split('/').at(-1) || t('places.all');

/** True where some risk cannot be seen. */
export const isBlind = (place) => (place.coverage?.blind?.length ?? 0) > 0;

/** A place in a sentence. */
export function describe(place) {
  const parts = [place.worst ? t(`grade.${place.worst}`) : t('grade.none')];
  if (place.open_alerts > 0) parts.push(tn('count.alerts', place.open_alerts));
  if (place.index !== undefined) parts.push(t('places.index', { n: Math.round(place.index) }));
  const { coverage } = place;
  if (coverage) parts.push(tn('count.sources', coverage.sources), ...(coverage.silent ? [t('places.silent', { n: coverage.silent,
    share: percent(coverage.share) })] : []));
  if (isBlind(place)) parts.push(t('places.blind'));
  if (place.chronic) parts.push(place.chronic_because ?? t('places.chronic'));
  return `${place.area || t('places.all')} (${tOr(`level.${place.level}`, place.level)}): ${parts.join(', ')}`;
}

/** Sources count; a place without a register is as large as the smallest. */
const weigh = (place) => Math.max(1, place.coverage?.sources ?? 1);

function layOut(tree, width, height) {
  const root = hierarchy(tree, (place) => place.children);
  // No place is smaller than half a percent of the whole: what is small would else be too small to be met.
  const total = root.children?.reduce((sum, child) => sum + weigh(child.data), 0) ?? 1;
  root.eachAfter((node) => {
    const own = weigh(node.data);
    node.value = node.children && node.depth > 0 ? Math.max(own, node.children.reduce((sum, child) => sum + child.value, 0)) : node.depth === 0
      ? node.children?.reduce((sum, child) => sum + child.value, 0) ?? own : Math.max(own, total / 400);
  });
  for (const node of root.descendants()) node.children?.sort((a, b) => b.value - a.value || (a.data.area < b.data.area ? -1 : 1));
  treemap().tile(treemapSquarify).size([width, height]).round(true).paddingInner(2).paddingTop((node) => node.depth === 0 ? 0 : strip)(root);

  const tiles = [];
  root.children?.forEach((node) => lay(node, tiles));
  return tiles;
}

/** A place with those in it, if they are large enough to be met; else it stands for them, and a click shows them. */
function lay(node, tiles) {
  const width = node.x1 - node.x0;
  const height = node.y1 - node.y0;
  if (width < 24 || height < 24) return;
  const inside = node.children ?? [];
  const small = inside.filter((child) => child.x1 - child.x0 < least || child.y1 - child.y0 < least).length;
  const open = inside.length > 0 && small <= inside.length / 4 && height > strip * 2 && width > 60;
  tiles.push(tileOf(node, open));
  if (open) inside.forEach((child) => lay(child, tiles));
}

const tileOf = (node, group) => ({
  place: node.data, group,
  x: node.x0, y: node.y0, width: Math.max(0, node.x1 - node.x0), height: Math.max(0, group ? strip - 2 : node.y1 - node.y0),
});

const edges = { ArrowRight: ['x', 'width', 1], ArrowLeft: ['x', 'width', -1], ArrowDown: ['y', 'height', 1], ArrowUp: ['y', 'height', -1] };

/** The next tile in the direction of an arrow key: the nearest beside this one, as the eye goes. */
function neighbour(tiles, here, key) {
  if (key === 'Home') return tiles[0];
  if (key === 'End') return tiles.at(-1);
  if (!edges[key]) return null;
  const [along, length, way] = edges[key];
  const [across, breadth] = along === 'x' ? ['y', 'height'] : ['x', 'width'];
  let best = null;
  let nearest = Infinity;
  for (const tile of tiles) {
    const gap = way > 0 ? tile[along] - (here[along] + here[length]) : here[along] - (tile[along] + tile[length]);
    if (tile === here || gap < -2) continue;
    const aside = Math.max(0, tile[across] - (here[across] + here[breadth]), here[across] - (tile[across] + tile[breadth]));
    const far = Math.max(0, gap) + 4 * aside + 0.1 * Math.abs(tile[across] + tile[breadth] / 2 - here[across] - here[breadth] / 2);
    if (far < nearest) [best, nearest] = [tile, far];
  }
  return best;
}

/** The same as a table: for those who cannot use the map, and for sorting by eye. */
export const PlaceTable = () => {
  places.changed.value;
  const { tree } = looked.value;
  const rows = (tree?.children ?? []).map(fresh).sort((a, b) => rank(b.worst) - rank(a.worst) || (b.index ?? 0) - (a.index ?? 0) || (a.area < b.area ? -1 : 1));
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('places.table')}><table>
    <thead><tr><th>${t('places.place')}</th><th>${t('col.grade')}</th><th class="n">${t('col.alerts')}</th><th class="n">${t('col.index')}</th><th class="n">
      ${t('col.sources')}</th>
      <th class="n">${t('col.silent')}</th><th>${t('col.blind')}</th></tr></thead>
    <tbody>${rows.map((place) => html`<tr key=${place.area}><td><a href=${to('now', place.area)}>${nameOf(place)}</a>
      ${place.chronic ? html` <small>↻ ${t('places.chronic')}</small>` : null}</td>
      <td><${Grade} grade=${place.worst} named /></td><td class="n">${place.open_alerts ?? 0}</td><td class="n">
        ${place.index === undefined ? '–' : Math.round(place.index)}</td>
      <td class="n">${place.coverage?.sources ?? '–'}</td><td class="n">${place.coverage?.silent ?? '–'}</td><td>
        ${(place.coverage?.blind ?? []).map((b) => b.risk).join(', ') || '–'}</td></tr>`)}</tbody>
  </table></div>`;
};
