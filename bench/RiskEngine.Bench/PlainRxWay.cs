using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;

namespace RiskEngine.Bench;

/// <summary>One window rule as the documentation of Rx teaches it: group by key, window by time, average. The decoder is the engine's, which favours it.</summary>
internal sealed class PlainRxWay : IBenchWay
{
    private const double Threshold = 95;
    private readonly EventDecoder _decoder = new(new EventDecoderOptions(), new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
    private readonly EventBatch _events = new();
    private readonly List<Rejection> _rejections = [];
    private readonly Subject<Event> _subject = new();
    private readonly HistoricalScheduler _clock = new();
    private readonly IDisposable _subscription;

    public PlainRxWay(BenchProfile profile) => _subscription = _subject
        .GroupBy(e => e.Source)
        .SelectMany(source => source
            .Window(profile.Window, profile.Window / 6, _clock)
            .SelectMany(window => window.Average(e => e.Number).Select(average => average >= Threshold).Catch(Observable.Empty<bool>()))
            .DistinctUntilChanged())
        .Subscribe(over => Alerts += over ? 1 : 0);

    public string Name => "plain Rx";

    public string What => "one window rule by GroupBy, Window and Average on a HistoricalScheduler, with the engine's decoder";

    public long Alerts { get; private set; }

    public void Work(RecordBatch records)
    {
        _events.Clear();
        _decoder.Decode(records, _events, _rejections);
        foreach (ref readonly var e in _events.Events)
        {
            var at = e.Time.ToDateTimeOffset();
            if (at > _clock.Now) _clock.AdvanceTo(at);
            _subject.OnNext(e);
        }
    }

    public void Finish(long events)
    {
        if (_rejections.Count > 0) throw new InvalidOperationException($"an event was rejected: {_rejections[0].Detail}");
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _subject.Dispose();
    }
}
