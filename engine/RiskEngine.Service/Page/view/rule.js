import { html } from '../lib/html.js';
import { useFetched } from '../lib/fetched.js';
import { to } from '../lib/route.js';
import { number, percent, t, tOr } from '../lib/text.js';
import { full } from '../lib/time.js';

/** One rule: what it says, in its own words and in its file, and what it has done in a week. */
export const Rule = ({ id }) => {
  const { answer, fault } = useFetched(`rules/${encodeURIComponent(id)}`);
  if (fault) return html`<section class="panel"><h1>${id}</h1><p class="fault" role="status">${fault.message}</p></section>`;
  if (!answer) return html`<section class="panel"><p class="empty">${t('page.loading')}</p></section>`;
  const { rule, text } = answer;
  const facts = [
    [t('rules.mode'), tOr(`mode.${rule.mode}`, rule.mode)], [t('rules.type'), rule.type], [t('rule.on'), (rule.on ?? []).join(', ')], [t('rule.by'), rule.by],
      [t('rule.unit'), rule.unit],
    [t('col.owner'), rule.owner], [t('alert.runbook'), rule.runbook], [t('rule.file'), rule.file], [t('alert.version'), rule.hash], [t('rules.changed'),
      rule.changed ? full(rule.changed) : null],
    [t('rule.scope'), rule.scope === 'signals' ? t('rule.scope.signals') : null], ...Object.entries(rule.labels ?? {}),
  ].filter(([, value]) => value);
  const figures = [
    ['rules.open', number(rule.open_alerts ?? 0)], ['rules.week', number(rule.alerts_7d)], ['rules.false',
      rule.alerts_7d > 0 && rule.false_7d != null ? percent(rule.false_7d / rule.alerts_7d) : '–'],
    ['rules.errors', number(rule.errors ?? 0)],
  ];
  return html`<article class="detail rule">
    <header class="panel sentence"><a href="#/rules">${t('nav.rules')}</a><h1>${rule.title}</h1><p class="summary"><code>${rule.id}</code></p>
      ${rule.description ? html`<p>${rule.description}</p>` : null}
      <dl class="figures">${figures.map(([name, value]) => html`<div><dt>${t(name)}</dt><dd>${value}</dd></div>`)}</dl>
      <p><a href=${to('alerts', '', { rule: rule.id, state: 'all' })}>${t('rule.alerts')}</a></p></header>
    <section class="panel text" aria-labelledby="text"><h2 id="text">${t('rule.text')}</h2><${Yaml} text=${text} /></section>
    <section class="panel" aria-labelledby="facts"><h2 id="facts">${t('rule.facts')}</h2>
      <table class="facts"><tbody>${facts.map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</tbody></table>
      ${rule.false_positives?.length ? html`<h3>${t('rule.false_positives')}</h3><ul>${rule.false_positives.map((line) => html`<li>${line}</li>`)}</ul>` : null}
      ${answer.passed_over?.length ? html`<h3>${t('rule.passed_over')}</h3><table class="facts"><tbody>${answer.passed_over.map((one) => html`<tr><th>
        ${one.kind}</th><td>${one.reason}</td>
        <td class="n">${number(one.count)}</td></tr>`)}</tbody></table>` : null}</section>
  </article>`;
};

/** The file with numbered lines; keys, comments and strings apart. */
const Yaml = ({ text }) => html`<pre class="yaml" tabindex="0"><ol>${(text ?? '').replace(/\n$/, '').split('\n').map((line) => html`<li>${paint(line)}</li>`)}
  </ol></pre>`;

function paint(line) {
  const parts = /^(\s*(?:- )?)([\w.$"-]+)(:)(\s.*|)$/.exec(line);
  const comment = /(^|\s)#.*$/.exec(line);
  if (comment && !/["']/.test(line)) return [...paintBare(line.slice(0, comment.index), parts && comment.index > 0), html`<i class="comment">
    ${line.slice(comment.index)}</i>`];
  return paintBare(line, parts);
}

function paintBare(line, keyed) {
  const parts = keyed ? /^(\s*(?:- )?)([\w.$"-]+)(:)(.*)$/.exec(line) : null;
  return parts ? [parts[1], html`<b>${parts[2]}</b>`, parts[3], parts[4]] : [line || ' '];
}
