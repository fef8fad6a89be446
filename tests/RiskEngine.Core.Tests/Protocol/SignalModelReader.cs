using RiskEngine.Core.Signals;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Who reads the signals log: events wait until time has passed them, and count then. It judges with the engine's own roster.</summary>
internal sealed class SignalModelReader
{
    private const string Producer = "task/0";
    private List<(string Key, byte[] Value)> _roster = [];

    /// <summary>The next record.</summary>
    public int Next { get; set; }

    /// <summary>Records below it were read before a restart.</summary>
    public int ReadBefore { get; set; }

    /// <summary>How far time has come.</summary>
    public int Clock { get; set; } = -1;

    /// <summary>How often each event counted.</summary>
    public int[] Counted { get; private set; } = new int[4];

    /// <summary>Offset and event of each signal that waits.</summary>
    public SortedSet<(int Offset, int Event)> Waiting { get; private set; } = [];

    /// <summary>Epochs of the owners that have introduced themselves, in the order of the log.</summary>
    public List<int> Owners { get; private set; } = [];

    public string Key => $"{Next},{ReadBefore},{Clock},{string.Join("", Counted)},{string.Join(';', Waiting)},{string.Join('.', Owners)},"
        + string.Join('&', _roster.Select(entry => entry.Key + Convert.ToHexString(entry.Value)));

    public SignalModelReader Clone()
    {
        var clone = (SignalModelReader)MemberwiseClone();
        clone.Counted = [.. Counted];
        clone.Waiting = [.. Waiting];
        clone.Owners = [.. Owners];
        clone._roster = [.. _roster];
        return clone;
    }

    /// <summary>Takes the next record in.</summary>
    /// <returns>What went wrong; null where nothing did.</returns>
    public string? Take(SignalRecord record, SignalMutation mutation)
    {
        var offset = Next++;
        var roster = Restored();
        if (offset < ReadBefore)
        {
            var isWanted = record.Kind == 'S' && record.Event >= Clock && (mutation == SignalMutation.SkippedRecordsAreForgotten || !roster.WasSkipped(offset));
            return isWanted ? Wait(offset, record.Event) : null;
        }

        if (mutation == SignalMutation.EpochsTellWhoIsLater && Owners.Count > 0 && record.Epoch < Owners.Max()) return null;
        var verdict = roster.Take(HeadOf(record), offset, 1);
        Save(roster);
        if (verdict == ProducerVerdict.Repeated && mutation == SignalMutation.RepeatedSignalsCount) verdict = ProducerVerdict.New;
        if (verdict == ProducerVerdict.Superseded && mutation == SignalMutation.SupersededOwnersCount) verdict = ProducerVerdict.New;
        if (verdict != ProducerVerdict.New) return null;
        switch (record.Kind)
        {
            case 'O':
                Owners.Add(record.Epoch);
                return null;
            case 'T':
                return Owners.Count > 0 && Owners[^1] != record.Epoch ? $"the tick of owner {record.Epoch} counts, though owner {Owners[^1]} has taken over" : null;
            case 'M':
                Clock = Math.Max(Clock, record.Event);
                foreach (var due in Waiting.Where(waiting => waiting.Event < Clock).OrderBy(waiting => waiting.Event).ToList()) Count(due);
                return Counted.Max() > 1 ? $"event {Array.IndexOf(Counted, Counted.Max())} counts twice" : null;
            default:
                return record.Event < Clock ? $"the signal of event {record.Event} comes after time {Clock}" : Wait(offset, record.Event);
        }
    }

    /// <summary>What a checkpoint keeps: all but what waits, which is read again.</summary>
    public SignalModelReader Saved(SignalMutation mutation)
    {
        var saved = Clone();
        saved.ReadBefore = Math.Max(Next, ReadBefore);
        saved.Next = Waiting.Count > 0 ? Math.Min(Next, Waiting.Min.Offset) : Next;
        saved.Waiting.Clear();
        if (mutation == SignalMutation.ReaderForgetsProducers) saved._roster.Clear();
        return saved;
    }

    private string? Wait(int offset, int number)
    {
        if (Waiting.Any(waiting => waiting.Event == number) || Counted[number] > 0) return $"event {number} is taken in twice";
        Waiting.Add((offset, number));
        return null;
    }

    private void Count((int Offset, int Event) due)
    {
        Waiting.Remove(due);
        Counted[due.Event]++;
    }

    private static SignalHead HeadOf(SignalRecord record)
    {
        var head = new SignalHead
        {
            Kind = record.Kind switch { 'O' => SignalKind.Owner, 'M' => SignalKind.Marker, _ => SignalKind.Event },
            Producer = Producer,
            Epoch = record.Epoch,
            Place = record.Kind == 'T' ? new SignalPlace(record.Event, 0, 0) : new SignalPlace(record.Event, 1, 0),
        };
        if (record.Kind == 'O') head.AddProducer("task", 1);
        return head;
    }

    private ProducerRoster Restored()
    {
        var roster = new ProducerRoster(TimeSpan.FromDays(1));
        foreach (var (key, value) in _roster)
        {
            var reader = new StateReader(value);
            ((IKeyedState)roster).Restore(key, ref reader);
        }

        return roster;
    }

    private void Save(ProducerRoster roster)
    {
        IKeyedState state = roster;
        _roster = [];
        for (var slot = 0; slot < state.SlotBound; slot++)
        {
            var writer = new StateWriter();
            if (state.TrySave(slot, writer)) _roster.Add((state.KeyOf(slot), writer.ToArray()));
        }
    }
}
