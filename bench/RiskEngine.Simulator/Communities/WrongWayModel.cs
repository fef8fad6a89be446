namespace RiskEngine.Simulator.Communities;

/// <summary>A lane camera that reports vehicles against the direction; now and then it mistakes a manoeuvre for one.</summary>
internal sealed class WrongWayModel() : DeviceModel(WrongWayModel.Seen, "lane", TimeSpan.FromMinutes(1))
{
    /// <summary>A vehicle drove against the direction; the value is its speed.</summary>
    public const string Seen = "flow.vehicle.wrong_way";

    private const double MistakesPerMinute = 1.0 / (60 * 48);

    private static readonly KeyValuePair<string, string>[] Lane = [new("lane", "1")];

    /// <summary>A sighting.</summary>
    public static Reading Sighting(double kilometresPerHour) => new(Seen, Math.Round(kilometresPerHour), "km/h", Lane);

    /// <inheritdoc/>
    public override void Wake(Device device, Dice dice, in Moment now, Outbox outbox)
    {
        if (dice.Chance(MistakesPerMinute)) outbox.Add(now.Time, Sighting(dice.Between(3, 12)));
    }
}
