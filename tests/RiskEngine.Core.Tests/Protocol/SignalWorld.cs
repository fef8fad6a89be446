namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Everything at one moment: two owners of a task, what each has on its way, the signals log, and who reads it.</summary>
internal sealed class SignalWorld
{
    public SignalOwner[] Owners { get; private set; } = [new(), new()];

    public List<SignalRecord> Log { get; private set; } = [];

    /// <summary>Where the task's checkpoint stands; negative where nothing is stored.</summary>
    public int Stored { get; set; } = -1;

    public int StoredEpoch { get; set; }

    public int Epochs { get; set; }

    public int Acquisitions { get; set; }

    public int StoreLosses { get; set; }

    public int Crashes { get; set; }

    public int Deaths { get; set; }

    public int Saves { get; set; }

    public SignalModelReader Reader { get; private set; } = new();

    public SignalModelReader Checkpoint { get; set; } = new();

    public SignalWorld Clone()
    {
        var clone = (SignalWorld)MemberwiseClone();
        clone.Owners = [.. Owners.Select(owner => owner with { OnTheWay = [.. owner.OnTheWay] })];
        clone.Log = [.. Log];
        clone.Reader = Reader.Clone();
        return clone;
    }

    /// <summary>The reader goes on from its checkpoint.</summary>
    public void RestartReader() => Reader = Checkpoint.Clone();

    /// <summary>Equal for worlds that can make no difference.</summary>
    public string Key => $"{string.Join('|', Owners.Select(owner => owner.Key).Order(StringComparer.Ordinal))}/{string.Join(',', Log)}/{Stored},{StoredEpoch},"
        + $"{Epochs},{Acquisitions},{StoreLosses},{Crashes},{Deaths},{Saves}/{Reader.Key}/{Checkpoint.Key}";

    /// <summary>An owner of the task; of epoch 0 where it is none.</summary>
    internal sealed record SignalOwner
    {
        public int Epoch { get; init; }

        /// <summary>The next event that it reads.</summary>
        public int Position { get; init; }

        /// <summary>How many ticks it may still give, and markers it may still send: bounds of the search.</summary>
        public int Ticks { get; init; }

        public int Markers { get; init; }

        public List<SignalRecord> OnTheWay { get; init; } = [];

        public string Key => $"{Epoch},{Position},{Ticks},{Markers}:{string.Join(',', OnTheWay)}";
    }
}
