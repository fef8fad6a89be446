using System.CommandLine;
using RiskEngine.Core.Time;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Cli.Commands;

/// <summary>The options of <c>backtest</c> that concern labels.</summary>
internal sealed class BacktestOptions
{
    private readonly Option<string?> _labels = new("--labels") { Description = "CSV of labelled incidents: incident,area,start,end[,rule] with a header (docs/backtest.md)" };
    private readonly Option<string> _before = new("--before") { Description = "How much before an incident an alert may begin and count", DefaultValueFactory = _ => "0s" };
    private readonly Option<string> _after = new("--after") { Description = "How much after an incident an alert may begin and count", DefaultValueFactory = _ => "0s" };
    private readonly Option<MatchFrom> _from = new("--match-from")
    {
        Description = "What an alert is matched with: the incident's whole span, its start, or its end",
        DefaultValueFactory = _ => MatchFrom.Span,
    };
    private readonly Option<string?> _format = new("--labels-format") { Description = "Form of the times, e.g. \"dd/MM/yy HH\"" };
    private readonly Option<string> _offset = new("--labels-offset") { Description = "Offset from UTC of times that name none, e.g. -07:00", DefaultValueFactory = _ => "+00:00" };

    /// <summary>Adds the options to the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_labels);
        command.Add(_before);
        command.Add(_after);
        command.Add(_from);
        command.Add(_format);
        command.Add(_offset);
    }

    /// <summary>The incidents; null where no labels are named.</summary>
    public IReadOnlyList<Incident>? Incidents(ParseResult parsed) =>
        parsed.GetValue(_labels) is { } path ? LabelFile.Read(path, new LabelTimes(parsed.GetValue(_format), Offset(parsed.GetValue(_offset) ?? ""))) : null;

    /// <summary>How near an alert must be to an incident.</summary>
    public MatchWindow Window(ParseResult parsed) => new(parsed.GetValue(_from), Length("--before", parsed.GetValue(_before)), Length("--after", parsed.GetValue(_after)));

    /// <summary>Reads a duration.</summary>
    /// <exception cref="OptionsException">It is none.</exception>
    public static TimeSpan Length(string option, string? text) =>
        Duration.TryParse(text ?? "", out var length) ? length : throw new OptionsException([$"{option} '{text}' is not a duration; write e.g. 10m"]);

    private static TimeSpan Offset(string text)
    {
        var isNegative = text.StartsWith('-');
        if (TimeSpan.TryParseExact(text.TrimStart('+', '-'), @"hh\:mm", null, out var offset)) return isNegative ? -offset : offset;
        throw new OptionsException([$"--labels-offset '{text}' is not an offset; write e.g. -07:00"]);
    }
}
