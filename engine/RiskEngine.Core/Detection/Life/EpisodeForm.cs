using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The byte that an open alert begins with in the state: what is stored of it. Earlier formats stored less.</summary>
internal static class EpisodeForm
{
    private const byte Plain = 5;
    private const byte WithFindings = 6;
    private const byte Format4 = 0;
    private const byte Format4WithFindings = 2;
    private const byte Format5 = 3;
    private const byte Format5WithFindings = 4;

    /// <summary>Writes an open alert.</summary>
    public static void Save(Episode episode, StateWriter writer)
    {
        writer.Byte(episode.Findings.Count > 0 ? WithFindings : Plain);
        episode.Save(writer);
    }

    /// <summary>Whether an entry that starts with this byte is an open alert.</summary>
    public static bool IsOpen(byte form) => form is Plain or WithFindings or Format5 or Format5WithFindings or Format4 or Format4WithFindings;

    /// <summary>Reads what <see cref="Save"/> wrote, after the byte.</summary>
    public static Episode Restored(byte form, ref StateReader reader) => Episode.Restored(
        ref reader,
        withFindings: form is WithFindings or Format5WithFindings or Format4WithFindings,
        withLast: form is not (Format4 or Format4WithFindings),
        withReadings: form is Plain or WithFindings);
}
