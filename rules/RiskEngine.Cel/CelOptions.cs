using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>How an expression is checked and bounded.</summary>
public sealed record CelOptions
{
    /// <summary>Strict, any result type, default bounds.</summary>
    public static readonly CelOptions Default = new();

    /// <summary>Strict, and the result is a bool.</summary>
    public static readonly CelOptions Condition = new() { ResultType = CelType.Bool };

    /// <summary>Strict, and the result is a number.</summary>
    public static readonly CelOptions Measure = new() { ResultType = CelType.Double };

    /// <summary>Whether unknown names and wrong types are diagnostics (true) or runtime errors (false).</summary>
    /// <value>Default true.</value>
    public bool Strict { get; init; } = true;

    /// <summary>The type that the place needs; <see cref="CelType.Double"/> takes any number; null takes anything.</summary>
    public CelType? ResultType { get; init; }

    /// <summary>The variable that a comparison without a left side refers to, as in the grade <c>"&gt;= 5"</c>.</summary>
    /// <value>Default null: a left side is required.</value>
    public string? Subject { get; init; }

    /// <summary>Highest estimated cost, in steps; above it the expression is refused.</summary>
    /// <value>Default 100,000; a collection from the context counts as 100 elements.</value>
    public double CostLimit { get; init; } = 100_000;

    /// <summary>Steps that one evaluation may take before it ends with an error.</summary>
    /// <value>Default 100,000; bounds an evaluation to a few milliseconds.</value>
    public long StepBudget { get; init; } = 100_000;
}
