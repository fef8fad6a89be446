namespace RiskEngine.Workbench.Inputs;

/// <summary>A recording or a mapping cannot be used. The message names file, line and remedy, one fault a line.</summary>
public sealed class InputException(string message) : Exception(message)
{
    /// <summary>A fault at a line of a file.</summary>
    public static InputException At(string file, long line, string fault) => new(FormattableString.Invariant($"{file}:{line}: {fault}"));
}
