import { signal } from './html.js';
import { language } from './prefs.js';

// One file a language, /page/text/en.json and zh.json, with the same keys. English is loaded too where another language is shown: a key is never seen raw.

const texts = signal({});
const loaded = {};

/** Loads a language, once, and shows it. */
export async function speak(name) {
  loaded[name] ??= await (await fetch(`/page/text/${name}.json`)).json();
  texts.value = loaded[name];
  language.value = name;
  document.documentElement.lang = name === 'zh' ? 'zh-CN' : name;
}

/** The text of a key; {name} in it is replaced. */
export function t(key, values) {
  const text = texts.value[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole) : text;
}

/** The text for a number of things: key.one or key.other, with {n}. */
export const tn = (key, n) => t(`${key}.${n === 1 ? 'one' : 'other'}`, { n: number(n) });

/** Key if there is one, else what it stands for: for words that the engine may add to. */
export const tOr = (key, fallback) => texts.value[key] ?? fallback;

const formats = new Map();
const format = (digits) => {
  const id = `${language.value}/${digits}`;
  if (!formats.has(id)) formats.set(id, new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }));
  return formats.get(id);
};

/** A number as people read it: at most four significant digits behind a small one. */
export const number = (value, digits) => value == null ? '–'
  : format(digits ?? (Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 3)).format(value);

/** 0.975 as 97.5 %. What is not quite all is never shown as 100 %. */
export const percent = (share) => share == null ? '–' : `${number(share < 1 ? Math.min(share * 100, 99.9) : 100, 1)} %`;

/** The sentence of a record in the language of the page, where it has one. */
export const sentence = (record) => record?.messages?.[language.value] ?? record?.messages?.[`${language.value}-CN`]
  ?? record?.message ?? record?.title ?? '';
