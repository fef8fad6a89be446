using RiskEngine.Rules.Inputs;

namespace RiskEngine.Workbench.InputTests;

/// <summary>What a test of a mapping gave.</summary>
public sealed record InputTestResult
{
    /// <summary>The test.</summary>
    public required InputTestCase Test { get; init; }

    /// <summary>Id of the mapping.</summary>
    public required string MappingId { get; init; }

    /// <summary>Expected and actual, side by side: <c>=</c> as expected, <c>-</c> was expected, <c>+</c> came instead, <c>!</c> a dead letter.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>Whether everything is as expected.</summary>
    public bool Passed => Lines.All(line => line[0] == '=');

    /// <summary>The name of the test with its place, and what came of it.</summary>
    public override string ToString() =>
        string.Join(Environment.NewLine, [$"{(Passed ? "ok  " : "FAIL")} {MappingId}: {Test.Name} ({Test.File}:{Test.Line})", .. Lines.Select(line => "       " + line)]);
}
