import { html } from '../lib/html.js';
import { Grade, rank } from '../lib/grades.js';
import { number, sentence, t, tOr } from '../lib/text.js';
import { clock, full } from '../lib/time.js';

/** What happened to an alert or an incident and who did what, in one line of time. Entries: { at, grade?, over?, title, text, by? }. */
export const Timeline = ({ entries }) => entries.length === 0 ? html`<p class="empty">${t('timeline.none')}</p>`
  : html`<ol class="timeline">${entries.map((one) => html`<li class=${one.by ? 'person' : ''}>
    <time datetime=${one.at} title=${full(one.at)}>${clock(one.at)}</time>
    ${rank(one.grade) ? html`<${Grade} grade=${one.grade} held=${one.over} />` : html`<i class="dot" aria-hidden="true"></i>`}
    <span><b>${one.title}</b>${one.by ? ` · ${one.by}` : ''}${one.text ? html`<br />${one.text}` : null}</span></li>`)}</ol>`;

const transition = (one) => ({
  at: one.time, grade: one.grade, over: one.state === 'resolved', text: sentence(one),
  title: one.state === 'resolved' ? t('state.resolved') : t(`direction.${one.direction}`, { grade: t(`grade.${one.grade}`) }),
});

/** Of what people are told in an incident. */
const incidentEntry = (one) => ({
  at: one.at, grade: one.grade, over: one.state === 'resolved', text: one.message,
  title: `${one.notify ? `${t('timeline.told')} ` : ''}${one.notify_because ? tOr(`told.${one.notify_because.replaceAll(' ',
    '_')}`, one.notify_because) : t('incident.open_of', { open: number(one.open), total: number(one.total) })}`,
});

const suppressed = (one) => ({ at: one.at, title: tOr(`suppressed.${one.reason}`, one.reason), text: [one.why, one.by].filter(Boolean).join(' · ') });

const audit = (one) => ({
  at: one.at, by: one.by, title: `${tOr(`action.${one.action}.done`, one.action)}${one.outcome === 'refused' ? ` – ${t('timeline.refused')}` : ''}`,
  text: [one.why, one.to ? `→ ${one.to}` : '', one.until ? t('timeline.until', { at: clock(one.until) }) : '', one.refused].filter(Boolean).join(' · '),
});

/** A record of an incident that told people, or took it to another grade or its end; what only counts its alerts anew is left out. */
const tells = (one, i, list) => one.notify || i === 0 || one.grade !== list[i - 1].grade || one.state !== list[i - 1].state;

/** Newest first. Folded transitions say nothing of their own and are left out. */
export function entriesOf(answer) {
  const entries = [
    ...(answer.transitions ?? []).map(transition),
    ...(answer.timeline ?? []).filter(tells).map(incidentEntry),
    ...(answer.suppressed ?? []).filter((one) => one.reason !== 'folded' && one.reason !== 'duplicate').map(suppressed),
    ...(answer.audit ?? []).map(audit),
  ];
  return entries.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
}
