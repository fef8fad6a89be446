import { batch, computed, signal } from './html.js';
import { load, loadFault, loaded, take } from './store.js';
import { wall } from './time.js';

// One stream a tab. A browser takes up a broken stream by itself and says what it heard last; where it gives up, it is opened anew and the lists are loaded again.

const silentAfter = 5_000;
const waits = [1_000, 2_000, 5_000, 10_000];

const heard = signal(0);
const open = signal(false);
let source = null;
let failed = 0;

/** Seconds since the engine was last heard; null before it was. */
export const silence = computed(() => heard.value === 0 ? null : Math.max(0, (wall.value - heard.value) / 1000));

/** 'starting', 'live', 'stale' (connected, and nothing comes) or 'offline'. */
export const connection = computed(() => {
  if (!loaded.value && !loadFault.value) return 'starting';
  if (!open.value || loadFault.value) return 'offline';
  return wall.value - heard.value > silentAfter ? 'stale' : 'live';
});

/** Opens the stream and keeps it open. */
export function listen() {
  source?.close();
  source = new EventSource('/api/v1/events/stream');
  let first = true;
  source.addEventListener('open', () => { open.value = true; });
  source.addEventListener('hello', () => {
    hear();
    failed = 0;
    if (first || loadFault.value) reload();
    first = false;
  });
  source.addEventListener('reset', () => { hear(); reload(); });
  for (const kind of ['alerts', 'incidents', 'places', 'vitals']) {
    source.addEventListener(kind, (message) => {
      hear();
      take(kind, JSON.parse(message.data));
    });
  }
  source.addEventListener('error', () => {
    open.value = false;
    if (source.readyState !== EventSource.CLOSED) return;
    const wait = waits[Math.min(failed++, waits.length - 1)];
    setTimeout(listen, wait);
    if (!loaded.value) reload();
  });
}

async function reload() {
  await load();
  if (loadFault.value) setTimeout(reload, 2_000);
}

function hear() {
  batch(() => {
    open.value = true;
    heard.value = Date.now();
  });
}
