using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

internal delegate CelValue Function1(in CelValue a);

internal delegate CelValue Function2(in CelValue a, in CelValue b);

internal delegate CelValue Function3(in CelValue a, in CelValue b, in CelValue c);

internal delegate CelValue FunctionN(CelValue[] arguments);

// A function under one name and call style. The signatures serve the checker; the delegates choose by kind when they run.
internal sealed class FunctionEntry(string name, bool isMember, params Signature[] signatures)
{
    public string Name { get; } = name;

    // Called as x.f(y); x counts as the first argument.
    public bool IsMember { get; } = isMember;

    public Signature[] Signatures { get; } = signatures;

    public Function1? One { get; init; }

    public Function2? Two { get; init; }

    public Function3? Three { get; init; }

    // Any number of arguments that the others do not cover.
    public FunctionN? Many { get; init; }

    // Estimated steps of one call, beside its arguments.
    public int Cost { get; init; } = 1;

    public bool Takes(int arguments) => Many is not null || arguments switch
    {
        1 => One is not null,
        2 => Two is not null,
        3 => Three is not null,
        _ => false,
    };
}
