import { useEffect, useState } from './html.js';
import { get } from './api.js';

/**
 * An answer of the engine, loaded anew when `path`, `parameters` or `again` change: { answer, fault, reload }.
 * Null asks for nothing yet. What was there stays until the next is: a view does not flicker when it is brought up to date.
 */
export function useFetched(path, parameters, again) {
  const [state, setState] = useState({});
  const [turn, setTurn] = useState(0);
  const id = JSON.stringify([path, parameters]);
  useEffect(() => {
    if (path === null) return undefined;
    const ends = new AbortController();
    get(path, parameters, ends.signal).then((answer) => setState({ id, answer }), (fault) => {
      if (fault.name !== 'AbortError') setState((before) => ({ id, fault, answer: before.id === id ? before.answer : undefined }));
    });
    return () => ends.abort();
  }, [id, again, turn]);
  return { ...state, reload: () => setTurn((n) => n + 1) };
}
