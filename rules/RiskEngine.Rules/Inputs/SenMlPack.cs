using RiskEngine.Cel.Values;
using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Inputs;

/// <summary>Resolves the records of a SenML pack (RFC 8428, section 4.6): base fields are worked in, times are absolute, each record stands for itself.</summary>
internal static class SenMlPack
{
    /// <summary>Times below this are relative to the time of the pack (section 4.5.3).</summary>
    private const double FirstAbsolute = 1 << 28;

    private static readonly CelValue Name = CelValue.Of("n");
    private static readonly CelValue Unit = CelValue.Of("u");
    private static readonly CelValue Value = CelValue.Of("v");
    private static readonly CelValue Sum = CelValue.Of("s");
    private static readonly CelValue Time = CelValue.Of("t");

    /// <summary>Resolves a pack.</summary>
    /// <param name="pack">The array as it was read.</param>
    /// <param name="received">When the log took it; null where that is unknown.</param>
    /// <param name="resolved">A list of maps with <c>n</c>, <c>u</c>, <c>v</c>, <c>vs</c>, <c>vb</c>, <c>vd</c>, <c>s</c> as far as they have them, and <c>t</c> in seconds of
    /// the epoch; without <c>t</c> where the time is relative and <paramref name="received"/> unknown.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static bool TryResolve(in CelValue pack, EventTime? received, out CelValue resolved, out string fault)
    {
        resolved = default;
        fault = "";
        if (pack.Kind != CelKind.List)
        {
            fault = "payload: a SenML pack is an array";
            return false;
        }

        var list = pack.AsList();
        var records = new List<CelValue>(list.Count);
        var bases = new Bases();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Kind != CelKind.Map || !bases.TryTake(list[i].AsMap()))
            {
                fault = FormattableString.Invariant($"payload[{i}]: is no SenML record: base times and values are numbers, names and units texts");
                return false;
            }

            if (Resolve(list[i].AsMap(), bases, received) is { } record) records.Add(CelValue.Of(record));
        }

        resolved = CelValue.Of(new CelList([.. records]));
        return true;
    }

    /// <summary>One record with the base fields worked in; null where it holds base fields only.</summary>
    private static CelMap? Resolve(CelMap raw, Bases bases, EventTime? received)
    {
        var record = new CelMap(raw.Count + 3);
        var hasValue = false;
        foreach (var (key, value) in raw.Entries)
        {
            var name = key.AsString();
            if (name.Length > 1 && name[0] == 'b') continue;
            hasValue |= name is "v" or "vs" or "vb" or "vd" or "s";
            if (name is "n" or "t" or "u") continue;
            var shift = name == "v" ? bases.Value : name == "s" ? bases.Sum : 0;
            record.TryAdd(key, value.Kind == CelKind.Double ? CelValue.Of(value.AsDouble() + shift) : value);
        }

        if (!hasValue && bases.Value != 0) hasValue = record.TryAdd(Value, CelValue.Of(bases.Value));
        if (!hasValue && bases.Sum != 0) hasValue = record.TryAdd(Sum, CelValue.Of(bases.Sum));
        if (!hasValue) return null;
        record.TryAdd(Name, CelValue.Of(bases.Name + (raw.TryGet(Name, out var own) && own.Kind == CelKind.String ? own.AsString() : "")));
        if (raw.TryGet(Unit, out var unit) && unit.Kind == CelKind.String) record.TryAdd(Unit, unit);
        else if (bases.Unit is { } common) record.TryAdd(Unit, CelValue.Of(common));
        var time = bases.Time + (raw.TryGet(Time, out var at) && at.Kind == CelKind.Double ? at.AsDouble() : 0);
        if (time >= FirstAbsolute) record.TryAdd(Time, CelValue.Of(time));
        else if (received is { } now) record.TryAdd(Time, CelValue.Of((now.Micros / 1e6) + time));
        return record;
    }

    private struct Bases()
    {
        public string? Name = "";
        public string? Unit;
        public double Time;
        public double Value;
        public double Sum;

        public bool TryTake(CelMap record) =>
            TryText(record, "bn", ref Name) && TryText(record, "bu", ref Unit) && TryNumber(record, "bt", ref Time)
            && TryNumber(record, "bv", ref Value) && TryNumber(record, "bs", ref Sum);

        private static bool TryText(CelMap record, string key, ref string? text)
        {
            if (!record.TryGet(CelValue.Of(key), out var value)) return true;
            text = value.AsString();
            return value.Kind == CelKind.String;
        }

        private static bool TryNumber(CelMap record, string key, ref double number)
        {
            if (!record.TryGet(CelValue.Of(key), out var value)) return true;
            number = value.AsDouble();
            return value.Kind == CelKind.Double;
        }
    }
}
