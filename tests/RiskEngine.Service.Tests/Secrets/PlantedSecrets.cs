using System.Security.Cryptography;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Service.Tests.Secrets;

/// <summary>A secret of its own for every name on the list of what is secret, and the texts in which one of them was found.</summary>
internal sealed class PlantedSecrets
{
    private readonly Dictionary<string, string> _marks = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _found = [];

    /// <summary>Whose secrets have been planted.</summary>
    public IReadOnlyCollection<string> Names => _marks.Keys;

    /// <summary>All listed options and properties of the Kafka client with a secret each, as variables.</summary>
    /// <remarks>A property of the Java client stops the engine and gets a case of its own.</remarks>
    public Dictionary<string, string> Variables()
    {
        var sections = SecretNames.PropertySections;
        var properties = SecretNames.Properties.Where(name => name != "sasl.jaas.config").Select((name, index) => (Path: $"{sections[index % sections.Count]}:{name}", Name: name));
        return SecretNames.Options.Select(option => (Path: option, Name: option)).Concat(properties).ToDictionary(planted => VariableOf(planted.Path), planted => Of(planted.Name));
    }

    /// <summary>A variable that gives an option.</summary>
    public static string VariableOf(string option) => "RISKENGINE__" + option.Replace(":", "__").Replace(".", "__").ToUpperInvariant();

    /// <summary>The secret of a name; the same at every call.</summary>
    /// <returns>A token: the part of it that nothing else can hold is what is searched for, so that a piece of it is found as well.</returns>
    public string Of(string name) => $"planted-{MarkOf(name)}-secret";

    /// <summary>A secret too short for its purpose.</summary>
    public string ShortOf(string name) => MarkOf(name);

    /// <summary>Looks for all of them.</summary>
    /// <param name="where">What the text is.</param>
    /// <param name="text">All that was shown or stored.</param>
    public void Scan(string where, string text)
    {
        lock (_found)
        {
            foreach (var (name, mark) in _marks) Scan(where, text, name, mark);
        }
    }

    /// <summary>Fails where one was found.</summary>
    public void AssertNoneFound() => Assert.True(_found.Count == 0, string.Join('\n', _found));

    private void Scan(string where, string text, string name, string mark)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.Contains(mark, StringComparison.OrdinalIgnoreCase));
        if (line is not null) _found.Add($"{where}: the secret of {name} in: {line.Trim()}");
    }

    private string MarkOf(string name)
    {
        if (!_marks.TryGetValue(name, out var mark)) _marks[name] = mark = "x" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
        return mark;
    }
}
