using System.Text.RegularExpressions;
using RiskEngine.Core.Alerts;

namespace RiskEngine.Sinks.Notices;

/// <summary>A condition on a label or a field of a notice, as Alertmanager writes it: <c>team=gas</c>, <c>rule!=x</c>, <c>area=~huaxi/.*</c>, <c>cause!~a|b</c>.</summary>
public sealed partial class LabelMatcher
{
    private readonly string _name;
    private readonly string _value;
    private readonly bool _isNegated;
    private readonly Regex? _pattern;

    private LabelMatcher(string name, string value, bool isNegated, Regex? pattern) => (_name, _value, _isNegated, _pattern) = (name, value, isNegated, pattern);

    /// <summary>Reads one.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>Null where it is none.</returns>
    public static LabelMatcher? Read(string text, out string fault)
    {
        fault = "";
        var match = Form().Match(text);
        if (!match.Success)
        {
            fault = $"'{text}' is no condition on a label; write e.g. team=gas, rule!=x, area=~huaxi/.*";
            return null;
        }

        var (value, sign) = (match.Groups["value"].Value.Trim('"'), match.Groups["sign"].Value);
        try
        {
            // Anchored, as in Alertmanager; without backtracking, so that no pattern can take long.
            var pattern = sign is "=~" or "!~" ? new Regex($@"\A(?:{value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null;
            return new LabelMatcher(match.Groups["name"].Value, value, sign[0] == '!', pattern);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            fault = $"'{text}': {wrong.Message}";
            return null;
        }
    }

    /// <summary>Whether a notice meets it; a label that is not there is an empty text.</summary>
    public bool Matches(Notice notice)
    {
        var found = ValueOf(notice);
        return (_pattern?.IsMatch(found) ?? found == _value) != _isNegated;
    }

    private string ValueOf(Notice notice) => notice.Labels.TryGetValue(_name, out var label) ? label : _name switch
    {
        "area" => notice.Place,
        "rule" => notice.Rule ?? "",
        "key" => notice.Key ?? "",
        "cause" => notice.Cause ?? "",
        "grade" => AlertJson.Name(notice.Grade),
        "direction" => notice.Direction,
        "certainty" => notice.Certainty.ToString().ToLowerInvariant(),
        _ => "",
    };

    [GeneratedRegex(@"\A\s*(?<name>[\w.-]+)\s*(?<sign>=~|!~|!=|=)\s*(?<value>.*?)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Form();
}
