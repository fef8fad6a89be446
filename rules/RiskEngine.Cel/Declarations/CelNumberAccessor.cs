namespace RiskEngine.Cel.Declarations;

/// <summary>Reads a number from a context without boxing.</summary>
/// <param name="context">The context.</param>
/// <param name="value">The number.</param>
/// <returns>False when the context has something else in that place.</returns>
public delegate bool CelNumberAccessor<in TContext>(TContext context, out double value);
