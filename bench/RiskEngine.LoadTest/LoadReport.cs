using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>The figures for people, for programs, and as a picture.</summary>
internal static class LoadReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Text(LoadResult result)
    {
        var text = new StringBuilder();
        var request = result.Request;
        text.Append(CultureInfo.InvariantCulture, $"{request.Profile.Name}: {request.Profile.Purpose}; "
            + $"{request.Partitions} partitions of each of four topics{(request.Instances > 1 ? $", {request.Instances} engines" : "")}\n\n");
        WriteRates(text, result.Figures);
        WriteEngine(text, result.Figures);
        WriteLatency(text, result.Figures);
        WriteRatios(text, result);
        if (request.Duration > LoadRequest.SoakFrom) WriteSoak(text, result.Sustained);
        text.Append(result.Sustained is not { } sustained ? "no rate was sustained\n" : string.Create(CultureInfo.InvariantCulture,
            $"sustained: {sustained.Rate:#,0} events/s for {sustained.Seconds:0} s, never more than {sustained.WorstBehind:#,0} behind; "
                + $"{sustained.Planted:#,0} planted alerts came, ledger balances\n"));
        return text.ToString();
    }

    public static void Write(string folder, LoadResult result)
    {
        Directory.CreateDirectory(folder);
        var machine = BenchMachine.Read();
        var request = result.Request;
        var kind = request.Duration > LoadRequest.SoakFrom ? "soak" : "load";
        var name = Path.Combine(folder, $"{machine.Date}-{kind}-{request.Profile.Name}");
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(
            new { machine, profile = request.Profile, request.Partitions, request.Instances, result.Figures, result.FromMemory }, Json) + "\n");
        File.WriteAllText(name + ".md", $"# {(kind == "soak" ? "Soak" : "Sustained load")}: {request.Profile.Name}\n\n{machine.Sentence}\n\n```\n{Text(result)}```\n");
        if (result.Sustained is { } sustained) File.WriteAllText(name + ".svg", LoadPicture.Of(request, sustained));
        Console.WriteLine($"written: {name}.md, .json{(result.Sustained is null ? "" : ", .svg")}");
    }

    private static void WriteRates(StringBuilder text, IReadOnlyList<LoadFigure> figures)
    {
        text.Append("                                           us of CPU per event              cores busy\n");
        text.Append("who                   stretch        events/s  itself  broker  generator  machine   memory  worst behind\n");
        foreach (var figure in figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Subject,-21} {figure.Stretch,-12} {Rate(figure),10} {figure.CpuPerEvent,7:0.00} "
                + $"{figure.Micros("broker"),7:0.00} {figure.Micros("generator"),10:0.00} {figure.Cores["machine"],8:0.00} ");
            text.Append(CultureInfo.InvariantCulture, $"{figure.MemoryBytes / 1048576.0,5:0} MB {figure.WorstBehind,13:#,0}\n");
            if (figure.Fault is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"                      {(figure.Stretch == LoadFigure.Attempt ? "not held" : "no rate")}: {figure.Fault}\n");
            }
        }
    }

    private static void WriteEngine(StringBuilder text, IReadOnlyList<LoadFigure> figures)
    {
        text.Append("\n                                      allocated     memory   checkpoints: share of   KB of  collections    cores of   alert\n");
        text.Append("who                   stretch       bytes/event   bytes/source     its CPU      all tasks     0/1/2     redis   consumer\n");
        foreach (var figure in figures.Where(figure => figure.AllocatedPerEvent is not null && figure.Fault is null))
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Subject,-21} {figure.Stretch,-12} {figure.AllocatedPerEvent,12:0.0} "
                + $"{PerSource(figure),14} {100 * figure.CheckpointShare,9:0.0} % {figure.CheckpointBytes / 1024,14:#,0} ");
            text.Append(CultureInfo.InvariantCulture, $"{string.Join('/', figure.Collections),9} "
                + $"{figure.Cores.GetValueOrDefault("redis"),9:0.00} {figure.Cores.GetValueOrDefault("alert consumer"),10:0.00}\n");
        }
    }

    private static void WriteLatency(StringBuilder text, IReadOnlyList<LoadFigure> figures)
    {
        text.Append('\n');
        foreach (var figure in figures.Where(figure => figure.Latency.Count > 0 && figure.Fault is null && figure.Asked is not null))
        {
            var (count, p50, p99, p999, max) = figure.Latency;
            text.Append(CultureInfo.InvariantCulture, $"alerts, {figure.Stretch} ({figure.Asked:#,0}/s): {count:#,0} in {p50:0} ms (p50), "
                + $"{p99:0} ms (p99), {p999:0} ms (p99.9), {max:0} ms (max) after their event was due\n");
        }
    }

    private static void WriteRatios(StringBuilder text, LoadResult result)
    {
        if (result.LimitOf(LoadSubject.Engine) is not { } engine) return;
        foreach (var ceiling in LoadSubject.Ceilings)
        {
            if (result.LimitOf(ceiling) is { } other)
            {
                text.Append(CultureInfo.InvariantCulture, $"limit of the engine in times of: {ceiling.What}: {engine.Rate / other.Rate:0.00}\n");
            }
        }

        if (result.LimitOf(LoadSubject.EngineOneByOne) is { } stock && result.LimitOf(LoadSubject.Bare) is { } bare)
        {
            text.Append(CultureInfo.InvariantCulture, $"limit of the engine with the stock client in times of the bare consume loop: {stock.Rate / bare.Rate:0.00}\n");
        }

        foreach (var figure in result.FromMemory)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"limit of the engine in times of one core from memory: {figure.What} ({figure.Rate:#,0}/s): {engine.Rate / figure.Rate:0.00}\n");
        }
    }

    /// <summary>With few sources the working set says nothing about one of them.</summary>
    private static string PerSource(LoadFigure figure) => figure.BytesPerSource is { } bytes ? bytes.ToString("#,0", CultureInfo.InvariantCulture) : "-";

    /// <summary>Whether memory stays where it was and old collections stay as rare: the first tenth is left out, the two halves of the rest are compared.</summary>
    private static void WriteSoak(StringBuilder text, LoadFigure? sustained)
    {
        if (sustained is null) return;
        var samples = sustained.Samples.Skip(sustained.Samples.Count / 10).ToList();
        var (first, second) = (samples[..(samples.Count / 2)], samples[(samples.Count / 2)..]);
        double Growth(List<LoadSample> part) => part[^1].OldCollections - part[0].OldCollections;
        var (before, after) = (first.Average(sample => sample.MemoryBytes), second.Average(sample => sample.MemoryBytes));
        text.Append(CultureInfo.InvariantCulture,
            $"memory: {before / 1048576:0.0} MB in the first half, {after / 1048576:0.0} MB in the second ({100 * ((after / before) - 1):+0.0;-0.0;0.0} %), ");
        text.Append(CultureInfo.InvariantCulture, $"{samples.Min(sample => sample.MemoryBytes) / 1048576.0:0} to "
            + $"{samples.Max(sample => sample.MemoryBytes) / 1048576.0:0} MB; collections of the oldest generation: {Growth(first):0} and {Growth(second):0}\n");
    }

    private static string Rate(LoadFigure figure) => figure.Fault is null || figure.Stretch == LoadFigure.Attempt ? figure.Rate.ToString("#,0", CultureInfo.InvariantCulture) : "-";
}
