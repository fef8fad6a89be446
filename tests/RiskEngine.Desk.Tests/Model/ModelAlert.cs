using RiskEngine.Core.Rules;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>An episode of an alarm as the model knows it.</summary>
internal sealed class ModelAlert
{
    public required int Of { get; init; }

    public int Number { get; set; }

    public Grade Grade { get; set; }

    public bool IsOpen { get; set; } = true;

    public int Since { get; set; }

    public int EndedAt { get; set; }

    public bool IsAcknowledged { get; set; }

    public Grade ClosedAt { get; set; }

    public ModelIncident? Incident { get; set; }

    public HoldReason Held { get; set; }

    /// <summary>What holds it: the id of a silence, a shelf, or another alert.</summary>
    public object? Holder { get; set; }

    public int HeldOrder { get; set; }

    public string Rule => DeskWorld.Alarms[Of].Rule;

    public string Area => string.Join('/', DeskWorld.Alarms[Of].Place.Split('/').Take(2));

    public string Cause => Rule.Split('-')[0];

    public AlarmState Alarm => (Held, IsOpen) switch
    {
        (HoldReason.Silenced, true) => AlarmState.OutOfService,
        (HoldReason.Shelved, true) => AlarmState.Shelved,
        (HoldReason.Inhibited, true) => AlarmState.SuppressedByDesign,
        (_, true) => IsAcknowledged ? AlarmState.Acknowledged : AlarmState.Unacknowledged,
        (_, false) => IsAcknowledged ? AlarmState.Normal : AlarmState.ReturnedUnacknowledged,
    };
}
