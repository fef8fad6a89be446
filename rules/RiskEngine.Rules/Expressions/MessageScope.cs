using System.Globalization;
using RiskEngine.Cel;
using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Expressions;

/// <summary>What expressions in messages may name: what messages may, attributes of the event, labels of the rule.</summary>
internal static class MessageScope
{
    public static readonly CelScope<IMessageValues> Instance = Create();

    /// <summary>The text of a value; null where there is none.</summary>
    public static string? Written(in CelValue value) => value.Kind switch
    {
        CelKind.String => value.AsString(),
        CelKind.Double => double.IsFinite(value.AsDouble()) ? Math.Round(value.AsDouble(), 3).ToString(CultureInfo.InvariantCulture) : null,
        CelKind.Int => value.AsInt().ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => value.AsUint().ToString(CultureInfo.InvariantCulture),
        CelKind.Bool => value.AsBool() ? "true" : "false",
        _ => null,
    };

    private static CelScope<IMessageValues> Create()
    {
        var scope = new CelScope<IMessageValues>()
            .Double("measure", static v => v.Number("measure")).Double("threshold", static v => v.Number("threshold")).Double("expected", static v => v.Number("expected"))
            .Int("count", static v => v.Count)
            .Text("grade", static v => AlertJson.Name(v.Grade)).Text("previous_grade", static v => AlertJson.Name(v.PreviousGrade))
            .Object("attributes", new CelFields<IMessageValues>().Dynamic(Attribute, neverWhole: true))
            .Object("labels", new CelFields<IMessageValues>().Dynamic(Label))
            .Pure("plural", (CelType.Dyn, CelType.String, CelType.String), CelType.String, Plural);
        foreach (var name in MessageTemplate.Names.Except(scope.Names).ToList()) scope.Text(name, v => v.Text(name));
        return scope;
    }

    private static Func<IMessageValues, CelValue> Attribute(string name) => v => v.Attribute(name) is var attribute ? attribute.Kind switch
    {
        EventValueKind.Number => CelValue.Of(attribute.Number),
        EventValueKind.Boolean => CelValue.Of(attribute.Number != 0),
        EventValueKind.Text => CelValue.Of(attribute.Text),
        _ => CelValue.Absent,
    } : CelValue.Absent;

    private static Func<IMessageValues, CelValue> Label(string name) => v => v.Label(name) is { } label ? CelValue.Of(label) : CelValue.Absent;

    /// <summary>The number with the word that goes with it: <c>1 reading</c>, <c>3 readings</c>.</summary>
    private static CelValue Plural(CelValue number, CelValue one, CelValue many)
    {
        var isOne = number.Kind switch
        {
            CelKind.Int => number.AsInt() == 1,
            CelKind.Uint => number.AsUint() == 1,
            CelKind.Double => number.AsDouble() == 1,
            _ => false,
        };
        return CelValue.Of($"{Written(number) ?? "unknown"} {(isOne ? one : many).AsString()}");
    }
}
