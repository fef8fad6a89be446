// The limits that a rule sets, read from its text, for the lines of a chart. What is no plain comparison with a number has no line.

const comparison = /^\s*["']?\s*(>=|<=|>|<|==)\s*(-?\d+(?:\.\d+)?)\s*["']?\s*$/;

/** { grades: [{ grade, sign, value }], clear: { sign, value } } of a rule's text. */
export function limitsOf(text) {
  const block = (name) => {
    const found = new RegExp(`^${name}:[ \\t]*(\\{[^}]*\\}|(?:\\r?\\n[ \\t]+[^\\r\\n]*)+)`, 'm').exec(text ?? '');
    return found ? found[1] : '';
  };
  const entry = (within, key) => {
    const found = new RegExp(`(?:^|[{,\\s])${key}:\\s*("[^"]*"|'[^']*'|[^,}\\r\\n]+)`, 'm').exec(within);
    const parts = found ? comparison.exec(found[1]) : null;
    return parts ? { sign: parts[1], value: Number(parts[2]) } : null;
  };
  const grades = block('grades');
  return {
    grades: ['blue', 'yellow', 'orange', 'red'].map((grade) => ({ grade, ...entry(grades, grade) })).filter((one) => one.value !== undefined),
    clear: entry(block('clear'), 'when') ?? undefined,
  };
}
