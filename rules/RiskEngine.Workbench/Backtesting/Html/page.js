const data = JSON.parse(document.getElementById('data').textContent);
const charts = [];

function make(name, parent, text, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

// The time that all charts show.
const view = {
  from: data.first, to: data.last > data.first ? data.last : data.first + 1,
  show(from, to) {
    if (to - from < 1000) return;
    [this.from, this.to] = [Math.max(from, data.first), Math.min(to, data.last)];
    this.changed();
  },
  reset() { [this.from, this.to] = [data.first, Math.max(data.last, data.first + 1)]; this.changed(); },
  changed() {
    document.getElementById('view').textContent = `${momentOf(this.from)} to ${momentOf(this.to)} UTC`;
    document.getElementById('reset').disabled = this.from <= data.first && this.to >= data.last;
    for (const chart of charts) if (chart.isSeen) chart.draw(); else chart.isStale = true;
  },
};

function tip(event, text) {
  const box = document.getElementById('tip');
  box.hidden = !event;
  if (!event) return;
  box.textContent = text;
  box.style.left = `${Math.min(event.clientX + 14, innerWidth - box.offsetWidth - 8)}px`;
  box.style.top = `${Math.min(event.clientY + 14, innerHeight - box.offsetHeight - 8)}px`;
}

function tiles() {
  document.getElementById('range').textContent = `${momentOf(data.first)} to ${momentOf(data.last)} UTC, ${data.days} days of event time`;
  const host = document.getElementById('tiles');
  const add = (figure, name) => { const tile = make('div', host, undefined, { class: 'tile' }); make('b', tile, figure); make('span', tile, name); };
  add(data.events.toLocaleString('en'), 'events');
  if (data.late) add(data.late.toLocaleString('en'), 'late');
  if (data.rejected) add(data.rejected.toLocaleString('en'), 'rejected');
  add(data.alerts.toLocaleString('en'), 'alerts');
  const warnings = document.getElementById('warnings');
  for (const sentence of data.warnings) make('li', warnings, sentence);
  if (!data.labels) return;
  add(`${data.labels.detected} of ${data.labels.incidents}`, 'incidents detected');
  add(data.labels.median, 'median');
  add(data.labels.falseAlarms, `false alarms, ${data.labels.falseAlarmsPerDay} a day`);
}

function legend() {
  const host = document.getElementById('legend');
  for (const grade of GRADES.slice(1)) {
    const entry = make('span', host);
    make('span', entry, undefined, { class: 'swatch', style: `background:var(--${grade})` });
    entry.append(grade);
  }
}

function facts(rule, host) {
  const line = make('div', host, undefined, { class: 'facts' });
  const add = (name, value) => { const fact = make('span', line, `${name} `); make('b', fact, value); };
  add('alerts', `${rule.alerts} (${rule.perDay} a day)`);
  add('in alert', rule.inAlert);
  add(rule.type, rule.measure);
  if (rule.mode !== 'active') add('mode', rule.mode);
  if (!rule.labels) return;
  add('detected', `${rule.labels.detected} of ${rule.labels.incidents}`);
  add('median', rule.labels.median);
  add('false alarms', `${rule.labels.falseAlarms} (${rule.labels.falseAlarmsPerDay} a day)`);
}

function keyChooser(rule, chart, host) {
  const line = make('div', host, undefined, { class: 'keys' });
  rule.keys.forEach((key, index) => {
    if (index < 3 && (index === 0 || key.alerts.length > 0)) chart.chosen.add(index);
    const button = make('button', line, undefined, { class: 'key', type: 'button', 'aria-pressed': chart.chosen.has(index), title: key.key });
    make('i', button, undefined, { style: `background:var(--k${index % 6})` });
    make('span', button, key.key);
    make('em', button, key.alerts.length);
    button.onclick = () => {
      if (chart.chosen.has(index)) chart.chosen.delete(index); else chart.chosen.add(index);
      button.setAttribute('aria-pressed', chart.chosen.has(index));
      chart.draw();
    };
  });
}

function ruleCard(rule, seen) {
  const card = make('section', document.getElementById('rules'), undefined, { class: 'rule' });
  const title = make('h2', card, rule.id);
  make('small', title, rule.title);
  facts(rule, card);
  if (rule.description) { const more = make('details', card); make('summary', more, 'why these thresholds'); make('p', more, rule.description); }
  const host = make('div');
  const chart = new Chart(rule, data, host, view, tip);
  keyChooser(rule, chart, card);
  card.append(host);
  host.style.minHeight = '230px';
  chart.isStale = true;
  charts.push(chart);
  host.chart = chart;
  seen.observe(host);
}

function incidents() {
  if (!data.incidents.length) return;
  const host = document.getElementById('incidents');
  host.className = 'rule';
  make('h2', host, 'Labelled incidents');
  const table = make('table', host);
  const head = make('tr', make('thead', table));
  const hasArea = data.incidents.some(incident => incident.area || incident.rule);
  for (const name of ['incident', 'from', 'to', ...(hasArea ? ['area'] : []), 'first alert', 'by']) make('th', head, name);
  const body = make('tbody', table);
  for (const incident of data.incidents) {
    const row = make('tr', body, undefined, { 'data-start': incident.start, title: 'show it in the timelines' });
    const area = [incident.area, incident.rule].filter(Boolean).join(', ');
    for (const text of [incident.name, momentOf(incident.start), momentOf(incident.end), ...(hasArea ? [area] : [])]) make('td', row, text);
    make('td', row, incident.outcome, incident.outcome === 'missed' ? { class: 'missed' } : {});
    make('td', row, incident.by || '');
    const margin = Math.max(HOUR, incident.closes - incident.opens);
    row.onclick = () => { view.show(incident.opens - margin, incident.closes + margin); scrollTo({ top: 0, behavior: 'smooth' }); };
  }
}

const seen = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const chart = entry.target.chart;
    chart.isSeen = entry.isIntersecting;
    if (chart.isSeen && chart.isStale) { chart.isStale = false; chart.draw(); }
  }
}, { rootMargin: '400px' });

tiles();
legend();
for (const rule of data.rules) ruleCard(rule, seen);
incidents();
if (data.unseen.length) document.getElementById('unseen').textContent = `Without a measurement: ${data.unseen.join(', ')}`;
if (!data.rules.length) make('p', document.getElementById('rules'), 'No rule measured anything: check the rules against the kinds of the events.');
document.getElementById('reset').onclick = () => view.reset();
view.changed();
let resizing = 0;
addEventListener('resize', () => { cancelAnimationFrame(resizing); resizing = requestAnimationFrame(() => view.changed()); });
addEventListener('beforeprint', () => charts.forEach(chart => chart.draw()));
