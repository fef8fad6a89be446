namespace RiskEngine.Cli.Tests.Docs;

/// <summary>A command that a page shows.</summary>
/// <param name="Page">The page, below the root.</param>
/// <param name="Line">Where, from 1.</param>
/// <param name="Words">The command, cut into words as a shell does; the first is the program.</param>
/// <param name="IsWhole">Whether it can be typed as it stands: neither a mention in a sentence nor a synopsis.</param>
public sealed record ShownCommand(string Page, int Line, IReadOnlyList<string> Words, bool IsWhole)
{
    /// <summary>What stands after the program.</summary>
    public string[] Arguments => [.. Words.Skip(1)];

    /// <summary>Whether it is one of the engine's own, not e.g. of dotnet.</summary>
    public bool IsOurs => Words[0] is "./riskengine" or "riskengine";

    /// <summary>Whether it begins with these words.</summary>
    public bool Starts(params string[] words) => Arguments.Take(words.Length).SequenceEqual(words);

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}: {string.Join(' ', Words)}";
}
