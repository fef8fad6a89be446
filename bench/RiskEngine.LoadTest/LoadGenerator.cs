using RiskEngine.Bench;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Output;

namespace RiskEngine.LoadTest;

/// <summary>Publishes the events of a profile: by the clock, or as fast as they are taken. Event time is the time at which an event was due.</summary>
/// <remarks>It never runs further ahead than the in-process broker keeps. By the clock, what that held up is made up for and keeps the time at which it was due, so
/// that it shows as delay and never as a lower load.</remarks>
internal sealed class LoadGenerator : IDisposable
{
    private const double RiseSeconds = 3;
    private const int BurstEvents = 20_000;
    private const int PlantEvery = 997;
    private const int PlantPauseMillis = 20_000;

    /// <summary>A device may be planted again after its pause, so with 10,000 devices more would run dry.</summary>
    private const int MillisBetweenPlants = 3;

    /// <summary>What a producer calls its linger time: records of so long go in one batch.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan HeldWait = TimeSpan.FromMilliseconds(1);
    private readonly BenchProfile _profile;
    private readonly int _partitions;
    private readonly SyntheticEvents _events;
    private readonly WireProducer? _wire;
    private readonly EventFeed? _feed;
    private readonly EventFamily[] _families;
    private readonly byte[] _key = new byte[64];
    private readonly Dictionary<int, long> _plantedAt = [];
    private readonly TimeProvider _time = TimeProvider.System;
    private long _planted;
    private long _due;
    private long _lastPlantMillis;

    public LoadGenerator(LoadRequest request, string kafka)
    {
        _profile = request.Profile;
        _partitions = request.Partitions;
        _events = new SyntheticEvents(_profile, EventTime.From(_time.GetUtcNow()));
        _families = [.. _profile.Kinds.Select(kind => Enum.Parse<EventFamily>(kind.Split('.')[0], ignoreCase: true))];
        InFlight = new InFlight(new TopicNames().Events.Count * _partitions, isBounded: request.Kafka is null);
        if (request.Kafka is null) _wire = new WireProducer(kafka, new TopicNames().Events, _partitions);
        else _feed = new EventFeed(new KafkaOptions { BootstrapServers = kafka });
    }

    /// <summary>What was published and not taken.</summary>
    public InFlight InFlight { get; }

    /// <summary>Events published so far.</summary>
    public long Published => InFlight.Published;

    /// <summary>Events that were due so far; without a rate those published.</summary>
    public long Due => Math.Max(Interlocked.Read(ref _due), Published);

    /// <summary>Alerts that the events published so far must raise, of those that are counted.</summary>
    public long Planted => Interlocked.Read(ref _planted);

    /// <summary>Publishes for a time.</summary>
    /// <param name="rate">Events per second; null for as many as are taken.</param>
    /// <param name="duration">How long.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="most">Ends it after so many events.</param>
    public void Run(int? rate, TimeSpan duration, CancellationToken cancellationToken, long most = long.MaxValue)
    {
        var started = _time.GetTimestamp();
        var startMillis = _time.GetUtcNow().ToUnixTimeMilliseconds();
        using var pause = new ManualResetEventSlim();
        var before = Published;
        long sent = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < duration && sent < most && !cancellationToken.IsCancellationRequested; elapsed = _time.GetElapsedTime(started))
        {
            var due = rate is { } given ? EventsDue(elapsed.TotalSeconds, given) : long.MaxValue;
            if (rate is not null) Interlocked.Exchange(ref _due, before + due);
            if (!InFlight.HasRoom)
            {
                pause.Wait(HeldWait, CancellationToken.None);
                continue;
            }

            for (var burst = 0; sent < due && burst < BurstEvents; burst += _profile.EventsPerRecord, sent += _profile.EventsPerRecord)
            {
                Publish(startMillis + (long)((rate is { } steady ? SecondsUntil(sent, steady) : elapsed.TotalSeconds) * 1000), cancellationToken);
            }

            _wire?.Flush();
            if (sent >= due) pause.Wait(Linger, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _wire?.Dispose();
        _feed?.Dispose();
    }

    /// <summary>The rate rises evenly for some seconds, while the engine's code is being compiled.</summary>
    private static long EventsDue(double seconds, int rate) =>
        (long)(rate * (seconds < RiseSeconds ? seconds * seconds / (2 * RiseSeconds) : seconds - (RiseSeconds / 2)));

    /// <summary>The inverse of <see cref="EventsDue"/>.</summary>
    private static double SecondsUntil(long events, int rate)
    {
        var seconds = (double)events / rate;
        return seconds < RiseSeconds / 2 ? Math.Sqrt(2 * RiseSeconds * seconds) : seconds + (RiseSeconds / 2);
    }

    private void Publish(long millis, CancellationToken cancellationToken)
    {
        var source = NextSource();
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
            length += _events.Write(room[length..], i % 2 == 0 ? source : Neighbour(source), EventTime.FromUnixMilliseconds(millis - behind), plants ? BenchRules.Planted : null);
        }

        var partition = source / 8 % _partitions;
        if (_wire is not null) _wire.Commit(family, partition, _key.AsSpan(0, site), length, millis);
        else _feed?.Publish((EventFamily)family, _key.AsSpan(0, site).ToArray(), own.AsMemory(0, length).ToArray(), cancellationToken);
        InFlight.Publish((family * _partitions) + partition, _profile.EventsPerRecord, site + length);
    }

    /// <summary>The device that a record is about; the next one each time, where a record holds many events too.</summary>
    private int NextSource() => _profile.EventsPerRecord == 1 ? _events.NextSource() : (int)(_events.Count / _profile.EventsPerRecord % _profile.Sources);

    /// <summary>Another device of the same kind at the same site, where there is one: eight share a site.</summary>
    private int Neighbour(int source) => _profile.Kinds.Count == 4 && (source ^ 4) < _profile.Sources ? source ^ 4 : source;

    /// <summary>Milliseconds by which an event comes out of order.</summary>
    private long Behind() =>
        _profile.DisorderedShare > 0 && _events.Count % 100 < (long)(_profile.DisorderedShare * 100) ? _events.Count * 7919 % (long)_profile.Lateness.TotalMilliseconds : 0;

    /// <summary>Whether this event shall raise an alert of its own: not of a source whose last one may be open.</summary>
    private bool MayPlant(int source, long millis)
    {
        if (_events.Count % PlantEvery != 0 || _profile.RulesPerKind < 3 || millis - _lastPlantMillis < MillisBetweenPlants) return false;
        if (_plantedAt.TryGetValue(source, out var last) && millis - last < PlantPauseMillis) return false;
        _plantedAt[source] = millis;
        _lastPlantMillis = millis;
        Interlocked.Increment(ref _planted);
        return true;
    }
}
