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
    private const byte Whole = 7;
    private const byte WholeWithFindings = 8;

    /// <summary>Writes an open alert.</summary>
    /// <param name="episode">The alert.</param>
    /// <param name="isPlain">Whether its ladder is a plain one, of which less is stored.</param>
    /// <param name="writer">Takes the bytes.</param>
    public static void Save(Episode episode, bool isPlain, StateWriter writer)
    {
        var isWhole = !isPlain || episode.IsSpecial;
        writer.Byte((isWhole, episode.Findings.Count > 0) switch
        {
            (false, false) => Plain,
            (false, true) => WithFindings,
            (true, false) => Whole,
            _ => WholeWithFindings,
        });
        episode.Save(writer, isWhole);
    }

    /// <summary>Whether an entry that starts with this byte is an open alert.</summary>
    public static bool IsOpen(byte form) => form is Plain or WithFindings or Whole or WholeWithFindings or Format5 or Format5WithFindings or Format4 or Format4WithFindings;

    /// <summary>Reads what <see cref="Save"/> wrote, after the byte.</summary>
    public static Episode Restored(byte form, ref StateReader reader) => Episode.Restored(
        ref reader,
        withFindings: form is WithFindings or WholeWithFindings or Format5WithFindings or Format4WithFindings,
        withLast: form is not (Format4 or Format4WithFindings),
        withReadings: form is Plain or WithFindings or Whole or WholeWithFindings,
        isWhole: form is Whole or WholeWithFindings);
}
