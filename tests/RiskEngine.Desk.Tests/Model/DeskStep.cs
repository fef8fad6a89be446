using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>Something that happens to a desk.</summary>
/// <param name="Kind">What.</param>
/// <param name="Of">Which of the alarms of <see cref="DeskWorld"/>.</param>
/// <param name="Grade">To which grade.</param>
/// <param name="Minutes">How long.</param>
public sealed record DeskStep(DeskStepKind Kind, int Of, Grade Grade, int Minutes);
