using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Checking;

// Resolves names, deduces types and estimates cost, from the leaves up.
// Strict: every name, function and type must fit, or a diagnostic says why. Dynamic: what does not fit becomes dyn and fails when it runs.
internal sealed partial class Checker(IDeclarations declarations, DiagnosticSink diagnostics, bool strict)
{
    private readonly List<(string Name, CelType Type)> _locals = [];
    private readonly SortedSet<string> _references = new(StringComparer.Ordinal);

    // Largest number of comprehension variables alive at once.
    public int LocalCount { get; private set; }

    // Variables that are read, and fields of objects as "object.field".
    public IReadOnlyCollection<string> References => _references;

    public void Check(Node node)
    {
        switch (node)
        {
            case LiteralNode literal:
                literal.Type = CelType.OfKind(literal.Value.Kind);
                break;
            case NameNode name:
                CheckName(name);
                break;
            case SelectNode select:
                CheckSelect(select);
                break;
            case CallNode call:
                CheckCall(call);
                break;
            case LogicalNode logical:
                CheckLogical(logical);
                break;
            case ConditionalNode conditional:
                CheckConditional(conditional);
                break;
            case ListNode list:
                CheckChildren(list, list.Items);
                list.Type = CelType.List(Join(list.Items));
                break;
            case MapNode map:
                CheckMap(map);
                break;
            case MacroNode macro:
                CheckMacro(macro);
                break;
        }
    }

    // The demands on the whole expression.
    public void Finish(Node node, CelType? resultType, double costLimit)
    {
        if (node.Cost > costLimit)
        {
            diagnostics.Report(CelDiagnosticKind.TooComplex, node.First, node.End, $"the expression may take about {node.Cost:0} steps, and {costLimit:0} are allowed",
                "nest fewer all, exists, map and filter inside each other");
        }
        RequireValue(node);
        if (resultType is not { } wanted || node.Type.IsDyn || !strict)
            return;
        if (wanted.Kind == CelKind.Double ? !node.Type.IsNumeric : !TypeRules.Agree(wanted, node.Type))
        {
            diagnostics.Report(CelDiagnosticKind.WrongResultType, node.Start, node.End, $"the expression gives a {node.Type.InWords}, and a {wanted.InWords} is needed here",
                wanted.Kind == CelKind.Bool ? "compare it with something, e.g. > 20.0" : "");
        }
    }

    private static CelType Join(ReadOnlySpan<Node> nodes)
    {
        CelType? joined = null;
        foreach (var node in nodes)
            joined = joined is null ? node.Type : TypeRules.Join(joined, node.Type);
        return joined ?? CelType.Dyn;
    }

    private static void Absorb(Node parent, Node child)
    {
        parent.UsesContext |= child.UsesContext;
        parent.OuterLocal = Math.Min(parent.OuterLocal, child.OuterLocal);
        parent.Cost += child.Cost;
    }

    // The dotted name of a chain of selections, or null when it is something else.
    private static string? Dotted(Node node) => node switch
    {
        NameNode name => name.Name,
        SelectNode { TestOnly: false } select when Dotted(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private static NameNode? Root(Node node) => node switch
    {
        NameNode name => name,
        SelectNode select => Root(select.Operand),
        _ => null,
    };

    private void CheckChildren(Node parent, ReadOnlySpan<Node> children)
    {
        foreach (var child in children)
        {
            Check(child);
            Absorb(parent, child);
        }
    }

    private void Report(CelDiagnosticKind kind, Node node, string message, string remedy)
    {
        if (strict)
            diagnostics.Report(kind, node.Start, node.End, message, remedy);
    }

    private int FindLocal(string name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (_locals[i].Name == name)
                return i;
        }
        return -1;
    }

    private void CheckName(NameNode node)
    {
        var local = node.FromRoot ? -1 : FindLocal(node.Name);
        if (local >= 0)
        {
            node.Resolution = Resolution.Local(local);
            node.Type = _locals[local].Type;
            node.OuterLocal = local;
        }
        else if (TryDeclared(node.Name, node, out var resolution, out var type))
        {
            node.Resolution = resolution;
            node.Type = type;
        }
        else
        {
            node.UsesContext = true;
            var (remedy, instead) = NameAdvice.For(node.Name, _texts.Contains(node), declarations, _locals.Select(known => known.Name), _references);
            Report(CelDiagnosticKind.UnknownName, node.Start, node.End, $"'{node.Name}' is not known here", remedy,
                instead is null ? null : new CelFix(node.Start, node.End - node.Start, instead));
        }
    }

    private bool TryDeclared(string name, Node node, out Resolution resolution, out CelType type)
    {
        if (declarations.TryFind(name, out var declaration))
        {
            node.UsesContext = true;
            resolution = Resolution.Of(declaration);
            type = declaration.Type;
            _references.Add(name);
            return true;
        }
        if (StandardLibrary.FindType(name) is { } named)
        {
            resolution = Resolution.Of(named);
            type = CelType.Type;
            return true;
        }
        resolution = default;
        type = CelType.Dyn;
        return false;
    }

    private void CheckSelect(SelectNode node)
    {
        // The longest dotted prefix that is declared wins; a comprehension variable hides them all.
        if (!node.TestOnly && Root(node) is { } root && Dotted(node) is { } dotted
            && (root.FromRoot || FindLocal(root.Name) < 0) && TryDeclared(dotted, node, out var resolution, out var type))
        {
            node.Resolution = resolution;
            node.Type = type;
            return;
        }
        if (ReportDottedText(node) || ReportPrefix(node))
            return;
        Check(node.Operand);
        Absorb(node, node.Operand);
        if (DeclaredObject(node.Operand) is { } declaration)
        {
            CheckField(node, declaration, node.Field);
            return;
        }
        var operand = node.Operand.Type;
        if (operand.Kind == CelKind.Map && operand.Second is { } value)
            node.Type = value;
        else if (!operand.IsDyn)
            Report(CelDiagnosticKind.TypeMismatch, node, $"a {operand.InWords} has no part '{node.Field}'",
                operand.Kind == CelKind.Timestamp && TimeParts.TryGetValue(node.Field, out var part)
                    ? $"write {Printer.Print(node.Operand)}.{part}('Asia/Shanghai') with your time zone, or use the key schedule"
                    : "only maps such as attributes have parts");
        if (node.TestOnly)
            node.Type = CelType.Bool;
    }

    private void CheckField(SelectNode node, Declaration declaration, string field)
    {
        var type = FieldType(node, declaration, field);
        node.Type = node.TestOnly ? CelType.Bool : type;
    }

    private CelType FieldType(Node node, Declaration declaration, string field)
    {
        _references.Add($"{declaration.Name}.{field}");
        if (declaration.FieldType(field) is { } type)
            return type;
        var known = string.Join(", ", declaration.FieldNames.Order(StringComparer.Ordinal).Take(12));
        Report(CelDiagnosticKind.UnknownName, node, $"'{declaration.Name}' has no field '{field}'",
            NearestName.Remedy(field, declaration.FieldNames, known.Length == 0 ? "" : $"its fields: {known}"));
        return CelType.Dyn;
    }

    // The declared object that an operand names, when it is one.
    private static Declaration? DeclaredObject(Node operand)
    {
        var resolution = operand switch
        {
            NameNode name => name.Resolution,
            SelectNode { TestOnly: false } select => select.Resolution,
            _ => default,
        };
        return resolution.Declaration is { IsObject: true } declaration ? declaration : null;
    }

    // An object without a map behind it has fields and nothing else.
    private void RequireValue(Node node)
    {
        if (DeclaredObject(node) is { HasValue: false } declaration)
            Report(CelDiagnosticKind.TypeMismatch, node, $"'{declaration.Name}' cannot be used as a whole",
                $"read one field: {declaration.Name}.name, or has({declaration.Name}.name)");
    }

    private void CheckLogical(LogicalNode node)
    {
        CheckChildren(node, node.Operands);
        foreach (var operand in node.Operands)
            RequireBool(operand, $"'{(node.IsAnd ? "&&" : "||")}' joins conditions");
        node.Type = CelType.Bool;
    }

    private void RequireBool(Node node, string reason)
    {
        if (!node.Type.IsDyn && node.Type.Kind != CelKind.Bool)
            Report(CelDiagnosticKind.TypeMismatch, node, $"{reason}, and this is a {node.Type.InWords}", "compare it with something, e.g. > 0");
    }

    private void CheckConditional(ConditionalNode node)
    {
        CheckChildren(node, [node.Condition, node.WhenTrue, node.WhenFalse]);
        RequireBool(node.Condition, "'?' asks a condition");
        node.Type = TypeRules.Join(node.WhenTrue.Type, node.WhenFalse.Type);
        if (!TypeRules.Agree(node.WhenTrue.Type, node.WhenFalse.Type))
        {
            Report(CelDiagnosticKind.TypeMismatch, node, $"the two values of '? :' are a {node.WhenTrue.Type.InWords} and a {node.WhenFalse.Type.InWords}",
                node.WhenTrue.Type.IsNumeric && node.WhenFalse.Type.IsNumeric ? "write both as doubles, e.g. 1.0" : "give both the same type");
        }
    }

    private void CheckMap(MapNode node)
    {
        CheckChildren(node, node.Keys);
        CheckChildren(node, node.Values);
        foreach (var key in node.Keys)
        {
            if (key.Type.Kind is not (CelKind.Absent or CelKind.String or CelKind.Int or CelKind.Uint or CelKind.Bool))
                Report(CelDiagnosticKind.TypeMismatch, key, $"a {key.Type.InWords} cannot be a map key", "use a text, a whole number, true or false");
        }
        node.Type = CelType.Map(Join(node.Keys), Join(node.Values));
    }
}
