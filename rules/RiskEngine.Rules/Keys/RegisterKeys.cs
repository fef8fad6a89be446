namespace RiskEngine.Rules.Keys;

/// <summary>What a rule may say of the registers that <c>increase</c> and <c>rate</c> read.</summary>
internal static class RegisterKeys
{
    public static readonly KeySpec Tolerance = new("tolerance", new NumberShape(0, 1e15),
        "A register that falls by no more than this trembles: nothing was used. Left out: guessed from its past.")
    { Examples = ["0.1"] };

    public static readonly KeySpec MaxStep = new("max_step", new NumberShape(1e-9, 1e15),
        "The most that can be used from one reading to the next; more is a bad reading and never counts. Left out: guessed from its past.")
    { Examples = ["20"] };

    public static readonly KeySpec Per = new("per", Shapes.Span,
        "The time in which max_step can be used: after n times this time it may be n times as much. Left out: the time does not matter.")
    { Examples = ["1h"] };

    public static readonly KeySpec Capacity = new("capacity", new NumberShape(1e-9, 1e15),
        "How much the register can count: where it would show this it shows 0 again. Left out: the next power of ten.")
    { Examples = ["100000"] };

    public static readonly MapSpec All = new("register", [Tolerance, MaxStep, Per, Capacity]);

    public static readonly KeySpec Register = new("register", new MapShape(All),
        "What is known of the meter's register, for increase and rate: its noise, what the pipe or the line can pass, where it begins again at 0.")
    { Examples = ["{tolerance: 0.1, max_step: 20, per: 1h, capacity: 100000}"] };
}
