'use strict';
const SVG = 'http://www.w3.org/2000/svg';
const GRADES = ['clear', 'blue', 'yellow', 'orange', 'red'];
const LEFT = 62, RIGHT = 14, TOP = 8, PLOT = 170, LABELS = 16, LANE = 16, AXIS = 22;

function node(name, attributes, parent, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

const two = number => String(number).padStart(2, '0');
function dateOf(ms) { const d = new Date(ms); return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`; }
function clockOf(ms) { const d = new Date(ms); return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`; }
function momentOf(ms) { return `${dateOf(ms)} ${clockOf(ms)}:${two(new Date(ms).getUTCSeconds())}`; }
function numberOf(value) { return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : String(+value.toPrecision(5)); }

// Round steps for an axis: 1, 2 or 5 times a power of ten.
function steps(low, high, most) {
  const raw = (high - low) / most || 1, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= raw);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(at);
  return found;
}

const MINUTE = 6e4, HOUR = 36e5, DAY = 864e5;
const TIMES = [1e3, 5e3, 15e3, 30e3, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 364 * DAY];
function timeSteps(from, to, most) {
  const step = TIMES.find(t => (to - from) / t <= most) || TIMES[TIMES.length - 1];
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push([at, step < MINUTE ? momentOf(at).slice(11) : step < DAY && at % DAY !== 0 ? clockOf(at) : dateOf(at).slice(step < 91 * DAY ? 5 : 0)]);
  return found;
}

// One timeline: the measures of the chosen keys, the thresholds, the labels, and a lane of alerts for each key.
class Chart {
  constructor(rule, data, host, view, tip) {
    Object.assign(this, { rule, data, host, view, tip, chosen: new Set() });
    this.slice = (data.last - data.first) / data.slices || 1;
    this.incidents = data.incidents.filter(i => !i.rule || i.rule === rule.id);
  }

  get keys() { return this.rule.keys.map((key, index) => ({ ...key, index })).filter(key => this.chosen.has(key.index)); }
  x(ms) { return LEFT + (ms - this.view.from) / (this.view.to - this.view.from) * (this.width - LEFT - RIGHT); }
  time(px) { return this.view.from + (px - LEFT) / (this.width - LEFT - RIGHT) * (this.view.to - this.view.from); }
  y(value) { return TOP + PLOT - (value - this.low) / (this.high - this.low) * PLOT; }
  at(slice) { return this.data.first + (slice + .5) * this.slice; }

  draw() {
    this.width = Math.max(360, this.host.clientWidth);
    this.laneTop = TOP + PLOT + (this.incidents.length ? LABELS : 0) + 4;
    const height = this.laneTop + LANE * Math.max(1, this.keys.length) + AXIS;
    this.svg = node('svg', { viewBox: `0 0 ${this.width} ${height}`, height, role: 'img', 'aria-label': `Timeline of ${this.rule.id}` });
    const clip = `clip-${this.rule.id}`;
    node('rect', { x: LEFT, y: 0, width: this.width - LEFT - RIGHT, height: height - AXIS }, node('clipPath', { id: clip }, node('defs', {}, this.svg)));
    this.scale();
    this.axes(height);
    const plot = node('g', { 'clip-path': `url(#${clip})` }, this.svg);
    this.labels(plot);
    this.keys.forEach((key, lane) => this.alerts(plot, key, lane));
    this.thresholds(plot);
    for (const key of this.keys) this.measure(plot, key);
    this.cursor = node('line', { y1: TOP, y2: height - AXIS, stroke: 'var(--muted)', 'stroke-dasharray': '2 3', visibility: 'hidden' }, plot);
    this.drag = node('rect', { y: TOP, height: height - AXIS - TOP, fill: 'var(--muted)', opacity: .2, visibility: 'hidden' }, plot);
    this.host.replaceChildren(this.svg);
    this.listen();
  }

  // What is in view, and the lowest threshold; higher ones only where they do not flatten the rest.
  scale() {
    let low = Infinity, high = -Infinity;
    for (const key of this.keys) {
      for (let i = 0; i < key.points.length; i += 3) {
        const at = this.at(key.points[i]);
        if (at < this.view.from - this.slice || at > this.view.to + this.slice) continue;
        low = Math.min(low, key.points[i + 1]);
        high = Math.max(high, key.points[i + 2]);
      }
    }
    const levels = this.rule.thresholds.filter(t => t.value !== undefined);
    const lowest = levels.find(t => t.grade > 0) || levels[0];
    if (low === Infinity) [low, high] = lowest ? [lowest.value, lowest.value] : [0, 1];
    if (lowest) [low, high] = [Math.min(low, lowest.value), Math.max(high, lowest.value)];
    const room = (high - low) * .6;
    for (const level of levels) if (level.value <= high + room && level.value >= low - room) [low, high] = [Math.min(low, level.value), Math.max(high, level.value)];
    if (low > 0 && low < high * .5) low = 0;
    const margin = (high - low) * .06 || Math.abs(high) * .1 || 1;
    this.low = low === 0 ? 0 : low - margin;
    this.high = high + margin;
  }

  axes(height) {
    for (const value of steps(this.low, this.high, 5)) {
      const y = this.y(value);
      node('line', { x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y, stroke: 'var(--grid)' }, this.svg);
      node('text', { x: LEFT - 6, y: y + 4, 'text-anchor': 'end' }, this.svg, numberOf(value));
    }
    for (const [at, text] of timeSteps(this.view.from, this.view.to, this.width / 90)) {
      node('line', { x1: this.x(at), x2: this.x(at), y1: TOP, y2: height - AXIS, stroke: 'var(--grid)' }, this.svg);
      node('text', { x: this.x(at), y: height - 6, 'text-anchor': 'middle' }, this.svg, text);
    }
    if (this.rule.unit) node('text', { x: 4, y: TOP + 4 }, this.svg, this.rule.unit);
  }

  labels(plot) {
    const y = TOP + PLOT + 4;
    if (this.incidents.length) node('text', { x: LEFT - 6, y: y + 10, 'text-anchor': 'end' }, this.svg, 'labels');
    for (const incident of this.incidents) {
      if (incident.closes < this.view.from || incident.opens > this.view.to) continue;
      const from = this.x(incident.opens), width = Math.max(2, this.x(incident.closes) - from);
      node('rect', { x: from, y: TOP, width, height: PLOT, fill: 'var(--label)', opacity: .13 }, plot);
      node('rect', { x: from, y: y + 4, width, height: 4, fill: 'var(--label)', opacity: .5 }, plot);
      const start = this.x(incident.start);
      node('rect', { x: start, y: y + 1, width: Math.max(3, this.x(incident.end) - start), height: 10, rx: 2, fill: incident.found ? 'var(--label)' : 'var(--red)' }, plot);
    }
  }

  alerts(plot, key, lane) {
    const y = this.laneTop + lane * LANE;
    node('line', { x1: LEFT, x2: this.width - RIGHT, y1: y + LANE - 3, y2: y + LANE - 3, stroke: 'var(--grid)' }, this.svg);
    node('rect', { x: LEFT - 14, y: y + 5, width: 10, height: 3, rx: 1, fill: `var(--k${key.index % 6})` }, this.svg);
    if (lane === 0) node('text', { x: LEFT - 18, y: y + 10, 'text-anchor': 'end' }, this.svg, 'alerts');
    for (const alert of key.alerts) {
      const end = alert.end ?? this.data.last;
      for (let i = 0; i < alert.steps.length; i += 2) {
        const from = alert.steps[i], to = i + 2 < alert.steps.length ? alert.steps[i + 2] : end, grade = GRADES[alert.steps[i + 1]];
        if (to < this.view.from || from > this.view.to) continue;
        const x = this.x(from), width = Math.max(2, this.x(to) - x);
        if (this.keys.length === 1) node('rect', { x, y: TOP, width, height: PLOT, fill: `var(--${grade})`, opacity: .16 }, plot);
        node('rect', { x, y: y + 1, width, height: 11, rx: 2, fill: `var(--${grade})` }, plot);
        if (width > 46) node('text', { x: x + 4, y: y + 10, class: 'onband' }, plot, grade);
      }
    }
  }

  // From the lowest up; names that would lie on each other move up.
  thresholds(plot) {
    const shown = this.rule.thresholds.filter(level => level.value !== undefined && level.value >= this.low && level.value <= this.high);
    let free = Infinity;
    for (const level of shown.sort((a, b) => a.value - b.value)) {
      const y = this.y(level.value), name = GRADES[level.grade];
      node('line', { x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y, stroke: `var(--${name})`, 'stroke-width': 1.3, 'stroke-dasharray': level.grade ? '6 4' : '2 4' }, plot);
      const textAt = Math.max(TOP + 9, Math.min(y - 3, free));
      free = textAt - 12;
      node('text', { x: this.width - RIGHT - 4, y: textAt, class: 'level', 'text-anchor': 'end', style: `fill:var(--${name})` }, plot, `${name} ${level.text}`);
    }
  }

  // The band between smallest and largest measure, broken where nothing was measured for long.
  measure(plot, key) {
    const points = [];
    for (let i = 0; i < key.points.length; i += 3) points.push([this.at(key.points[i]), key.points[i + 1], key.points[i + 2]]);
    const gaps = points.slice(1).map((p, i) => p[0] - points[i][0]).sort((a, b) => a - b);
    const longest = Math.max(this.slice * 3.5, (gaps[gaps.length >> 1] || 0) * 4);
    const runs = [];
    points.forEach((p, i) => { if (i === 0 || p[0] - points[i - 1][0] > longest) runs.push([]); runs[runs.length - 1].push(p); });
    const color = `var(--k${key.index % 6})`;
    for (const run of runs) {
      const place = (p, side) => `${this.x(p[0]).toFixed(1)} ${this.y(p[side]).toFixed(1)}`;
      if (run.length === 1) {
        node('line', { x1: this.x(run[0][0]), x2: this.x(run[0][0]), y1: this.y(run[0][1]) + 1.2, y2: this.y(run[0][2]) - 1.2, stroke: color, 'stroke-width': 2.4, 'stroke-linecap': 'round' }, plot);
        continue;
      }
      const top = run.map(p => place(p, 2)).join('L'), bottom = run.map(p => place(p, 1)).reverse().join('L');
      node('path', { d: `M${top}L${bottom}Z`, fill: color, opacity: .35 }, plot);
      node('path', { d: `M${top}`, fill: 'none', stroke: color, 'stroke-width': 1.2, 'stroke-linejoin': 'round' }, plot);
    }
  }

  listen() {
    const px = event => event.clientX - this.svg.getBoundingClientRect().left;
    let from = null;
    this.svg.onpointerdown = event => { if (event.button === 0) { from = px(event); this.svg.setPointerCapture(event.pointerId); } };
    this.svg.onpointermove = event => {
      const at = Math.min(Math.max(px(event), LEFT), this.width - RIGHT);
      this.cursor.setAttribute('x1', at);
      this.cursor.setAttribute('x2', at);
      this.cursor.setAttribute('visibility', 'visible');
      if (from !== null) {
        this.drag.setAttribute('x', Math.min(at, from));
        this.drag.setAttribute('width', Math.abs(at - from));
        this.drag.setAttribute('visibility', 'visible');
      }
      this.tip(event, this.tell(this.time(at)));
    };
    this.svg.onpointerup = event => {
      const [a, b] = [this.time(Math.max(LEFT, Math.min(from ?? 0, px(event)))), this.time(Math.max(from ?? 0, px(event)))];
      const moved = from !== null && Math.abs(px(event) - from) > 5;
      from = null;
      this.drag.setAttribute('visibility', 'hidden');
      if (moved) this.view.show(a, b);
    };
    this.svg.onpointerleave = () => { this.cursor.setAttribute('visibility', 'hidden'); this.tip(null); };
    this.svg.ondblclick = () => this.view.reset();
  }

  tell(ms) {
    const near = (this.view.to - this.view.from) / this.width * 4;
    const lines = [`${momentOf(ms)} UTC`];
    for (const key of this.keys) {
      const slice = Math.floor((ms - this.data.first) / this.slice);
      for (let i = 0; i < key.points.length; i += 3) {
        if (key.points[i] !== slice) continue;
        const [low, high] = [key.points[i + 1], key.points[i + 2]];
        lines.push(`${key.key}: ${low === high ? numberOf(low) : `${numberOf(low)} to ${numberOf(high)}`} ${this.rule.unit}`);
      }
      for (const alert of key.alerts) {
        if (ms < alert.steps[0] - near || ms > (alert.end ?? this.data.last) + near) continue;
        const grades = alert.steps.filter((_, i) => i % 2).map(g => GRADES[g]).join(' → ');
        lines.push(`alert on ${key.key}: ${grades}\n${momentOf(alert.steps[0])} to ${alert.end ? momentOf(alert.end) : 'the end'}`);
      }
    }
    for (const incident of this.incidents) {
      if (ms >= incident.opens - near && ms <= incident.closes + near) lines.push(`label ${incident.name}: ${incident.outcome}${incident.by ? `, ${incident.by}` : ''}`);
    }
    return lines.slice(0, 12).join('\n');
  }
}
