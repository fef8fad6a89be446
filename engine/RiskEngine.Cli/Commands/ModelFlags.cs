using System.CommandLine;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Cli.Commands;

/// <summary>The flags of all commands that use models.</summary>
internal sealed class ModelFlags
{
    private readonly Option<string?> _catalog = new("--catalog") { Description = "Folder with models of your own; they replace shipped ones of the same name" };

    private readonly Option<string?> _holidays = new("--holidays")
    {
        Description = "File of holidays (2026-10-01, or 05-01 for every year) and working weekends (2026-10-10 workday), one a line",
    };

    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "Zone in which hours and days of models begin, such as Asia/Shanghai; UTC without it",
    };

    private readonly Option<string?> _start = new("--start") { Description = "Start file of 'models fit': series without a state of their own start from it" };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withStart">Whether it can start from a history.</param>
    public ModelFlags AddTo(Command command, bool withStart = false)
    {
        command.Options.Add(_catalog);
        command.Options.Add(_holidays);
        command.Options.Add(_zone);
        if (withStart) command.Options.Add(_start);
        return this;
    }

    /// <summary>Loads the models.</summary>
    public ModelSet Models(ParseResult parsed)
    {
        var models = ModelSet.Load(parsed.GetValue(_catalog));
        if (parsed.GetValue(_holidays) is { } holidays) models = models.WithHolidays(holidays);
        if (parsed.GetValue(_zone) is { } zone) models = models.InZone(zone);
        return parsed.CommandResult.Command.Options.Contains(_start) && parsed.GetValue(_start) is { } start ? models.StartingFrom(start) : models;
    }
}
