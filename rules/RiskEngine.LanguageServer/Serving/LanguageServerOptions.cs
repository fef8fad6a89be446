using RiskEngine.Rules;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.LanguageServer.Serving;

/// <summary>What the language server needs to know beside what the editor tells.</summary>
public sealed record LanguageServerOptions
{
    /// <summary>What rules may use.</summary>
    public RuleLoadOptions Rules { get; init; } = RuleLoadOptions.Default;

    /// <summary>What mappings may use.</summary>
    public InputLoadOptions Mappings { get; init; } = InputLoadOptions.Default;

    /// <summary>Folders of rules; where none is named, the folder <c>rules</c> of each folder that the editor has open.</summary>
    public IReadOnlyList<string> RuleFolders { get; init; } = [];

    /// <summary>Folders of mappings; where none is named, the folder <c>rules/inputs</c>, else <c>inputs</c>, of each folder that the editor has open.</summary>
    public IReadOnlyList<string> MappingFolders { get; init; } = [];
}
