using Xunit;

namespace RiskEngine.Kafka.Tests;

/// <summary>What the consumers are told, and which settings are refused.</summary>
public sealed class KafkaOptionsTests
{
    [Theory]
    [InlineData(null, null, 3000)]
    [InlineData("45000", null, 3000)]
    [InlineData("6000", null, 2000)]
    [InlineData("2000", null, 666)]
    [InlineData("2000", "300", 300)]
    public void Heartbeats_come_within_the_session(string? session, string? heartbeat, int expected)
    {
        var options = Options(session, heartbeat);

        Assert.Equal(expected, options.ConsumerConfig().HeartbeatIntervalMs);
        Assert.Empty(options.Validate());
    }

    [Theory]
    [InlineData("2000", "3000")]
    [InlineData("3000", "3000")]
    [InlineData(null, "10000")]
    public void Heartbeats_that_come_too_late_are_refused(string? session, string? heartbeat) =>
        Assert.StartsWith(
            $"Kafka:Consumer:heartbeat.interval.ms is {heartbeat}, and session.timeout.ms {session ?? "10000"}",
            Assert.Single(Options(session, heartbeat).Validate()),
            StringComparison.Ordinal);

    [Fact]
    public void A_session_that_is_no_number_is_refused_by_the_client() =>
        Assert.Contains("session.timeout.ms", Assert.Single(Options("soon", null).Validate()), StringComparison.Ordinal);

    private static KafkaOptions Options(string? session, string? heartbeat)
    {
        var consumer = new Dictionary<string, string>();
        if (session is not null) consumer.Add("session.timeout.ms", session);
        if (heartbeat is not null) consumer.Add("heartbeat.interval.ms", heartbeat);
        return new KafkaOptions { BootstrapServers = "localhost:1", Consumer = consumer };
    }
}
