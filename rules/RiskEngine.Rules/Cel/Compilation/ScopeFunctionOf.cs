using RiskEngine.Rules.Cel.Syntax;
using RiskEngine.Rules.Cel.Types;

namespace RiskEngine.Rules.Cel.Compilation;

// The same with a context: gives a double, NaN where there is none, which is a runtime error.
internal abstract class ScopeFunction<TContext>(string name, int cost) : ScopeFunction(name, cost)
{
    public abstract Func<TContext, double> Bind(CallNode call);
}
