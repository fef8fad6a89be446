namespace RiskEngine.LoadTest;

/// <summary>Finds the highest rate that is sustained, and what is asked for besides.</summary>
internal static class LoadTest
{
    private const int Attempts = 5;

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var figures = new List<LoadFigure>();
        var rate = request.Rate;
        if (request.WithCeilings)
        {
            foreach (var ceiling in new[] { LoadSubject.Bare, LoadSubject.BareAndDecode, LoadSubject.EngineOneByOne })
            {
                figures.Add(await LoadStretch.LimitAsync(request, ceiling, cancellationToken).ConfigureAwait(false));
            }
        }

        if (rate is null || request.WithCeilings)
        {
            figures.Add(await LoadStretch.LimitAsync(request, LoadSubject.Engine, cancellationToken).ConfigureAwait(false));
            rate ??= (int)(figures[^1].Rate * 0.9);
        }

        var sustained = await Sustain(request, rate.Value, figures, cancellationToken).ConfigureAwait(false);
        if (request.WithLatency && sustained is not null)
        {
            foreach (var share in new[] { 0.5, 0.9 })
            {
                var name = FormattableString.Invariant($"{share * 100:0} % load");
                figures.Add(await LoadStretch.SteadyAsync(request, LoadSubject.Engine, name, (int)(sustained.Rate * share), request.Trial, cancellationToken).ConfigureAwait(false));
            }
        }

        Console.Write(LoadReport.Text(request, figures, sustained));
        if (request.Results is { } folder) LoadReport.Write(folder, request, figures, sustained);
        return sustained is not null && figures.All(figure => figure.Fault is null || figure.Stretch == "attempt") ? 0 : 1;
    }

    /// <summary>Holds a rate; where it is searched, a lower one after each failure.</summary>
    private static async Task<LoadFigure?> Sustain(LoadRequest request, int rate, List<LoadFigure> figures, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < (request.Rate is null ? Attempts : 1); attempt++, rate = (int)(rate * 0.9))
        {
            var figure = await LoadStretch.SteadyAsync(request, LoadSubject.Engine, "sustained", rate, request.Duration, cancellationToken).ConfigureAwait(false);
            var holds = figure.Fault is null && figure.Rate >= 0.98 * rate && figure.Samples[^1].Behind < rate;
            figures.Add(holds ? figure : figure with { Stretch = "attempt", Fault = figure.Fault ?? "the events were not taken as fast as they came" });
            if (holds) return figure;
            Console.Error.WriteLine($"not sustained: {figures[^1].Fault}");
        }

        return null;
    }
}
