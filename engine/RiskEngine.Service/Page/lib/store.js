import { batch, computed, signal } from './html.js';
import { all, get } from './api.js';
import { rank } from './grades.js';

// What is open now: lists once, then deltas of the stream. Deltas are gathered and shown once a frame, whatever their number.

/** Open alerts by id. Read `.changed.value` to be drawn anew when one changes. */
export const alerts = table('alert', 'transition');

/** Open incidents by id. */
export const incidents = table('id', 'number');

/** Places that the stream has told of since the page was opened, by area. */
export const places = table('area');

/** What the engine says of itself; null before it has. */
export const vitals = signal(null);

/** Of this session, one a second: { at, rate, lag }. For the small charts of the engine. */
export const pulse = signal([]);

/** Whether the lists are here: false shows that nothing is known yet, rather than that nothing is open. */
export const loaded = signal(false);

/** Fault of the last load; null where it went well. */
export const loadFault = signal(null);

const mostOpen = 20_000;
const mostPulse = 900;

function table(key, version) {
  const rows = new Map();
  const changed = signal(0);
  return {
    rows, changed,
    put(row) {
      const known = rows.get(row[key]);
      if (known && version && known[version] > row[version]) return;
      rows.set(row[key], row);
    },
    remove: (id) => rows.delete(id),
    replace(list) {
      rows.clear();
      for (const row of list) rows.set(row[key], row);
    },
  };
}

let waiting = [];
let loading = null;
let frame = 0;

/** A delta of the stream: 'alerts', 'incidents', 'places' or 'vitals'. */
export function take(kind, data) {
  waiting.push([kind, data]);
  // A tab in the background draws no frame; its deltas are taken in all the same, so that they do not pile up.
  if (!loading && !frame) frame = document.hidden ? setTimeout(flush, 250) : requestAnimationFrame(flush);
}

document.addEventListener('visibilitychange', () => { if (document.hidden && frame) flush(); });

function flush() {
  frame = 0;
  const deltas = waiting;
  waiting = [];
  const touched = new Set();
  batch(() => {
    for (const [kind, data] of deltas) {
      if (kind === 'vitals') { takeVitals(data); continue; }
      const to = kind === 'alerts' ? alerts : kind === 'incidents' ? incidents : places;
      for (const row of data.changed ?? []) {
        if (kind !== 'places' && (row.state === 'resolved')) to.remove(row.alert ?? row.id);
        else to.put(row);
      }
      for (const id of data.removed ?? []) to.remove(id);
      touched.add(to);
    }
    for (const one of touched) one.changed.value++;
  });
}

function takeVitals(data) {
  vitals.value = data;
  const next = pulse.value.length >= mostPulse ? pulse.value.slice(1) : pulse.value.slice();
  next.push({ at: Date.parse(data.at), rate: data.events_per_second, lag: data.lag ?? null });
  pulse.value = next;
}

/** Loads the lists; deltas that come meanwhile are kept and taken in after them. */
export function load() {
  loading ??= fill().finally(() => { loading = null; flush(); });
  return loading;
}

async function fill() {
  try {
    const [open, incident, life] = await Promise.all([all('alerts', {}, mostOpen), all('incidents', {}, mostOpen), get('vitals')]);
    batch(() => {
      alerts.replace(open.items);
      incidents.replace(incident.items);
      places.rows.clear();
      takeVitals(life);
      for (const one of [alerts, incidents, places]) one.changed.value++;
      loaded.value = true;
      loadFault.value = null;
    });
  } catch (fault) {
    loadFault.value = fault;
  }
}

/** Who has it in hand: { by, at }, or undefined. An alert is held with its incident. */
export const heldBy = (row) => row.acknowledged ?? (row.incident ? incidents.rows.get(row.incident)?.acknowledged : undefined);

/** Whether a site path lies in an area; '' is everywhere. */
export const within = (site, area) => !area || site === area || Boolean(site?.startsWith(`${area}/`));

/** Where an alert is: its site, or its area. */
export const placeOf = (row) => row.site ?? row.area ?? '';

// RFC 3339 in UTC sorts as text.
const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;

/** Unacknowledged ones first, then the gravest, then the newest. */
export const byUrgency = (a, b) => (heldBy(a) ? 1 : 0) - (heldBy(b) ? 1 : 0) || rank(b.grade) - rank(a.grade) || order(sinceOf(b), sinceOf(a));

/** When it began. */
export const sinceOf = (row) => row.first_evidence ?? row.opened ?? row.time ?? '';

/** For each area with open alerts that nobody has in hand: the rank of the worst of these. */
export const unheld = computed(() => {
  alerts.changed.value;
  incidents.changed.value;
  const worst = new Map();
  for (const row of alerts.rows.values()) {
    if (heldBy(row)) continue;
    const grade = rank(row.grade);
    for (let area = placeOf(row); ; area = area.slice(0, Math.max(0, area.lastIndexOf('/')))) {
      if ((worst.get(area) ?? 0) < grade) worst.set(area, grade);
      if (area === '') break;
    }
  }
  return worst;
});
