using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace RiskEngine.Kafka;

/// <summary>Names of topics whose records are mapped: with <c>*</c> for any characters and <c>?</c> for one.</summary>
/// <param name="Patterns">The names.</param>
public sealed record MappedTopics(IReadOnlyList<string> Patterns)
{
    /// <summary>No topic.</summary>
    public static readonly MappedTopics None = new([]);

    /// <summary>Whether a topic is one of them.</summary>
    public bool Include(string topic)
    {
        foreach (var pattern in Patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, topic, ignoreCase: false)) return true;
        }

        return false;
    }

    /// <summary>What the consumer subscribes to: names as they are, patterns as regular expressions, which librdkafka knows by the sign before them.</summary>
    internal IEnumerable<string> Subscriptions => Patterns.Select(pattern => pattern.AsSpan().IndexOfAny('*', '?') < 0
        ? pattern
        : $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$");
}
