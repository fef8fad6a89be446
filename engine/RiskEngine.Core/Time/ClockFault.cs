namespace RiskEngine.Core.Time;

/// <summary>A source whose times are wrong, late or out of order.</summary>
/// <param name="Source">The source.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="By">By how much at most.</param>
/// <param name="Events">How many of its events.</param>
public sealed record ClockFault(string Source, ClockFaultKind Kind, TimeSpan By, long Events)
{
    /// <summary>One sentence for people.</summary>
    public string Sentence => Kind switch
    {
        ClockFaultKind.Ahead => $"the clock of {Source} is ahead, by {Span} at most ({Events:N0} events)",
        ClockFaultKind.Behind => $"{Source} reports late, by {Span} at most ({Events:N0} events)",
        _ => $"{Source} sends out of order, by {Span} at most ({Events:N0} events were late)",
    };

    private string Span => By >= TimeSpan.FromDays(2) ? $"{By.TotalDays:N0} d" : By >= TimeSpan.FromHours(2) ? $"{By.TotalHours:N0} h" : $"{By.TotalSeconds:N0} s";
}
