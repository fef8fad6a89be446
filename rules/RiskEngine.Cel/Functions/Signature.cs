using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// One overload; a receiver is its first parameter. Type parameters A and B bind per call.
internal sealed record Signature(CelType Result, CelType[] Parameters)
{
    public static readonly CelType A = CelType.Parameter(0);
    public static readonly CelType B = CelType.Parameter(1);

    // Result type when the arguments fit, null otherwise. A dyn argument fits everything.
    public CelType? Match(ReadOnlySpan<CelType> arguments)
    {
        if (arguments.Length != Parameters.Length)
            return null;
        var bound = new CelType?[2];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Fits(Parameters[i], arguments[i], bound))
                return null;
        }
        return Substitute(Result, bound);
    }

    private static bool Fits(CelType parameter, CelType argument, CelType?[] bound)
    {
        if (parameter.IsParameter)
        {
            ref var slot = ref bound[parameter.ParameterIndex];
            if (slot is null || slot.Equals(argument))
                slot = argument;
            else if (slot.IsDyn || argument.IsDyn || TypeRules.Agree(slot, argument))
                slot = TypeRules.Join(slot, argument);
            else
                return false;
            return true;
        }
        if (parameter.IsDyn || argument.IsDyn)
            return true;
        return parameter.Kind == argument.Kind
            && (parameter.First is null || argument.First is null || Fits(parameter.First, argument.First, bound))
            && (parameter.Second is null || argument.Second is null || Fits(parameter.Second, argument.Second, bound));
    }

    private static CelType Substitute(CelType type, CelType?[] bound)
    {
        if (type.IsParameter)
            return bound[type.ParameterIndex] ?? CelType.Dyn;
        if (type is { Kind: CelKind.List, First: { } element })
            return CelType.List(Substitute(element, bound));
        return type is { Kind: CelKind.Map, First: { } key, Second: { } value }
            ? CelType.Map(Substitute(key, bound), Substitute(value, bound))
            : type;
    }
}
