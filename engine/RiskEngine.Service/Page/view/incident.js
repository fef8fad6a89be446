import { html } from '../lib/html.js';
import { useFetched } from '../lib/fetched.js';
import { Grade } from '../lib/grades.js';
import { to } from '../lib/route.js';
import { incidents } from '../lib/store.js';
import { number, percent, sentence, t, tOr } from '../lib/text.js';
import { age, between, clock, full } from '../lib/time.js';
import { Actions } from './action.js';
import { Runbook } from './alert.js';
import { AlertRow, rowHeight } from './attention.js';
import { Path } from './now.js';
import { Rows } from './rows.js';
import { Timeline, entriesOf } from './timeline.js';

/** One incident: what is wrong in this place, who has it in hand, which alerts are in it, and what became of it so far. */
export const Incident = ({ id }) => {
  incidents.changed.value;
  const live = incidents.rows.get(id);
  const { answer, fault, reload } = useFetched(`incidents/${encodeURIComponent(id)}`, undefined, live?.number ?? 'closed');
  if (fault && !answer) return html`<section class="panel"><h1>${t('incident.one')}</h1><p class="fault" role="status">${fault.message}</p></section>`;
  if (!answer) return html`<section class="panel"><p class="empty">${t('page.loading')}</p></section>`;
  const incident = answer.incident;
  const over = incident.state === 'resolved';
  const held = incident.acknowledged;
  const known = new Map(answer.alerts.map((row) => [row.alert, row]));
  const members = (incident.members ?? []).map((one) => known.get(one.alert) ?? { ...one, title: one.rule, first_evidence: one.at, certainty: incident.certainty })
    .sort((a, b) => (a.state === 'resolved') - (b.state === 'resolved') || (b.time ?? b.at ?? '').localeCompare(a.time ?? a.at ?? ''));
  return html`<article class="detail">
    <header class=${`panel sentence ${over ? 'over' : incident.grade} ${held ? 'held' : ''}`}>
      <${Path} area=${incident.area} last />
      <h1><${Grade} grade=${incident.grade} held=${Boolean(held) || over} /> <span>${sentence(incident)}</span></h1>
      <p class="summary"><span>${over ? t('state.resolved') : t(`grade.${incident.grade}`)}</span>
        <span title=${full(incident.opened)}>
          ${over ? t('alert.lasted', { time: between(incident.opened, incident.resolved ?? incident.at) }) : t('alert.since', { age: age(incident.opened) })}</span>
        <span>${t(`certainty.${incident.certainty}`)}</span><span>${t('incident.open_of', { open: number(incident.open), total: number(incident.total) })}</span>
        ${incident.cause ? html`<span>${incident.cause}</span>` : null}${incident.drill ? html`<span class="mark">${t('mark.drill')}</span>` : null}
        ${incident.assigned ? html`<span>${t('incident.assigned', { to: incident.assigned })}</span>` : null}
        ${incident.verdict ? html`<span>${t(`incident.verdict.${incident.verdict}`)}</span>` : null}
        ${held ? html`<span class="by">✓ ${t('held.by', { by: held.by, at: clock(held.at) })}</span>` : null}</p>
      ${over ? null : html`<${Actions} about="incidents" id=${id} row=${incident} done=${reload} />`}
    </header>
    <section class="panel members" aria-labelledby="members"><h2 id="members">${t('incident.members')}</h2>
      <${Rows} rows=${members} height=${rowHeight()} label=${t('incident.members')} keyOf=${(row) => row.alert} empty=${t('alerts.none')}
        draw=${(row) => html`<${AlertRow} row=${row} />`} />
      ${incident.total > members.length ? html`<p class="note"><a href=${to('alerts', '', { area: incident.area, state: 'all' })}>
        ${t('incident.all', { n: number(incident.total) })}</a></p>` : null}</section>
    <section class="panel life" aria-labelledby="life"><h2 id="life">${t('alert.life')}</h2><${Timeline} entries=${entriesOf(answer)} /></section>
    <section class="panel why" aria-labelledby="why"><h2 id="why">${t('incident.sure')}</h2>
      <p>${t(`certainty.${incident.certainty}.why`)}</p>
      ${incident.shares?.length ? html`<ul class="shares">${incident.shares.map((one) => html`<li><span>${tOr(`family.${one.family}`, one.family)}</span>
        <i class="track"><i style=${{ width: `${one.share * 100}%` }}></i></i><b>${percent(one.share)}</b></li>`)}</ul>` : null}
      ${incident.contradicted_by?.length ? html`<p class="odd">
        ${t('incident.against', { what: incident.contradicted_by.map((one) => tOr(`family.${one}`, one)).join(', ') })}</p>` : null}
      ${incident.incomplete?.length ? html`<p class="odd">${t('alert.incomplete', { what: incident.incomplete.join(', ') })}</p>` : null}</section>
    <section class="panel do" aria-labelledby="do"><h2 id="do">${t('alert.do')}</h2><${Runbook} path=${incident.runbook} />
      <table class="facts"><tbody>
        ${[['incident.first', incident.first], ['incident.worst', incident.worst]].map(([name, place]) => place ? html`<tr><th>${t(name)}</th><td>
          <a href=${to('alerts', place.alert)}>${place.rule}</a>${' '}
          <span>${place.site ?? place.key}</span> <time title=${full(place.at)}>${clock(place.at)}</time></td></tr>` : null)}
        ${Object.entries(incident.labels ?? {}).map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}
        ${incident.categories?.length ? html`<tr><th>CAP</th><td>${incident.categories.join(', ')}</td></tr>` : null}</tbody></table></section>
  </article>`;
};
