using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using RiskEngine.Cli.Diagnosis;
using RiskEngine.Core.Secrets;
using RiskEngine.Kafka.Topics;
using RiskEngine.Redis;

namespace RiskEngine.Cli.Tests.Diagnosis;

public sealed class CheckFindingTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RedisFacts Good = new("r:6379", "7.2.4", "noeviction", 1 << 20, 0, true, null, 1, TimeSpan.FromMilliseconds(1), null);
    private static readonly ClusterFacts Cluster = new(
        ["k:9092"], TimeSpan.FromMilliseconds(5), null, false, new Dictionary<string, string>(), new Dictionary<string, string>(), null);

    [Fact]
    public void A_good_Redis_has_no_fault_and_no_note() => Assert.All(RedisCheck.Of(Good), one => Assert.Equal(CheckVerdict.Ok, one.Verdict));

    [Theory]
    [InlineData("eviction", "allkeys-lru", null)]
    [InlineData("rights", null, "Redis at 'r:6379' refuses")]
    public void A_Redis_that_would_lose_state_or_refuse_it_is_a_fault(string check, string? policy, string? refusal)
    {
        var found = RedisCheck.Of(Good with { Policy = policy ?? Good.Policy, WriteFault = refusal }).Single(one => one.Verdict != CheckVerdict.Ok);

        Assert.Equal(($"redis {check}", CheckVerdict.Fault), (found.Check, found.Verdict));
    }

    [Fact]
    public void A_Redis_is_told_that_is_old_or_full_or_keeps_nothing()
    {
        Assert.Contains(RedisCheck.Of(Good with { Version = "5.0.7" }), one => one is { Check: "redis", Verdict: CheckVerdict.Fault });
        Assert.Contains(RedisCheck.Of(Good with { UsedBytes = 95, MostBytes = 100 }), one => one is { Check: "redis memory", Verdict: CheckVerdict.Fault });
        Assert.Contains(RedisCheck.Of(Good with { AppendsToFile = false }), one => one is { Check: "redis persistence", Verdict: CheckVerdict.Note });
        Assert.Contains(RedisCheck.Of(Good with { AppendFault = "fails" }), one => one is { Check: "redis persistence", Verdict: CheckVerdict.Fault });
    }

    [Theory]
    [InlineData(3, "Fault")]
    [InlineData(2, "Ok")]
    [InlineData(-100_000, "Ok")]
    public void A_record_from_the_future_tells_of_a_wrong_clock(int seconds, string verdict) =>
        Assert.Equal(verdict, $"{KafkaCheck.Clock(Cluster with { Newest = Now.AddSeconds(seconds) }, Now).Verdict}");

    [Fact]
    public void Without_a_record_the_clock_is_not_said_to_be_right() => Assert.Equal(CheckVerdict.Note, KafkaCheck.Clock(Cluster, Now).Verdict);

    [Fact]
    public void Missing_topics_and_another_clean_up_are_faults_and_shorter_retention_is_a_note()
    {
        var topic = new PlannedTopic("t", 1, null, new Dictionary<string, string>());
        var found = KafkaCheck.Topics(
        [
            new(topic, false, []), new(topic, true, ["cleanup.policy is 'delete', planned 'compact'"]), new(topic, true, ["retention.ms is '1', planned '2'"]),
            new(topic, true, []),
        ]).Select(one => one.Verdict);

        Assert.Equal([CheckVerdict.Fault, CheckVerdict.Fault, CheckVerdict.Note, CheckVerdict.Ok], found);
    }

    [Fact]
    public void Rights_that_lack_and_topics_that_cannot_be_read_are_faults()
    {
        var found = KafkaCheck.Rights(Cluster with
        {
            Lacking = new Dictionary<string, string> { ["risk.alerts.v1"] = "WRITE" },
            Unreadable = new Dictionary<string, string> { ["risk.ticks.v1"] = "denied" },
        }).ToList();

        Assert.Equal(2, found.Count(one => one.Verdict == CheckVerdict.Fault));
        Assert.DoesNotContain(found, one => one.Verdict == CheckVerdict.Ok);
    }

    [Fact]
    public async Task An_address_is_free_or_somebody_has_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var taken = Assert.Single(await HttpCheck.Run(url, hasToken: false, CancellationToken.None));
        Assert.Equal(CheckVerdict.Fault, taken.Verdict);
        other.Stop();
        Assert.Equal(CheckVerdict.Ok, Assert.Single(await HttpCheck.Run(url, hasToken: false, CancellationToken.None)).Verdict);
    }

    [Fact]
    public void A_folder_that_does_not_exist_yet_is_judged_by_the_one_above_it_and_nothing_is_made()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "deeper");

        Assert.NotEqual(CheckVerdict.Fault, FileCheck.Room("state folder", folder).Verdict);
        Assert.False(Directory.Exists(Path.GetDirectoryName(folder)));
        Assert.Equal(CheckVerdict.Fault, FileCheck.Room("state folder", "/proc/riskengine").Verdict);
    }

    [Fact]
    public void The_gravest_verdict_is_that_of_the_report_and_secrets_are_masked()
    {
        var secrets = KnownSecrets.Of([KeyValuePair.Create<string, string?>("Redis:Password", "hunter2-hunter2")]);
        var report = new Report([CheckFinding.Ok("a", "fine"), CheckFinding.Fault("b", "hunter2-hunter2 is wrong", "not hunter2-hunter2"), CheckFinding.Note("c", "so")], secrets);

        Assert.Equal(CheckVerdict.Fault, report.Worst);
        Assert.DoesNotContain("hunter2", report.Text() + report.Json(), StringComparison.Ordinal);
        Assert.EndsWith("1 fault, 1 note", report.Text(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.Json());
        Assert.Equal("fault", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("findings").GetArrayLength());
    }
}
