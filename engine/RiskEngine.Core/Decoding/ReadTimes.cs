using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>How many times were numbers of another unit than milliseconds, told by their size, and the first sources that sent them.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Count">How many.</param>
/// <param name="Sources">The sources that were met first.</param>
/// <param name="HasMore">Whether there are others.</param>
public sealed record ReadTimes(UnixUnit Unit, long Count, IReadOnlyList<string> Sources, bool HasMore)
{
    /// <summary>What was read how, of whom, and what to do about it.</summary>
    public string Sentence =>
        $"{Count} times were read as {Word}, for their numbers are too {(Unit == UnixUnit.Seconds ? "small" : "large")} for milliseconds: "
        + $"{string.Join(", ", Sources)}{(HasMore ? " and others" : "")} (write milliseconds, or a date and time with its offset)";

    /// <summary>The unit in a word, as metrics label it.</summary>
    public string Word => Unit.ToString().ToLowerInvariant();
}
