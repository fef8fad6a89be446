using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Host.Benching;

namespace RiskEngine.LoadTest;

/// <summary>The figures for people, for programs, and as a picture.</summary>
internal static class LoadReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Text(LoadRequest request, IReadOnlyList<LoadFigure> figures, LoadFigure? sustained)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Profile.Name}: {request.Profile.Purpose}; {request.Partitions} partitions of each of four topics\n\n");
        text.Append("who                   stretch        events/s   CPU us/event: it  broker  generator   bytes/event   memory  worst behind\n");
        foreach (var figure in figures)
        {
            text.Append(CultureInfo.InvariantCulture, $"{figure.Subject,-21} {figure.Stretch,-12} {Rate(figure),10} {figure.CpuPerEvent,18:0.00} {figure.BrokerCpuPerEvent,7:0.00} {figure.GeneratorCpuPerEvent,10:0.00} ");
            text.Append(CultureInfo.InvariantCulture, $"{figure.AllocatedPerEvent,13:0.0} {figure.MemoryBytes / 1048576.0,5:0} MB {figure.WorstBehind,13:#,0}\n");
            if (figure.Fault is not null) text.Append(CultureInfo.InvariantCulture, $"                      no rate: {figure.Fault}\n");
        }

        text.Append('\n');
        foreach (var figure in figures.Where(figure => figure.Latency.Count > 0 && figure.Fault is null))
        {
            var (count, p50, p99, p999, max) = figure.Latency;
            text.Append(CultureInfo.InvariantCulture, $"alerts, {figure.Stretch}: {count:#,0} in {p50:0} ms (p50), {p99:0} ms (p99), {p999:0} ms (p99.9), {max:0} ms (max) after their event was due\n");
        }

        var engine = Limit(figures, LoadSubject.Engine);
        foreach (var ceiling in new[] { LoadSubject.Bare, LoadSubject.BareAndDecode, LoadSubject.EngineOneByOne })
        {
            if (engine is null || Limit(figures, ceiling) is not { } other) continue;
            text.Append(CultureInfo.InvariantCulture, $"limit of the engine in times of: {ceiling.What}: {engine.Rate / other.Rate:0.00}\n");
        }

        if (Limit(figures, LoadSubject.EngineOneByOne) is { } stock && Limit(figures, LoadSubject.Bare) is { } bare)
        {
            text.Append(CultureInfo.InvariantCulture, $"limit of the engine with the stock client in times of the bare consume loop: {stock.Rate / bare.Rate:0.00}\n");
        }

        text.Append(sustained is null ? "no rate was sustained\n" : FormattableString.Invariant(
            $"sustained: {sustained.Rate:#,0} events/s for {sustained.Seconds:0} s, {sustained.Planted:#,0} planted alerts came, ledger balances, {sustained.OldCollections} full collections\n"));
        return text.ToString();
    }

    public static void Write(string folder, LoadRequest request, IReadOnlyList<LoadFigure> figures, LoadFigure? sustained)
    {
        Directory.CreateDirectory(folder);
        var machine = BenchMachine.Read();
        var name = Path.Combine(folder, $"{machine.Date}-load-{request.Profile.Name}");
        File.WriteAllText(name + ".json", JsonSerializer.Serialize(new { machine, profile = request.Profile, request.Partitions, figures }, Json) + "\n");
        File.WriteAllText(name + ".md", $"# Sustained load: {request.Profile.Name}\n\n{machine.Sentence}\n\n```\n{Text(request, figures, sustained)}```\n");
        if (sustained is not null) File.WriteAllText(name + ".svg", LoadPicture.Of(request, sustained));
        Console.WriteLine($"written: {name}.md, .json{(sustained is null ? "" : ", .svg")}");
    }

    private static LoadFigure? Limit(IReadOnlyList<LoadFigure> figures, LoadSubject subject) => figures.FirstOrDefault(figure => figure.Subject == subject.Name && figure.Stretch == "limit" && figure.Fault is null);

    private static string Rate(LoadFigure figure) => figure.Fault is null || figure.Stretch == "attempt" ? figure.Rate.ToString("#,0", CultureInfo.InvariantCulture) : "-";
}
