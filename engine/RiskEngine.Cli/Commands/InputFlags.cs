using System.CommandLine;
using RiskEngine.Core.Decoding;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary>The options of commands that read recorded records of any form.</summary>
/// <param name="isRequired">Whether mappings must be named.</param>
internal sealed class InputFlags(bool isRequired = false)
{
    private readonly Option<string?> _folder = new("--inputs")
    {
        Required = isRequired,
        Description = "Mappings of records that are not written in the event contract: a file or a folder (docs/inputs.md)",
    };
    private readonly Option<string?> _topic = new("--topic") { Description = "The topic that the recorded records come from; without it each file is named like its topic" };

    /// <summary>Adds the options to the command.</summary>
    public InputFlags AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_topic);
        return this;
    }

    /// <summary>How the recordings are to be mapped; null where no mappings are named.</summary>
    /// <exception cref="RulesException">The mappings have errors.</exception>
    public MappedInputs? Read(ParseResult parsed) => parsed.GetValue(_folder) is { } folder
        ? new MappedInputs(InputFolder.Load(folder, EventDecoderOptions.Default.PersonFields)) { Topic = parsed.GetValue(_topic) }
        : null;
}
