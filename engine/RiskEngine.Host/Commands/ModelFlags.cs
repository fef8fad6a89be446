using System.CommandLine;
using RiskEngine.Host.Catalog;

namespace RiskEngine.Host.Commands;

/// <summary>The flags of all commands that use models.</summary>
internal sealed class ModelFlags
{
    private readonly Option<string?> _catalog = new("--catalog") { Description = "Folder with models of your own; they replace shipped ones of the same name" };

    /// <summary>Adds them to a command.</summary>
    public ModelFlags AddTo(Command command)
    {
        command.Options.Add(_catalog);
        return this;
    }

    /// <summary>Loads the models.</summary>
    public ModelSet Models(ParseResult parsed) => ModelSet.Load(parsed.GetValue(_catalog));
}
