namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Everything at one moment: the log's consumers, the store with its recent past, the alert topic, and what is on the way.</summary>
internal readonly record struct World
{
    public ModelOwner First { get; init; }

    public ModelOwner Second { get; init; }

    public ModelRedis Redis { get; init; }

    /// <summary>What the store held one and two steps ago, and would hold again if it lost its last steps.</summary>
    public ModelRedis Before { get; init; }

    public ModelRedis LongBefore { get; init; }

    /// <summary>Epochs given so far.</summary>
    public int Epochs { get; init; }

    /// <summary>Alerts that Kafka has, one bit each.</summary>
    public int Topic { get; init; }

    /// <summary>Alerts that were sent and may arrive at any time, also after their sender's end.</summary>
    public int AlertsOnTheWay { get; init; }

    /// <summary>Steps that were sent and may arrive at any time, how often each still may; in order, so that equal worlds are equal.</summary>
    public StepsOnTheWay Steps { get; init; }

    /// <summary>Records below it were removed by retention.</summary>
    public int LogStart { get; init; }

    /// <summary>The furthest that anybody has read.</summary>
    public int Seen { get; init; }

    /// <summary>Whether an owner ended otherwise than by a graceful stop, or the store lost steps.</summary>
    public bool IsAbrupt { get; init; }

    public int Acquisitions { get; init; }

    public int Crashes { get; init; }

    public int Losses { get; init; }

    public ModelOwner Owner(int number) => number == 0 ? First : Second;

    public World With(int number, ModelOwner owner) => number == 0 ? this with { First = owner } : this with { Second = owner };

    /// <summary>The same with another content of the store, which remembers the one before.</summary>
    public World Wrote(ModelRedis redis) => redis == Redis ? this : this with { Redis = redis, Before = Redis, LongBefore = Before };
}
