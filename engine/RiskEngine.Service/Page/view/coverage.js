import { html, useState } from '../lib/html.js';
import { fresh, looked } from '../lib/place.js';
import { to } from '../lib/route.js';
import { places } from '../lib/store.js';
import { number, percent, t, tOr } from '../lib/text.js';
import { age, full } from '../lib/time.js';

const most = 8;

/** What is not watched: risks that an area cannot see now, because its devices are silent, or what it needs is missing. */
export const Coverage = ({ area }) => {
  const [all, setAll] = useState(false);
  places.changed.value;
  const { tree, area: shown } = looked.value;
  const coverage = tree && shown === area ? fresh(tree).coverage : undefined;
  const blind = [...(coverage?.blind ?? [])].sort((a, b) => (b.sources?.length ?? 0) - (a.sources?.length ?? 0) || (a.since ?? '').localeCompare(b.since ?? ''));
  const shownOnes = all ? blind : blind.slice(0, most);
  return html`<section class="panel coverage" aria-labelledby="coverage">
    <div class="head"><h2 id="coverage">${t('coverage.title')}</h2></div>
    ${coverage ? html`<div class="gauge">
      <div class="track" role="img" aria-label=${t('coverage.share', { share: percent(coverage.share), n: number(coverage.sources) })}>
        <i style=${{ width: `${Math.max(0, Math.min(1, coverage.share)) * 100}%` }}></i></div>
      <p><b>${percent(coverage.share)}</b> ${t('coverage.of', { n: number(coverage.sources) })} <span class=${coverage.silent ? 'odd' : ''}>
        ${t('coverage.silent', { n: number(coverage.silent) })}</span></p></div>`
      : html`<p class="empty">${t('coverage.unknown')}</p>`}
    ${coverage && blind.length === 0 ? html`<p class="empty">${t('coverage.none')}</p>` : null}
    <ul class="blind">${shownOnes.map((one) => html`<li key=${`${one.area}/${one.risk}`}>
      <i class="swatch blind" aria-hidden="true"></i>
      <span class="what"><a href=${to('rules', one.risk)}>${one.risk}</a> ${t('coverage.in')} <a href=${to('now', one.area ?? area)}>
        ${one.area || area || t('places.all')}</a></span>
      <time title=${full(one.since)}>${one.since ? age(one.since) : ''}</time>
      <span class="sub">${tOr(`because.${one.because.replaceAll(' ', '_')}`,
        one.because)}${one.sources?.length ? `: ${one.sources.slice(0, 4).join(', ')}${one.sources.length > 4 ? ' …' : ''}` : ''}</span></li>`)}</ul>
    ${blind.length > most ? html`<button class="quiet" aria-expanded=${all} onClick=${() => setAll(!all)}>
      ${all ? t('page.less') : t('page.more', { n: blind.length - most })}</button>` : null}
  </section>`;
};
