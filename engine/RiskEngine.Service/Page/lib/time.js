import { computed, signal } from './html.js';
import { language } from './prefs.js';
import { t } from './text.js';

/** Time zone of the site; undefined is the browser's. The engine says it with its vitals where it knows. */
export const zone = signal(undefined);

/** Wall time in milliseconds, once a second: staleness follows it. */
export const wall = signal(Date.now());

/** How far the engine's time is behind the wall's, in milliseconds: 0 where it is live. A replay, or the demo, lives in another day. */
export const shift = signal(0);

/** The engine's time in milliseconds: ages, and what "the last 24 hours" are, follow it. */
export const now = computed(() => wall.value - shift.value);

setInterval(() => { wall.value = Date.now(); }, 1000);

/** Takes up the newest event time that a task has reached. Within an hour it is lag, which is told as such. */
export function follow(newest) {
  const behind = Date.now() - newest;
  shift.value = behind > 3_600_000 ? behind : 0;
}

const formats = new Map();
const format = (kind, options) => {
  const id = `${kind}/${language.value}/${zone.value}`;
  if (!formats.has(id)) formats.set(id, new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : kind === 'full' ? 'en-CA' : 'en-GB', { ...options,
    timeZone: zone.value, hourCycle: 'h23' }));
  return formats.get(id);
};

/** Milliseconds of an RFC 3339 time; NaN where there is none. */
export const millis = (text) => text ? Date.parse(text) : NaN;

/** Hours, minutes and seconds; with the day where it is not today. */
export function clock(text) {
  const at = typeof text === 'number' ? text : millis(text);
  if (Number.isNaN(at)) return '–';
  const today = Math.abs(now.value - at) < 86_400_000 && dayOf(at) === dayOf(now.value);
  return (today ? format('time', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : format('day', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })).format(at);
}

/** Everything about a time, with its zone: for title attributes and tables. */
export const full = (text) => {
  const at = typeof text === 'number' ? text : millis(text);
  return Number.isNaN(at) ? '–' : format('full', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
  }).format(at);
};

/** Day and month. */
export const dayMonth = (at) => format('dm', { month: 'short', day: 'numeric' }).format(at);

/** Hour and minute. */
export const hourMinute = (at) => format('hm', { hour: '2-digit', minute: '2-digit' }).format(at);

const dayOf = (at) => format('date', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** How long ago, in the greatest unit that says enough: 42 s, 7 min, 3 h, 5 d. */
export const age = (text) => span(Math.max(1, (now.value - (typeof text === 'number' ? text : millis(text))) / 1000));

/** How long from one time to another. */
export const between = (from, to) => span((millis(to) - millis(from)) / 1000);

/** Seconds as people say them. */
export function span(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, seconds);
  if (whole < 1) return `${Math.round(whole * 1000)} ms`;
  if (whole < 90) return t('span.seconds', { n: whole < 10 && !Number.isInteger(whole) ? whole.toFixed(1) : Math.round(whole) });
  if (whole < 5400) return t('span.minutes', { n: Math.round(whole / 60) });
  if (whole < 129_600) return t('span.hours', { n: Math.round(whole / 3600) });
  return t('span.days', { n: Math.round(whole / 86_400) });
}
