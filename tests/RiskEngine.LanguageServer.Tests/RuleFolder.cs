namespace RiskEngine.LanguageServer.Tests;

/// <summary>A workspace with a folder of rules that is gone after the test.</summary>
internal sealed class RuleFolder : IDisposable
{
    public const string Good = """
        id: gas-high
        title: Gas is high
        on: sensor.gas
        by: source
        owner: gas desk
        detect: {type: threshold}
        grades: {yellow: ">= 10", red: ">= 20"}
        clear: {when: "< 8", for: 2m}
        tests:
          - {name: fires, events: [{value: 12}], expect: yellow at 0s}
          - {name: quiet, events: [{value: 1}], expect: nothing}

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("riskengine-lsp-");

    public string Root => _folder.FullName;

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
