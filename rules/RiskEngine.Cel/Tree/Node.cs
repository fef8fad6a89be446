using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Tree;

// The syntax tree. The parser fills the first four members, the checker the rest.
internal abstract class Node(int start, int end)
{
    // Where a message about this node points: an operator's own place, a name's first character.
    public int Start { get; } = start;

    public int End { get; } = end;

    // First character of the whole sub-expression, operands included.
    public int First { get; init; } = start;

    // Levels below and including this node; bounds every recursive walk.
    public int Height { get; protected init; } = 1;

    public CelType Type { get; set; } = CelType.Dyn;

    public bool UsesContext { get; set; }

    // Shallowest comprehension variable that this node reads; MaxValue when it reads none.
    public int OuterLocal { get; set; } = int.MaxValue;

    // Estimated steps.
    public double Cost { get; set; } = 1;

    public bool IsClosed => !UsesContext && OuterLocal == int.MaxValue;

    protected static int Above(ReadOnlySpan<Node> children)
    {
        var height = 0;
        foreach (var child in children)
            height = Math.Max(height, child.Height);
        return height + 1;
    }
}

internal sealed class LiteralNode(int start, int end, CelValue value) : Node(start, end)
{
    public CelValue Value { get; } = value;
}

// Stands where an operand could not be read; its error is reported already.
internal sealed class BadNode(int start, int end) : Node(start, end);

internal sealed class NameNode(int start, int end, string name, bool fromRoot) : Node(start, end)
{
    public string Name { get; } = name;

    public bool FromRoot { get; } = fromRoot;

    public Resolution Resolution { get; set; }
}

internal sealed class SelectNode : Node
{
    public SelectNode(int start, int end, Node operand, string field, bool testOnly)
        : base(start, end)
    {
        Operand = operand;
        Field = field;
        TestOnly = testOnly;
        Height = operand.Height + 1;
    }

    public Node Operand { get; }

    public string Field { get; }

    // has(operand.field)
    public bool TestOnly { get; }

    // Set when the whole dotted chain is one declared name.
    public Resolution Resolution { get; set; }
}

internal sealed class CallNode : Node
{
    public CallNode(int start, int end, string function, Node? target, Node[] arguments)
        : base(start, end)
    {
        Function = function;
        Target = target;
        Arguments = arguments;
        Height = Math.Max(Above(arguments), (target?.Height ?? 0) + 1);
    }

    public string Function { get; }

    public Node? Target { get; }

    public Node[] Arguments { get; }

    public FunctionEntry? Entry { get; set; }

    // Set when only the scope has the function.
    public CelFunction? Own { get; set; }

    // The target is a namespace such as math, not a value.
    public bool TargetIsNamespace { get; set; }
}

// A chain of && or ||, however long, is one node.
internal sealed class LogicalNode : Node
{
    public LogicalNode(int start, int end, bool isAnd, Node[] operands)
        : base(start, end)
    {
        IsAnd = isAnd;
        Operands = operands;
        Height = Above(operands);
    }

    public bool IsAnd { get; }

    public Node[] Operands { get; }
}

internal sealed class ConditionalNode : Node
{
    public ConditionalNode(int start, int end, Node condition, Node whenTrue, Node whenFalse)
        : base(start, end)
    {
        Condition = condition;
        WhenTrue = whenTrue;
        WhenFalse = whenFalse;
        Height = Above([condition, whenTrue, whenFalse]);
    }

    public Node Condition { get; }

    public Node WhenTrue { get; }

    public Node WhenFalse { get; }
}

internal sealed class ListNode : Node
{
    public ListNode(int start, int end, Node[] items)
        : base(start, end)
    {
        Items = items;
        Height = Above(items);
    }

    public Node[] Items { get; }
}

internal sealed class MapNode : Node
{
    public MapNode(int start, int end, Node[] keys, Node[] values)
        : base(start, end)
    {
        Keys = keys;
        Values = values;
        Height = Math.Max(Above(keys), Above(values));
    }

    public Node[] Keys { get; }

    public Node[] Values { get; }
}

internal enum MacroKind : byte
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
    TransformList,
    TransformMap,
    TransformMapEntry,
}

internal sealed class MacroNode : Node
{
    public MacroNode(int start, int end, MacroKind kind, Node range, string[] variables, Node? filter, Node? transform)
        : base(start, end)
    {
        Kind = kind;
        Range = range;
        Variables = variables;
        Filter = filter;
        Transform = transform;
        Height = Math.Max(range.Height, Math.Max(filter?.Height ?? 0, transform?.Height ?? 0)) + 1;
    }

    public MacroKind Kind { get; }

    public Node Range { get; }

    // One name, or two: index and element of a list, key and value of a map.
    public string[] Variables { get; }

    // The condition of all, exists, exists_one and filter, or the optional one of map and transform.
    public Node? Filter { get; }

    public Node? Transform { get; }

    // First slot of the variables in the frame.
    public int Slot { get; set; }
}
