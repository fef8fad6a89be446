using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// The bit functions of the math extension.
internal static class BitFunctions
{
    public static IEnumerable<FunctionEntry> Entries =>
    [
        Combine("math.bitAnd", static (a, b) => a & b),
        Combine("math.bitOr", static (a, b) => a | b),
        Combine("math.bitXor", static (a, b) => a ^ b),
        new("math.bitNot", false, new(CelType.Int, [CelType.Int]), new(CelType.Uint, [CelType.Uint])) { One = Not },
        Shift("math.bitShiftLeft", static (bits, by) => bits << by),
        Shift("math.bitShiftRight", static (bits, by) => bits >> by),
    ];

    private static FunctionEntry Combine(string name, Func<ulong, ulong, ulong> combine) =>
        new(name, false, new(CelType.Int, [CelType.Int, CelType.Int]), new(CelType.Uint, [CelType.Uint, CelType.Uint]))
        {
            Two = (in a, in b) => (a.Kind, b.Kind) switch
            {
                (CelKind.Int, CelKind.Int) => CelValue.Of(unchecked((long)combine(a.AsUint(), b.AsUint()))),
                (CelKind.Uint, CelKind.Uint) => CelValue.Of(combine(a.AsUint(), b.AsUint())),
                _ => CelError.NoOverload(name, a.Kind, b.Kind).Pack(),
            },
        };

    private static CelValue Not(in CelValue a) => a.Kind switch
    {
        CelKind.Int => CelValue.Of(~a.AsInt()),
        CelKind.Uint => CelValue.Of(~a.AsUint()),
        _ => CelError.NoOverload("math.bitNot", a.Kind).Pack(),
    };

    // Shifts fill with zeros, also those of negative numbers to the right.
    private static FunctionEntry Shift(string name, Func<ulong, int, ulong> shift) =>
        new(name, false, new(CelType.Int, [CelType.Int, CelType.Int]), new(CelType.Uint, [CelType.Uint, CelType.Int]))
        {
            Two = (in a, in b) =>
            {
                if (a.Kind is not (CelKind.Int or CelKind.Uint) || b.Kind != CelKind.Int)
                    return CelError.NoOverload(name, a.Kind, b.Kind).Pack();
                if (b.AsInt() < 0)
                    return CelValue.Fail(CelErrorCode.InvalidArgument, "negative offset of a bit shift");
                var bits = b.AsInt() > 63 ? 0 : shift(a.AsUint(), (int)b.AsInt());
                return a.Kind == CelKind.Int ? CelValue.Of(unchecked((long)bits)) : CelValue.Of(bits);
            },
        };
}
