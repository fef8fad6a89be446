using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Rules.Cel;
using RiskEngine.Rules.Cel.Compilation;
using RiskEngine.Rules.Cel.Syntax;
using RiskEngine.Rules.Cel.Types;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules.Expressions;

/// <summary><c>score("auto", value)</c>: a model's anomaly score for the event, in the series of the rule's key.</summary>
internal sealed class ScoreFunction(ScoreCalls calls, bool isInWhere, IReadOnlyList<KindPattern>? on) : ScopeFunction<EventCursor>(FunctionName, Steps)
{
    public const string FunctionName = "score";
    private const int Steps = 100;
    private const int MostChannels = 64;
    private const string Example = """write e.g. score("auto", value) >= 0.999""";

    public override ScopeFault? Check(CallNode call)
    {
        if (call.Arguments.Length is < 2 or > MostChannels + 1)
            return new ScopeFault(CelDiagnosticKind.UnknownFunction, call, $"score() takes a model and one to {MostChannels} numbers of the event, not {call.Arguments.Length} argument{(call.Arguments.Length == 1 ? "" : "s")}", Example);
        if (call.Arguments[0] is not LiteralNode { Value.Kind: CelKind.String } named)
        {
            return new ScopeFault(CelDiagnosticKind.TypeMismatch, call.Arguments[0], "the first argument of score() is the name of a model, as a text",
                call.Arguments[0] is NameNode name && Find(name.Name) is not null ? $"write \"{name.Name}\" in quotes" : Example);
        }

        for (var i = 1; i < call.Arguments.Length; i++)
        {
            if (FaultOf(call.Arguments[i]) is { } fault) return fault;
        }

        return FaultOf(named, call.Arguments.Length - 1);
    }

    public override Func<EventCursor, double> Bind(CallNode call)
    {
        var number = Asked(call) is { } asked ? calls.NumberOf(asked) : int.MaxValue;
        return e => e.ScoreAt(number);
    }

    /// <summary>What the call asks for; null where it is faulty, which has been reported.</summary>
    private ScoreCall? Asked(CallNode call)
    {
        if (call.Arguments is not [LiteralNode { Value.Kind: CelKind.String } named, ..] || Find(named.Value.AsString()) is not { } model) return null;
        var inputs = call.Arguments.Skip(1).Select(argument => RuleExpressions.Input(Printer.Print(argument), out _)).OfType<EventNumber>().ToArray();
        if (inputs.Length == 0 || inputs.Length != call.Arguments.Length - 1) return null;
        return new ScoreCall(Printer.Print(call), model, inputs) { IsInWhere = isInWhere, On = on };
    }

    private IModel? Find(string name) => calls.Models.FirstOrDefault(model => model.Name == name);

    private ScopeFault? FaultOf(LiteralNode named, int channels)
    {
        var name = named.Value.AsString();
        if (Find(name) is not { } model)
        {
            var names = calls.Models.Select(one => one.Name).ToArray();
            var remedy = Diagnostics.Spelling.Nearest(name, names) is { } near ? $"did you mean '{near}'?" : names.Length == 0 ? "this engine has no models; compare the value itself" : $"models are {Quote.List(names)}";
            return new ScopeFault(CelDiagnosticKind.UnknownModel, named, $"there is no model {Quote.Of(name)}", remedy);
        }

        return model.Refuses(channels) is { } reason ? new ScopeFault(CelDiagnosticKind.UnknownModel, named, reason, "or name another model") : null;
    }

    /// <summary>The numbers are those of the event alone: no names of <c>all</c> or <c>exists</c>, and no score of a score.</summary>
    private static ScopeFault? FaultOf(Node argument)
    {
        if (RuleExpressions.Input(Printer.Print(argument), out var fault) is not null) return null;
        if (fault is null) return new ScopeFault(CelDiagnosticKind.TypeMismatch, argument, $"score() judges numbers, and this is a {argument.Type.InWords}", "write value, or a number such as attributes.level");
        if (argument.OuterLocal != int.MaxValue) return new ScopeFault(CelDiagnosticKind.UnknownName, argument, "score() judges numbers of the event, and this is a name of the macro around it", "write score() outside of the macro");
        return fault.Kind == CelDiagnosticKind.UnknownFunction && fault.Message.Contains($"'{FunctionName}'", StringComparison.Ordinal)
            ? new ScopeFault(CelDiagnosticKind.UnknownFunction, argument, "score() judges numbers of the event, not other scores", "write a rule of its own for each of the two")
            : null;
    }
}
