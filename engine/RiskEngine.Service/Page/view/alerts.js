import { html, useEffect, useState } from '../lib/html.js';
import { get } from '../lib/api.js';
import { go, route } from '../lib/route.js';
import { alerts } from '../lib/store.js';
import { number, t } from '../lib/text.js';
import { AlertRow, rowHeight } from './attention.js';
import { Rows } from './rows.js';

const fields = ['grade', 'state', 'area', 'rule', 'text'];
const choices = { grade: ['', 'red', 'orange', 'yellow', 'blue', 'red,orange'], state: ['', 'resolved', 'all'] };

const called = (name, value) => {
  if (value === '') return t(name === 'grade' ? 'alerts.any' : 'state.firing');
  return name === 'state' ? t(`state.${value}`) : value.split(',').map((one) => t(`grade.${one}`)).join(' + ');
};

/** All alerts that the engine knows, open and past, by what is asked for; the address says it all, so it can be sent to somebody. */
export const AlertList = () => {
  const query = route.value.query;
  const [page, setPage] = useState({ items: [] });
  const id = JSON.stringify(query);
  // While only open ones are looked at, the list follows the stream.
  const stamp = !query.state || query.state === 'firing' ? alerts.changed.value : 0;
  useEffect(() => {
    const ends = new AbortController();
    const wait = setTimeout(() => get('alerts', { ...query, limit: 500 }, ends.signal).then((answer) => setPage(answer), (fault) => {
      if (fault.name !== 'AbortError') setPage({ items: [], fault });
    }), page.id === id ? 1_000 : 0);
    return () => { ends.abort(); clearTimeout(wait); };
  }, [id, stamp]);
  const more = async () => {
    const next = await get('alerts', { ...query, limit: 500, cursor: page.next });
    setPage({ items: [...page.items, ...next.items], next: next.next });
  };
  const change = (name, value) => go('alerts', '', { ...query, [name]: value });
  const items = page.items.map((row) => alerts.rows.get(row.alert) ?? row);
  return html`<section class="panel list">
    <div class="head"><h1>${t('alerts.title')}</h1><p class="summary">${t(page.next ? 'alerts.first' : 'alerts.found', { n: number(items.length) })}</p></div>
    <form class="filters" role="search" onSubmit=${(e) => e.preventDefault()}>
      ${fields.map((name) => choices[name]
        ? html`<label>${t(`col.${name}`)} <select value=${query[name] ?? ''} onChange=${(e) => change(name, e.currentTarget.value)}>
            ${choices[name].map((value) => html`<option value=${value}
              selected=${(query[name] ?? '') === value}>
              ${called(name, value)}</option>`)}</select></label>`
        : html`<label>${t(`col.${name}`)} <input type="search" value=${query[name] ?? ''} onChange=${(e) => change(name, e.currentTarget.value.trim())} /></label>`)}
    </form>
    ${page.fault ? html`<p class="fault" role="status">${page.fault.message}</p>` : null}
    <${Rows} rows=${items} height=${rowHeight()} label=${t('alerts.title')} keyOf=${(row) => row.alert} empty=${t('alerts.none')}
      draw=${(row) => html`<${AlertRow} row=${row} />`} />
    ${page.next ? html`<button onClick=${more}>${t('alerts.more')}</button>` : null}
  </section>`;
};
