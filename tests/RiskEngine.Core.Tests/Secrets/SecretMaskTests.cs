using RiskEngine.Core.Secrets;

namespace RiskEngine.Core.Tests.Secrets;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("localhost:6379", "localhost:6379")]
    [InlineData("localhost:6379,password=hunter2,ssl=true", "localhost:6379,password=***,ssl=true")]
    [InlineData("localhost:6379, Password = hunter2 , ssl=true", "localhost:6379, Password = ***, ssl=true")]
    [InlineData("h1:6379,sentinelPassword=one,password=two,user=alice", "h1:6379,sentinelPassword=***,password=***,user=alice")]
    [InlineData("h1:6379,password=a,b=c d'e\"f,ssl=true", "h1:6379,password=***,ssl=true")]
    [InlineData("h1:6379,password=a,b", "h1:6379,password=***")]
    [InlineData("h1:6379,password=\"a\"b,ssl=true", "h1:6379,password=\"***,ssl=true")]
    [InlineData("h1:6379 password=hunter2", "h1:6379 password=***")]
    [InlineData("redis://alice:hunter2@h1:6379", "***@h1:6379")]
    [InlineData("redis://alice:hun ter2@h1:6379,ssl=true", "***@h1:6379,ssl=true")]
    [InlineData("alice:hunter2@h1:6379,name=a@b", "***@h1:6379,name=a@b")]
    [InlineData("h1:6379,tunnel=http://alice:hunter2@proxy:80", "h1:6379,tunnel=http://***@proxy:80")]
    public void Connection_shows_servers_and_settings_and_no_secret(string value, string shown)
    {
        Assert.Equal(shown, SecretMask.Connection(value));
        Assert.Equal(shown, SecretMask.Connection(shown));
    }

    [Theory]
    [InlineData("Kafka: _TRANSPORT: 127.0.0.1:1: Connect failed", "Kafka: _TRANSPORT: 127.0.0.1:1: Connect failed")]
    [InlineData("check the password (Redis:Password) and TLS", "check the password (Redis:Password) and TLS")]
    [InlineData("where: attributes.token == \"x\"", "where: attributes.token == \"x\"")]
    [InlineData("'redis1:6379,password=hunter2' cannot be read", "'redis1:6379,password=***' cannot be read")]
    [InlineData("sasl.password = hunter2\nssl.key.location = /etc/key.pem", "sasl.password = ***\nssl.key.location = /etc/key.pem")]
    [InlineData("\"sasl.password\": \"hun\\\"ter2\", \"sasl.username\": \"alice\"", "\"sasl.password\": \"***\", \"sasl.username\": \"alice\"")]
    [InlineData("RISKENGINE__REDIS__PASSWORD=hunter2", "RISKENGINE__REDIS__PASSWORD=***")]
    [InlineData("required username=\"alice\" password=\"hunter2\";", "required username=\"alice\" password=\"***\";")]
    [InlineData("no token from \"https://alice:hunter2@idp/token?client_secret=hunter2\": refused", "no token from \"https://***@idp/token?client_secret=***\": refused")]
    [InlineData("Authorization: Bearer 0123456789abcdef0123", "Authorization: Bearer ***")]
    [InlineData("send it as 'Authorization: Bearer TOKEN'", "send it as 'Authorization: Bearer TOKEN'")]
    [InlineData("key -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- end", "key *** end")]
    [InlineData("key -----BEGIN PRIVATE KEY----- MIIE", "key ***")]
    public void Text_loses_what_has_the_shape_of_a_secret_and_nothing_else(string text, string shown)
    {
        Assert.Equal(shown, SecretMask.Text(text));
        Assert.Equal(shown, SecretMask.Text(shown));
    }

    public static TheoryData<string[], string> CommandLines() => new()
    {
        { ["riskengine", "run", "--redis", "h1:6379,password=a b --kafka,ssl=true", "--kafka", "h2:9092"], "riskengine run --redis h1:6379,password=***,ssl=true --kafka h2:9092" },
        { ["riskengine", "run", "--redis=h1:6379,password=hunter2"], "riskengine run --redis=h1:6379,password=***" },
        { ["riskengine", "run", "--redis:h1:6379,password=hunter2"], "riskengine run --redis:h1:6379,password=***" },
        { ["riskengine", "run", "--redis", "alice:hunter2@h1:6379"], "riskengine run --redis ***@h1:6379" },
        { ["riskengine", "run", "--http-token", "hunter2", "--group", "g"], "riskengine run --http-token *** --group g" },
        { ["riskengine", "run", "--password=hunter2"], "riskengine run --password=***" },
        { ["riskengine", "explain", "--key", "gm-00412"], "riskengine explain --key gm-00412" },
        { ["riskengine", "bench", "--profile", "small", "--json"], "riskengine bench --profile small --json" },
    };

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Command_line_shows_flags_and_no_secret(string[] words, string shown) => Assert.Equal(shown, SecretMask.CommandLine(words));

    [Theory]
    [InlineData("riskengine run --redis h1:6379,password=my pass word,ssl=true --kafka h2:9092", "riskengine run --redis h1:6379,password=***,ssl=true --kafka h2:9092")]
    [InlineData("riskengine run --redis alice:hunter2@h1:6379 --json", "riskengine run --redis ***@h1:6379 --json")]
    [InlineData("riskengine run --token one two --kafka h2:9092", "riskengine run --token *** --kafka h2:9092")]
    [InlineData("RiskEngine.LoadTest --profile small --seconds 60", "RiskEngine.LoadTest --profile small --seconds 60")]
    public void Command_line_that_was_stored_as_one_text_is_masked_too(string stored, string shown)
    {
        Assert.Equal(shown, SecretMask.CommandLine(stored));
        Assert.Equal(shown, SecretMask.CommandLine(shown));
    }

    [Fact]
    public void Long_line_without_a_secret_costs_no_more_than_its_length()
    {
        var line = new string('a', 2_000_000);
        Assert.Same(line, SecretMask.Text(line));
    }
}
