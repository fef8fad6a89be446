using RiskEngine.Core.Events;

namespace RiskEngine.Core.Rules;

/// <summary>What a sentence for people may tell of a transition.</summary>
public interface IMessageValues
{
    /// <summary>A value as people read it, by its name in <see cref="MessageTemplate.Names"/>; null for any other name.</summary>
    string? Text(string name);

    /// <summary>The measure, the threshold or the expected value as a number; NaN where it is unknown, and for any other name.</summary>
    double Number(string name);

    /// <summary>The grade that the alert has now.</summary>
    Grade Grade { get; }

    /// <summary>The grade that it had before.</summary>
    Grade PreviousGrade { get; }

    /// <summary>How many events the measurement rests on.</summary>
    long Count { get; }

    /// <summary>An attribute of the last event that the rule looked at; its kind is <see cref="EventValueKind.None"/> where the event has none of that name.</summary>
    EventAttribute Attribute(string name);

    /// <summary>A label of the rule; null where there is none.</summary>
    string? Label(string name);
}
