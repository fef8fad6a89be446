using RiskEngine.Cel.Checking;
using RiskEngine.Cel.Compilation;
using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Syntax;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

// Splits an expression at && and || and evaluates every leaf, also those that the whole would not have reached.
internal static class Leaves
{
    public static IReadOnlyList<CelLeaf> Of<TContext>(IDeclarations declarations, string source, CelOptions options, TContext context)
    {
        var diagnostics = new DiagnosticSink(source);
        if (Parser.Parse(source, diagnostics, options.Subject) is not { } root)
            return [];
        var checker = new Checker(declarations, diagnostics, strict: false);
        checker.Check(root);
        var compiler = new Compiler<TContext>(diagnostics, strict: false, checker.LocalCount);
        var leaves = new List<CelLeaf>();
        Collect(root, leaves, Evaluate);
        return leaves;

        CelValue Evaluate(Node node)
        {
            var frame = new Frame<TContext> { Context = context, Budget = options.StepBudget, Locals = new CelValue[checker.LocalCount] };
            return compiler.Compile(node).AsValue()(ref frame);
        }
    }

    private static void Collect(Node node, List<CelLeaf> leaves, Func<Node, CelValue> evaluate)
    {
        if (node is LogicalNode logical)
        {
            foreach (var operand in logical.Operands)
                Collect(operand, leaves, evaluate);
            return;
        }
        if (node is CallNode { Function: "!_", Arguments: [LogicalNode negated] })
        {
            Collect(negated, leaves, evaluate);
            return;
        }
        leaves.Add(new CelLeaf(Printer.Print(node), evaluate(node), Reads(node, evaluate)));
    }

    private static List<CelRead> Reads(Node node, Func<Node, CelValue> evaluate)
    {
        Node[] parts = node switch
        {
            CallNode { Function: "!_", Arguments: [var only] } => [only],
            CallNode { Target: { } target, TargetIsNamespace: false } call => [target, .. call.Arguments],
            CallNode call => call.Arguments,
            MacroNode macro => [macro.Range],
            _ => [],
        };
        var reads = new List<CelRead>();
        foreach (var part in parts)
        {
            if (part.UsesContext)
                reads.Add(new CelRead(Printer.Print(part), evaluate(part)));
        }
        return reads;
    }
}
