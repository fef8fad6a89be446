using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Reports;
using RiskEngine.Bench;

namespace RiskEngine.Benchmarks;

/// <summary>The results of all benchmarks as one table, for people and for programs.</summary>
internal static class MicroTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static IEnumerable<MicroRow> RowsOf(Summary summary)
    {
        foreach (var report in summary.Reports)
        {
            var one = report.BenchmarkCase;
            var baseline = summary.Reports.FirstOrDefault(other =>
                other.BenchmarkCase.Descriptor.Baseline && other.BenchmarkCase.Descriptor.Type == one.Descriptor.Type
                    && other.BenchmarkCase.Parameters.DisplayInfo == one.Parameters.DisplayInfo);
            var mean = report.ResultStatistics?.Mean;
            yield return new MicroRow(
                one.Descriptor.Type.Name.Replace("Benchmarks", "", StringComparison.Ordinal),
                one.Descriptor.WorkloadMethod.Name,
                string.Join(", ", one.Parameters.Items.Select(parameter => parameter.Value)),
                one.Descriptor.Baseline,
                mean,
                report.ResultStatistics?.ConfidenceInterval.Margin,
                report.GcStats.GetBytesAllocatedPerOperation(one) ?? 0,
                mean / baseline?.ResultStatistics?.Mean);
        }
    }

    public static void Write(string folder, IReadOnlyList<MicroRow> rows)
    {
        Directory.CreateDirectory(folder);
        var machine = BenchMachine.Read();
        var name = Path.Combine(folder, $"{machine.Date}-micro");
        File.WriteAllText(name + ".md", Markdown(machine, rows));
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(new { machine, rows }, Indented) + "\n");
        Console.WriteLine($"\nwritten: {name}.md, {name}.json");
    }

    private static string Markdown(BenchMachine machine, IReadOnlyList<MicroRow> rows)
    {
        var text = new StringBuilder($"# Every hot step alone\n\n{machine.Sentence}\n\nOne operation is one event (one key, "
            + "one alert, one line), unless the name says otherwise. Ratio: time in times of the baseline's.\n");
        foreach (var step in rows.GroupBy(row => row.Step))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {step.Key}\n\n| way | of | time, ns | ± | ratio | allocated, bytes |\n|---|---|--:|--:|--:|--:|\n");
            foreach (var row in step)
            {
                var way = row.IsBaseline ? $"*{row.Method}* (baseline)" : row.Method;
                text.Append(CultureInfo.InvariantCulture, $"| {way} | {row.Parameters} | {row.Nanoseconds:#,0.0} | {row.Error:#,0.0} | {row.Ratio:0.00} | {row.Bytes:#,0} |\n");
            }
        }

        return text.ToString();
    }
}
