using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Host.Benching;
using RiskEngine.Kafka;

namespace RiskEngine.LoadTest;

/// <summary>Publishes the events of a profile: at a steady rate by the clock. Event time is the time at which an event was due.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private const double RiseSeconds = 3;
    private const int PlantEvery = 997;
    private const int PlantPauseMillis = 20_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(3);
    private readonly BenchProfile _profile;
    private readonly int _partitions;
    private readonly SyntheticEvents _events;
    private readonly WireProducer? _wire;
    private readonly EventFeed? _feed;
    private readonly EventFamily[] _families;
    private readonly byte[] _key = new byte[64];
    private readonly Dictionary<int, long> _plantedAt = [];
    private readonly TimeProvider _time = TimeProvider.System;
    private long _published;
    private long _planted;

    public LoadGenerator(LoadRequest request, string kafka)
    {
        _profile = request.Profile;
        _partitions = request.Partitions;
        _events = new SyntheticEvents(_profile, EventTime.From(_time.GetUtcNow()));
        _families = [.. _profile.Kinds.Select(kind => Enum.Parse<EventFamily>(kind.Split('.')[0], ignoreCase: true))];
        if (request.Kafka is null) _wire = new WireProducer(kafka, new TopicNames().Events, _partitions);
        else _feed = new EventFeed(new KafkaOptions { BootstrapServers = kafka });
    }

    /// <summary>Events published so far.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Alerts that the events published so far must raise, of those that are counted.</summary>
    public long Planted => Interlocked.Read(ref _planted);

    /// <summary>Publishes at a steady rate; what a slow moment held up is made up for, and keeps the time at which it was due.</summary>
    public void RunSteadily(int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var startMillis = _time.GetUtcNow().ToUnixTimeMilliseconds();
        using var pause = new ManualResetEventSlim();
        long sent = 0;
        while (true)
        {
            var elapsed = _time.GetElapsedTime(started);
            if (elapsed >= duration || cancellationToken.IsCancellationRequested) return;
            var due = EventsDue(elapsed.TotalSeconds, rate);
            while (sent < due)
            {
                for (var burst = 0; sent < due && burst < 20_000; burst += _profile.EventsPerRecord, sent += _profile.EventsPerRecord)
                {
                    Publish(startMillis + (long)(SecondsUntil(sent, rate) * 1000), cancellationToken);
                }

                Flush(cancellationToken);
            }

            pause.Wait(Tick, cancellationToken);
        }
    }

    /// <summary>The rate rises evenly for some seconds: an engine that has only just started would fall behind what the in-process broker keeps.</summary>
    private static long EventsDue(double seconds, int rate) =>
        (long)(rate * (seconds < RiseSeconds ? seconds * seconds / (2 * RiseSeconds) : seconds - (RiseSeconds / 2)));

    /// <summary>The inverse of <see cref="EventsDue"/>.</summary>
    private static double SecondsUntil(long events, int rate)
    {
        var seconds = (double)events / rate;
        return seconds < RiseSeconds / 2 ? Math.Sqrt(2 * RiseSeconds * seconds) : seconds + (RiseSeconds / 2);
    }

    public void Dispose()
    {
        _wire?.Dispose();
        _feed?.Dispose();
    }

    private void Flush(CancellationToken cancellationToken)
    {
        if (_wire is not null) _wire.Flush();
        else cancellationToken.ThrowIfCancellationRequested();
    }

    private void Publish(long millis, CancellationToken cancellationToken)
    {
        var source = _events.NextSource();
        var family = (int)_families[source % _families.Length];
        var site = SyntheticEvents.WriteSite(_key, 0, source);
        var most = _profile.EventsPerRecord * (_events.Room + 1);
        var own = _feed is null ? [] : new byte[most];
        var room = _wire is null ? own : _wire.Reserve(most);
        var length = 0;
        for (var i = 0; i < _profile.EventsPerRecord; i++)
        {
            if (i > 0) room[length++] = (byte)'\n';
            var behind = Behind();
            var plants = i == 0 && behind == 0 && MayPlant(source, millis);
            length += _events.Write(room[length..], source, EventTime.FromUnixMilliseconds(millis - behind), plants ? BenchRules.Planted : null);
        }

        Interlocked.Add(ref _published, _profile.EventsPerRecord);
        if (_wire is not null) _wire.Commit(family, source / 8 % _partitions, _key.AsSpan(0, site), length, millis);
        else _feed?.Publish((EventFamily)family, _key.AsSpan(0, site).ToArray(), own.AsMemory(0, length).ToArray(), cancellationToken);
    }

    /// <summary>Milliseconds by which an event comes out of order.</summary>
    private long Behind() =>
        _profile.DisorderedShare > 0 && _events.Count % 100 < (long)(_profile.DisorderedShare * 100) ? _events.Count * 7919 % (long)_profile.Lateness.TotalMilliseconds : 0;

    /// <summary>Whether this event shall raise an alert of its own: not of a source whose last one may be open.</summary>
    private bool MayPlant(int source, long millis)
    {
        if (_events.Count % PlantEvery != 0 || _profile.RulesPerKind < 3) return false;
        if (_plantedAt.TryGetValue(source, out var last) && millis - last < PlantPauseMillis) return false;
        _plantedAt[source] = millis;
        Interlocked.Increment(ref _planted);
        return true;
    }
}
