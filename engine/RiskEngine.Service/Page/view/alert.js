import { html } from '../lib/html.js';
import { useFetched } from '../lib/fetched.js';
import { Grade } from '../lib/grades.js';
import { limitsOf } from '../lib/limits.js';
import { to } from '../lib/route.js';
import { alerts, heldBy, placeOf } from '../lib/store.js';
import { number, percent, sentence, t, tOr } from '../lib/text.js';
import { age, between, clock, full } from '../lib/time.js';
import { Actions } from './action.js';
import { Evidence, Limits } from './evidence.js';
import { Path } from './now.js';
import { Timeline, entriesOf } from './timeline.js';

/** One alert: what, where, how bad, how sure, why; what it was measured against; what became of it; what to do. */
export const Alert = ({ id }) => {
  alerts.changed.value;
  const live = alerts.rows.get(id);
  const { answer, fault, reload } = useFetched(`alerts/${encodeURIComponent(id)}`, undefined, live ? `${live.transition}/${heldBy(live)?.at ?? ''}` : 'closed');
  const rule = useFetched(answer ? `rules/${encodeURIComponent(answer.alert.rule)}` : null, undefined, answer?.alert.rule_hash);
  if (fault && !answer) return html`<section class="panel"><h1>${t('alert.one')}</h1><p class="fault" role="status">${fault.message}</p></section>`;
  if (!answer) return html`<section class="panel"><p class="empty">${t('page.loading')}</p></section>`;
  const alert = answer.alert;
  const held = heldBy(alert);
  const over = alert.state === 'resolved';
  const limits = limitsOf(rule.answer);
  const type = rule.answer?.rule?.type;
  return html`<article class="detail">
    <header class=${`panel sentence ${over ? 'over' : alert.grade} ${held ? 'held' : ''}`}>
      <${Path} area=${placeOf(alert)} last />
      <h1><${Grade} grade=${alert.grade} held=${Boolean(held) || over} /> <span>${sentence(alert)}</span></h1>
      <p class="summary"><span>${over ? t('state.resolved') : t(`grade.${alert.grade}`)}</span>
        <span title=${full(alert.first_evidence)}>
          ${over ? t('alert.lasted', { time: between(alert.first_evidence, alert.time) }) : t('alert.since', { age: age(alert.first_evidence) })}</span>
        <span>${t(`certainty.${alert.certainty}`)}</span><a href=${to('rules', alert.rule)}>${alert.rule}</a>
        ${alert.incident ? html`<a href=${to('incidents', alert.incident)}>${t('alert.incident')}</a>` : null}
        ${held ? html`<span class="by">✓ ${t('held.by', { by: held.by, at: clock(held.at) })}</span>` : null}</p>
      ${over ? null : html`<${Actions} about="alerts" id=${id} row=${alert} done=${reload} />`}
    </header>
    <section class="panel measure" aria-labelledby="measure"><h2 id="measure">${t('alert.measure')}</h2>
      <${Limits} alert=${alert} limits=${limits} /><${Evidence} answer=${answer} limits=${limits} type=${type} /></section>
    <section class="panel why" aria-labelledby="why"><h2 id="why">${t('alert.why')}</h2>
      <ul class="because">${(answer.explanation?.because ?? []).map((line) => html`<li>${line}</li>`)}</ul>
      <p>${t(`certainty.${alert.certainty}.why`)}</p>
      ${alert.incomplete ? html`<p class="odd">${t('alert.incomplete', { what: alert.incomplete.join(', ') })}</p>` : null}
      ${alert.backfilled ? html`<p>${t('alert.backfilled')}</p>` : null}${alert.flapping ? html`<p>${t('alert.flapping')}</p>` : null}
      ${(alert.models ?? (alert.model ? [alert.model] : [])).map((model) => html`<${Model} model=${model} unit=${alert.unit} />`)}
      ${alert.compared ? html`<table class="facts"><caption>${t('alert.compared')}</caption><tbody>${alert.compared.map((one) => html`<tr><th>${one.what}</th>
        <td class="n">${number(one.value)}</td></tr>`)}</tbody></table>` : null}
      <details><summary>${t('alert.records')}</summary><table class="facts"><tbody>${(answer.explanation?.evidence ?? alert.evidence ?? []).map((one) => html`<tr>
        <th>${one.topic}/${one.partition}</th><td class="n">${one.from} – ${one.to}</td></tr>`)}</tbody></table>
        ${answer.explanation?.verify ? html`<p>${t('alert.verify')}</p><pre tabindex="0">${answer.explanation.verify}</pre>` : null}</details></section>
    <section class="panel life" aria-labelledby="life"><h2 id="life">${t('alert.life')}</h2><${Timeline} entries=${entriesOf(answer)} /></section>
    <section class="panel do" aria-labelledby="do"><h2 id="do">${t('alert.do')}</h2>
      <${Runbook} path=${alert.runbook} />
      <table class="facts"><tbody>${facts(alert).map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</tbody></table>
      ${(rule.answer?.rule?.false_positives ?? []).length ? html`<h3>${t('rule.false_positives')}</h3><ul>
        ${rule.answer.rule.false_positives.map((line) => html`<li>${line}</li>`)}</ul>` : null}
      ${alert.cap ? html`<details><summary>CAP 1.2</summary><table class="facts"><tbody>${Object.entries(alert.cap).map(([name, value]) => html`<tr><th>${name}
        </th><td>${value}</td></tr>`)}</tbody></table></details>` : null}
    </section>
  </article>`;
};

/** A link where the rule gives one, else the name of the page. */
export const Runbook = ({ path }) => path ? html`<p class="runbook">
  ${t('alert.runbook')} ${/^https?:\/\//.test(path) ? html`<a href=${path} rel="noreferrer noopener" target="_blank">${path}</a>` : html`<code>${path}</code>`}
    </p>` : null;

const windowOf = ({ count, start, end, coverage }) =>
  `${number(count)} · ${clock(start)} – ${clock(end)}${coverage === undefined ? '' : ` · ${percent(coverage)}`}`;

const facts = (alert) => [
  [t('col.source'), alert.source], [t('col.key'), alert.source ? null : alert.key], [t('col.owner'), alert.owner],
  [t('alert.onset'), full(alert.onset)], [t('alert.first'), full(alert.first_evidence)], [t('alert.last'), full(alert.time)],
  [t('alert.reason'), tOr(`reason.${alert.reason}`, alert.reason)],
  [t('alert.window'), alert.window ? windowOf(alert.window) : null],
  [t('alert.version'), alert.rule_hash], ...Object.entries(alert.labels ?? {}),
].filter(([, value]) => value);

const Model = ({ model, unit }) => html`<div class="model"><h3>${t('alert.model', { name: model.name, version: model.version })}</h3>
  ${model.score === undefined ? null : html`<p>
    ${t('alert.score', { score: number(model.score, 4), rare: number(Math.round(1 / Math.max(1e-6, 1 - model.score))) })}</p>`}
  ${model.expected === undefined ? null : html`<p>
    ${t('alert.expected', { value: number(model.expected), low: number(model.low), high: number(model.high), unit: unit ?? '' })}</p>`}
  ${model.warming ? html`<p class="odd">${t('alert.warming')}</p>` : null}
  ${model.parts?.length ? html`<ul class="shares">${model.parts.map((part) => html`<li><span>${part.words ?? part.part}</span><i class="track">
    <i style=${{ width: `${part.share * 100}%` }}></i></i><b>${percent(part.share)}</b></li>`)}</ul>` : null}</div>`;
