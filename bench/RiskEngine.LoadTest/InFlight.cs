using RiskEngine.Simulator.Servers;

namespace RiskEngine.LoadTest;

/// <summary>
/// What was published and has not been taken, by partition: the generator stays in front by no more than the broker keeps, so that no record is lost to
/// retention.
/// </summary>
/// <remarks>The generator's thread publishes, another one tells what was taken.</remarks>
internal sealed class InFlight(int partitions, bool isBounded)
{
    /// <summary>Part of what the in-process broker keeps that may be filled: the next burst comes on top.</summary>
    private const double FilledShare = 0.6;

    /// <summary>How far the generator runs ahead of a cluster that keeps everything, events.</summary>
    private const long MostOfRealCluster = 1_000_000;

    private readonly long[] _published = new long[partitions];
    private readonly long[] _taken = new long[partitions];
    private long _events;
    private long _bytes;
    private long _takenEvents;

    /// <summary>Events published.</summary>
    public long Published => Interlocked.Read(ref _events);

    /// <summary>Events taken, as far as the measured one has told.</summary>
    public long Taken => Interlocked.Read(ref _takenEvents);

    /// <summary>Whether every partition has room for more.</summary>
    public bool HasRoom
    {
        get
        {
            if (!isBounded) return Published - Taken < MostOfRealCluster;
            if (_events == 0) return true;
            var most = (long)(FilledShare * InProcessBroker.RetainedBytesPerPartition * _events / _bytes);
            for (var i = 0; i < _published.Length; i++)
            {
                if (_published[i] - Interlocked.Read(ref _taken[i]) > most) return false;
            }

            return true;
        }
    }

    /// <summary>Counts what is published.</summary>
    public void Publish(int partition, int events, int bytes)
    {
        _published[partition] += events;
        _bytes += bytes;
        Interlocked.Add(ref _events, events);
    }

    /// <summary>Counts what was taken, since the start, of all partitions in turn.</summary>
    public void Take(ReadOnlySpan<long> events)
    {
        long sum = 0;
        for (var i = 0; i < events.Length; i++)
        {
            Interlocked.Exchange(ref _taken[i], events[i]);
            sum += events[i];
        }

        Interlocked.Exchange(ref _takenEvents, sum);
    }
}
