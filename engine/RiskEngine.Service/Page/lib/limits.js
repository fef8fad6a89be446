// The limits that a rule sets, for the lines of a chart. What is no plain comparison with a number has no line.

const drawn = (condition) => condition?.value !== undefined && condition.sign !== '!=';

/** { grades: [{ grade, sign, value }], clear: { sign, value } } of a rule's answer. */
export const limitsOf = (answer) => ({
  grades: (answer?.limits?.grades ?? []).filter(drawn),
  clear: drawn(answer?.limits?.clear) ? answer.limits.clear : undefined,
});
