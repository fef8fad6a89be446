import { Fragment, effect, html, render, useEffect } from './lib/html.js';
import { language } from './lib/prefs.js';
import { route } from './lib/route.js';
import { alerts, heldBy, vitals } from './lib/store.js';
import { listen } from './lib/stream.js';
import { speak, t } from './lib/text.js';
import { follow, millis, zone } from './lib/time.js';
import { Announcer } from './view/announcer.js';
import { Frame } from './view/frame.js';
import { Now } from './view/now.js';
import { AlertList } from './view/alerts.js';
import { Alert } from './view/alert.js';
import { Incident } from './view/incident.js';
import { Rules } from './view/rules.js';
import { Rule } from './view/rule.js';
import { Engine } from './view/engine.js';
import { ActionDialog } from './view/action.js';

const View = () => {
  const { view, id } = route.value;
  switch (view) {
    case 'now': return html`<${Now} area=${id} />`;
    case 'alerts': return id ? html`<${Alert} key=${id} id=${id} />` : html`<${AlertList} />`;
    case 'incidents': return html`<${Incident} key=${id} id=${id} />`;
    case 'rules': return id ? html`<${Rule} key=${id} id=${id} />` : html`<${Rules} />`;
    case 'engine': return html`<${Engine} />`;
    default: return html`<p class="empty">${t('page.unknown')}</p>`;
  }
};

const App = () => {
  useEffect(listen, []);
  return html`<${Fragment}><${Frame}><${View} /></${Frame}><${ActionDialog} /><${Announcer} /></${Fragment}>`;
};

// The tab's own title counts what waits: seen while another tab is in front.
effect(() => {
  alerts.changed.value;
  let red = 0;
  for (const row of alerts.rows.values()) if (row.grade === 'red' && !heldBy(row)) red++;
  document.title = red > 0 ? `(${red}) ${t('page.title')}` : t('page.title');
});

effect(() => { if (vitals.value?.time_zone) zone.value = vitals.value.time_zone; });

// The engine's time is the newest that its tasks have reached; an instance without a task goes by the wall.
effect(() => { if (vitals.value?.event_time) follow(millis(vitals.value.event_time)); });

await speak(language.value);
render(html`<${App} />`, document.getElementById('app'));
