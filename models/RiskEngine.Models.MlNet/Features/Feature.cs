using System.Globalization;
using System.Text.RegularExpressions;

namespace RiskEngine.Models.MlNet.Features;

/// <summary>One number that a model is given: an input as it is, or an aggregate of it over a sliding window <c>(t - size, t]</c>.</summary>
/// <param name="Text">As it was written, without a column: <c>flow</c> or <c>avg(flow, 10m)</c>.</param>
/// <param name="Column">The model's column that it goes to; the text itself where none was named.</param>
/// <param name="Input">Place of the input among the model's inputs, from 0.</param>
/// <param name="Aggregate">What is taken of it.</param>
/// <param name="Window">Length of the window; zero for <see cref="FeatureAggregate.Last"/>.</param>
public sealed partial record Feature(string Text, string Column, int Input, FeatureAggregate Aggregate, TimeSpan Window)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>Reads one feature: <c>NAME</c>, <c>avg(NAME, 10m)</c>, or either behind <c>COLUMN =</c>.</summary>
    /// <returns>Null where it is wrong; <paramref name="fault"/> then says why, and the remedy.</returns>
    public static Feature? Parse(string text, IReadOnlyList<string> inputs, out string fault)
    {
        fault = "";
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        var written = parts[^1];
        var column = parts.Length == 2 ? parts[0] : written;
        var call = Call().Match(written);
        var name = call.Success ? call.Groups["name"].Value.Trim() : written;
        var input = Place(inputs, name);
        if (input < 0)
        {
            fault = $"feature '{text}': there is no input '{name}'; inputs are {string.Join(", ", inputs)}";
            return null;
        }

        if (!call.Success) return new Feature(written, column, input, FeatureAggregate.Last, TimeSpan.Zero);
        if (!Enum.TryParse<FeatureAggregate>(call.Groups["aggregate"].Value, ignoreCase: true, out var aggregate) || aggregate == FeatureAggregate.Last)
        {
            fault = $"feature '{text}': '{call.Groups["aggregate"].Value}' is no aggregate; write avg, min, max, sum, count or stddev";
            return null;
        }

        if (Length(call.Groups["size"].Value, call.Groups["unit"].Value) is { } size) return new Feature(written, column, input, aggregate, size);
        fault = $"feature '{text}': the window must be above 0 and at most 31d; write e.g. {call.Groups["aggregate"].Value}({name}, 10m)";
        return null;
    }

    private static int Place(IReadOnlyList<string> inputs, string name)
    {
        for (var i = 0; i < inputs.Count; i++)
            if (inputs[i] == name) return i;
        return -1;
    }

    private static TimeSpan? Length(string size, string unit)
    {
        var number = double.Parse(size, CultureInfo.InvariantCulture);
        var seconds = number * unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86400 };
        return seconds > 0 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(?<aggregate>[A-Za-z]+)\s*\((?<name>.+),\s*(?<size>\d{1,9}(\.\d+)?)(?<unit>s|m|h|d)\s*\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
