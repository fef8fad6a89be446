using RiskEngine.Cel.Values;
using static RiskEngine.Cel.Functions.Signature;

namespace RiskEngine.Cel.Functions;

// Operators on values whose kinds are known only when they run, and size(), type() and dyn().
internal static class Operators
{
    private static readonly CelType ListA = CelType.List(A);
    private static readonly CelType MapAB = CelType.Map(A, B);

    public static IEnumerable<FunctionEntry> Entries =>
    [
        new("_+_", false, Same(CelType.Int), Same(CelType.Uint), Same(CelType.Double), Same(CelType.String), Same(CelType.Bytes),
            Same(CelType.Duration), new(CelType.Timestamp, [CelType.Timestamp, CelType.Duration]),
            new(CelType.Timestamp, [CelType.Duration, CelType.Timestamp]), new(ListA, [ListA, ListA])) { Two = Add },
        new("_-_", false, Same(CelType.Int), Same(CelType.Uint), Same(CelType.Double), Same(CelType.Duration),
            new(CelType.Duration, [CelType.Timestamp, CelType.Timestamp]),
            new(CelType.Timestamp, [CelType.Timestamp, CelType.Duration])) { Two = Subtract },
        new("_*_", false, Same(CelType.Int), Same(CelType.Uint), Same(CelType.Double)) { Two = Multiply },
        new("_/_", false, Same(CelType.Int), Same(CelType.Uint), Same(CelType.Double)) { Two = Divide },
        new("_%_", false, Same(CelType.Int), Same(CelType.Uint)) { Two = Modulo },
        new("-_", false, new Signature(CelType.Int, [CelType.Int]), new Signature(CelType.Double, [CelType.Double])) { One = Negate },
        new("!_", false, new Signature(CelType.Bool, [CelType.Bool])) { One = Not },
        new("_[_]", false, new Signature(A, [ListA, CelType.Int]), new Signature(B, [MapAB, A])) { Two = Index },
        new("@in", false, new Signature(CelType.Bool, [A, ListA]), new Signature(CelType.Bool, [A, MapAB])) { Two = In },
        new("_==_", false, new Signature(CelType.Bool, [A, A])) { Two = EqualTo },
        new("_!=_", false, new Signature(CelType.Bool, [A, A])) { Two = NotEqualTo },
        new("_<_", false, new Signature(CelType.Bool, [A, A])) { Two = static (in a, in b) => Relate("_<_", a, b, Ordering.Less, Ordering.Less) },
        new("_<=_", false, new Signature(CelType.Bool, [A, A])) { Two = static (in a, in b) => Relate("_<=_", a, b, Ordering.Less, Ordering.Equal) },
        new("_>_", false, new Signature(CelType.Bool, [A, A])) { Two = static (in a, in b) => Relate("_>_", a, b, Ordering.Greater, Ordering.Greater) },
        new("_>=_", false, new Signature(CelType.Bool, [A, A])) { Two = static (in a, in b) => Relate("_>=_", a, b, Ordering.Greater, Ordering.Equal) },
        new("size", false, SizeSignatures()) { One = Size },
        new("size", true, SizeSignatures()) { One = Size },
        new("type", false, new Signature(CelType.Type, [A])) { One = static (in a) => CelValue.Of(TypeOf(a)) },
        new("dyn", false, new Signature(CelType.Dyn, [A])) { One = static (in a) => a },
    ];

    public static CelValue Add(in CelValue a, in CelValue b)
    {
        switch (a.Kind, b.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                var sum = unchecked(a.AsInt() + b.AsInt());
                return ((a.AsInt() ^ sum) & (b.AsInt() ^ sum)) < 0 ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(sum);
            case (CelKind.Uint, CelKind.Uint):
                var total = unchecked(a.AsUint() + b.AsUint());
                return total < a.AsUint() ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(total);
            case (CelKind.Double, CelKind.Double):
                return CelValue.Of(a.AsDouble() + b.AsDouble());
            case (CelKind.String, CelKind.String):
                return a.AsString().Length + b.AsString().Length > Sizes.MaxLength
                    ? CelValue.Fail(CelErrorCode.TooLarge)
                    : CelValue.Of(string.Concat(a.AsString(), b.AsString()));
            case (CelKind.Bytes, CelKind.Bytes):
                return a.AsBytes().Length + b.AsBytes().Length > Sizes.MaxLength
                    ? CelValue.Fail(CelErrorCode.TooLarge)
                    : CelValue.Of([.. a.AsBytes(), .. b.AsBytes()]);
            case (CelKind.List, CelKind.List):
                return Concatenate(a.AsList(), b.AsList());
            case (CelKind.Duration, CelKind.Duration):
                return TimeNotation.Duration((Int128)a.AsDurationNanos() + b.AsDurationNanos());
            case (CelKind.Timestamp, CelKind.Duration):
                return TimeFunctions.Shift(a, b.AsDurationNanos());
            case (CelKind.Duration, CelKind.Timestamp):
                return TimeFunctions.Shift(b, a.AsDurationNanos());
            default:
                return CelError.NoOverload("_+_", a.Kind, b.Kind).Pack();
        }
    }

    public static CelValue Subtract(in CelValue a, in CelValue b)
    {
        switch (a.Kind, b.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                var difference = unchecked(a.AsInt() - b.AsInt());
                return ((a.AsInt() ^ b.AsInt()) & (a.AsInt() ^ difference)) < 0 ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(difference);
            case (CelKind.Uint, CelKind.Uint):
                return a.AsUint() < b.AsUint() ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(a.AsUint() - b.AsUint());
            case (CelKind.Double, CelKind.Double):
                return CelValue.Of(a.AsDouble() - b.AsDouble());
            case (CelKind.Duration, CelKind.Duration):
                return TimeNotation.Duration((Int128)a.AsDurationNanos() - b.AsDurationNanos());
            case (CelKind.Timestamp, CelKind.Duration):
                return TimeFunctions.Shift(a, -(Int128)b.AsDurationNanos());
            case (CelKind.Timestamp, CelKind.Timestamp):
                return TimeFunctions.Between(a, b);
            default:
                return CelError.NoOverload("_-_", a.Kind, b.Kind).Pack();
        }
    }

    public static CelValue Multiply(in CelValue a, in CelValue b)
    {
        switch (a.Kind, b.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                var high = Math.BigMul(a.AsInt(), b.AsInt(), out long low);
                return high != low >> 63 ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(low);
            case (CelKind.Uint, CelKind.Uint):
                var carry = Math.BigMul(a.AsUint(), b.AsUint(), out ulong product);
                return carry != 0 ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(product);
            case (CelKind.Double, CelKind.Double):
                return CelValue.Of(a.AsDouble() * b.AsDouble());
            default:
                return CelError.NoOverload("_*_", a.Kind, b.Kind).Pack();
        }
    }

    public static CelValue Divide(in CelValue a, in CelValue b)
    {
        switch (a.Kind, b.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                if (b.AsInt() == 0)
                    return CelValue.Fail(CelErrorCode.DivisionByZero);
                return b.AsInt() == -1 ? Negate(a) : CelValue.Of(a.AsInt() / b.AsInt());
            case (CelKind.Uint, CelKind.Uint):
                return b.AsUint() == 0 ? CelValue.Fail(CelErrorCode.DivisionByZero) : CelValue.Of(a.AsUint() / b.AsUint());
            case (CelKind.Double, CelKind.Double):
                return CelValue.Of(a.AsDouble() / b.AsDouble());
            default:
                return CelError.NoOverload("_/_", a.Kind, b.Kind).Pack();
        }
    }

    public static CelValue Modulo(in CelValue a, in CelValue b)
    {
        switch (a.Kind, b.Kind)
        {
            case (CelKind.Int, CelKind.Int):
                if (b.AsInt() == 0)
                    return CelValue.Fail(CelErrorCode.ModulusByZero);
                return CelValue.Of(b.AsInt() == -1 ? 0 : a.AsInt() % b.AsInt());
            case (CelKind.Uint, CelKind.Uint):
                return b.AsUint() == 0 ? CelValue.Fail(CelErrorCode.ModulusByZero) : CelValue.Of(a.AsUint() % b.AsUint());
            default:
                return CelError.NoOverload("_%_", a.Kind, b.Kind).Pack();
        }
    }

    public static CelValue Negate(in CelValue a) => a.Kind switch
    {
        CelKind.Int => a.AsInt() == long.MinValue ? CelValue.Fail(CelErrorCode.Overflow) : CelValue.Of(-a.AsInt()),
        CelKind.Double => CelValue.Of(-a.AsDouble()),
        _ => CelError.NoOverload("-_", a.Kind).Pack(),
    };

    public static CelValue Index(in CelValue a, in CelValue b)
    {
        if (a.Kind == CelKind.Map)
            return a.AsMap().TryGet(b, out var value) ? value : MissingKey(b);
        if (a.Kind != CelKind.List)
            return CelError.NoOverload("_[_]", a.Kind, b.Kind).Pack();
        if (!TryIndex(b, out var index))
            return CelValue.Fail(CelErrorCode.InvalidArgument, "a list index is a whole number");
        var list = a.AsList();
        return index >= 0 && index < list.Count ? list[(int)index] : CelValue.Fail(CelErrorCode.IndexOutOfRange, null, index);
    }

    public static CelValue Select(in CelValue a, string field)
    {
        if (a.Kind != CelKind.Map)
            return CelError.NoOverload("select", a.Kind).Pack();
        return a.AsMap().TryGet(CelValue.Of(field), out var value) ? value : CelValue.Fail(CelErrorCode.NoSuchKey, field);
    }

    public static CelValue Has(in CelValue a, string field) => a.Kind == CelKind.Map
        ? CelValue.Of(a.AsMap().TryGet(CelValue.Of(field), out _))
        : CelError.NoOverload("has", a.Kind).Pack();

    public static CelValue In(in CelValue a, in CelValue b) => b.Kind switch
    {
        CelKind.List => CelValue.Of(b.AsList().Contains(a)),
        CelKind.Map => CelValue.Of(b.AsMap().TryGet(a, out _)),
        _ => CelError.NoOverload("in", a.Kind, b.Kind).Pack(),
    };

    public static CelValue Size(in CelValue a) => a.Kind switch
    {
        CelKind.String => CelValue.Of((long)Texts.CodePoints(a.AsString())),
        CelKind.Bytes => CelValue.Of((long)a.AsBytes().Length),
        CelKind.List => CelValue.Of((long)a.AsList().Count),
        CelKind.Map => CelValue.Of((long)a.AsMap().Count),
        _ => CelError.NoOverload("size", a.Kind).Pack(),
    };

    public static CelType TypeOf(in CelValue a) => CelType.OfKind(a.Kind);

    private static CelValue EqualTo(in CelValue a, in CelValue b) => CelValue.Of(Equality.AreEqual(a, b));

    private static CelValue NotEqualTo(in CelValue a, in CelValue b) => CelValue.Of(!Equality.AreEqual(a, b));

    private static CelValue Not(in CelValue a) => a.Kind == CelKind.Bool ? CelValue.Of(!a.AsBool()) : CelError.NoOverload("!_", a.Kind).Pack();

    private static CelValue Relate(string name, in CelValue a, in CelValue b, Ordering first, Ordering second)
    {
        var order = Equality.Compare(a, b);
        return order == Ordering.Incomparable
            ? CelError.NoOverload(name, a.Kind, b.Kind).Pack()
            : CelValue.Of(order == first || order == second);
    }

    private static CelValue MissingKey(in CelValue key) => key.Kind switch
    {
        CelKind.String => CelValue.Fail(CelErrorCode.NoSuchKey, key.AsString()),
        CelKind.Int or CelKind.Uint => CelValue.Fail(CelErrorCode.NoSuchKey, null, key.AsInt()),
        _ => CelValue.Fail(CelErrorCode.NoSuchKey, KindNames.Of(key.Kind)),
    };

    private static bool TryIndex(in CelValue value, out long index)
    {
        index = value.AsInt();
        switch (value.Kind)
        {
            case CelKind.Int:
                return true;
            case CelKind.Uint:
                return index >= 0;
            case CelKind.Double when value.AsDouble() is >= int.MinValue and <= int.MaxValue && value.AsDouble() == Math.Truncate(value.AsDouble()):
                index = (long)value.AsDouble();
                return true;
            default:
                return false;
        }
    }

    private static CelValue Concatenate(CelList a, CelList b)
    {
        if (a.Count == 0)
            return CelValue.Of(b);
        if (b.Count == 0)
            return CelValue.Of(a);
        return a.Weight + b.Weight > Sizes.MaxWeight
            ? CelValue.Fail(CelErrorCode.TooLarge)
            : CelValue.Of(new CelList([.. a.Span, .. b.Span]));
    }

    private static Signature Same(CelType type) => new(type, [type, type]);

    private static Signature[] SizeSignatures() =>
    [
        new(CelType.Int, [CelType.String]),
        new(CelType.Int, [CelType.Bytes]),
        new(CelType.Int, [ListA]),
        new(CelType.Int, [MapAB]),
    ];
}
