namespace RiskEngine.Pipeline.Running;

/// <summary>When tasks take their checkpoints: each once an interval, and all together no more bytes than a rate.</summary>
/// <remarks>Where the state is so large that the rate is reached, the tasks come one after the other, each less often. Asked once per checkpoint; any thread may call.</remarks>
public sealed class CheckpointPace
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _interval;
    private readonly TimeSpan _longest;
    private readonly double _bytesPerSecond;
    private DateTimeOffset _taken;

    /// <summary>A pace.</summary>
    /// <param name="interval">Least time between two checkpoints of a task.</param>
    /// <param name="bytesPerSecond">What all tasks together may write.</param>
    /// <param name="longest">Longest time between two checkpoints of a task; goes before the rate.</param>
    public CheckpointPace(TimeSpan interval, long bytesPerSecond, TimeSpan longest)
    {
        _interval = interval;
        _bytesPerSecond = bytesPerSecond;
        _longest = longest;
    }

    /// <summary>One second, 16 MiB a second, one minute.</summary>
    public static CheckpointPace Default => new(TimeSpan.FromSeconds(1), 16 * 1024 * 1024, TimeSpan.FromMinutes(1));

    /// <summary>When a task takes its first checkpoint.</summary>
    public DateTimeOffset First(DateTimeOffset now) => now + _interval;

    /// <summary>When a task takes its next checkpoint.</summary>
    /// <param name="now">When it took the last one.</param>
    /// <param name="bytes">Size of that; the next is taken to be like it.</param>
    public DateTimeOffset Next(DateTimeOffset now, long bytes)
    {
        var due = now + _interval;
        lock (_lock)
        {
            if (_taken > due) due = _taken;
            if (due > now + _longest) due = now + _longest;
            _taken = due + TimeSpan.FromSeconds(bytes / _bytesPerSecond);
            return due;
        }
    }
}
