using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>What <c>detect</c> gave.</summary>
/// <param name="Build">Makes the detection when the grades are known.</param>
/// <param name="Range">The numbers that the measure can take.</param>
internal sealed record ReadDetection(Func<GradeLadder, Detection> Build, NumberSet Range)
{
    /// <summary>The grades, where <c>detect</c> gives them itself.</summary>
    public IReadOnlyDictionary<Grade, ReadCondition>? ShortForm { get; init; }

    /// <summary>Everything that decides what is measured, normalised.</summary>
    public required string Meaning { get; init; }

    /// <summary>The kinds of events, where <c>detect</c> names them.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Ids of other rules that it names, with their places.</summary>
    public IReadOnlyList<YamlScalar> Rules { get; init; } = [];

    /// <summary>What makes sense by source only, as the author wrote it; null where nothing does.</summary>
    public string? OnlyBySource { get; init; }

    /// <summary>What is wrong with what the rule is evaluated by, and what to do; null where nothing is.</summary>
    public Func<KeyBy, (string Message, string Remedy)?>? Misplaced { get; init; }

    /// <summary>How to write it so that a silent source is noticed, for a lint; null where no other way of writing it does.</summary>
    public string? NoticesSilence { get; init; }

    /// <summary>What ends the alert, for a lint, where that is neither clear nor another rule; null otherwise.</summary>
    public string? EndsWith { get; init; }

    /// <summary>What to write where a grade asks for a number that the measure never takes, for a lint; null where there is nothing special to say.</summary>
    public string? OutOfRange { get; init; }

    /// <summary>How much of its windows must be known; null where it has none, or nothing fires by them directly.</summary>
    public WindowCoverage? Coverage { get; init; }

    /// <summary>How many readings a time of <c>for</c> rests on where the rule does not say: one where it measures what lasts until it is over.</summary>
    public int ForReadings { get; init; } = 1;

    /// <summary>The shortest window, for lints; null where there is none.</summary>
    public TimeSpan? Window { get; init; }
}
