using System.Globalization;
using RiskEngine.Core.Events;

namespace RiskEngine.Cli.Verifying;

/// <summary>A stretch of a partition's log that is to be read.</summary>
/// <param name="Task">The partition.</param>
/// <param name="First">Offset of the first record that is kept.</param>
/// <param name="From">Offset of the first record to read.</param>
/// <param name="End">Offset behind the last one.</param>
internal readonly record struct KeptStretch(TaskId Task, long First, long From, long End)
{
    /// <summary>In words, for people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Task}: offsets {From:N0} to {End - 1:N0} to read; the topic keeps {First:N0} on");
}
