using RiskEngine.Core.Secrets;

namespace RiskEngine.Core.Tests.Secrets;

public sealed class KnownSecretsTests
{
    [Theory]
    [InlineData("RiskEngine:Redis:Password", "hunter2", "WRONGPASS hunter2 refused", "WRONGPASS *** refused")]
    [InlineData("RiskEngine:Redis:Password", "hun ter/2", "https://idp/?x=hun%20ter%2F2", "https://idp/?x=***")]
    [InlineData("RiskEngine:Redis:Configuration", "h1:6379,password=hunter2,ssl=true", "h1:6379 refused hunter2", "h1:6379 refused ***")]
    [InlineData("RiskEngine:Redis:Configuration", "h1:6379,password=hunter2,x=y", "Keyword x after hunter2", "Keyword x after ***")]
    [InlineData("RiskEngine:Kafka:BootstrapServers", "alice:hunter2@h1:9092", "failed to resolve alice:hunter2@h1:9092, hunter2", "failed to resolve ***@h1:9092, ***")]
    [InlineData("RiskEngine:Kafka:Properties:SASL:PASSWORD", "hunter2", "said hunter2", "said ***")]
    [InlineData("sasl.oauthbearer.config", "principal=riskengine scope=wide-open", "beginning at: scope=wide-open of riskengine", "beginning at: *** of riskengine")]
    [InlineData("ssl.key.pem", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----", "line MIIEvQIBADAN is bad", "line *** is bad")]
    [InlineData("some.new.client.secret", "hunter2", "said hunter2", "said ***")]
    [InlineData("RiskEngine:Privacy:PseudonymKeyId", "hunter2", "pseudonyms of hunter2", "pseudonyms of hunter2")]
    [InlineData("RiskEngine:Redis:Password", "redis", "redis cannot be reached", "redis cannot be reached")]
    public void What_a_setting_told_is_masked_wherever_it_turns_up(string name, string value, string text, string shown) =>
        Assert.Equal(shown, KnownSecrets.Of([KeyValuePair.Create<string, string?>(name, value)]).Mask(text));

    [Theory]
    [InlineData("--redis-password", "hunter2")]
    [InlineData("--redis-password=hunter2")]
    [InlineData("--redis", "h1,password=hunter2")]
    [InlineData("--redis=h1,password=hunter2")]
    [InlineData("--kafka", "alice:hunter2@h1:9092")]
    [InlineData("https://alice:hunter2@h1")]
    public void What_a_command_line_told_is_masked_too(params string[] words) =>
        Assert.Equal("Unrecognized argument '***'", KnownSecrets.Of([], words).Mask("Unrecognized argument 'hunter2'"));

    [Fact]
    public void Longer_of_two_secrets_goes_first_so_that_no_end_of_it_is_left()
    {
        var secrets = KnownSecrets.Of([KeyValuePair.Create<string, string?>("Redis:Password", "hunter2"), KeyValuePair.Create<string, string?>("Http:Token", "hunter2-and-more")]);
        Assert.Equal("*** ***", secrets.Mask("hunter2-and-more hunter2"));
    }
}
