// Requests to /api/v1. Every fault is a Problem with a sentence for people.

/** What the engine answered where it did not answer with what was asked for. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function problemOf(answer) {
  const text = await answer.text();
  try {
    const problem = JSON.parse(text);
    return new Problem(answer.status, problem.detail ?? problem.title ?? text);
  } catch {
    return new Problem(answer.status, text.trim() || answer.statusText);
  }
}

const query = (parameters) => {
  const given = Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined && value !== '' && value !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

/** GET of a path below /api/v1. */
export async function get(path, parameters, signal) {
  const answer = await fetch(`/api/v1/${path}${query(parameters)}`, { signal, cache: 'no-cache', headers: { accept: 'application/json' } });
  if (!answer.ok) throw await problemOf(answer);
  return answer.json();
}

/** All pages of a list, up to a number of items: { items, more }. */
export async function all(path, parameters, most, signal) {
  const items = [];
  let cursor;
  do {
    const page = await get(path, { limit: 500, ...parameters, cursor }, signal);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return { items, more: Boolean(cursor) };
}

/** A request that changes something: { done, answer }. 202 says that it was taken and has not been seen to take effect yet. */
export async function send(method, path, body, token) {
  const headers = { accept: 'application/json' };
  if (body) headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(`/api/v1/${path}`, { method, headers, body: body ? JSON.stringify(body) : undefined });
  if (!answer.ok) throw await problemOf(answer);
  const text = await answer.text();
  return { done: answer.status !== 202, answer: text.startsWith('{') ? JSON.parse(text) : {} };
}
