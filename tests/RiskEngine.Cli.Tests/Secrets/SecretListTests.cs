using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using RiskEngine.Cli.Commands;
using RiskEngine.Core.Secrets;
using RiskEngine.Workbench.Tests;
using StackExchange.Redis;

namespace RiskEngine.Cli.Tests.Secrets;

/// <summary>The list of what is secret is complete: whatever the program can be given and sounds like a secret is on it, or an exception with a reason.</summary>
public sealed partial class SecretListTests
{
    [Fact]
    public void Options_that_sound_secret_are_listed() =>
        Assert.DoesNotContain(OptionKeys.All, key => SecretNames.Smells(key) && !SecretNames.Options.Contains(key) && !SecretNames.Harmless.ContainsKey(key));

    [Fact]
    public void Listed_options_are_read() => Assert.Empty(SecretNames.Options.Concat(SecretNames.Connections).Except(OptionKeys.All));

    [Fact]
    public void Listed_sections_of_properties_are_those_of_the_options() => Assert.Equal(
        from property in typeof(RiskEngine.Kafka.KafkaOptions).GetProperties()
        where property.PropertyType == typeof(IReadOnlyDictionary<string, string>)
        orderby property.Name
        select $"Kafka:{property.Name}",
        SecretNames.PropertySections.Order());

    [Fact]
    public void Properties_of_the_Kafka_client_that_sound_secret_are_listed()
    {
        var properties = new[] { typeof(ConsumerConfig), typeof(ProducerConfig), typeof(ClientConfig) }.SelectMany(type => type.GetProperties()).Select(NameOf).ToHashSet();
        Assert.Contains("sasl.password", properties);
        Assert.DoesNotContain(properties, name => SecretNames.Smells(name) && !SecretNames.Properties.Contains(name) && !SecretNames.Harmless.ContainsKey(name));
    }

    [Fact]
    public void Words_of_Redis_connection_strings_are_known_and_those_that_sound_secret_are_listed()
    {
        var keys = typeof(ConfigurationOptions).GetNestedType("OptionKeys", BindingFlags.NonPublic)!;
        var constants = keys.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Where(field => field.IsLiteral);
        var words = constants.Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.Contains("password", words, StringComparer.OrdinalIgnoreCase);
        Assert.Empty(words.Except(SecretNames.ConnectionKeywords, StringComparer.OrdinalIgnoreCase));
        Assert.Empty(words.Where(SecretNames.Smells).Except(SecretNames.ConnectionWords, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Flags_that_sound_secret_are_none_and_those_that_set_a_listed_option_are_listed()
    {
        var flags = Flags(CommandTree.Root()).ToHashSet();
        Assert.Contains("--redis", flags);
        Assert.DoesNotContain(flags, SecretNames.IsSecret);
        Assert.Empty(SecretNames.Flags.Keys.Except(flags));
        Assert.DoesNotContain(RunCommand.Flags, flag => SecretNames.IsSecret(flag.Key));
        Assert.DoesNotContain(RunCommand.Flags, flag => SecretNames.IsConnection(flag.Key) && SecretNames.Flags.GetValueOrDefault(flag.Flag) != flag.Key);
    }

    [Fact]
    public void Operators_are_told_of_every_secret()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        var properties = SecretNames.Properties.Where(name => name != "sasl.jaas.config");
        var words = SecretNames.ConnectionWords.Select(word => word + "=");
        Assert.All([.. SecretNames.Options, .. SecretNames.Connections, .. properties, .. words], name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Flags(Command command) => command.Options.Select(option => option.Name).Concat(command.Subcommands.SelectMany(Flags));

    /// <summary><c>SaslOauthbearerConfig</c> is <c>sasl.oauthbearer.config</c>.</summary>
    private static string NameOf(PropertyInfo property) => Capital().Replace(property.Name, match => (match.Index > 0 ? "." : "") + match.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
