using System.Text.RegularExpressions;
using RiskEngine.Tests;

namespace RiskEngine.Pipeline.Tests;

/// <summary>A task whose stored state is lost, and that replays the log up to the place it had reached, ends as one that never stopped.</summary>
public sealed partial class RebuildTests
{
    private static readonly int Streams = Effort.Of(250);
    private const string Mark = ",\"rebuilt\":true";

    [Theory]
    [InlineData("threshold")]
    [InlineData("hopping")]
    [InlineData("sliding")]
    [InlineData("frequency")]
    [InlineData("absence")]
    public void State_rebuilt_from_the_log_gives_what_would_have_come_and_no_alert_twice_under_another_id(string type)
    {
        var (marked, replayed) = (0, 0);
        for (var seed = 0; seed < Streams; seed++)
        {
            var script = LogScript.Make(type, seed);
            var records = script.Steps.Where(step => step.Tick is null).ToList();
            using var straight = new TaskRig(script);
            foreach (var step in records) straight.Do(step);

            var random = new Random(seed);
            using var lost = new TaskRig(script);
            var saved = random.Next(records.Count + 1);
            var crashed = random.Next(saved, records.Count + 1);
            foreach (var step in records.Take(saved)) lost.Do(step);
            var checkpoint = lost.State.Checkpoint(out _);
            foreach (var step in records.Take(crashed).Skip(saved)) lost.Do(step);

            using var heir = new TaskRig(script);
            heir.State.BeginRebuild(LogScript.FirstOffset, checkpoint.ResumeOffset, random.Next(2) == 0 ? checkpoint : null);
            heir.ReadUntil(checkpoint.ResumeOffset, random);
            Assert.Empty(heir.Output);
            heir.EndRebuild();
            marked += heir.Output.Count;
            replayed += heir.State.Ledger.Waiting == 0 ? 0 : 1;
            Assert.All(heir.Output, line => Assert.Contains(Mark, line, StringComparison.Ordinal));
            Assert.All(heir.Output, line => Assert.Contains(line.Replace(Mark, "", StringComparison.Ordinal), lost.Output));
            heir.ReadUntil(LogScript.FirstOffset + records.Sum(step => step.Records), random);

            var seen = lost.Output.Concat(heir.Output.Select(line => line.Replace(Mark, "", StringComparison.Ordinal)));
            Assert.Equal(Distinct(straight.Output), Distinct(seen));
            Assert.Equal(straight.State.Newest, heir.State.Newest);
            Assert.Equal(straight.State.Evaluator.OpenAlerts, heir.State.Evaluator.OpenAlerts);
        }

        Assert.True(marked > 20 && replayed > 20, $"{marked} {replayed}");
    }

    /// <summary>The watermark that a late event names is the one at the end of its batch, and batches are cut differently in a replay.</summary>
    private static List<string> Distinct(IEnumerable<string> lines) => [.. lines.Select(line => Behind().Replace(line, "")).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("behind [^ ]+")]
    private static partial Regex Behind();
}
