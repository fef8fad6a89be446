import { html } from '../lib/html.js';
import { isDark, language, theme, who } from '../lib/prefs.js';
import { route, to } from '../lib/route.js';
import { loadFault, vitals } from '../lib/store.js';
import { connection, silence } from '../lib/stream.js';
import { number, speak, t } from '../lib/text.js';
import { clock, full, now, shift, span, zone } from '../lib/time.js';
import { ask } from './action.js';

const views = [['now', ['now']], ['alerts', ['alerts', 'incidents']], ['rules', ['rules']], ['engine', ['engine']]];

/** What is around every view: where one is, how the engine is, how old all of it is. */
export const Frame = ({ children }) => html`
  <a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); document.getElementById('main').focus(); }}>${t('page.skip')}</a>
  <header class="bar">
    <a class="brand" href="#/" aria-label="RiskEngine"><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M3 20h6l4-13 5 18 4-11h7" /></svg>
      <span>RiskEngine</span></a>
    <nav aria-label=${t('page.views')}>
      ${views.map(([view, of]) => html`<a href=${to(view)} aria-current=${of.includes(route.value.view) ? 'page' : null}>${t(`nav.${view}`)}</a>`)}
    </nav>
    <${Vitals} />
    <div class="tools">
      <button class="quiet" onClick=${() => ask({ kind: 'who' })} title=${t('who.title')}>${who.value || t('who.nobody')}</button>
      <button class="quiet" lang=${language.value === 'zh' ? 'en' : 'zh-CN'} onClick=${() => speak(language.value === 'zh' ? 'en' : 'zh')}>
        ${language.value === 'zh' ? 'English' : '中文'}</button>
      <button class="quiet" onClick=${() => { theme.value = isDark.value ? 'light' : 'dark'; }} aria-label=${t(isDark.value ? 'theme.light' : 'theme.dark')}
        title=${t(isDark.value ? 'theme.light' : 'theme.dark')}><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a9 9 0 1 0 0 18z" />
          <circle cx="12" cy="12" r="8.5" /></svg></button>
    </div>
  </header>
  <${Trouble} />
  <main id="main" tabindex="-1">${children}</main>
  <footer><span>${t('page.times', { zone: zone.value ?? Intl.DateTimeFormat().resolvedOptions().timeZone })}</span>
    <span>RiskEngine ${vitals.value?.version ?? ''}</span><a href="/api/v1/openapi.json">API</a><a href="/page/vendor/THIRD-PARTY.txt">${t('page.licences')}</a>
      </footer>`;

/** The engine's pulse; each figure is marked where it is out of the ordinary. */
const Vitals = () => {
  const life = vitals.value;
  const state = connection.value;
  const latency = life?.latency?.alert_p99_seconds;
  const figures = !life ? [] : [
    ['rate', t('vitals.per_second', { n: number(life.events_per_second, 0) }), false, 'wide'],
    ['lag', life.lag == null ? '–' : number(life.lag), life.lag > 10_000, ''],
    ['latency', latency == null ? '–' : span(latency), latency > 10, 'wide'],
    ['tasks', `${life.tasks.running}/${life.tasks.total}`, life.tasks.running < life.tasks.total, 'wide'],
    ['rules', number(life.rules), life.rules === 0, 'wider'],
  ];
  return html`<div class=${`vitals ${state}`} role="group" aria-label=${t('vitals.title')}>
    <span class="pulse" title=${life ? t('vitals.as_of', { time: full(life.at) }) : null}><i aria-hidden="true"></i>${state === 'live' ? t('vitals.live')
      : state === 'starting' ? t('vitals.starting')
      : state === 'stale' ? t('vitals.stale', { age: span(silence.value) })
      : t('vitals.offline')}<b>${life ? clock(shift.value ? now.value : life.at) : ''}</b></span>
    ${figures.map(([name, value, odd, size]) => html`<span class=${`figure ${size} ${odd ? 'odd' : ''}`}><small>${t(`vitals.${name}`)}</small> ${value}</span>`)}
  </div>`;
};

/** What every reader must know before trusting the rest of the page. */
const Trouble = () => {
  const life = vitals.value;
  const state = connection.value;
  const lines = [];
  if (state === 'offline') lines.push(t('trouble.offline', { age: silence.value == null ? '–' : span(silence.value) }) + (loadFault.value ? ` ${loadFault.value.message}` : ''));
  if (state === 'stale') lines.push(t('trouble.stale', { age: span(silence.value) }));
  if (life && !life.ready) lines.push(t('trouble.not_ready', { why: (life.reasons ?? []).join('; ') }));
  if (life?.store === false) lines.push(t('trouble.store'));
  if (life?.kafka === false) lines.push(t('trouble.kafka'));
  if (life?.reading?.caught_up === false) lines.push(t('trouble.catching_up', { n: number(life.reading.lag) }));
  if (shift.value) lines.push(t('trouble.other_time', { time: full(now.value) }));
  if (life?.reading?.history === 'rebuilding') lines.push(t('trouble.history'));
  return lines.length === 0 ? null : html`<div class="trouble" role="status">${lines.map((line) => html`<p>${line}</p>`)}</div>`;
};
