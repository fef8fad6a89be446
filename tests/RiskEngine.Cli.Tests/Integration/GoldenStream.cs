using System.Globalization;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>The recorded stream that all integration tests play: ten minutes of 48 devices of all families, the same with every run.</summary>
/// <remarks>
/// Devices of one site share a partition. Values climb through all grades and fall again, counters fall silent for a while, some events overtake others
/// within the disorder, some come too late, some lines are no events. One closing event for each partition lets every timer run out.
/// </remarks>
internal sealed class GoldenStream
{
    public const int Partitions = 2;
    private const int SitesPerFamily = 4;
    private const int DevicesPerSite = 3;
    private const int Seconds = 600;
    private const string PersonMark = "RAWPERSON";

    private static readonly EventTime Start = new(1_780_000_000_000_000);

    private readonly Random _random = new(20260521);
    private readonly List<(double Arrival, StreamRecord Record)> _arrivals = [];

    private GoldenStream()
    {
        for (var second = 0; second < Seconds; second++)
        {
            foreach (var family in Enum.GetValues<EventFamily>().Except([EventFamily.Report]))
            {
                for (var device = 0; device < SitesPerFamily * DevicesPerSite; device++) Report(family, device, second);
            }
        }

        // Those of people come on top, and leave the others as they are.
        for (var second = 0; second < Seconds; second++)
        {
            for (var device = 0; device < SitesPerFamily * DevicesPerSite; device++) Report(EventFamily.Report, device, second);
        }

        foreach (var family in Enum.GetValues<EventFamily>())
        {
            for (var site = 0; site < Partitions; site++) Close(family, site);
        }
    }

    /// <summary>How far behind the newest event an event may be.</summary>
    public static TimeSpan Disorder { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Text that is part of every value that speaks of a person.</summary>
    public static byte[] RawPerson { get; } = Encoding.UTF8.GetBytes(PersonMark);

    /// <summary>The records in order of arrival.</summary>
    public static IReadOnlyList<StreamRecord> Records { get; } = [.. new GoldenStream()._arrivals.OrderBy(entry => entry.Arrival).Select(entry => entry.Record)];

    private void Report(EventFamily family, int device, int second)
    {
        // Devices report every two seconds, each at its own phase, so that no two events of a partition are at one time.
        if ((second + device) % 2 != 0) return;
        var at = Start + TimeSpan.FromMilliseconds((second * 1000) + (device * 37) + (int)family);
        switch (family)
        {
            case EventFamily.Sensor:
                Sensor(device, at, second);
                break;
            case EventFamily.Access:
                Access(device, at, second);
                break;
            case EventFamily.Utility:
                Utility(device, at, second);
                break;
            case EventFamily.Flow:
                Flow(device, at, second);
                break;
            default:
                if (second % 10 == device % 10) Send(EventFamily.Report, device, at, "report.smell", "\"gas\"", $"\"reporter\":\"{PersonMark}-{device}\"");
                break;
        }
    }

    private void Sensor(int device, EventTime at, int second)
    {
        var height = 12 * (device % 5);
        if (device % 2 == 0) Send(EventFamily.Sensor, device, at, "sensor.smoke", Number(Wave(second, device, height)));
        else Send(EventFamily.Sensor, device, at, "sensor.temperature", Number(20 + Wave(second, device, height * 0.9)), "\"location\":\"indoor\"");
    }

    private void Utility(int device, EventTime at, int second)
    {
        if (device % 3 == 2) Send(EventFamily.Utility, device, at, "utility.energy.counter", Number(Math.Round((second * 4.0) + Wave(second, device, 300))));
        else Send(EventFamily.Utility, device, at, "utility.water.flow", Number(2 + Wave(second, device, 9 * (device % 5))));
    }

    private void Flow(int device, EventTime at, int second)
    {
        var silence = 18 * (device % 6);
        if ((second + (device * 11)) % 150 < silence) return;
        Send(EventFamily.Flow, device, at, device % 2 == 0 ? "flow.people.count" : "flow.vehicle.count", Number(Wave(second, device, 40)));
    }

    private void Access(int device, EventTime at, int second)
    {
        var denied = Wave(second, device, 1) > 0.5;
        var credential = $"{PersonMark}-{(denied ? device : _random.Next(40))}";
        var attributes = $"\"credential\":\"{credential}\",\"result\":\"{(denied ? "denied" : "granted")}\"";
        Send(EventFamily.Access, device, at, "access.badge", "1", attributes);
    }

    private void Send(EventFamily family, int device, EventTime at, string kind, string value, string attributes = "")
    {
        var site = SiteOf(family, device);
        var arrival = (at - Start).TotalSeconds + (_random.NextDouble() * 1.2);
        if (_random.Next(100) == 0) arrival += 5 + (_random.NextDouble() * 20);
        var json = $$$"""{"kind":"{{{kind}}}","source":"{{{SourceOf(family, device)}}}","site":"{{{site}}}","time":"{{{at}}}","value":{{{value}}},"attributes":{ """
            + $$$"""{{{attributes}}} } }""";
        var record = _random.Next(60) switch
        {
            0 => Plain(family, device, site, Broken(json)),
            1 => Plain(family, device, site, json + "\n" + Broken(json) + "\n"),
            2 or 3 or 4 => BinaryCloudEvent(family, device, site, kind, at, value, attributes),
            _ => Plain(family, device, site, json),
        };
        _arrivals.Add((arrival, record));
    }

    /// <summary>An event that cannot be accepted, for one of many reasons; it may still name a person.</summary>
    private string Broken(string json) => _random.Next(7) switch
    {
        0 => json[..(json.Length / 2)],
        1 => json.Replace("\"site\"", "\"place\"", StringComparison.Ordinal),
        2 => json.Replace("\"time\":\"", "\"time\":\"yesterday ", StringComparison.Ordinal),
        3 => json.Replace("\"kind\":\"", "\"kind\":\"weather.", StringComparison.Ordinal),
        4 => json.Replace("\"attributes\":{", "\"attributes\":{\"plate\":{\"text\":\"" + PersonMark + "\"},", StringComparison.Ordinal),
        5 => json.Replace("\"source\":", "\"source\":7,\"source\":", StringComparison.Ordinal),
        _ => "no JSON at all, but " + PersonMark,
    };

    private static StreamRecord BinaryCloudEvent(EventFamily family, int device, string site, string kind, EventTime at, string value, string attributes)
    {
        KeyValuePair<string, byte[]>[] headers =
        [
            Header("ce_specversion", "1.0"), Header("ce_id", $"{device}-{at}"), Header("ce_type", kind),
            Header("ce_source", SourceOf(family, device)), Header("ce_subject", site), Header("ce_time", at.ToString()),
        ];
        var body = $$"""{"value":{{value}},"attributes":{ {{attributes}} } }""";
        return new StreamRecord(family, PartitionOf(device), site, Encoding.UTF8.GetBytes(body), headers);
    }

    private void Close(EventFamily family, int partition)
    {
        var at = Start + TimeSpan.FromSeconds(Seconds * 2);
        var json = $$"""{"kind":"{{Enum.GetName(family)?.ToLowerInvariant()}}.closing","source":"close-{{partition}}","site":"{{SiteOf(family, partition)}}","time":"{{at}}"}""";
        _arrivals.Add((double.MaxValue, Plain(family, partition, SiteOf(family, partition), json)));
    }

    private static StreamRecord Plain(EventFamily family, int device, string site, string text) => new(family, PartitionOf(device), site, Encoding.UTF8.GetBytes(text));

    /// <summary>Rises from 0 to a height and falls again, once in two and a half minutes, each device in its own phase, with some noise.</summary>
    private double Wave(int second, int device, double height)
    {
        var phase = (second + (device * 23)) % 150 / 150.0;
        var wave = Math.Max(0, Math.Sin(phase * 2 * Math.PI));
        return Math.Round((wave * height) + (_random.NextDouble() * height * 0.05), 3);
    }

    private static string SiteOf(EventFamily family, int device) => $"hx/c{(int)family + 1}/g1/b{device % SitesPerFamily}";

    private static int PartitionOf(int device) => device % SitesPerFamily % Partitions;

    private static string SourceOf(EventFamily family, int device) => $"{Enum.GetName(family)?.ToLowerInvariant()}-{device:00}";

    private static KeyValuePair<string, byte[]> Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
