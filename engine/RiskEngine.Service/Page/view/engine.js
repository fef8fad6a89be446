import { html } from '../lib/html.js';
import { useFetched } from '../lib/fetched.js';
import { pulse, vitals } from '../lib/store.js';
import { number, t, tOr } from '../lib/text.js';
import { age, clock, full, now, span } from '../lib/time.js';
import { axes, usePlot } from './chart.js';

const every = 5_000;

/** How the engine itself is: what comes in, how far behind, what became of each event, what each task does. */
export const Engine = () => {
  const turn = Math.floor(now.value / every);
  const tasks = useFetched('tasks', undefined, turn);
  const models = useFetched('models');
  const audit = useFetched('audit', { limit: 50 }, Math.floor(now.value / 30_000));
  const silences = useFetched('silences', undefined, Math.floor(now.value / 30_000));
  const life = vitals.value;
  return html`<div class="engine">
    <section class="panel pulse" aria-labelledby="pulse"><h1 id="pulse">${t('engine.title')}</h1><${Figures} life=${life} /><${Pulse} />
      ${life?.notes?.length ? html`<ul class="notes">${life.notes.map((line) => html`<li>${line}</li>`)}</ul>` : null}</section>
    <section class="panel" aria-labelledby="ledger"><h2 id="ledger">${t('engine.ledger')}</h2><${Ledger} ledger=${life?.ledger} /></section>
    <section class="panel tasks" aria-labelledby="tasks"><h2 id="tasks">${t('engine.tasks')}</h2><p class="note">${t('engine.tasks_why')}</p>
      <${Tasks} items=${tasks.answer?.items} fault=${tasks.fault} /></section>
    <section class="panel" aria-labelledby="silences"><h2 id="silences">${t('engine.silences')}</h2>
      <${Silences} items=${silences.answer?.items} fault=${silences.fault} /></section>
    <section class="panel" aria-labelledby="models"><h2 id="models">${t('engine.models')}</h2><${Models} items=${models.answer?.items} fault=${models.fault} />
      </section>
    <section class="panel audit" aria-labelledby="audit"><h2 id="audit">${t('engine.audit')}</h2><${Audit} items=${audit.answer?.items} fault=${audit.fault} />
      </section>
  </div>`;
};

const Figures = ({ life }) => {
  if (!life) return html`<p class="empty">${t('page.loading')}</p>`;
  const figures = [
    ['vitals.rate', t('vitals.per_second', { n: number(life.events_per_second, 0) })], ['vitals.lag', number(life.lag)],
    ['engine.p50', life.latency ? span(life.latency.alert_p50_seconds) : '–'], ['vitals.latency', life.latency ? span(life.latency.alert_p99_seconds) : '–'],
    ['vitals.tasks', `${life.tasks.running}/${life.tasks.total}`], ['vitals.rules', number(life.rules)], ['engine.up', life.started ? age(life.started) : '–'],
    ['engine.clients', number(life.reading?.clients)], ['engine.history',
      life.reading?.history_since ? age(life.reading.history_since) : tOr(`history.${life.reading?.history}`, '–')],
  ];
  return html`<dl class="figures">${figures.map(([name, value]) => html`<div><dt>${t(name)}</dt><dd>${value}</dd></div>`)}</dl>`;
};

/** Events a second and the lag, since the page was opened. */
const Pulse = () => {
  const beats = pulse.value;
  if (beats.length < 3) return null;
  return html`<div class="pair"><figure><${Beat} field="rate" beats=${beats} /><figcaption>${t('vitals.rate')}</figcaption></figure>
    <figure><${Beat} field="lag" beats=${beats} /><figcaption>${t('vitals.lag')}</figcaption></figure></div>`;
};

const Beat = ({ field, beats }) => {
  const ink = getComputedStyle(document.documentElement).getPropertyValue('--ink').trim();
  const box = usePlot(() => ({
    data: [beats.map((one) => one.at / 1000), beats.map((one) => one[field])],
    options: { height: 130, cursor: { show: false }, legend: { show: false }, axes: axes(''), scales: { x: { time: true }, y: { range: (_, low,
      high) => [0, Math.max(1, high * 1.15)] } },
      series: [{}, { stroke: ink, width: 1.5, points: { show: false } }] },
  }), [beats.at(-1)?.at]);
  return html`<div ref=${box} role="img" aria-label=${`${t(`vitals.${field}`)}: ${number(beats.at(-1)[field])}`}></div>`;
};

const ways = ['evaluated', 'filtered', 'late', 'duplicates', 'dead_lettered', 'waiting'];

/** What became of each event that was read: nothing vanishes. */
const Ledger = ({ ledger }) => {
  if (!ledger) return html`<p class="empty">–</p>`;
  const rows = [['consumed', ledger.consumed], ...ways.map((name) => [name, ledger[name]])];
  const alerts = ['candidates', 'published', 'shadowed'].map((name) => [name, ledger[name]]);
  return html`<table class="facts"><tbody>${[...rows, ...alerts].filter(([, n]) => n !== undefined).map(([name, n]) => html`<tr><th>${t(`ledger.${name}`)}</th>
    <td class=${`n ${name === 'dead_lettered' && n > 0 ? 'odd' : ''}`}>${number(n)}</td></tr>`)}
    ${ledger.lost > 0 ? html`<tr><th>${t('ledger.lost')}</th><td class="n odd">${number(ledger.lost)}</td></tr>` : null}</tbody></table>
    <p class=${ledger.balances === false ? 'fault' : 'note'}>${t(ledger.balances === false ? 'ledger.off' : 'ledger.balances')}</p>`;
};

const Fault = ({ fault }) => html`<p class="fault" role="status">${fault.message}</p>`;

const Tasks = ({ items, fault }) => fault && !items ? html`<${Fault} fault=${fault} />` : !items?.length ? html`<p class="empty">–</p>`
  : html`<div class="scroll" tabindex="0" role="group" aria-label=${t('engine.tasks')}><table class="wide">
    <thead><tr><th>${t('task.task')}</th><th>${t('task.phase')}</th><th class="n">${t('vitals.lag')}</th><th class="n">${t('col.sources')}</th><th class="n">
      ${t('col.alerts')}</th><th>${t('task.watermark')}</th>
      <th>${t('task.saved')}</th><th class="n">${t('task.bytes')}</th><th class="n">${t('task.took')}</th><th class="n">${t('task.failures')}</th><th class="n">
        ${t('ledger.consumed')}</th><th class="n">${t('ledger.late')}</th>
      <th class="n">${t('ledger.dead_lettered')}</th></tr></thead>
    <tbody>${items.map((task) => html`<tr key=${task.task}><td>${task.task} <small>${tOr(`kind.${task.kind}`, task.kind)}</small></td>
      <td class=${task.phase === 'running' ? '' : 'odd'}>${tOr(`phase.${task.phase}`, task.phase)}</td><td class="n">${number(task.lag)}</td><td class="n">
        ${number(task.sources)}</td><td class="n">${number(task.open_alerts)}</td>
      <td><time title=${full(task.watermark)}>${clock(task.watermark)}</time></td><td class=${task.unsaved_since ? 'odd' : ''}>
        <time title=${full(task.saved_at)}>${task.saved_at ? age(task.saved_at) : '–'}</time></td>
      <td class="n">${number(task.checkpoint?.bytes)}</td><td class="n">${task.checkpoint ? span(task.checkpoint.seconds) : '–'}</td>
        <td class=${`n ${task.checkpoint?.failures > 0 ? 'odd' : ''}`}>${number(task.checkpoint?.failures)}</td>
      <td class="n">${number(task.ledger?.consumed ?? task.desk?.taken_in)}</td><td class="n">${number(task.ledger?.late)}</td><td class="n">
        ${number(task.ledger?.dead_lettered)}</td></tr>`)}</tbody></table></div>`;

const Models = ({ items, fault }) => fault ? html`<${Fault} fault=${fault} />` : !items?.length ? html`<p class="empty">–</p>`
  : html`<table><thead><tr><th>${t('model.name')}</th><th>${t('model.purpose')}</th><th>${t('alert.version')}</th><th class="n">${t('vitals.rules')}</th></tr></thead>
    <tbody>${items.map((model) => html`<tr key=${model.name}><td>${model.name}<br /><small>${model.kind}</small></td><td>${model.purpose}</td><td>
      ${model.version} <small>${model.hash}</small></td>
      <td class="n" title=${(model.rules ?? []).join(', ')}>${number((model.rules ?? []).length)}</td></tr>`)}</tbody></table>`;

const Silences = ({ items, fault }) => fault ? html`<${Fault} fault=${fault} />` : !items?.length ? html`<p class="empty">${t('silences.none')}</p>`
  : html`<table><thead><tr><th>${t('silences.what')}</th><th>${t('action.by')}</th><th>${t('silences.why')}</th><th>${t('silences.until')}</th></tr></thead>
    <tbody>${items.map((one) => html`<tr key=${one.id}><td><small>${tOr(`silences.${one.kind}`, one.kind)}
      </small> ${[...(one.rules ?? []), ...(one.areas ?? []), ...(one.sources ?? []), ...(one.causes ?? [])].join(', ') || one.about || one.id}
      ${one.area ? html`<small> ${one.area}</small>` : null}</td><td>${one.by ?? '–'}</td><td>${one.why ?? '–'}</td><td><time title=${full(one.until)}>
        ${one.schedule ? t('silences.schedule') : clock(one.until)}</time></td></tr>`)}</tbody></table>`;

const Audit = ({ items, fault }) => fault ? html`<${Fault} fault=${fault} />` : !items?.length ? html`<p class="empty">${t('timeline.none')}</p>`
  : html`<div class="scroll" tabindex="0" role="group" aria-label=${t('engine.audit')}><table><thead><tr><th>${t('col.time')}</th><th>${t('action.by')}</th><th>
    ${t('audit.what')}</th><th>${t('audit.about')}</th><th>${t('silences.why')}</th></tr></thead>
    <tbody>${items.map((one) => html`<tr key=${one.id}><td><time title=${full(one.at)}>${clock(one.at)}</time></td><td>${one.by}</td><td>
      ${tOr(`action.${one.action}.done`, one.action)}
      ${one.outcome === 'refused' ? html`<span class="odd"> ${t('timeline.refused')}</span>` : null}</td><td><small>${one.area}</small></td><td>
        ${one.why ?? one.refused ?? ''}</td></tr>`)}</tbody></table></div>`;
