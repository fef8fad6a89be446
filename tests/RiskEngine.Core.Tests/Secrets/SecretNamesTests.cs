using RiskEngine.Core.Secrets;

namespace RiskEngine.Core.Tests.Secrets;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("RiskEngine:Redis:Password")]
    [InlineData("redis:password")]
    [InlineData("RISKENGINE__REDIS__PASSWORD")]
    [InlineData("Privacy:PseudonymKey")]
    [InlineData("sasl.password")]
    [InlineData("RISKENGINE__KAFKA__PROPERTIES__SASL__OAUTHBEARER__CONFIG")]
    [InlineData("RiskEngine:Kafka:Producer:sasl.kerberos.kinit.cmd")]
    [InlineData("--http-token")]
    [InlineData("Redis:ClientKeyPassphrase")]
    [InlineData("pwd")]
    [InlineData("sasl.aws.secret.access.key")]
    public void Secret_is_known_by_any_form_of_its_name_and_by_its_sound(string name) => Assert.True(SecretNames.IsSecret(name));

    [Theory]
    [InlineData("Redis:Configuration")]
    [InlineData("RISKENGINE__REDIS__KEYPREFIX")]
    [InlineData("RiskEngine:Privacy:PseudonymKeyId")]
    [InlineData("RiskEngine:Kafka:Properties:SSL:KEY:LOCATION")]
    [InlineData("ssl.certificate.pem")]
    [InlineData("--key")]
    [InlineData("keepAlive")]
    [InlineData("sasl.username")]
    [InlineData("keys")]
    public void Other_names_are_none(string name) => Assert.False(SecretNames.IsSecret(name));

    [Fact]
    public void Exceptions_are_needed_and_reasoned() => Assert.All(SecretNames.Harmless, entry =>
    {
        Assert.True(SecretNames.Smells(entry.Key), $"{entry.Key} needs no exception");
        Assert.NotEmpty(entry.Value);
        Assert.DoesNotContain(entry.Key, SecretNames.Options.Concat(SecretNames.Properties).Concat(SecretNames.ConnectionWords));
    });

    [Fact]
    public void Secret_words_of_connection_strings_are_masked_by_their_sound() => Assert.All(SecretNames.ConnectionWords, word =>
    {
        Assert.Contains(word, SecretNames.ConnectionKeywords);
        Assert.True(SecretNames.IsSecret(word));
    });
}
