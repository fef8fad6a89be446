import { html, useEffect, useRef } from '../lib/html.js';
import { isDark, language } from '../lib/prefs.js';
import { number, t } from '../lib/text.js';
import { clock, dayMonth, hourMinute, millis, now } from '../lib/time.js';
import uPlot from '../vendor/uplot/uPlot.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const counts = [1, 2, 5].flatMap((step) => [0, 1, 2, 3, 4, 5, 6].map((power) => step * 10 ** power)).sort((a, b) => a - b);

/** Draws a chart into a box of the page's width; drawn anew where what it shows, or the theme, changes. */
export function usePlot(make, inputs) {
  const box = useRef(null);
  useEffect(() => {
    const element = box.current;
    const { data, options } = make();
    const size = () => ({ width: Math.max(200, element.clientWidth), height: options.height });
    const plot = new uPlot({ ...options, ...size() }, data, element);
    const watch = new ResizeObserver(() => plot.setSize(size()));
    watch.observe(element);
    return () => { watch.disconnect(); plot.destroy(); };
  }, [...inputs, isDark.value, language.value]);
  return box;
}

/** Axes in the colours and the zone of the page; of what is counted no fractions are marked. */
export const axes = (unit, whole) => {
  const line = { stroke: colour('muted'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line'), width: 1, size: 4 },
    font: '12px system-ui, sans-serif' };
  const label = (plot, at) => plot.scales.x.max - plot.scales.x.min > 129_600 ? dayMonth(at * 1000) : plot.scales.x.max - plot.scales.x.min < 600 ? clock(at * 1000)
    : hourMinute(at * 1000);
  return [{ ...line, size: 30, values: (plot, list) => list.map((at) => label(plot, at)), space: 90 },
    { ...line, ...(whole ? { incrs: counts } : {}), size: 58,
      values: (_, list) => list.map((value) => value == null ? '' : number(value)), label: unit || undefined, labelSize: unit ? 18 : 0,
      labelFont: '12px system-ui, sans-serif' }];
};

/** The measure with its limits, the line below which it is over, the band that a model calls normal, and the transitions. */
export const Chart = ({ points, limits, transitions, alert }) => {
  const box = usePlot(() => {
    const xs = points.map((point) => millis(point.at) / 1000);
    // Up to now, but never so far that what was measured is a speck at the edge.
    const end = alert.state === 'resolved' ? null : Math.min(now.peek() / 1000, xs.at(-1) + Math.max(600, (xs.at(-1) - xs[0]) * 1.5));
    const values = points.map((point) => point.value);
    const sure = points.map((point) => point.threshold ?? null);
    if (end && end > xs.at(-1)) { xs.push(end); values.push(null); sure.push(null); }
    const lines = limits.grades.length > 0 ? [] : [{ label: t('chart.limit'), stroke: colour('muted'), dash: [6, 4], width: 1.5, points: { show: false },
      paths: uPlot.paths.stepped({ align: 1 }) }];
    const own = limits.grades.map((one) => one.value).concat(limits.clear ? [limits.clear.value] : []);
    return {
      data: lines.length ? [xs, values, sure] : [xs, values],
      options: {
        height: 240, cursor: { y: false, drag: { x: false, y: false } }, legend: { show: false },
        scales: { x: { time: true, range: (_, low, high) => low === high ? [low - 300, high + 300] : [low - (high - low) * 0.03, high + (high - low) * 0.03] },
          y: { range: (_, low, high) => reach(Math.min(low, ...own), Math.max(high, ...own)) } },
        axes: axes(alert.unit, values.every((value) => value === null || Number.isInteger(value))),
        series: [{}, { label: alert.measure, stroke: colour('ink'), width: 2, points: { show: true, size: 6, fill: colour('ink') } }, ...lines],
        hooks: { drawClear: [(plot) => bands(plot, limits, alert)], draw: [(plot) => marks(plot, transitions)] },
      },
    };
  }, [points.length, alert.transition, limits.grades.length]);
  const said = t('chart.says', { measure: alert.measure, from: number(points[0].value), to: number(points.at(-1).value), unit: alert.unit ?? '', n: points.length });
  return html`<figure class="chart"><div ref=${box} role="img" aria-label=${said}></div>
    <figcaption>${said} ${limits.clear ? html`<span class="key"><i class="dash"></i>${t('chart.clear')}</span>` : null}</figcaption></figure>`;
};

const reach = (low, high) => {
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
};

/** Bands of the grades behind the line, the clear line, and the band of a model. */
function bands(plot, limits, alert) {
  const { ctx, bbox } = plot;
  const y = (value) => plot.valToPos(value, 'y', true);
  const clamp = (at) => Math.min(bbox.top + bbox.height, Math.max(bbox.top, at));
  ctx.save();
  if (alert.model?.low !== undefined && alert.model?.high !== undefined) {
    ctx.fillStyle = colour('tile');
    ctx.fillRect(bbox.left, clamp(y(alert.model.high)), bbox.width, clamp(y(alert.model.low)) - clamp(y(alert.model.high)));
  }
  limits.grades.forEach((one, i) => {
    const rising = one.sign.startsWith('>');
    const from = clamp(y(one.value));
    const next = limits.grades[i + 1];
    const to = next ? clamp(y(next.value)) : rising ? bbox.top : bbox.top + bbox.height;
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = colour(one.grade);
    ctx.fillRect(bbox.left, Math.min(from, to), bbox.width, Math.abs(to - from));
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colour(one.grade);
    ctx.lineWidth = devicePixelRatio * 1.5;
    line(ctx, bbox, from);
  });
  if (limits.clear) {
    ctx.strokeStyle = colour('muted');
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    line(ctx, bbox, clamp(y(limits.clear.value)));
  }
  ctx.restore();
}

function line(ctx, bbox, at) {
  ctx.beginPath();
  ctx.moveTo(bbox.left, at);
  ctx.lineTo(bbox.left + bbox.width, at);
  ctx.stroke();
}

/** A mark on the time line for each transition, with the letter of its grade. */
function marks(plot, transitions) {
  const { ctx, bbox } = plot;
  const px = devicePixelRatio;
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.font = `bold ${11 * px}px system-ui, sans-serif`;
  for (const one of transitions) {
    const x = plot.valToPos(millis(one.time) / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const over = one.state === 'resolved';
    ctx.fillStyle = over ? colour('muted') : colour(one.grade);
    ctx.beginPath();
    ctx.arc(x, bbox.top + 9 * px, 8 * px, 0, Math.PI * 2);
    ctx.fill();
    ctx.fillStyle = over ? colour('panel') : colour(`on-${one.grade}`);
    ctx.fillText(over ? '✓' : t(`letter.${one.grade}`), x, bbox.top + 9.5 * px);
  }
  ctx.restore();
}
