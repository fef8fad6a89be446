using RiskEngine.Cel.Tree;

namespace RiskEngine.Cel.Compilation;

// Macros run as loops over a list, or over a map's keys.
internal sealed partial class Compiler<TContext>
{
    private Code<TContext> Macro(MacroNode node)
    {
        var range = Compile(node.Range);
        var filter = node.Filter is null ? null : Compile(node.Filter);
        var transform = node.Transform is null ? null : Compile(node.Transform);
        var loop = new MacroLoop<TContext>(range.AsValue(), node.Slot, node.Variables.Length == 2, filter?.AsBool(), transform?.AsValue());
        var fails = range.AlwaysFails || filter is { AlwaysFails: true } || transform is { AlwaysFails: true };
        return node.Kind switch
        {
            MacroKind.All => new Code<TContext>(node.Type) { AlwaysFails = fails, Bool = loop.All },
            MacroKind.Exists => new Code<TContext>(node.Type) { AlwaysFails = fails, Bool = loop.Exists },
            MacroKind.ExistsOne => new Code<TContext>(node.Type) { AlwaysFails = fails, Bool = loop.ExistsOne },
            MacroKind.TransformMap => new Code<TContext>(node.Type) { AlwaysFails = fails, Value = loop.TransformMap },
            MacroKind.TransformMapEntry => new Code<TContext>(node.Type) { AlwaysFails = fails, Value = loop.TransformMapEntry },
            _ => new Code<TContext>(node.Type) { AlwaysFails = fails, Value = loop.Collect },
        };
    }
}
