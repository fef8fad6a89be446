namespace RiskEngine.Core.Rules;

/// <summary>How a rule measures; one subtype per rule type.</summary>
public abstract record Detection
{
    /// <summary>The rule type's name in YAML.</summary>
    public abstract string Type { get; }

    /// <summary>The measure's name or expression, for messages and evidence.</summary>
    public abstract string Measure { get; }
}
