using Microsoft.Extensions.Configuration;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Tests.Secrets;

/// <summary>Every option that the engine reads, found by letting it read: a source of settings that has none and notes what it is asked for.</summary>
internal sealed class OptionKeys : ConfigurationProvider, IConfigurationSource
{
    private readonly SortedSet<string> _asked = new(StringComparer.Ordinal);

    private OptionKeys()
    {
    }

    /// <summary>Keys below <c>RiskEngine</c>, e.g. <c>Redis:Password</c>.</summary>
    public static IReadOnlyCollection<string> All { get; } = Find();

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        _asked.Add(key["RiskEngine:".Length..]);
        return base.TryGet(key, out value);
    }

    private static SortedSet<string> Find()
    {
        var source = new OptionKeys();
        Assert.Throws<OptionsException>(() => EngineOptions.Read(new ConfigurationBuilder().Add(source).Build()));
        return source._asked;
    }
}
