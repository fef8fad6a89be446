namespace RiskEngine.Cel;

/// <summary>An expression that is nothing but a comparison of one variable with one number.</summary>
/// <param name="Variable">The variable, on the left side.</param>
/// <param name="Sign">One of <c>&lt; &lt;= &gt; &gt;= == !=</c>.</param>
/// <param name="Number">The number, on the right side.</param>
public readonly record struct CelComparison(string Variable, string Sign, double Number);
