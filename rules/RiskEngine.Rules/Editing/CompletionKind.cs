namespace RiskEngine.Rules.Editing;

/// <summary>What a proposal is.</summary>
public enum CompletionKind
{
    /// <summary>A key of a map.</summary>
    Key,

    /// <summary>One of the words that a key may have.</summary>
    Word,

    /// <summary>A value as an example, to be changed.</summary>
    Example,

    /// <summary>A name that other files define: a rule, a kind, an attribute.</summary>
    Name,

    /// <summary>A function or an aggregate of an expression.</summary>
    Function,

    /// <summary>A variable of an expression, or a place of a message.</summary>
    Variable,

    /// <summary>A whole rule or mapping to begin with.</summary>
    Skeleton,
}
