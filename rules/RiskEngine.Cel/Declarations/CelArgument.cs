using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Declarations;

/// <summary>An argument of such a call.</summary>
/// <param name="Index">Its place among the arguments, from 0.</param>
/// <param name="Text">The argument in canonical form.</param>
/// <param name="Type">Its type as far as it is known; <see cref="CelType.Dyn"/> otherwise.</param>
public sealed record CelArgument(int Index, string Text, CelType Type)
{
    /// <summary>The text that it is; null where it is something else.</summary>
    public string? Literal { get; init; }

    /// <summary>The name that it is; null where it is something else.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it reads a name that a macro around it gives, such as the <c>x</c> of <c>all(x, …)</c>.</summary>
    public bool ReadsMacro { get; init; }
}
