import { html, useEffect, useState } from '../lib/html.js';
import { all, send } from '../lib/api.js';
import { token } from '../lib/prefs.js';
import { to } from '../lib/route.js';
import { number, percent, t, tOr } from '../lib/text.js';
import { clock, full } from '../lib/time.js';
import { useFetched } from '../lib/fetched.js';

const mostRules = 5_000;
const share = (rule) => rule.alerts_7d > 0 && rule.false_7d != null ? rule.false_7d / rule.alerts_7d : null;
const columns = [
  ['id', (rule) => rule.id, 1], ['mode', (rule) => rule.mode, 1], ['type', (rule) => rule.type, 1], ['open', (rule) => rule.open_alerts ?? 0, -1],
  ['week', (rule) => rule.alerts_7d ?? 0, -1], ['false', (rule) => share(rule) ?? -1, -1], ['errors', (rule) => rule.errors ?? 0, -1], ['changed',
    (rule) => rule.changed ?? '', -1],
];

/** All rules in force with what they do: which cry too often, which are wrong, which have faults. */
export const Rules = () => {
  const [list, setList] = useState(null);
  const [text, setText] = useState('');
  const [order, setOrder] = useState(['open', -1]);
  const [said, setSaid] = useState({});
  const [turn, setTurn] = useState(0);
  const reload = useFetched('rules', { limit: 1 }, turn).answer?.reload;
  useEffect(() => { all('rules', {}, mostRules).then(setList, (fault) => setSaid({ fault: fault.message })); }, [turn]);
  const ask = async () => {
    setSaid({});
    try {
      const { answer } = await send('POST', 'rules/reload', undefined, token.value);
      setSaid({ done: answer.changed === undefined ? t('rules.reloaded') : `${t('rules.reloaded')} ${JSON.stringify(answer.changed)}` });
      setTurn((n) => n + 1);
    } catch (fault) {
      setSaid({ fault: fault.status === 401 || fault.status === 403 ? t('action.token_needed') : fault.message });
    }
  };
  const words = text.toLowerCase();
  const [by, way] = order;
  const value = columns.find(([name]) => name === by)[1];
  const rows = (list?.items ?? []).filter((rule) => `${rule.id} ${rule.title} ${(rule.on ?? []).join(' ')} ${rule.owner ?? ''}`.toLowerCase().includes(words))
    .sort((a, b) => (value(a) < value(b) ? -way : value(a) > value(b) ? way : a.id < b.id ? -1 : 1));
  return html`<section class="panel list">
    <div class="head"><h1>${t('nav.rules')}</h1><p class="summary">
      ${number(rows.length)}${list && rows.length !== list.items.length ? ` / ${number(list.items.length)}` : ''}
      ${reload ? html`<span>${t('rules.version', { n: reload.version })}</span>` : null}</p>
      <button onClick=${ask}>${t('rules.reload')}</button></div>
    ${reload?.fault ? html`<p class="fault" role="status">${t('rules.fault')} ${reload.fault}</p>` : null}
    ${said.fault ? html`<p class="fault" role="alert">${said.fault}</p>` : null}${said.done ? html`<p role="status">${said.done}</p>` : null}
    <form class="filters" role="search" onSubmit=${(e) => e.preventDefault()}><label>
      ${t('rules.find')} <input type="search" value=${text} onInput=${(e) => setText(e.currentTarget.value)} /></label></form>
    <div class="scroll" tabindex="0" role="group" aria-label=${t('nav.rules')}><table class="wide">
      <thead><tr>${columns.map(([name, , first]) => html`<th class=${first < 0 && name !== 'changed' ? 'n' : ''}
        aria-sort=${by === name ? (way > 0 ? 'ascending' : 'descending') : null}>
        <button class="quiet" onClick=${() => setOrder([name, by === name ? -way : first])}>${t(`rules.${name}`)}${by === name ? (way > 0 ? ' ↑' : ' ↓') : ''}
          </button></th>`)}</tr></thead>
      <tbody>${rows.map((rule) => html`<tr key=${rule.id}><td><a href=${to('rules', rule.id)}>${rule.id}</a><br /><small>${rule.title}</small></td>
        <td>${rule.mode === 'active' ? html`<small>${t('mode.active')}</small>` : html`<span class="mark">${tOr(`mode.${rule.mode}`, rule.mode)}</span>`}</td>
          <td>${rule.type}</td>
        <td class="n">${rule.open_alerts ? html`<a href=${to('alerts', '', { rule: rule.id })}>${number(rule.open_alerts)}</a>` : '0'}</td>
        <td class="n">${rule.alerts_7d ? html`<a href=${to('alerts', '', { rule: rule.id, state: 'all' })}>${number(rule.alerts_7d)}</a>` : number(rule.alerts_7d)}</td>
        <td class=${`n ${share(rule) > 0.3 ? 'odd' : ''}`}>${percent(share(rule))}</td><td class=${`n ${rule.errors > 0 ? 'odd' : ''}`}>${number(rule.errors ?? 0)}</td>
        <td><time title=${full(rule.changed)}>${clock(rule.changed)}</time></td></tr>`)}</tbody></table></div>
  </section>`;
};
