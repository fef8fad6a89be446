namespace RiskEngine.Cel.Declarations;

/// <summary>A function that only one scope has and that reads its context, as <c>score("auto", value)</c> does.</summary>
/// <remarks>
/// Its arguments are part of its name, so to speak: they are type-checked like others and never evaluated by the language. The function
/// sees how they are written, once, when an expression is compiled.
/// </remarks>
public abstract class CelFunction(string name, int cost)
{
    /// <summary>What expressions call it.</summary>
    public string Name { get; } = name;

    /// <summary>Estimated steps of one call, beside its arguments.</summary>
    public int Cost { get; } = cost;

    /// <summary>What is wrong with a call whose arguments have been type-checked; null where it is right.</summary>
    public abstract CelCallFault? Check(CelCall call);
}

/// <summary>The same with the context that it reads.</summary>
public abstract class CelFunction<TContext>(string name, int cost) : CelFunction(name, cost)
{
    /// <summary>Gives the reader of one call: a double, NaN where the context has none, which is a runtime error.</summary>
    public abstract Func<TContext, double> Bind(CelCall call);
}
