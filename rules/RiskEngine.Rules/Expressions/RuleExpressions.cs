using RiskEngine.Cel;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Expressions;

/// <summary>Compiles the expressions of rules; null where there is a fault, which is then reported at its place.</summary>
internal static class RuleExpressions
{
    private static readonly CelOptions OverMeasure = CelOptions.Condition with { Subject = "measure" };

    /// <summary>A condition over one event.</summary>
    public static EventCondition? Condition(ExpressionText text)
    {
        if (Compile(ScopeOf(text), text, CelOptions.Condition) is not { } program) return null;
        return new EventCondition(Words.Normalise(text.Text), e => program.TryEvaluateBool(e, out var holds) ? holds ? Outcome.True : Outcome.False : Outcome.Error)
        {
            Explain = e => Leaves(program.Explain(e)),
        };
    }

    /// <summary>A condition over a measurement; a comparison without a left side compares the measure.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="holds">The numbers for which it holds; null where only an evaluation can tell.</param>
    public static MeasureCondition? Measure(ExpressionText text, out NumberSet? holds)
    {
        holds = null;
        if (Compile(MeasureScope.Instance, text, OverMeasure) is not { } program) return null;
        if (program.Constant is { Kind: CelKind.Bool } constant) holds = constant.AsBool() ? NumberSet.Of(Interval.All) : NumberSet.Of();
        else if (program.Comparison is { Variable: "measure" } comparison) holds = NumberSet.Of(Comparisons.Parse(comparison.Sign), comparison.Number);
        return new MeasureCondition(text.Text, null, double.NaN,
            m => program.TryEvaluateBool(m, out var holds) ? holds ? Outcome.True : Outcome.False : Outcome.Error)
        {
            Explain = m => Leaves(program.Explain(m)),
            ReadsCoverage = program.References.Contains("coverage"),
        };
    }

    /// <summary>A number over one event; true and false count as 1 and 0.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="orText">Whether a text will do: only how many different ones there are is asked for.</param>
    public static EventNumber? Number(ExpressionText text, bool orText = false)
    {
        if (text.Text == "value" && !orText) return EventNumber.Value;
        if (Compile(ScopeOf(text), text, CelOptions.Default) is not { } program) return null;
        var type = program.ResultType;
        if (!type.IsDyn && !type.IsNumeric && !type.Equals(CelType.Bool) && !(orText && type.Equals(CelType.String)))
        {
            text.Add(DiagnosticCodes.Types, $"a number is needed here, and this is a {type.InWords}",
                orText ? "write a number or a text of the event" : "write value, or a number such as attributes.level");
            return null;
        }

        var normal = Words.Normalise(text.Text);
        if (orText)
        {
            return new EventNumber(normal, e => program.Evaluate(e).Kind is CelKind.Error or CelKind.Absent or CelKind.Null ? double.NaN : 1,
                e => HashOf(program.Evaluate(e)));
        }

        return new EventNumber(normal, OrQuoted(program)) { References = [.. program.References] };
    }

    /// <summary>A measure that finds no number looks once more, with a value in quotes as the number that it is: <c>value * 2.0</c> of <c>"25.0"</c>.</summary>
    private static Func<EventCursor, double> OrQuoted(CelProgram<EventCursor> program)
    {
        var plain = NumberOf(program);
        if (!program.References.Contains("value") || EventScope.Numeric.Compile(program.Source, CelOptions.Default).Program is not { } quoted) return plain;
        var again = NumberOf(quoted);
        return e => plain(e) is var number && double.IsNaN(number) && e.Event.ValueKind == EventValueKind.Text ? again(e) : number;
    }

    private static Func<EventCursor, double> NumberOf(CelProgram<EventCursor> program) => program.ResultType.IsNumeric
        ? e => program.TryEvaluateDouble(e, out var number) ? number : double.NaN
        : e => ToNumber(program.Evaluate(e));

    /// <summary>A number over one event that is an argument of <c>score(...)</c>; the fault where it is none.</summary>
    public static EventNumber? Input(string text, out CelDiagnostic? fault)
    {
        fault = null;
        if (text == "value") return EventNumber.Value;
        var compiled = EventScope.Instance.Compile(text, CelOptions.Default);
        if (compiled.Program is not { } program)
        {
            fault = compiled.Diagnostics[0];
            return null;
        }

        var type = program.ResultType;
        if (!type.IsDyn && !type.IsNumeric && !type.Equals(CelType.Bool)) return null;
        return new EventNumber(text, OrQuoted(program)) { References = [.. program.References] };
    }

    /// <summary>What an expression may name: <c>score</c> too, where it may ask for one.</summary>
    private static CelScope<EventCursor> ScopeOf(ExpressionText text) =>
        text.Scores is { } scores && text.Text.Contains(ScoreFunction.FunctionName, StringComparison.Ordinal) ? EventScope.With(scores.Function()) : EventScope.Instance;

    private static IReadOnlyList<ConditionLeaf> Leaves(IReadOnlyList<CelLeaf> leaves) => [.. leaves.Select(leaf => new ConditionLeaf(
        leaf.Text,
        leaf.Value.Kind != CelKind.Bool ? Outcome.Error : leaf.Value.AsBool() ? Outcome.True : Outcome.False,
        leaf.Value.Kind == CelKind.Bool ? "" : leaf.Value.ToString(),
        [.. leaf.Reads.Select(read => KeyValuePair.Create(read.Text, Shown(read.Value)))]))];

    private static string Shown(in CelValue value) => value.Kind switch
    {
        CelKind.String => Quote.Of(value.AsString()),
        CelKind.Absent => "absent",
        CelKind.Error => $"no value ({value})",
        _ => value.ToString(),
    };

    private static CelProgram<TContext>? Compile<TContext>(CelScope<TContext> scope, ExpressionText text, CelOptions options)
    {
        var compiled = scope.Compile(text.Text, options);
        foreach (var found in compiled.Diagnostics)
        {
            if (ExpressionSlips.Report(found, text)) continue;
            var remedy = found.Remedy.Length > 0 ? found.Remedy : "see docs/cel.md";
            var edits = found.Fix is { } fix ? text.Replace(fix.Offset, fix.Length, ExpressionSlips.InQuotesFor(text.Scalar.Style, fix.Text)) : null;
            text.Add(CodeOf(found.Kind), found.Position.Offset, found.Length, found.Message, remedy, edits);
        }

        if (compiled.Program?.Constant is { } constant) ExpressionSlips.ReportConstant(constant, text);
        return compiled.Program;
    }

    /// <summary>The code of a mistake in an expression.</summary>
    public static DiagnosticCode CodeOf(CelDiagnosticKind kind) => kind switch
    {
        CelDiagnosticKind.UnknownName or CelDiagnosticKind.UnknownFunction => DiagnosticCodes.UnknownName,
        CelDiagnosticKind.TypeMismatch or CelDiagnosticKind.WrongResultType => DiagnosticCodes.Types,
        CelDiagnosticKind.TooComplex => DiagnosticCodes.Cost,
        CelDiagnosticKind.RefusedArgument => DiagnosticCodes.UnknownModel,
        _ => DiagnosticCodes.Expression,
    };

    private static double ToNumber(in CelValue value) => value.Kind switch
    {
        CelKind.Double => value.AsDouble(),
        CelKind.Int => value.AsInt(),
        CelKind.Uint => value.AsUint(),
        CelKind.Bool => value.AsBool() ? 1 : 0,
        _ => double.NaN,
    };

    private static ulong HashOf(in CelValue value) => value.Kind switch
    {
        CelKind.String => StableHash.Of(value.AsString()),
        CelKind.Error or CelKind.Absent or CelKind.Null => 0,
        _ => StableHash.Of(ToNumber(value)),
    };
}
