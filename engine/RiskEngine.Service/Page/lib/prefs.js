import { effect, signal } from './html.js';

// What this browser remembers. The token goes with the tab; the rest stays.

const read = (store, name) => {
  try { return store.getItem(`riskengine.${name}`); } catch { return null; }
};

const kept = (store, name, first) => {
  const value = signal(read(store, name) ?? first);
  effect(() => {
    const now = value.value;
    try { now ? store.setItem(`riskengine.${name}`, now) : store.removeItem(`riskengine.${name}`); } catch { /* a browser that keeps nothing */ }
  });
  return value;
};

/** 'light', 'dark', or '' as the system has it. */
export const theme = kept(localStorage, 'theme', '');

/** 'en' or 'zh'. */
export const language = kept(localStorage, 'language', navigator.language?.startsWith('zh') ? 'zh' : 'en');

/** Who acts: goes into every request that changes something. */
export const who = kept(localStorage, 'who', '');

/** Token for requests that change something. */
export const token = kept(sessionStorage, 'token', '');

const dark = matchMedia('(prefers-color-scheme: dark)');

/** True where the page is dark now: charts are drawn with colours of their own. */
export const isDark = signal(dark.matches);

const small = matchMedia('(max-width: 899px)');

/** True on a phone: rows are taller there, because their sentences take two lines. */
export const isNarrow = signal(small.matches);
small.addEventListener('change', () => { isNarrow.value = small.matches; });

const apply = () => {
  isDark.value = theme.value ? theme.value === 'dark' : dark.matches;
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
};
dark.addEventListener('change', apply);
effect(apply);
