import { html } from './html.js';
import { t } from './text.js';

/** From the lightest to the gravest. */
export const grades = ['blue', 'yellow', 'orange', 'red'];

/** 0 where nothing is open, 4 for red. */
export const rank = (grade) => grades.indexOf(grade) + 1;

/** Gravest of two. */
export const worse = (a, b) => rank(a) >= rank(b) ? a : b;

// Each grade has a shape of its own, so that colour is never needed to tell them apart: disc, triangle, diamond, octagon.
const shapes = {
  blue: 'M12 2a10 10 0 1 0 .01 0z',
  yellow: 'M12 1.5 23 21.5H1z',
  orange: 'M12 1 23 12 12 23 1 12z',
  red: 'M7.4 1.5h9.2l5.9 5.9v9.2l-5.9 5.9H7.4l-5.9-5.9V7.4z',
};

/** The sign of a grade: shape, letter, and colour; hollow where somebody has it in hand. */
export const Grade = ({ grade, held, named }) => {
  if (!rank(grade)) return html`<span class="grade none" role="img" aria-label=${t('grade.none')}>–</span>`;
  const label = held ? t('grade.held', { grade: t(`grade.${grade}`) }) : t(`grade.${grade}`);
  return html`<span class=${`grade ${grade} ${held ? 'held' : ''}`}>
    <svg viewBox="0 0 24 24" role=${named ? null : 'img'} aria-label=${named ? null : label} aria-hidden=${named ? 'true' : null}>
      <path d=${shapes[grade]} /><text x="12" y=${grade === 'yellow' ? 18.6 : 16.4}>${t(`letter.${grade}`)}</text>
    </svg>${named ? html`<span class="word">${label}</span>` : null}</span>`;
};
