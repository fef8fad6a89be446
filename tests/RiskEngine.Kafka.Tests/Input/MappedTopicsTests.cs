using Xunit;

namespace RiskEngine.Kafka.Tests.Input;

public sealed class MappedTopicsTests
{
    [Fact]
    public void Names_are_subscribed_to_as_they_are_and_patterns_as_regular_expressions() =>
        Assert.Equal(["city.air", "^city\\.lorawan\\..*$", "^m.\\.x-y$"], new MappedTopics(["city.air", "city.lorawan.*", "m?.x-y"]).Subscriptions);

    [Theory]
    [InlineData("city.air", true)]
    [InlineData("city.air2", false)]
    [InlineData("city.lorawan.up", true)]
    [InlineData("cityXlorawan.up", false)]
    [InlineData("xcity.lorawan.up", false)]
    public void A_topic_is_mapped_where_a_pattern_names_all_of_it(string topic, bool expected) =>
        Assert.Equal(expected, new MappedTopics(["city.air", "city.lorawan.*"]).Include(topic));
}
