using System.Diagnostics;
using System.Globalization;
using RiskEngine.Service.Running;

namespace RiskEngine.Service.Http;

/// <summary>What runs, what it takes of the machine, and what it shows of the whole.</summary>
internal sealed partial class MetricsText
{
    private void WriteBuild(BuildInfo build)
    {
        Family("riskengine_build_info", "gauge", "Always 1; its labels tell what runs.");
        Sample("riskengine_build_info",
            $"version=\"{build.Version}\",commit=\"{build.Commit ?? "unknown"}\",runtime=\"{build.Runtime}\",librdkafka=\"{build.Librdkafka ?? "unknown"}\"", 1);
    }

    /// <summary>Names and meanings are those of Prometheus's own client libraries, so that dashboards for any process fit.</summary>
    private void WriteProcess()
    {
        using var process = Process.GetCurrentProcess();
        Single("process_cpu_seconds_total", "counter", "Processor time that the process has used, in user and system mode.", process.TotalProcessorTime.TotalSeconds);
        Single("process_resident_memory_bytes", "gauge", "Memory of the machine that the process holds.", process.WorkingSet64);
        Single("process_virtual_memory_bytes", "gauge", "Address space of the process.", process.VirtualMemorySize64);
        Single("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.",
            (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        Single("process_threads", "gauge", "Threads of the process, those of the Kafka client too.", process.Threads.Count);
        Single("process_open_fds", "gauge", "Files and connections that the process has open; `NaN` where the system does not tell.", OpenFiles());
        Single("process_max_fds", "gauge", "Most files and connections that it may open; `NaN` where the system does not tell.", MostFiles());
    }

    private void WriteReading(ReadingFigures? reading)
    {
        Family("riskengine_reading_lag_records", "gauge", "Records that the read model, which the API and the page tell from, has not taken in.");
        if (reading is not null)
        {
            Sample("riskengine_reading_lag_records", "part=\"picture\"", reading.PictureLag);
            Sample("riskengine_reading_lag_records", "part=\"history\"", reading.HistoryLag);
        }

        Family("riskengine_reading_caught_up", "gauge", "1 where it has once read all that there was.");
        if (reading is not null) Sample("riskengine_reading_caught_up", "", reading.HasCaughtUp ? 1 : 0);
        Family("riskengine_stream_clients", "gauge", "Clients that are told of changes as they happen: `/api/v1/events/stream`.");
        if (reading is not null) Sample("riskengine_stream_clients", "", reading.Clients);
        Family("riskengine_picture_alerts", "gauge", "Open alerts of the whole by grade; every instance tells the same.");
        if (reading?.Counts is not { } counts) return;
        foreach (var (grade, count) in new[] { ("blue", counts.Alerts.Blue), ("yellow", counts.Alerts.Yellow), ("orange", counts.Alerts.Orange), ("red", counts.Alerts.Red) })
            Sample("riskengine_picture_alerts", $"grade=\"{grade}\"", count);
    }

    private void Single(string name, string type, string help, double value)
    {
        Family(name, type, help);
        Sample(name, "", value);
    }

    private static double OpenFiles()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return double.NaN;
        }
    }

    private static double MostFiles()
    {
        const string Name = "Max open files";
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
            var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return soft == "unlimited" ? double.PositiveInfinity : double.TryParse(soft, CultureInfo.InvariantCulture, out var most) ? most : double.NaN;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return double.NaN;
        }
    }
}
