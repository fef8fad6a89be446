import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../lib/html.js';
import { all } from '../lib/api.js';
import { grades, rank } from '../lib/grades.js';
import { to } from '../lib/route.js';
import { alerts, heldBy, placeOf, within } from '../lib/store.js';
import { number, t } from '../lib/text.js';
import { clock, hourMinute, millis, now, shift } from '../lib/time.js';

const hour = 3_600_000;
const span = 24 * hour;
const mostAlerts = 5_000;
const mostLanes = 12;
const reload = 60_000;
const redraw = 5_000;

/** The last 24 hours, area by time: each cell is the worst grade of the alerts that were open then. A table, so that it is read like one. */
export const Swimlane = ({ area }) => {
  const box = useRef(null);
  const [wide, setWide] = useState(true);
  const [past, setPast] = useState({ items: [], more: false });
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWide(entry.contentRect.width > 720));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const ends = new AbortController();
    const fill = () => all('alerts', { state: 'resolved', since: new Date(now.peek() - span).toISOString(), area }, mostAlerts, ends.signal).then(setPast, () => {});
    fill();
    const timer = setInterval(fill, reload);
    return () => { ends.abort(); clearInterval(timer); };
  }, [area, Math.round(shift.value / span)]);
  const slots = wide ? 48 : 12;
  const size = span / slots;
  // Cells move on with the slot, not with every second.
  const end = Math.ceil(now.value / size) * size;
  // A slot is half an hour: the lanes follow the alerts every few seconds, not with each of them.
  const turn = alerts.changed.value === 0 ? 0 : Math.floor(now.value / redraw);
  const lanes = useMemo(() => lay(past.items, area, slots, size, end), [past, area, slots, end, turn]);
  const hours = Array.from({ length: slots }, (_, i) => end - span + i * size);
  const every = wide ? 6 : 3;
  return html`<section class="panel lanes" aria-labelledby="lanes" ref=${box}>
    <div class="head"><h2 id="lanes">${t('lanes.title')}</h2>${past.more ? html`<p class="note">${t('lanes.more', { n: number(mostAlerts) })}</p>` : null}</div>
    ${lanes.length === 0 ? html`<p class="empty">${t('lanes.none')}</p>` : html`<table class="lane">
      <thead><tr><th scope="col"><span class="unseen">${t('places.place')}</span></th>${hours.map((at, i) => i % every === 0
        ? html`<th scope="colgroup" colspan=${every}>${hourMinute(at)}</th>` : null)}</tr></thead>
      <tbody>${lanes.slice(0, mostLanes).map((lane) => html`<tr key=${lane.area}><th scope="row">
        <a href=${to('alerts', null, { area: lane.area, state: 'all' })}>${lane.name}</a></th>
        ${lane.cells.map((cell, i) => html`<td class=${grades[cell - 1] ?? 'none'}
          title=${cell ? `${lane.area}, ${clock(hours[i])}: ${t(`grade.${grades[cell - 1]}`)}` : null}>
          ${cell ? html`<span>${t(`letter.${grades[cell - 1]}`)}</span>` : null}</td>`)}</tr>`)}</tbody></table>
      ${lanes.length > mostLanes ? html`<p class="note">${t('lanes.rest', { n: lanes.length - mostLanes })}</p>` : null}`}
  </section>`;
};

function lay(past, area, slots, size, end) {
  const depth = area ? area.split('/').length + 1 : 2;
  const lanes = new Map();
  const add = (row) => {
    const place = placeOf(row);
    if (!within(place, area)) return;
    const name = place.split('/').slice(0, depth).join('/') || t('places.unknown');
    let lane = lanes.get(name);
    if (!lane) lanes.set(name, lane = { area: name, name: area && name.length > area.length ? name.slice(area.length + 1) : name, cells: new Uint8Array(slots),
      worst: 0, last: 0, held: true });
    const from = Math.max(0, Math.floor((millis(row.first_evidence) - (end - span)) / size));
    const to = row.state === 'resolved' ? Math.floor((millis(row.time) - (end - span)) / size) : Math.floor((now.peek() - (end - span)) / size);
    const grade = rank(row.grade);
    for (let i = from; i <= Math.min(to, slots - 1); i++) if (lane.cells[i] < grade) lane.cells[i] = grade;
    if (to >= 0) lane.last = Math.max(lane.last, to);
    lane.worst = Math.max(lane.worst, grade);
    if (row.state !== 'resolved' && !heldBy(row)) lane.held = false;
  };
  past.forEach((row) => { if (!alerts.rows.has(row.alert)) add(row); });
  for (const row of alerts.rows.values()) add(row);
  return [...lanes.values()].map((lane) => ({ ...lane, cells: [...lane.cells] }))
    .sort((a, b) => b.cells.at(-1) - a.cells.at(-1) || b.worst - a.worst || b.last - a.last || (a.area < b.area ? -1 : 1));
}
