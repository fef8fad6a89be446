using System.Buffers.Text;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Kafka;

namespace RiskEngine.LoadTest;

/// <summary>Publishes events of about 190 bytes at a steady rate; event time is the wall clock, every source in turn.</summary>
internal sealed class LoadGenerator
{
    private readonly LoadProfile _profile;
    private readonly byte[][] _heads;
    private readonly byte[][] _sites;
    private readonly Random _random = new(20_260_101);

    public LoadGenerator(LoadProfile profile)
    {
        _profile = profile;
        _heads = new byte[profile.Sources][];
        _sites = new byte[profile.Sources][];
        for (var i = 0; i < profile.Sources; i++)
        {
            var site = $"district{i % 7}/c{i % 50:D2}/g{i % 200:D3}/b{i / 8:D5}";
            _sites[i] = Encoding.UTF8.GetBytes(site);
            _heads[i] = Encoding.UTF8.GetBytes(
                $"{{\"kind\":\"{LoadRules.Kinds[i % 4]}\",\"source\":\"device-{i:D7}\",\"site\":\"{site}\",\"unit\":\"unit\",\"attributes\":{{\"location\":\"indoor\",\"phase\":\"night\"}},\"time\":");
        }
    }

    /// <summary>Events published so far.</summary>
    public long Published => Interlocked.Read(ref _published);

    private long _published;
    private int _next;

    /// <summary>Publishes until the time is over; what a slow moment held up is made up for.</summary>
    public void Run(EventFeed feed, TimeSpan duration, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            var elapsed = time.GetElapsedTime(started);
            if (elapsed >= duration || cancellationToken.IsCancellationRequested) return;
            var due = (long)(elapsed.TotalSeconds * _profile.Rate);
            var millis = time.GetUtcNow().ToUnixTimeMilliseconds();
            while (_published < due) PublishNext(feed, millis, cancellationToken);
            pause.Wait(1, cancellationToken);
        }
    }

    /// <summary>Publishes a number of events at the profile's rate, every source in turn.</summary>
    public void Publish(EventFeed feed, long events, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var (started, before) = (time.GetTimestamp(), _published);
        using var pause = new ManualResetEventSlim();
        while (_published < before + events)
        {
            var due = Math.Min(before + events, before + (long)(time.GetElapsedTime(started).TotalSeconds * _profile.Rate));
            var millis = time.GetUtcNow().ToUnixTimeMilliseconds();
            while (_published < due) PublishNext(feed, millis, cancellationToken);
            pause.Wait(1, cancellationToken);
        }
    }

    private void PublishNext(EventFeed feed, long millis, CancellationToken cancellationToken)
    {
        feed.Publish((EventFamily)(_next % 4), _sites[_next], Record(_next, millis), cancellationToken);
        _next = (_next + 1) % _profile.Sources;
        Interlocked.Add(ref _published, _profile.EventsPerRecord);
    }

    private byte[] Record(int source, long millis)
    {
        var head = _heads[source];
        var record = new byte[_profile.EventsPerRecord * (head.Length + 40)];
        var length = 0;
        for (var i = 0; i < _profile.EventsPerRecord; i++)
        {
            if (i > 0) record[length++] = (byte)'\n';
            head.CopyTo(record, length);
            length += head.Length;
            Utf8Formatter.TryFormat(millis, record.AsSpan(length), out var written);
            length += written;
            ",\"value\":"u8.CopyTo(record.AsSpan(length));
            length += 9;
            Utf8Formatter.TryFormat(_random.NextDouble() * 100, record.AsSpan(length), out written, new System.Buffers.StandardFormat('F', 3));
            length += written;
            record[length++] = (byte)'}';
        }

        return record.AsSpan(0, length).ToArray();
    }
}
