using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>An alert that is open, or has ended a while ago.</summary>
internal sealed class DeskAlert : IEntry
{
    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public required AlertId Id { get; init; }

    public required RuleEntry Rule { get; set; }

    public required string Key { get; init; }

    public required string? Source { get; init; }

    public required string Place { get; set; }

    public required string Families { get; set; }

    /// <summary>Number of the last transition.</summary>
    public int Number { get; set; }

    public Grade Grade { get; set; }

    public Certainty Certainty { get; set; }

    public AlertState State { get; set; }

    /// <summary>When its last transition took place.</summary>
    public EventTime At { get; set; }

    /// <summary>When the desk heard of it first.</summary>
    public EventTime Since { get; set; }

    /// <summary>When the desk heard of its end.</summary>
    public EventTime EndedAt { get; set; }

    /// <summary>A number that grows with each alert that ends.</summary>
    public long EndOrder { get; set; }

    public bool IsOpen => State == AlertState.Firing;

    /// <summary>Whether somebody has said that he knows.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Why it is kept from people.</summary>
    public HoldReason Held { get; set; }

    /// <summary>What keeps it from people: a <see cref="DeskSilence"/>, a <see cref="Shelf"/>, or another <see cref="DeskAlert"/>.</summary>
    public object? Holder { get; set; }

    /// <summary>A number that grows with each alert that is held: those that one cause holds are let go in this order.</summary>
    public long HeldOrder { get; set; }

    /// <summary>The grade with which somebody closed its incident while it was open; none where nobody did. It is told again only above that.</summary>
    public Grade ClosedAt { get; set; }

    /// <summary>The incident that it is or was a member of.</summary>
    public DeskIncident? Incident { get; set; }

    /// <summary>The grade with which its incident counts it; none where it does not.</summary>
    public Grade Counted { get; set; }

    /// <summary>The certainty with which its incident counts it.</summary>
    public Certainty CountedCertainty { get; set; }

    /// <summary>Whether its incident counts it among those that are kept from people.</summary>
    public bool CountedQuiet { get; set; }

    /// <summary>The place in which it counts as open; null where it does not.</summary>
    public string? PlacedAt { get; set; }

    /// <summary>The incident with which it counts there; null where it counts by itself.</summary>
    public DeskIncident? PlacedIn { get; set; }

    /// <summary>The grade with which it counts there.</summary>
    public Grade PlacedGrade { get; set; }

    /// <summary>The alerts that it keeps from people, in order; null for none.</summary>
    public List<DeskAlert>? Quiets { get; set; }

    /// <summary>Where it stands as an alarm.</summary>
    public AlarmState Alarm => Held switch
    {
        HoldReason.Shelved => AlarmState.Shelved,
        HoldReason.Inhibited when IsOpen => AlarmState.SuppressedByDesign,
        HoldReason.Silenced when IsOpen => AlarmState.OutOfService,
        _ when IsOpen => IsAcknowledged ? AlarmState.Acknowledged : AlarmState.Unacknowledged,
        _ => IsAcknowledged ? AlarmState.Normal : AlarmState.ReturnedUnacknowledged,
    };

    public Member ToMember() => new(Id, Rule.Facts.Rule, Key, Place, Grade, At, IsOpen);
}
