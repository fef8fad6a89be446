using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>Lets a community live: its devices report, its links delay and lose, its incidents happen.</summary>
/// <remarks>
/// Two queues: devices by the time they wake next, messages by the time they arrive. A message leaves the second as soon
/// as no device can wake early enough to be overtaken by it, so arrivals are in order and memory holds only what is under way.
/// Owned by one thread.
/// </remarks>
public sealed class CommunitySimulator : IDisposable
{
    private readonly Community _community;
    private readonly Dice[] _dice;
    private readonly EventTime[] _lastArrival;
    private readonly Disturbance[]?[] _disturbances;
    private readonly PriorityQueue<Waking, (long Micros, int Order)> _wakings = new();
    private readonly PriorityQueue<SimulatedEvent, (long Micros, long Order)> _underWay = new();
    private readonly Outbox _outbox = new();
    private readonly EventJson _json = new();
    private long _written;

    /// <summary>Prepares a community and its incidents.</summary>
    /// <param name="community">Who lives.</param>
    /// <param name="plan">What goes wrong; made for the same community.</param>
    public CommunitySimulator(Community community, IncidentPlan plan)
    {
        _community = community;
        var count = community.Devices.Count;
        _dice = new Dice[count];
        _lastArrival = new EventTime[count];
        _disturbances = new Disturbance[count][];
        foreach (var group in plan.Disturbances.GroupBy(d => d.Device)) _disturbances[group.Key] = [.. group];
        foreach (var device in community.Devices)
        {
            var dice = _dice[device.Index] = new Dice(Dice.SeedFor(community.Seed, device.Index));
            _lastArrival[device.Index] = EventTime.MinValue;
            Schedule(device, community.Start + (device.Model.Interval * dice.Between(0, 1)));
        }

        foreach (var occurrence in plan.Occurrences)
        {
            _wakings.Enqueue(new Waking(occurrence.Device, occurrence), (occurrence.Time.Micros, occurrence.Device));
        }
    }

    /// <summary>Messages delivered so far, malformed and late ones among them.</summary>
    public long Delivered { get; private set; }

    /// <summary>Messages malformed on purpose so far.</summary>
    public long Malformed { get; private set; }

    /// <summary>Messages held back so far by half an hour or more.</summary>
    public long Late { get; private set; }

    /// <summary>Messages lost on the way so far.</summary>
    public long Lost { get; private set; }

    /// <summary>The most by which messages that are not late arrive out of order.</summary>
    public static TimeSpan Disorder => LinkQuality.Disorder;

    /// <summary>Continues the life of the community.</summary>
    /// <param name="time">Where to stop; a later call continues from there.</param>
    /// <returns>The messages that arrive before <paramref name="time"/> and were not yielded before, in order of arrival.</returns>
    public IEnumerable<SimulatedEvent> Until(EventTime time)
    {
        while (true)
        {
            var nextWake = _wakings.TryPeek(out _, out var wake) ? wake.Micros : long.MaxValue;
            if (_underWay.TryPeek(out var message, out var arrival) && arrival.Micros <= nextWake && arrival.Micros < time.Micros)
            {
                _underWay.Dequeue();
                Delivered++;
                yield return message;
            }
            else if (nextWake < time.Micros)
            {
                Live(_wakings.Dequeue(), new EventTime(nextWake));
            }
            else
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Live(in Waking waking, EventTime now)
    {
        var device = _community.Devices[waking.Device];
        if (waking.Occurrence is { } occurrence)
        {
            Send(device, now, occurrence.Reading);
            return;
        }

        var dice = _dice[device.Index];
        var outage = device.Model.IsReliable ? TimeSpan.Zero : LinkQuality.Outage(dice, device.Model.Interval);
        if (outage == TimeSpan.Zero)
        {
            device.Model.Wake(device, dice, new Moment(now, _community.LocalHour(now), DisturbanceOf(device, now)), _outbox);
            foreach (var (time, reading) in _outbox.Readings) Send(device, time, reading);
            _outbox.Clear();
        }

        var jitter = 1 + dice.Between(-LinkQuality.Jitter, LinkQuality.Jitter);
        Schedule(device, now + outage + (device.Model.Interval * jitter));
    }

    private void Send(Device device, EventTime time, in Reading reading)
    {
        var dice = _dice[device.Index];
        var reliable = device.Model.IsReliable;
        if (!reliable && LinkQuality.Loses(dice))
        {
            Lost++;
            return;
        }

        var arrival = time + LinkQuality.Delay(dice);
        if (reliable)
        {
            arrival = EventTime.Max(arrival, _lastArrival[device.Index]);
            _lastArrival[device.Index] = arrival;
        }
        else if (LinkQuality.IsLate(dice, out var delay))
        {
            Late++;
            arrival = time + delay;
        }

        var fault = reliable ? EventFault.None : LinkQuality.Fault(dice);
        if (fault != EventFault.None) Malformed++;
        var json = _json.Write(device, time, reading, _written, fault);
        _underWay.Enqueue(new SimulatedEvent(arrival, device.Family, device.Site, json), (arrival.Micros, _written++));
    }

    private void Schedule(Device device, EventTime at) =>
        _wakings.Enqueue(new Waking(device.Index, null), (at.Micros, device.Index));

    private Disturbance? DisturbanceOf(Device device, EventTime now)
    {
        if (_disturbances[device.Index] is not { } all) return null;
        foreach (var disturbance in all)
        {
            if (disturbance.IsActive(now)) return disturbance;
        }

        return null;
    }

    private readonly record struct Waking(int Device, Occurrence? Occurrence);
}
