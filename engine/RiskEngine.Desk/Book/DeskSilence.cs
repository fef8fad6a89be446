using RiskEngine.Core.Desk;

namespace RiskEngine.Desk.Book;

/// <summary>A silence in force, or to come.</summary>
internal sealed class DeskSilence(SilencePolicy policy, bool fromFile) : IEntry
{
    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public SilencePolicy Policy { get; } = policy;

    /// <summary>Whether it stands in the file, and goes with it.</summary>
    public bool IsFromFile { get; } = fromFile;

    /// <summary>The desk area in which it was asked for; empty for one of the file.</summary>
    public string Area { get; init; } = "";

    /// <summary>The alerts that it keeps from people, in order; those among them that have ended, or are held otherwise by now, do not count.</summary>
    public List<DeskAlert> Quiets { get; } = [];
}
