namespace RiskEngine.LoadTest;

/// <summary>Who reads the load: the engine, or a ceiling.</summary>
internal sealed record LoadSubject(string Name, string What)
{
    public bool IsEngine { get; private init; }

    public bool ByTheBatch { get; private init; }

    public bool Decodes { get; private init; }

    /// <summary>The engine as it is shipped.</summary>
    public static readonly LoadSubject Engine = new("engine", "the engine, records taken by the batch") { IsEngine = true, ByTheBatch = true };

    public static readonly LoadSubject EngineOneByOne = new("engine, stock client", "the engine, records taken one by one with the stock client") { IsEngine = true };

    public static readonly LoadSubject Bare = new("bare consume loop", "the stock client's consume loop, nothing else");

    public static readonly LoadSubject BareAndDecode = new("consume and decode", "the stock client's consume loop and the engine's decoder") { Decodes = true };

    /// <summary>Those that the engine is compared with.</summary>
    public static readonly IReadOnlyList<LoadSubject> Ceilings = [Bare, BareAndDecode, EngineOneByOne];
}
