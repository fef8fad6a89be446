using System.Text.Json;

namespace RiskEngine.Service.Benching;

/// <summary>Benchmarks inside a running engine: on synthetic load, beside the live tasks and never through them; one at a time, bounded in processor, memory and time.</summary>
/// <param name="benchmark">
/// Does the work, with a pipeline, names and rules of its own. After each batch it rests as long as the batch took, so it takes at most half of one processor.
/// </param>
/// <param name="time">Measures how long a run may take.</param>
/// <remarks>Any thread may call.</remarks>
public sealed class BenchService(IBenchmark benchmark, TimeProvider time)
{
    /// <summary>Longest run, seconds.</summary>
    public const int MostSeconds = 300;

    /// <summary>Most sources of a load; larger profiles are cut down to it. About 150 MB at most.</summary>
    public const int MostSources = 100_000;

    private const int MostResults = 100;
    private const double Rest = 1;
    private readonly Lock _lock = new();
    private readonly List<JsonElement> _history = [];
    private bool _running;

    /// <summary>Names of the loads that can be asked for.</summary>
    public IReadOnlyList<string> Profiles => benchmark.Profiles;

    /// <summary>Results since the start of the engine, the oldest first; the last 100.</summary>
    public IReadOnlyList<JsonElement> History
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
    /// <param name="profile">Name of the load; it is cut down to <see cref="MostSources"/>.</param>
    /// <param name="duration">Work to measure; it takes about twice as long by the clock, and the warm-up.</param>
    /// <param name="progress">Told about once a second of work.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<JsonElement> RunAsync(string profile, TimeSpan duration, Action<BenchmarkProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60) + (4 * duration), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var request = new BenchmarkRequest(profile, duration, MostSources, Rest);
            var result = await Task.Factory.StartNew(
                () => benchmark.Run(request, progress, either.Token),
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
