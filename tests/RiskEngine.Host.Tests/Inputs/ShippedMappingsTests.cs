using RiskEngine.Host.Inputs;

namespace RiskEngine.Host.Tests.Inputs;

public sealed class ShippedMappingsTests
{
    public static TheoryData<string, string, int> Recordings => new()
    {
        { "badge-log", "badge_log/badge_log.csv", 3_926 },
        { "dodgers", "dodgers/dodgers_counts.csv", 47_497 },
        { "gecco2018", "gecco2018/gecco2018_train.csv.gz", 1_246_697 },
        { "batadal", "batadal/dataset04.csv", 4_177 * 43 },
        { "nab-traffic-speed", "nab/data/realTraffic/speed_7578.csv", 1_127 },
        { "nab-machine-temperature", "nab/data/realKnownCause/machine_temperature_system_failure.csv", 22_695 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_shipped_mapping_reads_its_recording_in_order(string mapping, string recording, int expected)
    {
        if (Root() is not { } root) return;
        var path = Path.Combine(root, "..", "shared", "data", recording);
        if (!File.Exists(path)) return;

        var (count, last) = (0, long.MinValue);
        foreach (var e in RecordedEvents.Open([path], Path.Combine(root, "rules", "mappings", mapping + ".yaml")))
        {
            Assert.True(e.Time.Micros >= last);
            last = e.Time.Micros;
            count++;
        }

        Assert.Equal(expected, count);
    }

    private static string? Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln"))) return folder.FullName;
        }

        return null;
    }
}
