import { html, useState } from '../lib/html.js';
import { Grade, rank } from '../lib/grades.js';
import { isNarrow } from '../lib/prefs.js';
import { to } from '../lib/route.js';
import { alerts, byUrgency, heldBy, incidents, loaded, placeOf, sinceOf, within } from '../lib/store.js';
import { number, sentence, t } from '../lib/text.js';
import { age, clock, full } from '../lib/time.js';
import { Rows } from './rows.js';

const tall = 86;
const flat = 64;

/** Height of a row in pixels: two lines of the sentence where it is narrow, one where there is room. */
export const rowHeight = () => isNarrow.value ? tall : flat;

/** Open incidents and alerts of an area: what nobody has in hand comes first, then the gravest, then the newest. */
export const Attention = ({ area }) => {
  const [chosen, choose] = useState(null);
  const [grade, setGrade] = useState('');
  alerts.changed.value;
  incidents.changed.value;
  const here = {
    incidents: [...incidents.rows.values()].filter((row) => within(row.area, area) || within(area, row.area)),
    alerts: [...alerts.rows.values()].filter((row) => within(placeOf(row), area)),
  };
  const shown = chosen ?? (here.incidents.length > 0 ? 'incidents' : 'alerts');
  const rows = here[shown].filter((row) => !grade || row.grade === grade).sort(byUrgency);
  const waiting = (list) => list.reduce((n, row) => n + (heldBy(row) ? 0 : 1), 0);
  return html`<section class="panel attention" aria-labelledby="attention">
    <div class="head"><h2 id="attention">${t('attention.title')}</h2>
      <div class="choice" role="group" aria-label=${t('attention.title')}>
        ${['incidents', 'alerts'].map((kind) => html`<button aria-pressed=${shown === kind} onClick=${() => choose(kind)}>
        ${t(`attention.${kind}`)} <b>${number(here[kind].length)}</b></button>`)}</div></div>
    <div class="grades" role="group" aria-label=${t('col.grade')}>${['red', 'orange', 'yellow', 'blue'].map((one) => {
      const of = here[shown].filter((row) => row.grade === one);
      return html`<button class=${of.length ? '' : 'zero'} aria-pressed=${grade === one} onClick=${() => setGrade(grade === one ? '' : one)}>
        <${Grade} grade=${one} named=${false} /> ${number(of.length)}
        ${waiting(of) > 0 ? html`<small>${t('attention.waiting', { n: number(waiting(of)) })}</small>` : null}</button>`;
    })}</div>
    <${Rows} rows=${rows} height=${tall} label=${t(`attention.${shown}`)} keyOf=${(row) => row.alert ?? row.id}
      empty=${t(loaded.value ? 'attention.none' : 'attention.loading')}
      draw=${(row) => shown === 'incidents' ? html`<${IncidentRow} row=${row} />` : html`<${AlertRow} row=${row} />`} />
  </section>`;
};

/** One open alert, in two lines. */
export const AlertRow = ({ row }) => {
  const held = heldBy(row);
  return html`<a class=${`item ${row.grade} ${held ? 'held' : ''} ${row.state === 'resolved' ? 'over' : ''}`} href=${to('alerts', row.alert)}>
    <${Grade} grade=${row.grade} held=${Boolean(held)} />
    <span class="what">${sentence(row)}</span>
    <time datetime=${sinceOf(row)} title=${full(sinceOf(row))}>${age(sinceOf(row))}</time>
    <span class="sub"><span>${placeOf(row) || t('places.unknown')}</span><span>${row.rule}</span>
      ${row.flapping ? html`<span class="mark">${t('mark.flapping')}</span>` : null}${row.incomplete ? html`<span class="mark">${t('mark.incomplete')}</span>` : null}
      ${row.backfilled ? html`<span class="mark">${t('mark.backfilled')}</span>` : null}${row.state === 'resolved' ? html`<span class="mark">
        ${t('state.resolved')}</span>` : null}</span>
    <span class="who">${held ? `✓ ${held.by}` : t(`certainty.${row.certainty}`)}</span>
  </a>`;
};

/** One open incident, in two lines. */
export const IncidentRow = ({ row }) => html`<a class=${`item ${row.grade} ${row.acknowledged ? 'held' : ''} ${row.state === 'resolved' ? 'over' : ''}`}
  href=${to('incidents', row.id)}>
  <${Grade} grade=${row.grade} held=${Boolean(row.acknowledged)} />
  <span class="what">${sentence(row)}</span>
  <time datetime=${row.opened} title=${full(row.opened)}>${age(row.opened)}</time>
  <span class="sub"><span>${row.area}</span><span>${row.cause ?? ''}</span><span>${t('incident.open_of', { open: number(row.open), total: number(row.total) })}</span>
    ${row.escalation && !row.acknowledged ? html`<span class="mark">${t('incident.escalated', { to: row.escalation.to })}</span>` : null}
    ${row.drill ? html`<span class="mark">${t('mark.drill')}</span>` : null}</span>
  <span class="who">${row.acknowledged ? `✓ ${row.acknowledged.by}` : t(`certainty.${row.certainty}`)}</span>
</a>`;

/** Grade and its moment as a cell of a table. */
export const GradeAt = ({ grade, at }) => html`<span class="gradeat">${rank(grade) ? html`<${Grade} grade=${grade} named />` : '–'} <time title=${full(at)}>
  ${clock(at)}</time></span>`;
