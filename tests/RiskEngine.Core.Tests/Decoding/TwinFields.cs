using System.Text.RegularExpressions;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>What the twin has read of one object.</summary>
internal sealed partial class TwinFields
{
    public Dictionary<string, string> Names { get; } = [];

    public long? Micros { get; set; }

    public TwinValue? Value { get; set; }

    public List<(string Name, TwinValue Value)>? Attributes { get; set; }

    public TwinEvent ToEvent(DateTime? earliest)
    {
        foreach (var name in new[] { "kind", "source", "site" })
        {
            if (!Names.ContainsKey(name)) throw new TwinRejection(RejectReason.MissingField);
        }

        var micros = Micros ?? throw new TwinRejection(RejectReason.MissingField);
        if (!Kind().IsMatch(Names["kind"])) throw new TwinRejection(RejectReason.BadField);
        if (Names["kind"].Split('.')[0] is not ("sensor" or "access" or "utility" or "flow")) throw new TwinRejection(RejectReason.UnknownFamily);
        if (Names["site"].Split('/').Contains("")) throw new TwinRejection(RejectReason.BadField);
        if (earliest is { } least && micros < (least - DateTime.UnixEpoch).TotalMicroseconds) throw new TwinRejection(RejectReason.ImplausibleTime);
        var value = Value ?? new TwinValue(EventValueKind.None, double.NaN, null);
        var attributes = string.Join(";", (Attributes ?? []).Select(pair => $"{pair.Name}={pair.Value.ShowAsWritten()}"));
        return new TwinEvent(
            Names.GetValueOrDefault("id", ""), Names["kind"], Names["source"], Names["site"], Names.GetValueOrDefault("unit", ""), micros, value.Show(), attributes);
    }

    [GeneratedRegex(@"^[a-z0-9_-]+(\.[a-z0-9_-]+)*\z")]
    private static partial Regex Kind();
}
