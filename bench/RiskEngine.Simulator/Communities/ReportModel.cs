using System.Globalization;

namespace RiskEngine.Simulator.Communities;

/// <summary>The form on the notice board of a building, by which residents report what they notice; now and then one of them is wrong.</summary>
internal sealed class ReportModel() : DeviceModel(ReportModel.Smelled, "form", TimeSpan.FromHours(1))
{
    /// <summary>Somebody smells something; the value says what.</summary>
    public const string Smelled = "report.smell";

    private const double MistakesPerHour = 1.0 / (24 * 14);

    /// <inheritdoc/>
    public override bool IsReliable => true;

    /// <summary>A report of a smell.</summary>
    /// <param name="of">What it smells of.</param>
    /// <param name="reporter">Number of the resident.</param>
    public static Reading Smell(string of, int reporter) => new(
        Smelled, 0, null, [new("reporter", string.Create(CultureInfo.InvariantCulture, $"resident-{reporter:D4}"))], of);

    /// <inheritdoc/>
    public override void Wake(Device device, Dice dice, in Moment now, Outbox outbox)
    {
        if (dice.Chance(MistakesPerHour)) outbox.Add(now.Time, Smell(dice.Chance(0.5) ? "gas" : "burning", dice.Below(300)));
    }
}
