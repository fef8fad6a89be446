using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Versions;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Versions;

/// <summary>Collects the versions of all that is in force: rules, the models that they ask, the desk's file, mappings.</summary>
/// <param name="options">The options of the engine.</param>
/// <param name="models">Its models.</param>
public sealed class VersionsInForce(EngineOptions options, ModelSet models)
{
    private static readonly string[] Endings = [".yaml", ".yml", ".csv"];

    /// <summary>Collects them.</summary>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">When.</param>
    /// <param name="faults">Gets what could not be read, or is not what was loaded any more: a sentence each.</param>
    /// <returns>The versions, the set of all of them last.</returns>
    public IReadOnlyList<KeptVersion> Collect(IReadOnlyList<Rule> rules, Core.Time.EventTime at, ICollection<string> faults)
    {
        var found = new List<KeptVersion>();
        found.AddRange(rules.Select(rule => OfRule(rule, faults)));
        var asked = rules.SelectMany(rule => rule.Scores).Select(call => call.Model).Concat(rules.Select(rule => rule.Detection.Judge).OfType<Core.Scoring.IModel>())
            .Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in models.Entries.Where(entry => asked.Contains(entry.Model.Name)))
            found.Add(new KeptVersion(VersionKind.Model, entry.Model.Name, entry.Model.ParameterHash) { Text = Read(entry.File, faults) });
        if (options.DeskFile is { } desk) found.AddRange(OfFiles(VersionKind.Desk, desk, faults));
        if (options.InputsFolder is { } inputs) found.AddRange(OfFiles(VersionKind.Mapping, inputs, faults));
        var keys = found.Select(version => version.Key).Order(StringComparer.Ordinal).ToList();
        var set = new KeptVersion(VersionKind.Set, "", HashOf(string.Join('\n', keys))) { Holds = keys };
        return [.. found.Select(version => version with { With = set.Key }).Append(set).Select(version => (version with { At = at }).Bounded())];
    }

    private static KeptVersion OfRule(Rule rule, ICollection<string> faults)
    {
        var version = new KeptVersion(VersionKind.Rule, rule.Id, rule.Hash) { Text = Read(rule.File, faults) };
        if (rule.Limits is not { } limits || Read(Path.Combine(Path.GetDirectoryName(rule.File) ?? "", limits.Table), faults) is not { } table) return version;
        return version with { Files = new Dictionary<string, string> { [limits.Table] = table } };
    }

    /// <summary>A file, or those below a folder that mappings are made of.</summary>
    private static IEnumerable<KeptVersion> OfFiles(VersionKind kind, string path, ICollection<string> faults)
    {
        var isFile = File.Exists(path);
        IEnumerable<string> files = isFile ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = isFile ? Path.GetFileName(file) : Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/');
            if (Read(file, faults) is { } text) yield return new KeptVersion(kind, name, HashOf(text)) { Text = text };
        }
    }

    private static string? Read(string file, ICollection<string> faults)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file} cannot be read, so its text is not kept: {fault.Message}");
            return null;
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
