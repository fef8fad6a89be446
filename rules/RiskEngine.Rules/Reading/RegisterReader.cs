using RiskEngine.Core.Registers;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>register</c>: what is known of the registers that a measure counts.</summary>
internal static class RegisterReader
{
    /// <summary>The limits; all guessed where nothing is said, null where there is a fault, which is then reported.</summary>
    /// <param name="detect">Where it stands.</param>
    /// <param name="aggregates">What the measure reads; null where that has a fault of its own.</param>
    public static RegisterLimits? Read(MapReader detect, IReadOnlyList<AggregateCall>? aggregates)
    {
        if (!detect.Has(RegisterKeys.Register)) return RegisterLimits.Guessed;
        if (aggregates is not null && !aggregates.Any(call => call.Kind is AggregateKind.Increase or AggregateKind.Rate))
        {
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(RegisterKeys.Register),
                "register is about what a meter counts, and the measure is neither increase nor rate", "delete it, or measure the increase or the rate");
            return null;
        }

        if (detect.Map(RegisterKeys.Register, RegisterKeys.All) is not { } map) return null;
        if (map.Has(RegisterKeys.Per) && !map.Has(RegisterKeys.MaxStep))
        {
            map.Report.Add(DiagnosticCodes.Conflict, map.PlaceOf(RegisterKeys.Per), "per says in which time max_step can be used, and there is no max_step",
                "add max_step: 20, or delete per");
            return null;
        }

        var faults = false;
        double? Number(KeySpec key)
        {
            if (!map.Has(key)) return null;
            var number = map.Number(key);
            faults |= number is null;
            return number;
        }

        var limits = new RegisterLimits
        {
            Tolerance = Number(RegisterKeys.Tolerance),
            MaxStep = Number(RegisterKeys.MaxStep),
            Per = map.Has(RegisterKeys.Per) ? map.Duration(RegisterKeys.Per) : null,
            Capacity = Number(RegisterKeys.Capacity),
        };
        return faults || (map.Has(RegisterKeys.Per) && limits.Per is null) ? null : limits;
    }

    /// <summary>The limits as part of what a rule means; nothing where all is guessed.</summary>
    public static string Write(RegisterLimits limits) => limits == RegisterLimits.Guessed ? "" : $" register {limits}";
}
