using System.Globalization;
using System.Text;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Tree;

// A tree as text in one canonical form: expressions that differ in blanks, quotes, brackets or number spelling print alike.
internal sealed class Printer
{
    private const int Atom = 7;
    private readonly StringBuilder _text = new();

    public static string Print(Node node)
    {
        var printer = new Printer();
        printer.Write(node, 0);
        return printer._text.ToString();
    }

    private static int Precedence(Node node) => node switch
    {
        ConditionalNode => 0,
        LogicalNode { IsAnd: false } => 1,
        LogicalNode => 2,
        CallNode { Function: "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" or "@in" } => 3,
        CallNode { Function: "_+_" or "_-_" } => 4,
        CallNode { Function: "_*_" or "_/_" or "_%_" } => 5,
        CallNode { Function: "!_" or "-_" } => 6,
        LiteralNode { Value.Kind: CelKind.Int } literal when literal.Value.AsInt() < 0 => 6,
        LiteralNode { Value.Kind: CelKind.Double } literal when literal.Value.AsDouble() < 0 => 6,
        _ => Atom,
    };

    private void Write(Node node, int least)
    {
        var bracket = Precedence(node) < least;
        if (bracket)
            _text.Append('(');
        switch (node)
        {
            case LiteralNode literal:
                WriteLiteral(literal.Value);
                break;
            case NameNode name:
                _text.Append(name.FromRoot ? "." : "").Append(name.Name);
                break;
            case SelectNode select:
                WriteSelect(select);
                break;
            case CallNode call:
                WriteCall(call);
                break;
            case LogicalNode logical:
                WriteSeparated(logical.Operands, logical.IsAnd ? " && " : " || ", Precedence(logical) + 1);
                break;
            case ConditionalNode conditional:
                Write(conditional.Condition, 1);
                _text.Append(" ? ");
                Write(conditional.WhenTrue, 1);
                _text.Append(" : ");
                Write(conditional.WhenFalse, 0);
                break;
            case ListNode list:
                _text.Append('[');
                WriteSeparated(list.Items, ", ", 0);
                _text.Append(']');
                break;
            case MapNode map:
                WriteMap(map);
                break;
            case MacroNode macro:
                WriteMacro(macro);
                break;
        }
        if (bracket)
            _text.Append(')');
    }

    private static bool IsPlain(string field) =>
        field is not ("true" or "false" or "null" or "in") && !char.IsAsciiDigit(field[0]) && field.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private void WriteSelect(SelectNode select)
    {
        _text.Append(select.TestOnly ? "has(" : "");
        Write(select.Operand, Atom);
        _text.Append('.').Append(IsPlain(select.Field) ? select.Field : $"`{select.Field}`").Append(select.TestOnly ? ")" : "");
    }

    private void WriteCall(CallNode call)
    {
        switch (call.Function)
        {
            case "_[_]":
                Write(call.Arguments[0], Atom);
                _text.Append('[');
                Write(call.Arguments[1], 0);
                _text.Append(']');
                return;
            case "!_" or "-_":
                _text.Append(call.Function[0]);
                Write(call.Arguments[0], call.Arguments[0] is LiteralNode ? Atom : 6);
                return;
        }
        var precedence = Precedence(call);
        if (precedence < Atom)
        {
            Write(call.Arguments[0], precedence);
            _text.Append(' ').Append(Symbols.OfFunction(call.Function)).Append(' ');
            Write(call.Arguments[1], precedence + 1);
            return;
        }
        if (call.Target is { } target)
        {
            Write(target, Atom);
            _text.Append('.');
        }
        _text.Append(call.Function).Append('(');
        WriteSeparated(call.Arguments, ", ", 0);
        _text.Append(')');
    }

    private void WriteSeparated(Node[] nodes, string separator, int least)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            _text.Append(i == 0 ? "" : separator);
            Write(nodes[i], least);
        }
    }

    private void WriteMap(MapNode map)
    {
        _text.Append('{');
        for (var i = 0; i < map.Keys.Length; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            Write(map.Keys[i], 0);
            _text.Append(": ");
            Write(map.Values[i], 0);
        }
        _text.Append('}');
    }

    private void WriteMacro(MacroNode macro)
    {
        Write(macro.Range, Atom);
        _text.Append('.').Append(macro.Kind switch
        {
            MacroKind.All => "all",
            MacroKind.Exists => "exists",
            MacroKind.ExistsOne => "exists_one",
            MacroKind.Map => "map",
            MacroKind.Filter => "filter",
            MacroKind.TransformList => "transformList",
            MacroKind.TransformMap => "transformMap",
            _ => "transformMapEntry",
        }).Append('(').Append(string.Join(", ", macro.Variables));
        foreach (var part in new[] { macro.Filter, macro.Transform })
        {
            if (part is null)
                continue;
            _text.Append(", ");
            Write(part, 0);
        }
        _text.Append(')');
    }

    private void WriteLiteral(in CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                WriteText(value.AsString());
                break;
            case CelKind.Bytes:
                _text.Append("b\"");
                foreach (var octet in value.AsBytes())
                    _text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
                _text.Append('"');
                break;
            case CelKind.Uint:
                _text.Append(ValueText.Display(value)).Append('u');
                break;
            case CelKind.Double:
                var number = ValueText.Display(value);
                _text.Append(number).Append(number.AsSpan().ContainsAny('.', 'e') ? "" : ".0");
                break;
            default:
                _text.Append(ValueText.Display(value));
                break;
        }
    }

    private void WriteText(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                _text.Append('\\').Append(c);
            else if (char.IsControl(c))
                _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                _text.Append(c);
        }
        _text.Append('"');
    }
}
