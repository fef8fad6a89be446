using Microsoft.Extensions.Logging;
using RiskEngine.Cli.Tests.Integration;
using RiskEngine.Core.Secrets;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Output;
using RiskEngine.Service.Secrets;

namespace RiskEngine.Service.Tests.Secrets;

public sealed class MaskedLogsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly PlantedSecrets _planted = new();
    private readonly LogLines _lines = new();

    /// <summary>librdkafka keeps its secrets to itself, but not these.</summary>
    [Theory]
    [InlineData("beginning at", "sasl.oauthbearer.config", "principal=alice SECRET=SECRET", "enable.sasl.oauthbearer.unsecure.jwt", "true")]
    [InlineData("OIDC", "sasl.oauthbearer.token.endpoint.url", "http://alice:SECRET@127.0.0.1:1/token?client_secret=SECRET", "sasl.oauthbearer.method", "oidc")]
    public async Task What_the_client_of_Kafka_repeats_in_its_own_words_is_masked(string says, string property, string value, string otherProperty, string otherValue)
    {
        var properties = new Dictionary<string, string>
        {
            ["security.protocol"] = "sasl_plaintext",
            ["sasl.mechanism"] = "OAUTHBEARER",
            ["sasl.oauthbearer.client.id"] = "alice",
            ["sasl.oauthbearer.client.secret"] = _planted.Of("sasl.oauthbearer.client.secret"),
            [property] = value.Replace("SECRET", _planted.Of(property)),
            [otherProperty] = otherValue,
            ["debug"] = "conf,security",
        };
        var options = new KafkaOptions { BootstrapServers = "127.0.0.1:1", Properties = properties };
        using var logs = new MaskedLogs(_lines, KnownSecrets.Of(properties.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value))));
        using (new KafkaPublisher(options, logs.CreateLogger<KafkaPublisher>())) await Says(says);
        _planted.Scan("log", _lines.Text);
        _planted.AssertNoneFound();
        Assert.Contains(SecretMask.Shown, _lines.Text, StringComparison.Ordinal);

        // Without the mask it does: the test sees what it looks for.
        using (new KafkaPublisher(options, _lines.CreateLogger(""))) await Says(_planted.Of(property));
    }

    [Fact]
    public void Exception_is_logged_with_its_causes_and_without_their_secrets()
    {
        using var logs = new MaskedLogs(_lines, KnownSecrets.Of([KeyValuePair.Create<string, string?>("Redis:Password", _planted.Of("Redis:Password"))]));
        var fault = new InvalidOperationException("outer", new FormatException($"inner {_planted.Of("Redis:Password")}"));
        logs.CreateLogger("").LogError(fault, "it failed with {Text}", _planted.Of("Redis:Password"));

        _planted.Scan("log", _lines.Text);
        _planted.AssertNoneFound();
        Assert.Contains("it failed with ***", _lines.Text, StringComparison.Ordinal);
        Assert.Contains("inner ***", _lines.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_on_standard_error_is_masked_however_it_is_written()
    {
        await using var text = new StringWriter();
        await using var writer = new MaskedWriter(text, KnownSecrets.Of([], ["--redis-password", _planted.Of("Redis:Password")]));
        var secret = _planted.Of("Redis:Password");
        writer.Write(secret);
        writer.WriteLine(secret);
        await writer.WriteLineAsync(secret);
        await writer.WriteAsync(secret.AsMemory());
        writer.Write("{0} and {1}", secret, 1);
        writer.WriteLine(secret.ToCharArray());
        await writer.FlushAsync();

        _planted.Scan("error", text.ToString());
        _planted.AssertNoneFound();
        Assert.Equal(6, text.ToString().Split(SecretMask.Shown).Length - 1);
    }

    private Task Says(string text) =>
        Eventually.Holds(Patience, () => Task.FromResult(_lines.Text.Contains(text, StringComparison.Ordinal) ? null : $"'{text}' was not said"), () => _lines.Text);

    /// <summary>Takes all lines, with the exceptions that whoever prints them would print.</summary>
    private sealed class LogLines : ILoggerFactory, ILogger
    {
        private readonly List<string> _lines = [];

        public string Text
        {
            get
            {
                lock (_lines) return string.Join('\n', _lines);
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines) _lines.Add($"{formatter(state, exception)} {state} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
