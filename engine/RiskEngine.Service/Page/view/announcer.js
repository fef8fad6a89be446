import { effect, html, signal } from '../lib/html.js';
import { rank } from '../lib/grades.js';
import { alerts, loaded } from '../lib/store.js';
import { sentence, t, tn } from '../lib/text.js';

// What a screen reader is told. Red interrupts; all else waits until the reader is done, at most once in five seconds, so that a storm is one sentence.

const polite = signal('');
const assertive = signal('');
const pause = 5_000;
const known = new Map();
let fresh = 0;
let timer = 0;
let began = false;

effect(() => {
  alerts.changed.value;
  if (!loaded.value) return;
  for (const [id, row] of alerts.rows) {
    const before = known.get(id) ?? 0;
    const now = rank(row.grade);
    if (now <= before) continue;
    known.set(id, now);
    if (!began) continue;
    if (row.grade === 'red') assertive.value = t('say.red', { what: sentence(row) });
    else fresh++;
  }
  for (const id of known.keys()) if (!alerts.rows.has(id)) known.delete(id);
  began = true;
  if (fresh > 0 && !timer) timer = setTimeout(say, pause);
});

function say() {
  timer = 0;
  polite.value = tn('say.fresh', fresh);
  fresh = 0;
}

export const Announcer = () => html`
  <div class="unseen" role="status" aria-live="polite">${polite.value}</div>
  <div class="unseen" role="alert" aria-live="assertive">${assertive.value}</div>`;
