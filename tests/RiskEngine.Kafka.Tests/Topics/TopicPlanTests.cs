using RiskEngine.Kafka.Topics;
using RiskEngine.Simulator.Servers;
using RiskEngine.Workbench.Tests;
using Xunit;

namespace RiskEngine.Kafka.Tests.Topics;

/// <summary>How the topics are made, and how those that are there compare.</summary>
public sealed class TopicPlanTests
{
    private static readonly TopicNames Names = new TopicNames().WithPrefix("city.");

    [Fact]
    public void Every_topic_has_its_place_and_its_prefix()
    {
        var plan = TopicPlan.Of(Names, new TopicRequest());

        Assert.Equal(Names.All, plan.Select(topic => topic.Name));
        Assert.All(plan, topic => Assert.StartsWith("city.risk.", topic.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Topics_are_cleaned_up_and_kept_as_consumers_rely_on()
    {
        var plan = TopicPlan.Of(Names, new TopicRequest { Partitions = 12, Replication = 3, Retention = TimeSpan.FromDays(2), AlertRetention = TimeSpan.FromDays(90) })
            .ToDictionary(topic => topic.Name);

        Assert.Equal(new Dictionary<string, string> { ["cleanup.policy"] = "delete", ["retention.ms"] = "172800000" }, plan["city.risk.events.sensor.v1"].Settings);
        Assert.Equal(new Dictionary<string, string> { ["cleanup.policy"] = "delete", ["retention.ms"] = "7776000000" }, plan["city.risk.alerts.v1"].Settings);
        Assert.Equal(new Dictionary<string, string> { ["cleanup.policy"] = "compact", ["delete.retention.ms"] = "604800000" }, plan["city.risk.alerts.state.v1"].Settings);
        Assert.Equal("compact,delete", plan["city.risk.ticks.v1"].Settings["cleanup.policy"]);
        Assert.Equal("172800000", plan["city.risk.ticks.v1"].Settings["retention.ms"]);
        Assert.Equal("604800000", plan["city.risk.incidents.v1"].Settings["min.compaction.lag.ms"]);
        Assert.Equal(1, plan["city.risk.ticks.v1"].Partitions);
        Assert.All(plan.Values.Where(topic => !topic.IsSingle), topic => Assert.Equal(12, topic.Partitions));
        Assert.All(plan.Values, topic => Assert.Equal((short)3, topic.Replication));
    }

    [Fact]
    public void Each_is_a_call_of_the_tool_of_Kafka() => Assert.Equal(
        "kafka-topics.sh --bootstrap-server h:1 --create --if-not-exists --topic city.risk.ticks.v1 --partitions 1 --replication-factor 3"
        + " --config cleanup.policy=compact,delete --config delete.retention.ms=604800000 --config retention.ms=604800000",
        TopicPlan.Of(Names, new TopicRequest { Replication = 3 }).Single(topic => topic.Name == "city.risk.ticks.v1").Command("h:1"));

    [Theory]
    [InlineData("cleanup.policy", "delete,compact", 0)]
    [InlineData("cleanup.policy", "delete", 1)]
    [InlineData("retention.ms", "604800000", 0)]
    [InlineData("retention.ms", "604799999", 1)]
    [InlineData("retention.ms", "704800000", 0)]
    [InlineData("retention.ms", "-1", 0)]
    [InlineData("delete.retention.ms", "86400000", 1)]
    public void A_setting_differs_where_it_keeps_less_or_cleans_up_otherwise(string name, string value, int differences)
    {
        var ticks = TopicPlan.Of(Names, new TopicRequest()).Single(topic => topic.IsSingle);
        var settings = ticks.Settings.ToDictionary();
        settings[name] = value;
        var found = TopicComparison.Differences(ticks, 1, settings, new TopicRequest());

        Assert.Equal(differences, found.Count);
        Assert.All(found, sentence => Assert.Contains($"{name} is '{value}', planned", sentence, StringComparison.Ordinal));
        Assert.All(found, sentence => Assert.Contains("kafka-configs.sh --alter --topic city.risk.ticks.v1 --add-config", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Partitions_are_compared_where_a_number_was_asked_for()
    {
        var alerts = TopicPlan.Of(Names, new TopicRequest()).Single(topic => topic.Name == "city.risk.alerts.v1");

        Assert.Empty(TopicComparison.Differences(alerts, 7, alerts.Settings, new TopicRequest()));
        Assert.Empty(TopicComparison.Differences(alerts, 7, alerts.Settings, new TopicRequest { Partitions = 7 }));
        var difference = Assert.Single(TopicComparison.Differences(alerts, 7, alerts.Settings, new TopicRequest { Partitions = 8 }));
        Assert.StartsWith("has 7 partitions, asked for 8", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_is_asked_what_it_has()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic("city.risk.alerts.v1", 3));
        using var cluster = new TopicCluster(new KafkaOptions { BootstrapServers = broker.BootstrapServers, Topics = Names });
        var request = new TopicRequest { Partitions = 4 };
        var findings = await cluster.CompareAsync(TopicPlan.Of(Names, request), request);

        Assert.Equal(["city.risk.alerts.v1"], findings.Where(finding => finding.Exists).Select(finding => finding.Topic.Name));
        var alerts = findings.Single(finding => finding.Exists);
        Assert.Single(alerts.Differences);

        // The broker in the process tells no settings; a cluster may not either, to a user without the right.
        Assert.StartsWith("settings cannot be read", alerts.Unknown, StringComparison.Ordinal);
        Assert.False((alerts with { Differences = [] }).IsAsPlanned);
    }

    [RealClusterFact]
    public async Task On_a_real_cluster_topics_are_made_as_planned_and_made_once()
    {
        var names = new TopicNames().WithPrefix($"t{Guid.NewGuid():N}.");
        var request = new TopicRequest { Partitions = 2, Replication = 1 };
        using var cluster = new TopicCluster(new KafkaOptions { BootstrapServers = RealClusterFactAttribute.Servers, Topics = names });
        var plan = TopicPlan.Of(names, request);
        Assert.Empty(await cluster.CreateAsync(plan));
        Assert.Empty(await cluster.CreateAsync(plan));
        Assert.All(await cluster.CompareAsync(plan, request), finding => Assert.True(finding.IsAsPlanned, finding.ToString()));
    }

    [Fact]
    public void The_page_tells_of_every_topic()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.All(new TopicNames().All, name =>
            Assert.True(page.Contains($"`{name}`", StringComparison.Ordinal) || page.Contains($"`{name["risk.events".Length..]}`", StringComparison.Ordinal), name));
    }
}
