namespace RiskEngine.Host.Benching;

/// <summary>Benchmarks inside a running engine: on synthetic load, beside the live tasks and never through them; one at a time, bounded in processor, memory and time.</summary>
/// <remarks>
/// It has a pipeline, names and rules of its own. After each batch it rests as long as the batch took, so it takes at most half of one processor. Any thread
/// may call.
/// </remarks>
public sealed class BenchService(TimeProvider time)
{
    /// <summary>Longest run, seconds.</summary>
    public const int MostSeconds = 300;

    /// <summary>Most sources of a load; larger profiles are cut down to it. About 150 MB at most.</summary>
    public const int MostSources = 100_000;

    private const int MostResults = 100;
    private const double Rest = 1;
    private readonly Lock _lock = new();
    private readonly List<BenchResult> _history = [];
    private bool _running;

    /// <summary>Results since the start of the engine, the oldest first; the last 100.</summary>
    public IReadOnlyList<BenchResult> History
    {
        get
        {
            lock (_lock) return [.. _history];
        }
    }

    /// <summary>Whether a run is going on.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_lock) return _running;
        }
    }

    /// <summary>Claims the only place for a run.</summary>
    /// <returns>False where one is going on.</returns>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (_running) return false;
            return _running = true;
        }
    }

    /// <summary>Runs on a thread of its own, after <see cref="TryBegin"/>, and keeps the result.</summary>
    /// <param name="profile">The load; cut down to <see cref="MostSources"/>.</param>
    /// <param name="duration">Work to measure; it takes about twice as long by the clock, and the warm-up.</param>
    /// <param name="progress">Told about once a second of work.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<BenchResult> RunAsync(BenchProfile profile, TimeSpan duration, Action<BenchProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60) + (4 * duration), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var load = profile with { Sources = Math.Min(profile.Sources, MostSources) };
            var result = await Task.Factory.StartNew(
                () => BenchRun.Run(load, duration, withOthers: false, oneCore: false, Rest, progress, either.Token),
                either.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            lock (_lock)
            {
                _history.Add(result);
                if (_history.Count > MostResults) _history.RemoveAt(0);
            }

            return result;
        }
        finally
        {
            lock (_lock) _running = false;
        }
    }
}
