using System.Globalization;
using System.Text;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>Seeded valid events of all four families, about 190 bytes each, as a producer would write them.</summary>
internal static class RealisticEvents
{
    private static readonly (string Kind, string Unit)[] Kinds =
        [("sensor.gas", "%LEL"), ("sensor.temperature", "°C"), ("access.badge", ""), ("utility.gas.flow", "m3/h"), ("flow.people", "1")];

    public static List<byte[]> Make(int count, int seed)
    {
        var random = new Random(seed);
        var start = new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);
        var events = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            var (kind, unit) = Kinds[i % Kinds.Length];
            var isBadge = kind == "access.badge";
            var value = isBadge ? "\"granted\"" : (random.NextDouble() * 100).ToString("0.00", CultureInfo.InvariantCulture);
            var attributes = isBadge ? $$"""{"credential":"C-{{random.Next(500):D7}}","door":"north"}""" : """{"phase":"night","floor":3,"indoor":true}""";
            var id = $"{random.Next():x8}";
            var source = $"dev-{random.Next(10_000):D5}";
            var site = $"huaxi/c{random.Next(20):D2}/g{random.Next(90):D2}/b1";
            var time = $"{start.AddMilliseconds(random.Next()):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";
            events.Add(Encoding.UTF8.GetBytes(
                $$"""{"id":"{{id}}","kind":"{{kind}}","source":"{{source}}","site":"{{site}}","time":"{{time}}","value":"""
                + $$"""{{value}},"unit":"{{unit}}","attributes":{{attributes}}}"""));
        }

        return events;
    }
}
