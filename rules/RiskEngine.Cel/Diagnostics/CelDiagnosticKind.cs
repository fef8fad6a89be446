namespace RiskEngine.Cel.Diagnostics;

/// <summary>What sort of mistake a diagnostic reports; stable, so that a caller can give each its own code.</summary>
public enum CelDiagnosticKind
{
    /// <summary>The text is not an expression.</summary>
    Syntax,

    /// <summary>A variable or field that does not exist here.</summary>
    UnknownName,

    /// <summary>A function that does not exist, or not with this number of arguments.</summary>
    UnknownFunction,

    /// <summary>An operator or function is used with types that it does not take.</summary>
    TypeMismatch,

    /// <summary>The whole expression gives another type than its place needs.</summary>
    WrongResultType,

    /// <summary>A constant part always fails: a bad duration, pattern, time zone, or a division by zero.</summary>
    BadConstant,

    /// <summary>Legal in the full language and left out of this subset.</summary>
    Unsupported,

    /// <summary>A function that the scope adds refuses what it is given: a name that it does not know, or too many of something.</summary>
    RefusedArgument,

    /// <summary>Too long, too deep or too expensive.</summary>
    TooComplex,
}
