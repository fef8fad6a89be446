namespace RiskEngine.LoadTest;

/// <summary>Finds the highest rate that is sustained, and what is asked for besides.</summary>
internal static class LoadTest
{
    private const int Attempts = 5;
    private const double FirstShare = 0.92;
    private const double NextShare = 0.92;

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var result = await MeasureAsync(request, cancellationToken).ConfigureAwait(false);
        Console.Write(LoadReport.Text(result));
        if (request.Results is { } folder) LoadReport.Write(folder, result);
        return result.IsSound ? 0 : 1;
    }

    /// <summary>Runs all stretches that a request asks for.</summary>
    public static async Task<LoadResult> MeasureAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var figures = new List<LoadFigure>();
        Task<LoadFigure> Run(LoadSubject subject, string name, int? rate, TimeSpan duration) => LoadStretch.RunAsync(request, subject, name, rate, duration, cancellationToken);
        if (request.WithCeilings)
        {
            foreach (var ceiling in LoadSubject.Ceilings) figures.Add(await Run(ceiling, LoadFigure.Limit, null, request.Trial).ConfigureAwait(false));
        }

        var rate = request.Rate ?? 0;
        if (request.Rate is null || request.WithCeilings)
        {
            figures.Add(await Run(LoadSubject.Engine, LoadFigure.Limit, null, request.Trial).ConfigureAwait(false));
            if (request.Rate is null) rate = (int)(figures[^1].Rate * FirstShare);
        }

        for (var attempt = 0; attempt < (request.Rate is null ? Attempts : 1) && rate > 0; attempt++, rate = (int)(rate * NextShare))
        {
            var figure = await Run(LoadSubject.Engine, LoadFigure.Sustained, rate, request.Duration).ConfigureAwait(false);
            if (LoadStretch.Holds(figure, request.MostBehind))
            {
                figures.Add(figure);
                break;
            }

            figures.Add(figure.Fault is not null
                ? figure with { Stretch = LoadFigure.Refused }
                : figure with
                {
                    Stretch = LoadFigure.Attempt,
                    Fault = $"not all that was due was taken, or more than {request.MostBehind.TotalSeconds:0} s of events were behind"
                });
            Console.Error.WriteLine($"not sustained: {figures[^1].Fault}");
        }

        if (request.WithLatency && figures.Find(figure => figure.Stretch == LoadFigure.Sustained) is { } sustained)
        {
            foreach (var share in new[] { 0.5, 0.9 })
            {
                figures.Add(await Run(LoadSubject.Engine, FormattableString.Invariant($"{share * 100:0} % load"),
                    (int)(sustained.Rate * share), request.Duration / 3).ConfigureAwait(false));
            }
        }

        return new LoadResult(request, figures, request.WithCeilings ? await MemoryCeilings.MeasureAsync(request.Profile, cancellationToken).ConfigureAwait(false) : []);
    }
}
