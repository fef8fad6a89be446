using System.Diagnostics;

namespace RiskEngine.LoadTest;

/// <summary>Runs one stretch of load on a rig of its own and watches it from outside.</summary>
internal static class LoadStretch
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <summary>At a steady rate.</summary>
    public static Task<LoadFigure> SteadyAsync(LoadRequest request, LoadSubject subject, string name, int rate, TimeSpan duration, CancellationToken cancellationToken) => RunAsync(
        request, subject, name, rate, withLatency: true, (rig, stop) => rig.Generator.RunSteadily(rate, WarmUp + duration, stop), cancellationToken);

    private static async Task<LoadFigure> RunAsync(
        LoadRequest request, LoadSubject subject, string name, int? asked, bool withLatency, Action<LoadRig, CancellationToken> generate, CancellationToken cancellationToken)
    {
        var rig = await LoadRig.StartAsync(request, subject, cancellationToken).ConfigureAwait(false);
        await using (rig.ConfigureAwait(false))
        {
            var generating = Task.Factory.StartNew(() => generate(rig, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAny(generating, Task.Delay(WarmUp, cancellationToken)).ConfigureAwait(false);
            if (generating.IsFaulted) await generating.ConfigureAwait(false);
            return await Watch(rig, subject, name, asked, withLatency && subject.IsEngine, generating, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<LoadFigure> Watch(
        LoadRig rig, LoadSubject subject, string name, int? asked, bool withLatency, Task generating, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var first = subject.IsEngine ? await rig.FiguresAsync(cancellationToken).ConfigureAwait(false) : null;
        if (withLatency) await rig.AskAsync("reset", cancellationToken).ConfigureAwait(false);
        using var self = Process.GetCurrentProcess();
        var (cpu, brokerCpu, ownCpu) = (rig.Measured.Cpu, rig.Broker?.Cpu ?? TimeSpan.Zero, self.TotalProcessorTime);
        var started = time.GetTimestamp();
        var taken = first?.Consumed ?? rig.Taken;
        var samples = new List<LoadSample>();
        var (lastTaken, lastAt) = (taken, started);
        while (!generating.IsCompleted)
        {
            await Task.WhenAny(generating, Task.Delay(Between, cancellationToken)).ConfigureAwait(false);
            if (rig.Measured.HasExited) throw new InvalidOperationException($"{subject.Name} ended:\n{rig.Measured.LastLines}");
            var lap = withLatency ? await rig.AskAsync("lap", cancellationToken).ConfigureAwait(false) : default;
            var (nowTaken, nowAt) = (rig.Taken, time.GetTimestamp());
            var sample = new LoadSample(
                time.GetElapsedTime(started).TotalSeconds, (nowTaken - lastTaken) / time.GetElapsedTime(lastAt, nowAt).TotalSeconds, rig.Generator.Published - nowTaken, lap.P50, lap.P99, rig.Measured.WorkingSet);
            samples.Add(sample);
            (lastTaken, lastAt) = (nowTaken, nowAt);
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{subject.Name,-20} {name,-14} {sample.Second,5:0} s  {sample.Rate,10:#,0} events/s  {sample.Behind,8:#,0} behind  {sample.MemoryBytes / 1048576.0,5:0} MB  alerts p50 {sample.P50:0} ms, p99 {sample.P99:0} ms"));
        }

        await generating.ConfigureAwait(false);
        var last = subject.IsEngine ? await rig.FiguresAsync(cancellationToken).ConfigureAwait(false) : null;
        var elapsed = time.GetElapsedTime(started);
        var events = Math.Max(1, (last?.Consumed ?? rig.Taken) - taken);
        self.Refresh();
        var figure = new LoadFigure
        {
            Subject = subject.Name,
            Stretch = name,
            Asked = asked,
            Rate = events / elapsed.TotalSeconds,
            Seconds = elapsed.TotalSeconds,
            CpuPerEvent = (rig.Measured.Cpu - cpu).TotalMicroseconds / events,
            BrokerCpuPerEvent = ((rig.Broker?.Cpu ?? TimeSpan.Zero) - brokerCpu).TotalMicroseconds / events,
            GeneratorCpuPerEvent = (self.TotalProcessorTime - ownCpu).TotalMicroseconds / events,
            MemoryBytes = rig.Measured.WorkingSet,
            WorstBehind = samples.Max(sample => sample.Behind),
            Samples = samples,
        };
        if (first is null || last is null)
        {
            await Task.Delay(Between, cancellationToken).ConfigureAwait(false);
            return rig.Taken == rig.Generator.Published ? figure : figure with { Fault = $"{rig.Generator.Published:N0} events were published and {rig.Taken:N0} taken" };
        }

        return await Checked(rig, figure, first, last, events, withLatency, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A rate counts only where all that was published was taken, the ledger balances, nothing was lost, and the alerts are those that were planted.</summary>
    private static async Task<LoadFigure> Checked(
        LoadRig rig, LoadFigure figure, EngineFigures first, EngineFigures last, long events, bool withLatency, CancellationToken cancellationToken)
    {
        var latency = withLatency ? await rig.AskAsync("all", cancellationToken).ConfigureAwait(false) : default;
        var end = await Settled(rig, cancellationToken).ConfigureAwait(false);
        long alerts = 0;
        for (var i = 0; i < 100 && alerts < rig.Generator.Planted; i++)
        {
            alerts = (await rig.AskAsync("count", cancellationToken).ConfigureAwait(false)).Count;
            if (alerts < rig.Generator.Planted) await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }

        var fault = !end.LedgerBalances ? "the ledger does not balance"
            : end.Lost > 0 ? $"{end.Lost:N0} records were lost"
            : end.Late > 0 ? $"{end.Late:N0} events were late"
            : end.Accounted != rig.Generator.Published ? $"{rig.Generator.Published:N0} events were published and {end.Accounted:N0} accounted for"
            : alerts != rig.Generator.Planted ? $"{rig.Generator.Planted:N0} alerts were expected and {alerts:N0} came"
            : null;
        return figure with
        {
            AllocatedPerEvent = (double)(last.Allocated - first.Allocated) / events,
            OldCollections = last.OldCollections - first.OldCollections,
            Planted = rig.Generator.Planted,
            Latency = latency,
            Fault = fault,
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
