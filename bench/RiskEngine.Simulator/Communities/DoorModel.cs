namespace RiskEngine.Simulator.Communities;

/// <summary>A door contact: says when the door opens and closes, and repeats its state so that a lost message does not matter long.</summary>
internal sealed class DoorModel() : DeviceModel(DoorModel.State, "door", TimeSpan.FromMinutes(1))
{
    /// <summary>True while open.</summary>
    public const string State = "access.door.open";

    /// <summary>True when the door opened without a release.</summary>
    public const string Forced = "access.door.forced";

    private const double OpeningsPerMinute = 0.6;

    private static readonly KeyValuePair<string, string>[] Armed = [new("mode", "armed")];
    private static readonly KeyValuePair<string, string>[] Maintenance = [new("mode", "maintenance")];

    /// <inheritdoc/>
    public override bool IsReliable => true;

    /// <summary>A contact message.</summary>
    public static Reading Contact(bool open) => new(State, open ? 1 : 0, null, Armed);

    /// <summary>A message that the door was forced.</summary>
    public static Reading ForcedOpen(bool maintenance) => new(Forced, 1, null, maintenance ? Maintenance : Armed);

    /// <inheritdoc/>
    public override void Wake(Device device, Dice dice, in Moment now, Outbox outbox)
    {
        if (now.Disturbance is not null)
        {
            outbox.Add(now.Time, Contact(open: now.Disturbed(0) > 0));
            return;
        }

        if (dice.Chance(DailyRhythm.Traffic(now.LocalHour) * OpeningsPerMinute))
        {
            // Mostly a person; now and then somebody carries things in, but is through within the next wake.
            var seconds = dice.Chance(0.05) ? dice.Between(20, 45) : dice.Between(4, 15);
            outbox.Add(now.Time, Contact(open: true));
            outbox.Add(now.Time + TimeSpan.FromSeconds(seconds), Contact(open: false));
        }
        else if (dice.Chance(0.5))
        {
            outbox.Add(now.Time, Contact(open: false));
        }

        // A fitter opens the frame: the same message, marked as what it is.
        if (dice.Chance(1.0 / (60 * 24 * 7))) outbox.Add(now.Time, ForcedOpen(maintenance: true));
    }
}
