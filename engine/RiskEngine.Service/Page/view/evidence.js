import { html } from '../lib/html.js';
import { Grade, rank } from '../lib/grades.js';
import { number, t } from '../lib/text.js';
import { clock, full, millis, now } from '../lib/time.js';
import { Chart } from './chart.js';

const signs = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '==': '=' };

/** The value on a scale with the limits of its rule: a reading inside its bands says more than a number. */
export const Limits = ({ alert, limits }) => {
  if (alert.value == null) return null;
  const lines = limits.grades.length > 0 ? limits.grades : alert.threshold == null ? []
    : [{ grade: alert.grade, sign: alert.value < alert.threshold && alert.direction === 'rise' ? '<' : '>=', value: alert.threshold }];
  const all = [alert.value, ...lines.map((one) => one.value), ...(limits.clear ? [limits.clear.value] : [])];
  const reach = (Math.max(...all) - Math.min(...all)) || Math.abs(all[0]) || 1;
  const rising = lines[0] ? lines[0].sign.startsWith('>') : true;
  const low = Math.min(...all, rising && Math.min(...all) >= 0 ? 0 : Infinity) - (rising ? 0 : reach * 0.2);
  const high = Math.max(...all) + reach * 0.2;
  const at = (value) => `${((value - low) / (high - low)) * 100}%`;
  const unit = alert.unit ?? '';
  return html`<div class="limits">
    <p class="value"><b>${number(alert.value)}</b> ${unit} <span>${alert.measure}</span>
      ${alert.threshold == null ? null : html`<span>${t('alert.against', {
        grade: t(`grade.${alert.grade}`), sign: signs[limits.grades.find((one) => one.grade === alert.grade)?.sign] ?? '', limit: number(alert.threshold), unit,
      })}
        </span>`}</p>
    ${lines.length === 0 ? null : html`<div class="scale" role="img"
      aria-label=${lines.map((one) => `${t(`grade.${one.grade}`)} ${one.sign} ${number(one.value)} ${unit}`).join('; ')}>
      ${lines.map((one, i) => {
        const next = lines[i + 1]?.value ?? (rising ? high : low);
        const [from, end] = rising ? [one.value, next] : [next, one.value];
        return html`<i class=${`band ${one.grade}`} style=${{ left: at(from), width: `calc(${at(end)} - ${at(from)})` }}></i>
          <small style=${{ left: at(one.value) }}>${number(one.value)}</small>`;
      })}
      ${limits.clear ? html`<i class="clear" style=${{ left: at(limits.clear.value) }} title=${t('chart.clear')}></i>` : null}
      <i class="here" style=${{ left: at(alert.value) }}></i></div>`}</div>`;
};

const onOff = (series) => series.length > 0 && series.every((point) => point.value === 0 || point.value === 1);

/** What was measured, over time, with the limits and the transitions; bars for what is on or off, steps for a sequence; and the same as a table. */
export const Evidence = ({ answer, limits, type }) => {
  const { alert, transitions } = answer;
  const series = (answer.series ?? []).filter((point) => Number.isFinite(millis(point.at)));
  const points = series.filter((point) => point.value != null);
  const steps = type === 'sequence' || (points.length === 0 && transitions.length > 0);
  return html`<div class="evidence">
    ${steps ? html`<${Steps} transitions=${transitions} />`
      : onOff(points) && !alert.unit ? html`<${Bars} points=${points} end=${alert.state === 'resolved' ? millis(alert.time) : now.peek()} />`
      : points.length > 0 ? html`<${Chart} points=${points} limits=${limits} transitions=${transitions} alert=${alert} />` : null}
    <details><summary>${t('chart.table')}</summary><div class="scroll" tabindex="0" role="group" aria-label=${t('chart.table')}><table>
      <thead><tr><th>${t('col.time')}</th><th class="n">${t('col.value')}</th><th class="n">${t('col.limit')}</th><th>${t('col.grade')}</th></tr></thead>
      <tbody>${series.map((point) => html`<tr><td>${full(point.at)}</td><td class="n">${number(point.value)}</td><td class="n">${number(point.threshold)}</td>
        <td>${rank(point.grade) ? html`<${Grade} grade=${point.grade} named />` : '–'}</td></tr>`)}</tbody></table></div></details></div>`;
};

/** On and off over time. */
const Bars = ({ points, end }) => {
  const from = millis(points[0].at);
  const reach = Math.max(1, end - from);
  return html`<figure class="bars"><div class="track">${points.map((point, i) => {
    const next = i + 1 < points.length ? millis(points[i + 1].at) : end;
    return point.value === 1 ? html`<i
      style=${{ left: `${((millis(point.at) - from) / reach) * 100}%`, width: `${Math.max(0.5, ((next - millis(point.at)) / reach) * 100)}%` }}
        title=${full(point.at)}></i>` : null;
  })}</div><figcaption><span>${clock(from)}</span><span>${t('chart.on_off')}</span><span>${clock(end)}</span></figcaption></figure>`;
};

/** What happened, one after the other. */
const Steps = ({ transitions }) => html`<ol class="steps">${transitions.map((one) => html`<li key=${one.id}>
  <${Grade} grade=${one.grade} held=${one.state === 'resolved'} /><time title=${full(one.time)}>${clock(one.time)}</time><span>
    ${one.measure}${one.value == null ? '' : ` = ${number(one.value)} ${one.unit ?? ''}`}</span></li>`)}</ol>`;
