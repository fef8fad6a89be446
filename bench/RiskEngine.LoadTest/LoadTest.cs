namespace RiskEngine.LoadTest;

/// <summary>Finds the highest rate that is sustained, and what is asked for besides.</summary>
internal static class LoadTest
{
    private const int Attempts = 5;

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var figures = new List<LoadFigure>();
        if (request.WithCeilings)
        {
            foreach (var ceiling in new[] { LoadSubject.Bare, LoadSubject.BareAndDecode, LoadSubject.EngineOneByOne })
            {
                figures.Add(await FindLimit(request, ceiling, cancellationToken).ConfigureAwait(false));
            }
        }

        var rate = request.Rate;
        if (rate is null || request.WithCeilings)
        {
            figures.Add(await FindLimit(request, LoadSubject.Engine, cancellationToken).ConfigureAwait(false));
            rate ??= (int)(figures[^1].Rate * 0.95);
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

    /// <summary>The highest rate that a short stretch holds: up by half until one fails, then half way between, twice.</summary>
    private static async Task<LoadFigure> FindLimit(LoadRequest request, LoadSubject subject, CancellationToken cancellationToken)
    {
        LoadFigure? best = null;
        int? failed = null;
        var rate = request.FirstRate;
        for (var bisections = 0; bisections < 3;)
        {
            var figure = await LoadStretch.SteadyAsync(request, subject, "limit", rate, request.Trial, cancellationToken).ConfigureAwait(false);
            if (Holds(figure, rate)) best = figure;
            else failed = rate;
            if (failed is not null) bisections++;
            rate = failed is { } upper ? (int)(((best?.Asked ?? 0) + upper) / 2.0) : (int)(rate * 1.5);
            if (rate < 1000) break;
        }

        return best ?? throw new InvalidOperationException($"{subject.Name}: no rate was held");
    }

    private static bool Holds(LoadFigure figure, int rate) => figure.Fault is null && figure.Rate >= 0.97 * rate && figure.Samples[^1].Behind < 0.7 * rate;

    /// <summary>Holds a rate; where it is searched, a lower one after each failure.</summary>
    private static async Task<LoadFigure?> Sustain(LoadRequest request, int rate, List<LoadFigure> figures, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < (request.Rate is null ? Attempts : 1); attempt++, rate = (int)(rate * 0.9))
        {
            var figure = await LoadStretch.SteadyAsync(request, LoadSubject.Engine, "sustained", rate, request.Duration, cancellationToken).ConfigureAwait(false);
            var holds = Holds(figure, rate);
            figures.Add(holds ? figure : figure with { Stretch = "attempt", Fault = figure.Fault ?? "the events were not taken as fast as they came" });
            if (holds) return figure;
            Console.Error.WriteLine($"not sustained: {figures[^1].Fault}");
        }

        return null;
    }
}
