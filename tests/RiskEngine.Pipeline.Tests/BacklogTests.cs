using System.Text;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Pipeline.Tests.Running;

namespace RiskEngine.Pipeline.Tests;

/// <summary>Readings that come long after their time, several in one record.</summary>
public sealed class BacklogTests
{
    [Fact]
    public void An_alert_that_the_same_record_raises_and_ends_is_published_whole_and_hurries_nobody()
    {
        var rig = Fed([Of("s2", 3600, 1)], [Of("s3", 3600, 1)], [Of("s2", 3601, 1)], [Of("s3", 3601, 1)], [Of("s1", 0, 9), Of("s1", 60, 9), Of("s1", 120, 1)]);
        Assert.Equal(["Firing 0 s backfilled Past", "Resolved 120 s backfilled Past"], Said(rig));
    }

    [Fact]
    public void One_whose_end_comes_later_or_not_at_all_is_urgent()
    {
        var rig = Fed([Of("s2", 3600, 1)], [Of("s3", 3600, 1)], [Of("s2", 3601, 1)], [Of("s3", 3601, 1)], [Of("s1", 0, 1), Of("s1", 60, 9)], [Of("s1", 120, 1)]);
        Assert.Equal(["Firing 60 s backfilled Expected", "Resolved 120 s backfilled Past"], Said(rig));
    }

    [Fact]
    public void What_comes_within_a_minute_of_its_time_is_no_backlog()
    {
        var rig = Fed([Of("s2", 3600, 1)], [Of("s3", 3600, 1)], [Of("s2", 3601, 1)], [Of("s3", 3601, 1)], [Of("s1", 3541, 9), Of("s1", 3545, 1)]);
        Assert.Equal(["Firing 3541 s Expected", "Resolved 3545 s Past"], Said(rig));
    }

    private static TaskRig Fed(params string[][] records)
    {
        var rig = new TaskRig(new LogScript
        {
            Rules = [LoopRig.Above("hot", 5)],
            Lateness = TimeSpan.Zero,
            Records = [.. records.Select(lines => Encoding.UTF8.GetBytes(string.Join('\n', lines)))],
            Steps = [],
        });
        rig.State.BeginAt(LogScript.FirstOffset);
        rig.Read(records.Length);
        return rig;
    }

    private static string Of(string source, int second, double value) =>
        Encoding.UTF8.GetString(LogScript.Encode(new Reading(LoopRig.At(second).Micros, source, "huaxi/c12", value, 0)));

    private static IEnumerable<string> Said(TaskRig rig)
    {
        Assert.Equal(rig.Transitions.Count, rig.Output.Count);
        return rig.Transitions.Zip(rig.Output, (t, json) =>
            $"{t.State} {(t.At - LoopRig.At(0)).TotalSeconds} s {(t.Backfilled ? "backfilled " : "")}{json.Split("\"urgency\":\"")[1].Split('"')[0]}");
    }
}
