using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Desk;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Desk;

/// <summary>Turns the desk's file into a policy, or into everything that is wrong with it.</summary>
/// <param name="areaLevels">Names of the levels of a site path, outermost first.</param>
/// <param name="areaLevel">The level whose areas one task of the desk owns.</param>
public sealed class DeskLoader(IReadOnlyList<string> areaLevels, string areaLevel)
{
    private const int MostBytes = 1024 * 1024;
    private const int HashDigits = 16;

    /// <summary>The level whose areas one task of the desk owns, where nothing else is said.</summary>
    public const string DefaultLevel = "community";

    /// <summary>The policy where there is no file.</summary>
    /// <exception cref="ArgumentException">There is no such level.</exception>
    public DeskPolicy Default
    {
        get
        {
            var depth = areaLevels.ToList().IndexOf(areaLevel) + 1;
            if (depth == 0) throw new ArgumentException($"'{areaLevel}' is no level of a site path; they are {string.Join(", ", areaLevels)}");
            return new DeskPolicy { AreaDepth = depth, Levels = areaLevels, Incidents = new IncidentPolicy { Depth = depth }, Hash = $"default-{depth}" };
        }
    }

    /// <summary>Loads a file.</summary>
    public DeskLoadResult Load(string path) => Read(File.Exists(path) ? RuleFileText.Open(path, MostBytes) : RuleFileText.Missing(path));

    /// <summary>Loads the bytes of a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="bytes">What it holds.</param>
    public DeskLoadResult LoadBytes(string file, ReadOnlySpan<byte> bytes) => Read(RuleFileText.Decode(file, bytes, MostBytes));

    private DeskLoadResult Read(FileReport report)
    {
        var policy = ReadOnce(report);
        RemedyTrial.Run(report, text =>
        {
            var again = new FileReport(new Text.SourceText(report.Source.File, text));
            ReadOnce(again);
            return again;
        });
        return new DeskLoadResult(policy ?? Default, [.. report.Found.OrderBy(found => found.Line).ThenBy(found => found.Column)]);
    }

    private DeskPolicy? ReadOnce(FileReport report)
    {
        if (report.HasErrors || YamlReader.Read(report) is not { } root) return null;
        var policy = new DeskReader(report, areaLevels, Default).Read(root);
        return report.HasErrors ? null : policy with { Hash = HashOf(report.Source.Text) };
    }

    private string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{areaLevel}\0{string.Join('/', areaLevels)}\0{text}")))[..HashDigits];
}
