using System.Globalization;

namespace RiskEngine.LoadTest;

/// <summary>Runs one stretch of load on a rig of its own and watches it from outside.</summary>
internal sealed class LoadStretch
{
    private const int Tries = 3;
    private const long HopelessSeconds = 3;
    private const double LeastShare = 0.05;
    private const int SourcesWorthAFigure = 100_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SoakRush = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRush = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongInterval = TimeSpan.FromSeconds(10);
    private readonly LoadRequest _request;
    private readonly LoadSubject _subject;
    private readonly string _name;
    private readonly int? _rate;
    private readonly TimeSpan _duration;

    private LoadStretch(LoadRequest request, LoadSubject subject, string name, int? rate, TimeSpan duration)
    {
        _request = request;
        _subject = subject;
        _name = name;
        _rate = rate;
        _duration = duration;
    }

    /// <summary>Runs it; again where the rig failed, which is told.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="subject">Who is measured.</param>
    /// <param name="name">What the stretch is called in reports.</param>
    /// <param name="rate">Events per second; null for as many as are taken.</param>
    /// <param name="duration">Without the warm-up.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<LoadFigure> RunAsync(LoadRequest request, LoadSubject subject, string name, int? rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var stretch = new LoadStretch(request, subject, name, rate, duration);
        for (var attempt = 1; ; attempt++)
        {
            var figure = await stretch.Run(cancellationToken).ConfigureAwait(false);
            if (!figure.IsVoid || attempt == Tries) return figure;
            Console.Error.WriteLine($"{subject.Name}, {name}: {figure.Fault}; once more");
        }
    }

    /// <summary>Whether a rate was held: what was due was taken, never too far behind.</summary>
    public static bool Holds(LoadFigure figure, TimeSpan mostBehind) =>
        figure.Fault is null && figure.Asked is { } asked && figure.Rate >= 0.98 * asked && figure.WorstBehind <= asked * mostBehind.TotalSeconds;

    private async Task<LoadFigure> Run(CancellationToken cancellationToken)
    {
        var rig = await LoadRig.StartAsync(_request, _subject, _rate, cancellationToken).ConfigureAwait(false);
        await using (rig.ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.Factory.StartNew(
                () => Rush(rig.Generator, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            var generating = Task.Factory.StartNew(
                () => rig.Generator.Run(_rate, WarmUp + _duration, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAny(generating, Task.Delay(WarmUp, cancellationToken)).ConfigureAwait(false);
            if (generating.IsFaulted) await generating.ConfigureAwait(false);
            return await Measure(rig, generating, stop, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As fast as it goes: until every one of many devices is known, for a new one costs more than its next events; before a soak, because the buffers that a busy
    /// moment needs stay, and are no growth when one comes later.</summary>
    private void Rush(LoadGenerator generator, CancellationToken cancellationToken)
    {
        if (_duration > LoadRequest.SoakFrom) generator.Run(null, SoakRush, cancellationToken);
        if (_request.Profile.Sources >= SourcesWorthAFigure) generator.Run(null, LongestRush, cancellationToken, 2L * _request.Profile.Sources);
    }

    private async Task<LoadFigure> Measure(LoadRig rig, Task generating, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var first = await Counts(rig, cancellationToken).ConfigureAwait(false);
        await rig.AskAsync("reset", cancellationToken).ConfigureAwait(false);
        var meter = rig.MeterCpu();
        var started = TimeProvider.System.GetTimestamp();
        var samples = await Watch(rig, first, generating, stop, cancellationToken).ConfigureAwait(false);
        var last = await Counts(rig, cancellationToken).ConfigureAwait(false);
        var cores = meter.Read();
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var events = Math.Max(1, last.Consumed - first.Consumed);
        var figure = new LoadFigure
        {
            Subject = _subject.Name,
            Stretch = _name,
            Asked = _rate,
            Rate = events / elapsed.TotalSeconds,
            Seconds = elapsed.TotalSeconds,
            Cores = cores,
            MemoryBytes = rig.WorkingSet,
            WorstBehind = samples.Max(sample => sample.Behind),
            Samples = samples,
        };
        await generating.ConfigureAwait(false);
        return _subject.IsEngine ? await OfEngine(rig, figure, first, last, cancellationToken).ConfigureAwait(false)
            : await OfCeiling(rig, figure, cancellationToken).ConfigureAwait(false);
    }

    private async Task<EngineFigures> Counts(LoadRig rig, CancellationToken cancellationToken) =>
        _subject.IsEngine ? await rig.FiguresAsync(cancellationToken).ConfigureAwait(false) : new EngineFigures { Consumed = rig.Taken };

    private async Task<List<LoadSample>> Watch(LoadRig rig, EngineFigures first, Task generating, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        var interval = _duration > LoadRequest.SoakFrom ? LongInterval : ShortInterval;
        var samples = new List<LoadSample>();
        var started = TimeProvider.System.GetTimestamp();
        var (lastTaken, lastAt) = (first.Consumed, started);
        while (!generating.IsCompleted)
        {
            await Task.WhenAny(generating, Task.Delay(interval, cancellationToken)).ConfigureAwait(false);
            rig.Look();
            var at = TimeProvider.System.GetTimestamp();
            var now = await Counts(rig, cancellationToken).ConfigureAwait(false);
            var lap = await rig.AskAsync("lap", cancellationToken).ConfigureAwait(false);
            var second = TimeProvider.System.GetElapsedTime(started, at).TotalSeconds;
            if (samples.Count > 0 && second - samples[^1].Second < interval.TotalSeconds / 2) break;
            var sample = new LoadSample(
                second, (now.Consumed - lastTaken) / TimeProvider.System.GetElapsedTime(lastAt, at).TotalSeconds,
                rig.Generator.Due - now.Consumed, lap.P50, lap.P99, rig.WorkingSet,
                now.Collections[2] - first.Collections[2]);
            samples.Add(sample);
            (lastTaken, lastAt) = (now.Consumed, at);
            Tell(sample);
            if (_request.Rate is not null || _rate is not { } rate || sample.Behind <= HopelessSeconds * rate) continue;
            Console.Error.WriteLine($"given up: {HopelessSeconds} seconds behind");
            await stop.CancelAsync().ConfigureAwait(false);
            break;
        }

        return samples;
    }

    private void Tell(LoadSample sample) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{_subject.Name,-20} {_name,-14} {sample.Second,5:0} s  {sample.Rate,10:#,0} events/s  {sample.Behind,8:#,0} behind  "
            + $"{sample.MemoryBytes / 1048576.0,5:0} MB  alerts p50 {sample.P50:0} ms, p99 {sample.P99:0} ms"));

    private static async Task<LoadFigure> OfCeiling(LoadRig rig, LoadFigure figure, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 30 && rig.Taken != rig.Generator.Published; i++) await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        if (rig.Taken == rig.Generator.Published) return figure;
        return figure with { Fault = FormattableString.Invariant($"void: {rig.Generator.Published:N0} events were published and {rig.Taken:N0} taken"), IsVoid = true };
    }

    /// <summary>A rate counts only where all that was published was taken, the ledger balances, nothing was lost, and the alerts are those that were planted.</summary>
    private async Task<LoadFigure> OfEngine(LoadRig rig, LoadFigure figure, EngineFigures first, EngineFigures last, CancellationToken cancellationToken)
    {
        var latency = await rig.AskAsync("all", cancellationToken).ConfigureAwait(false);
        var end = await Settled(rig, cancellationToken).ConfigureAwait(false);
        long came = 0;
        for (var i = 0; i < 100 && came < rig.Generator.Planted; i++)
        {
            came = (await rig.AskAsync("count", cancellationToken).ConfigureAwait(false)).Count;
            if (came < rig.Generator.Planted) await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }

        var verdict = new LoadVerdict(rig.Generator.Published, end.Accounted, end.LedgerBalances, end.Lost, end.Late, rig.Generator.Planted, came);
        var events = Math.Max(1, last.Consumed - first.Consumed);
        var shares = last.SharesSince(first);
        return figure with
        {
            AllocatedPerEvent = (double)(last.Allocated - first.Allocated) / events,
            Collections = [.. last.Collections.Zip(first.Collections, (after, before) => after - before)],
            BytesPerSource = last.Sources >= SourcesWorthAFigure ? (double)(figure.MemoryBytes - rig.IdleWorkingSet) / last.Sources : null,
            CheckpointShare = (last.SnapshotSeconds - first.SnapshotSeconds) / (figure.Cores["measured"] * figure.Seconds),
            CheckpointsPerSecond = (last.Checkpoints - first.Checkpoints) / figure.Seconds,
            TransitionsPerSecond = (last.Transitions - first.Transitions) / figure.Seconds,
            CheckpointBytes = last.CheckpointBytes,
            Planted = rig.Generator.Planted,
            Latency = latency,
            EngineShares = shares,
            Fault = verdict.Fault ?? (shares.Any(share => share < LeastShare) ? "the engines did not share the events: one took next to none" : null),
            IsVoid = verdict.IsVoid,
        };
    }

    /// <summary>The counts once the engine has taken all, or after ten seconds.</summary>
    private static async Task<EngineFigures> Settled(LoadRig rig, CancellationToken cancellationToken)
    {
        var figures = await rig.FiguresAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < 100 && (figures.Accounted != rig.Generator.Published || !figures.LedgerBalances); i++)
        {
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            figures = await rig.FiguresAsync(cancellationToken).ConfigureAwait(false);
        }

        return figures;
    }
}
