using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// The math extension, without its bit functions.
internal static class MathFunctions
{
    public static IEnumerable<FunctionEntry> Entries =>
    [
        Pick("math.greatest", greatest: true),
        Pick("math.least", greatest: false),
        Rounding("math.ceil", Math.Ceiling),
        Rounding("math.floor", Math.Floor),
        Rounding("math.round", static x => Math.Round(x, MidpointRounding.AwayFromZero)),
        Rounding("math.trunc", Math.Truncate),
        Test("math.isNaN", double.IsNaN),
        Test("math.isInf", double.IsInfinity),
        Test("math.isFinite", double.IsFinite),
        new("math.abs", false, PerNumber()) { One = Abs },
        new("math.sign", false, PerNumber()) { One = Sign },
        new("math.sqrt", false, new(CelType.Double, [CelType.Double]), new(CelType.Double, [CelType.Int]), new(CelType.Double, [CelType.Uint]))
        { One = static (in a) => Conversions.ToDouble(a) is { Kind: CelKind.Double } x && a.Kind != CelKind.String
            ? CelValue.Of(Math.Sqrt(x.AsDouble()))
            : CelError.NoOverload("math.sqrt", a.Kind).Pack() },
    ];

    private static Signature[] PerNumber() =>
        [new(CelType.Int, [CelType.Int]), new(CelType.Uint, [CelType.Uint]), new(CelType.Double, [CelType.Double])];

    private static FunctionEntry Rounding(string name, Func<double, double> round) => new(name, false, new Signature(CelType.Double, [CelType.Double]))
    {
        One = (in a) => a.Kind == CelKind.Double ? CelValue.Of(round(a.AsDouble())) : CelError.NoOverload(name, a.Kind).Pack(),
    };

    private static FunctionEntry Test(string name, Func<double, bool> test) => new(name, false, new Signature(CelType.Bool, [CelType.Double]))
    {
        One = (in a) => a.Kind == CelKind.Double ? CelValue.Of(test(a.AsDouble())) : CelError.NoOverload(name, a.Kind).Pack(),
    };

    private static FunctionEntry Pick(string name, bool greatest)
    {
        var signatures = new List<Signature>();
        CelType[] numbers = [CelType.Int, CelType.Uint, CelType.Double];
        foreach (var number in numbers)
        {
            signatures.Add(new Signature(number, [number]));
            signatures.Add(new Signature(number, [number, number]));
            signatures.Add(new Signature(number, [CelType.List(number)]));
        }
        foreach (var left in numbers)
        {
            foreach (var right in numbers)
            {
                if (!left.Equals(right))
                    signatures.Add(new Signature(CelType.Dyn, [left, right]));
            }
        }
        return new FunctionEntry(name, false, [.. signatures])
        {
            One = (in a) => a.Kind == CelKind.List ? Pick(name, a.AsList().Span, greatest) : Pick(name, [a], greatest),
            Two = (in a, in b) => Pick(name, [a, b], greatest),
            Three = (in a, in b, in c) => Pick(name, [a, b, c], greatest),
            Many = arguments => Pick(name, arguments, greatest),
        };
    }

    private static CelValue Pick(string name, ReadOnlySpan<CelValue> values, bool greatest)
    {
        if (values.IsEmpty)
            return CelValue.Fail(CelErrorCode.InvalidArgument, $"{name}() needs at least one number");
        var best = values[0];
        foreach (ref readonly var value in values)
        {
            if (!Equality.IsNumber(value.Kind))
                return CelError.NoOverload(name, value.Kind).Pack();
            var order = Equality.Compare(value, best);
            if (order == (greatest ? Ordering.Greater : Ordering.Less))
                best = value;
        }
        return best;
    }

    private static CelValue Abs(in CelValue a) => a.Kind switch
    {
        CelKind.Int => a.AsInt() == long.MinValue ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(Math.Abs(a.AsInt())),
        CelKind.Uint => a,
        CelKind.Double => CelValue.Of(Math.Abs(a.AsDouble())),
        _ => CelError.NoOverload("math.abs", a.Kind).Pack(),
    };

    private static CelValue Sign(in CelValue a) => a.Kind switch
    {
        CelKind.Int => CelValue.Of((long)Math.Sign(a.AsInt())),
        CelKind.Uint => CelValue.Of(a.AsUint() == 0 ? 0UL : 1UL),
        CelKind.Double => CelValue.Of(double.IsNaN(a.AsDouble()) ? double.NaN : Math.Sign(a.AsDouble())),
        _ => CelError.NoOverload("math.sign", a.Kind).Pack(),
    };
}
