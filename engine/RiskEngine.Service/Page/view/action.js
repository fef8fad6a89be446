import { html, signal, useEffect, useRef, useState } from '../lib/html.js';
import { send } from '../lib/api.js';
import { token, who } from '../lib/prefs.js';
import { incidents, placeOf } from '../lib/store.js';
import { t } from '../lib/text.js';
import { now } from '../lib/time.js';

// What people can do. Each action asks for what the desk wants: a name always, a reason and a time where something is kept quiet.

const asked = signal(null);

/** Opens the dialog: { kind, about, id, row, done }. Kind 'who' only asks for the name. */
export const ask = (what) => { asked.value = what; };

const kinds = {
  acknowledge: { text: 'optional' },
  comment: { text: 'needed' },
  assign: { text: 'optional', to: true },
  shelve: { text: 'needed', until: true },
  silence: { text: 'needed', until: true },
  false: { text: 'needed' },
  close: { text: 'needed' },
  who: {},
};

const times = [['15m', 0.25], ['1h', 1], ['8h', 8], ['24h', 24], ['7d', 168]];

const offered = { alerts: ['acknowledge', 'shelve', 'silence', 'false', 'comment'], incidents: ['acknowledge', 'assign', 'false', 'close', 'comment'] };

/** The buttons of an alert or an incident. */
export const Actions = ({ about, id, row, done }) => html`<div class="actions" role="group" aria-label=${t('action.title')}>
  ${offered[about].map((kind) => html`<button class=${kind === 'acknowledge' ? 'main' : ''} onClick=${() => ask({ kind, about, id, row, done })}>
    ${t(`action.${kind}`)}</button>`)}</div>`;

/** Path and body of a request. */
function requestOf({ kind, about, id, row }, given) {
  const area = about === 'incidents' ? row.area : incidents.rows.get(row.incident)?.area;
  const body = { by: given.by, ...(area ? { area } : {}), ...(given.why ? { why: given.why } : {}) };
  const until = given.hours ? new Date(now.peek() + given.hours * 3_600_000).toISOString() : undefined;
  const path = `${about}/${encodeURIComponent(id)}`;
  switch (kind) {
    case 'shelve': return [`${path}/shelve`, { ...body, until }];
    case 'silence': return ['silences', { ...body, area: area ?? placeOf(row), until, match: { rules: [row.rule] } }];
    case 'false': return [`${path}/close`, { ...body, verdict: 'false' }];
    case 'close': return [`${path}/close`, { ...body, verdict: 'true' }];
    case 'assign': return [`${path}/assign`, { ...body, to: given.to }];
    default: return [`${path}/${kind}`, body];
  }
}

/** The one dialog of the page. */
export const ActionDialog = () => {
  const what = asked.value;
  return what ? html`<${Dialog} key=${`${what.kind}/${what.id}`} what=${what} />` : null;
};

const Dialog = ({ what }) => {
  const box = useRef(null);
  const [hours, setHours] = useState(1);
  const [state, setState] = useState({});
  const kind = kinds[what.kind];
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.isConnected && before.focus();
  }, []);
  const close = () => { asked.value = null; };
  const submit = async (e) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const word = (name) => String(form.get(name) ?? '').trim();
    who.value = word('by');
    token.value = word('token');
    if (what.kind === 'who') return close();
    setState({ busy: true });
    try {
      const [path, body] = requestOf(what, { by: who.value, why: word('why'), to: word('to'), hours: kind.until ? hours : 0 });
      const { done } = await send('POST', path, body, token.value);
      what.done?.();
      if (done) close(); else setState({ said: t('action.taken') });
    } catch (fault) {
      setState({ fault: fault.status === 401 || fault.status === 403 ? t('action.token_needed') : fault.message ?? String(fault) });
    }
  };
  return html`<dialog ref=${box} aria-labelledby="asked" onCancel=${close} onClose=${close}>
    <form onSubmit=${submit}>
      <h2 id="asked">${t(what.kind === 'who' ? 'who.title' : `action.${what.kind}`)}</h2>
      <p>${t(what.kind === 'who' ? 'who.why' : `action.${what.kind}.why`)}</p>
      <label>${t('action.by')} <input name="by" required maxlength="100" autocomplete="name" value=${who.value} /></label>
      ${kind.to ? html`<label>${t('action.to')} <input name="to" required maxlength="100" /></label>` : null}
      ${kind.until ? html`<fieldset><legend>${t('action.for')}</legend><div class="choice">
        ${times.map(([name, value]) => html`<button type="button" aria-pressed=${hours === value}
        onClick=${() => setHours(value)}>${t(`action.for.${name}`)}</button>`)}</div></fieldset>` : null}
      ${kind.text ? html`<label>${t(kind.text === 'needed' ? 'action.reason' : 'action.comment_optional')}
        <textarea name="why" rows="3" maxlength="1000" required=${kind.text === 'needed'}></textarea></label>` : null}
      <details open=${what.kind === 'who' || Boolean(state.fault)}><summary>${t('action.token')}</summary><label>${t('action.token_why')}
        <input name="token" type="password" autocomplete="off" maxlength="500" value=${token.value} /></label></details>
      ${state.fault ? html`<p class="fault" role="alert">${state.fault}</p>` : null}${state.said ? html`<p role="status">${state.said}</p>` : null}
      <div class="buttons"><button type="button" onClick=${close}>${t(state.said ? 'action.close_box' : 'action.cancel')}</button>
        ${state.said ? null : html`<button class="main" disabled=${state.busy}>${t(what.kind === 'who' ? 'action.save' : `action.${what.kind}`)}</button>`}</div>
    </form></dialog>`;
};
