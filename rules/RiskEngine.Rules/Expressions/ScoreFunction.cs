using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Expressions;

/// <summary><c>score("auto", value)</c>: a model's anomaly score for the event, in the series of the rule's key.</summary>
internal sealed class ScoreFunction(ScoreCalls calls, bool isInWhere, IReadOnlyList<KindPattern>? on) : CelFunction<EventCursor>(FunctionName, Steps)
{
    public const string FunctionName = "score";
    private const int Steps = 100;
    private const int MostChannels = 64;
    private const string Example = """write e.g. score("auto", value) >= 0.999""";

    public override CelCallFault? Check(CelCall call)
    {
        if (call.Arguments.Count is < 2 or > MostChannels + 1)
            return new CelCallFault(CelDiagnosticKind.UnknownFunction, null, $"score() takes a model and one to {MostChannels} numbers of the event, "
                + $"not {call.Arguments.Count} argument{(call.Arguments.Count == 1 ? "" : "s")}", Example);
        if (call.Arguments[0] is not { Literal: { } model } named)
        {
            return new CelCallFault(CelDiagnosticKind.TypeMismatch, call.Arguments[0], "the first argument of score() is the name of a model, as a text",
                call.Arguments[0].Name is { } name && Find(name) is not null ? $"write \"{name}\" in quotes" : Example);
        }

        for (var i = 1; i < call.Arguments.Count; i++)
        {
            if (FaultOf(call.Arguments[i]) is { } fault) return fault;
        }

        return FaultOf(named, model, call.Arguments.Count - 1);
    }

    public override Func<EventCursor, double> Bind(CelCall call)
    {
        var number = Asked(call) is { } asked ? calls.NumberOf(asked) : int.MaxValue;
        return e => e.ScoreAt(number);
    }

    /// <summary>What the call asks for; null where it is faulty, which has been reported.</summary>
    private ScoreCall? Asked(CelCall call)
    {
        if (call.Arguments is not [{ Literal: { } name }, ..] || Find(name) is not { } model) return null;
        var inputs = call.Arguments.Skip(1).Select(argument => RuleExpressions.Input(argument.Text, out _)).OfType<EventNumber>().ToArray();
        if (inputs.Length == 0 || inputs.Length != call.Arguments.Count - 1) return null;
        return new ScoreCall(call.Text, model, inputs) { IsInWhere = isInWhere, On = on };
    }

    private IModel? Find(string name) => calls.Models.FirstOrDefault(model => model.Name == name);

    private CelCallFault? FaultOf(CelArgument named, string name, int channels)
    {
        if (Find(name) is not { } model)
        {
            var names = calls.Models.Select(one => one.Name).ToArray();
            var remedy = Spelling.Nearest(name, names) is { } near ? $"did you mean '{near}'?"
                : names.Length == 0 ? "this engine has no models; compare the value itself" : $"models are {Quote.List(names)}";
            return new CelCallFault(CelDiagnosticKind.RefusedArgument, named, $"there is no model {Quote.Of(name)}", remedy);
        }

        return model.Refuses(channels) is { } reason ? new CelCallFault(CelDiagnosticKind.RefusedArgument, named, reason, "or name another model") : null;
    }

    /// <summary>The numbers are those of the event alone: no names of <c>all</c> or <c>exists</c>, and no score of a score.</summary>
    private static CelCallFault? FaultOf(CelArgument argument)
    {
        if (RuleExpressions.Input(argument.Text, out var fault) is not null) return null;
        if (fault is null)
        {
            return new CelCallFault(CelDiagnosticKind.TypeMismatch, argument,
                $"score() judges numbers, and this is a {argument.Type.InWords}", "write value, or a number such as attributes.level");
        }

        if (argument.ReadsMacro)
        {
            return new CelCallFault(CelDiagnosticKind.UnknownName, argument,
                "score() judges numbers of the event, and this is a name of the macro around it", "write score() outside of the macro");
        }

        return fault.Kind == CelDiagnosticKind.UnknownFunction && fault.Message.Contains($"'{FunctionName}'", StringComparison.Ordinal)
            ? new CelCallFault(CelDiagnosticKind.UnknownFunction, argument, "score() judges numbers of the event, not other scores", "write a rule of its own for each of the two")
            : null;
    }
}
