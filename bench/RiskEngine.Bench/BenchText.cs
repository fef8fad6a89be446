using System.Globalization;
using System.Text;

namespace RiskEngine.Bench;

/// <summary>A result for people.</summary>
public static class BenchText
{
    /// <summary>A line for each way, the engine's rate in times of the others' beside it, and what else was counted.</summary>
    public static string Of(BenchResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Profile}: {result.Purpose}; {(result.OneCore ? "one core" : "all cores")}\n\n");
        text.Append("way            events/s   ns/event  bytes/event  engine is\n");
        foreach (var figure in result.Figures)
        {
            var ratio = figure == result.Figures[0] ? "" : FormattableString.Invariant($"{result.Ratios[figure.Way]:0.00} x");
            text.Append(CultureInfo.InvariantCulture, $"{figure.Way,-12} {figure.Rate,10:#,0} {figure.Nanoseconds,10:#,0} {figure.BytesPerEvent,12:0.00}  {ratio}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{result.Figures[0].Alerts:#,0} alert transitions, ledger balances; {result.BytesPerSource:#,0} bytes/source; ");
        text.Append(CultureInfo.InvariantCulture, $"collections {string.Join('/', result.Collections)} (generations 0/1/2)\n");
        return text.ToString();
    }
}
