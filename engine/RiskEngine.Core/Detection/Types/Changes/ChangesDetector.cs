using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Changes;

/// <summary>Rule type <c>changes</c>: knows the value of each key, and hands the readings that change it to a window that counts them.</summary>
/// <remarks>The window is a part of the state of its own. Memory per key: about 16 bytes, and the changes in the window.</remarks>
internal sealed class ChangesDetector : KeyedState<ChangesDetector>, IDetector, IExpiring, IPrefetchable, IHopping
{
    private readonly ChangesDetection _detection;
    private readonly IDetector _window;
    private readonly IHopping? _hopping;
    private SlotTable<double> _values = new();

    public ChangesDetector(ChangesDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys)
    {
        _detection = detection;
        var count = detection.AsCount(site.Rule);
        if (count.Window.Every is null)
        {
            var sliding = new SlidingDetector(count, new DetectorSite(site.Rule with { Detection = count }, site.Keys, site.Schedule, site.Alerts, site.Plan));
            site.Plan.Keep(sliding);
            _window = sliding;
        }
        else
        {
            var panes = new PaneGroup(count.PanesPart(site.Rule), site.Keys, site.Schedule, [new PaneReader(count, site.Alerts, site.Rule.AsksForCoverage)]);
            site.Plan.Keep(panes);
            (_window, _hopping) = (panes, panes);
        }
    }

    protected override bool IsEmpty => _values.Count == 0;

    public EventTime NextSweep => _hopping?.NextSweep ?? EventTime.MaxValue;

    public void Observe(EventCursor cursor, int slot)
    {
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        if (IsChange(slot, value, _detection.Value.Hash?.Invoke(cursor))) _window.Observe(cursor, slot);
    }

    public EventTime NextEnd(int slot) => _hopping?.NextEnd(slot) ?? EventTime.MaxValue;

    public void End(int slot, EventTime end) => _hopping?.End(slot, end);

    public void Sweep(EventTime floor, KeySchedule schedule) => _hopping?.Sweep(floor, schedule);

    public void PrefetchRow(int slot) => _values.PrefetchRow(slot);

    public void PrefetchState(int slot, EventTime at) => _values.PrefetchValue(slot);

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_values.TryRow(slot, out var row)) return false;
        writer.Double(_values.At(row));
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string part, ref StateReader reader)
    {
        var value = reader.Double();
        return part.Contains("#:", StringComparison.Ordinal) ? "knows the last value by its hash" : $"last value {StoredWords.Number(value)}";
    }

    public override void Clear() => _values.Clear();

    protected override void Restore(int slot, ref StateReader reader) => _values.Of(slot, out _) = reader.Double();

    protected override bool Forget(int slot) => _values.Remove(slot);

    protected override void TakeOver(ChangesDetector before, EventTime now) => _values = before._values;

    /// <summary>Whether the value of a key has changed in the way that counts; it is remembered as the one that the next has to differ from.</summary>
    private bool IsChange(int slot, double value, ulong? hash)
    {
        ref var known = ref _values.Of(slot, out var isNew);
        if (hash is { } one)
        {
            var isSame = !isNew && BitConverter.DoubleToUInt64Bits(known) == one;
            if (isSame) return false;
            known = BitConverter.UInt64BitsToDouble(one);
            Dirty.Mark(slot);
            return !isNew;
        }

        var step = isNew ? 0 : value - known;
        if (!isNew && Math.Abs(step) <= _detection.Tolerance) return false;
        known = value;
        Dirty.Mark(slot);
        return !isNew && (_detection.Direction == Direction.Both || (_detection.Direction == Direction.Up ? step > 0 : step < 0));
    }
}
