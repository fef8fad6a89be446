using RiskEngine.Rules.Cel.Syntax;

namespace RiskEngine.Rules.Cel.Types;

// A function that only one scope has, and that reads its context: score("auto", value). Its arguments are part of its name, so to speak:
// they are checked like others, and what it gives is bound when the expression is compiled.
internal abstract class ScopeFunction(string name, int cost)
{
    public string Name { get; } = name;

    // Estimated steps of one call, beside its arguments.
    public int Cost { get; } = cost;

    // What is wrong with a call whose arguments have been checked; null where it is right.
    public abstract ScopeFault? Check(CallNode call);
}

// A fault in the use of such a function.
internal sealed record ScopeFault(CelDiagnosticKind Kind, Node At, string Message, string Remedy);
