using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.NewValue;

/// <summary>Rule type <c>new_value</c>.</summary>
internal sealed class NewValueDetector : KeyedState<NewValueDetector>, IDetector, IExpiring
{
    private readonly NewValueDetection _detection;
    private readonly HoldTimers _findings;
    private Dictionary<int, Memory> _memories = [];

    public NewValueDetector(NewValueDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys)
    {
        _detection = detection;
        _findings = new HoldTimers(detection.Hold, site.Alerts, site.Schedule, Dirty);
    }

    protected override bool IsEmpty => _memories.Count == 0;

    public void Observe(EventCursor cursor, int slot)
    {
        if (!TryHash(cursor, out var hash)) return;
        ref readonly var e = ref cursor.Event;
        if (!_memories.TryGetValue(slot, out var memory)) _memories.Add(slot, memory = new Memory(e.Time));
        Dirty.Mark(slot);
        var last = memory.See(hash, e.Time, _detection.MaxValues);
        var isKnown = last is { } before && e.Time - before <= _detection.Remember;
        if (!isKnown && e.Time - memory.FirstEvent >= _detection.Learn) _findings.Find(slot, 1, e.Time, e.Time, Evidence.At(e.Offset));
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_memories.TryGetValue(slot, out var memory)) return false;
        var held = _findings.Until(slot);
        writer.Bool(held is not null);
        if (held is { } until) writer.Int(until.Micros);
        memory.Save(writer);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader)
    {
        var finding = StoredWords.Finding(ref reader);
        var first = reader.Time();
        var values = reader.Count();
        for (var left = values; left > 0; left--)
        {
            reader.Double();
            reader.Time(first);
        }

        return $"{values} values known since {first}{finding}";
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        _findings.Restore(slot, reader.Bool() ? reader.TimeAhead() : null);
        _memories[slot] = Memory.Restored(ref reader);
    }

    protected override bool Forget(int slot)
    {
        _findings.Restore(slot, null);
        return _memories.Remove(slot);
    }

    protected override void TakeOver(NewValueDetector before, EventTime now)
    {
        _memories = before._memories;
        _findings.Adopt(before._findings);
    }

    public override void Retire() => _findings.Retire();

    public override void Clear()
    {
        _memories.Clear();
        _findings.Clear();
    }

    public override void Resume(EventTime now) => _findings.Resume();

    private bool TryHash(EventCursor cursor, out ulong hash)
    {
        if (_detection.Value.Hash is { } ofText)
        {
            hash = ofText(cursor);
            return hash != 0;
        }

        var number = _detection.Value.Evaluate(cursor);
        hash = DistinctSketch.Mix(BitConverter.DoubleToUInt64Bits(number == 0 ? 0 : number));
        return !double.IsNaN(number);
    }

    /// <summary>The values of one key, each with when it came last.</summary>
    private sealed class Memory(EventTime firstEvent)
    {
        private readonly Dictionary<ulong, Seen> _values = [];
        private long _order;

        public EventTime FirstEvent { get; } = firstEvent;

        /// <summary>Notes a value.</summary>
        /// <returns>When it came before; null where that is not remembered.</returns>
        public EventTime? See(ulong hash, EventTime at, int most)
        {
            EventTime? before = _values.TryGetValue(hash, out var seen) ? seen.At : null;
            if (before is null && _values.Count >= most) RemoveUnseenLongest();
            _values[hash] = new Seen(at, _order++);
            return before;
        }

        public void Save(StateWriter writer)
        {
            writer.Int(FirstEvent.Micros);
            writer.Count(_values.Count);
            foreach (var (hash, seen) in _values.OrderBy(value => value.Value.Order))
            {
                writer.Double(BitConverter.UInt64BitsToDouble(hash));
                writer.Int(seen.At.Micros - FirstEvent.Micros);
            }
        }

        public static Memory Restored(ref StateReader reader)
        {
            var memory = new Memory(reader.Time());
            for (var left = reader.Count(); left > 0; left--)
            {
                var hash = BitConverter.DoubleToUInt64Bits(reader.Double());
                memory._values[hash] = new Seen(reader.Time(memory.FirstEvent), memory._order++);
            }

            return memory;
        }

        private void RemoveUnseenLongest()
        {
            var (oldest, order) = (0UL, long.MaxValue);
            foreach (var (hash, seen) in _values)
            {
                if (seen.Order < order) (oldest, order) = (hash, seen.Order);
            }

            _values.Remove(oldest);
        }

        private readonly record struct Seen(EventTime At, long Order);
    }
}
