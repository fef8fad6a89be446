using System.CommandLine;
using RiskEngine.Core.Decoding;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Migration;

namespace RiskEngine.Cli.Commands;

/// <summary>The options of commands that read recorded records of any form.</summary>
internal sealed class InputFlags
{
    private readonly Option<string?> _folder = new("--inputs")
    {
        Description = "Mappings of records that are not written in the event contract: a file or a folder (docs/inputs.md)",
    };
    private readonly Option<string?> _mapping = new("--mapping")
    {
        Description = "Mapping of the files that are not JSON Lines, whatever their names are; one of the old form (before 'inputs migrate') too",
    };
    private readonly Option<string?> _topic = new("--topic") { Description = "The topic that the recorded records come from; without it each file is named like its topic" };

    /// <summary>Adds the options to the command.</summary>
    public InputFlags AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_mapping);
        command.Add(_topic);
        return this;
    }

    /// <summary>How the recordings are to be mapped; null where no mappings are named.</summary>
    /// <exception cref="RulesException">The mappings have errors.</exception>
    /// <exception cref="InputException">That of <c>--mapping</c> has.</exception>
    public MappedInputs? Read(ParseResult parsed)
    {
        var folder = parsed.GetValue(_folder) is { } path ? InputFolder.Load(path, EventDecoderOptions.Default.PersonFields) : null;
        var mapped = parsed.GetValue(_mapping) is { } mapping ? RecordedMapping.Load(mapping) : folder is null ? null : new MappedInputs(InputSet.Empty);
        if (mapped is null) return null;
        if (folder is not null) mapped = mapped.Behind(folder);
        return mapped with { Topic = parsed.GetValue(_topic), OnNotice = Tell() };
    }

    /// <summary>Says each thing once: a recording may be read several times.</summary>
    private static Action<string> Tell()
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        return notice =>
        {
            if (told.Add(notice)) Console.Error.WriteLine($"warning: {notice}");
        };
    }
}
