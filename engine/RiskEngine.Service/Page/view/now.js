import { html, useEffect, useState } from '../lib/html.js';
import { fresh, look, looked } from '../lib/place.js';
import { Grade } from '../lib/grades.js';
import { to } from '../lib/route.js';
import { places } from '../lib/store.js';
import { number, t, tn } from '../lib/text.js';
import { Attention } from './attention.js';
import { Coverage } from './coverage.js';
import { Swimlane } from './swimlane.js';
import { PlaceTable, Treemap } from './treemap.js';

/** The overview: where it is worst, what waits for somebody, what the last day was like, and what nobody watches. */
export const Now = ({ area }) => {
  const [asTable, setAsTable] = useState(false);
  useEffect(() => { look(area); }, [area]);
  return html`<div class="now">
    <section class="panel where" aria-labelledby="where">
      <div class="head"><h1 id="where"><${Path} area=${area} /></h1><${Summary} area=${area} />
        <button class="quiet" aria-pressed=${asTable} onClick=${() => setAsTable(!asTable)}>${t('places.as_table')}</button></div>
      ${asTable ? html`<${PlaceTable} />` : html`<${Treemap} area=${area} />`}
      <${Legend} />
    </section>
    <${Attention} area=${area} />
    <${Swimlane} area=${area} />
    <${Coverage} area=${area} />
  </div>`;
};

/** The way from all places to this one; each step is a link. */
export const Path = ({ area, last }) => {
  const steps = area ? area.split('/') : [];
  return html`<span class="path">${area || last ? html`<a href="#/">${t('places.all')}</a>` : html`<span>${t('places.all')}</span>`}
    ${steps.map((name, i) => html`<i aria-hidden="true">/</i>${i === steps.length - 1 && !last
      ? html`<span aria-current="location">${name}</span>` : html`<a href=${to('now', steps.slice(0, i + 1).join('/'))}>${name}</a>`}`)}</span>`;
};

const Summary = ({ area }) => {
  places.changed.value;
  const { tree, area: shown } = looked.value;
  if (!tree || shown !== area) return null;
  const place = fresh(tree);
  return html`<p class="summary">${place.worst ? html`<${Grade} grade=${place.worst} named />` : html`<span class="calm">${t('places.calm')}</span>`}
    <span>${tn('count.alerts', place.open_alerts ?? 0)}</span><span>${tn('count.incidents', place.open_incidents ?? 0)}</span>
    ${place.index === undefined ? null : html`<span title=${t('places.index_why')}>${t('places.index', { n: Math.round(place.index) })}</span>`}
    ${place.unplaced ? html`<a href=${to('alerts')}>${tn('places.unplaced', place.unplaced)}</a>` : null}
    ${place.chronic ? html`<span title=${place.chronic_because}>↻ ${t('places.chronic')}</span>` : null}
    ${tree.more ? html`<span>${t('places.more', { n: number(tree.more) })}</span>` : null}</p>`;
};

const Legend = () => html`<p class="legend">${['red', 'orange', 'yellow', 'blue'].map((grade) => html`<${Grade} grade=${grade} named />`)}
  <span class="key"><i class="swatch none"></i>${t('grade.none')}</span><span class="key"><i class="swatch blind"></i>${t('legend.blind')}</span>
  <span class="key hint">${t('legend.size')}</span></p>`;
