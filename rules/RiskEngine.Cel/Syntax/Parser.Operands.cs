using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Syntax;

// Operands, selections, calls and macros.
internal sealed partial class Parser
{
    private Node ParseOperand()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int:
                Next();
                if (token.Magnitude > long.MaxValue)
                    ReportIntRange(token.Start, token.End);
                return new LiteralNode(token.Start, token.End, CelValue.Of(unchecked((long)token.Magnitude)));
            case TokenKind.Uint or TokenKind.Double or TokenKind.String or TokenKind.Bytes:
                Next();
                return new LiteralNode(token.Start, token.End, token.Value);
            case TokenKind.True or TokenKind.False:
                Next();
                return new LiteralNode(token.Start, token.End, CelValue.Of(token.Kind == TokenKind.True));
            case TokenKind.Null:
                Next();
                return new LiteralNode(token.Start, token.End, CelValue.Null);
            case TokenKind.LeftParen:
                return ParseParentheses();
            case TokenKind.LeftBracket:
                return ParseList();
            case TokenKind.LeftBrace:
                return ParseMap();
            case TokenKind.Identifier or TokenKind.Dot:
                return ParseName();
            case TokenKind.Bad:
                Next();
                return new BadNode(token.Start, token.End);
        }
        if (_subject is not null && Precedence(token.Kind) == 3)
            return new NameNode(token.Start, token.Start, _subject, fromRoot: false);
        return ReportOperand(token);
    }

    private BadNode ReportOperand(Token token)
    {
        if (token.Kind == TokenKind.Reserved)
        {
            Next();
            Report(token.Start, token.End, $"'{token.Text}' is a reserved word", "use another name, or ['" + token.Text + "'] for a field");
        }
        else if (token.Kind == TokenKind.End)
        {
            Report(token.Start, token.End, "a value is missing at the end", "finish the expression, e.g. value > 20.0");
        }
        else if (token.Kind == TokenKind.QuotedIdentifier)
        {
            Next();
            Report(token.Start, token.End, $"'`{token.Text}`' may only follow a dot", $"write attributes.`{token.Text}`");
        }
        else
        {
            Report(token.Start, token.End, $"a value is missing before '{Show(token)}'", "write a name, a number or a text in quotes");
            if (token.Kind is not (TokenKind.RightParen or TokenKind.RightBracket or TokenKind.RightBrace or TokenKind.Comma))
                Next();
        }
        return new BadNode(token.Start, token.End);
    }

    private Node ParseParentheses()
    {
        Next();
        var inner = ParseExpression();
        if (!Expect(TokenKind.RightParen, "')'", "close the '(' that was opened before"))
            SkipTo(TokenKind.RightParen);
        return inner;
    }

    private Node ParseList()
    {
        var open = Next();
        var items = ParseItems(TokenKind.RightBracket, "']'", trailingComma: true);
        return Bounded(new ListNode(open.Start, _tokens[_at - 1].End, items));
    }

    private Node ParseMap()
    {
        var open = Next();
        var keys = new List<Node>();
        var values = new List<Node>();
        while (Current.Kind is not (TokenKind.RightBrace or TokenKind.End))
        {
            keys.Add(ParseExpression());
            Expect(TokenKind.Colon, "':' between key and value", "write {'key': value}");
            values.Add(ParseExpression());
            if (!Take(TokenKind.Comma))
                break;
        }
        if (!Expect(TokenKind.RightBrace, "'}'", "separate entries by commas and close the '{'"))
            SkipTo(TokenKind.RightBrace);
        return Bounded(new MapNode(open.Start, _tokens[_at - 1].End, [.. keys], [.. values]));
    }

    private Node ParseName()
    {
        var first = Current;
        var fromRoot = Take(TokenKind.Dot);
        var name = Current;
        if (name.Kind != TokenKind.Identifier)
        {
            Report(name.Start, name.End, "a name is missing after '.'", "write a variable, e.g. value");
            return new BadNode(name.Start, name.End);
        }
        Next();
        if (Current.Kind == TokenKind.LeftParen)
            return ParseCall(name, null, first.Start);
        return new NameNode(first.Start, name.End, name.Text, fromRoot);
    }

    private Node ParsePostfix(Node operand)
    {
        while (!_tooDeep)
        {
            switch (Current.Kind)
            {
                case TokenKind.Dot:
                    Next();
                    operand = ParseSelect(operand);
                    break;
                case TokenKind.LeftBracket:
                    var open = Next();
                    var index = ParseExpression();
                    if (!Expect(TokenKind.RightBracket, "']'", "close the '['"))
                        SkipTo(TokenKind.RightBracket);
                    operand = Bounded(new CallNode(open.Start, _tokens[_at - 1].End, "_[_]", null, [operand, index]) { First = operand.First });
                    break;
                case TokenKind.LeftBrace when operand is NameNode or SelectNode:
                    return ParseMessage(operand);
                default:
                    return operand;
            }
        }
        return operand;
    }

    private Node ParseSelect(Node operand)
    {
        var name = Current;
        if (name.Kind == TokenKind.Bad)
        {
            Next();
            return new BadNode(operand.First, name.End);
        }
        if (name.Kind is not (TokenKind.Identifier or TokenKind.Reserved or TokenKind.QuotedIdentifier))
        {
            Report(name.Start, name.End, $"a field name is missing before '{Show(name)}'",
                "write e.g. attributes.location, or attributes['in'] for a reserved word");
            return new BadNode(name.Start, name.End);
        }
        Next();
        if (Current.Kind == TokenKind.LeftParen && name.Kind != TokenKind.QuotedIdentifier)
            return ParseCall(name, operand, operand.First);
        return Bounded(new SelectNode(name.Start, name.End, operand, name.Text, testOnly: false) { First = operand.First });
    }

    private Node ParseMessage(Node operand)
    {
        var open = Current;
        Report(open.Start, open.End, "messages cannot be built here: this subset has no messages", "use a map, e.g. {'name': value}");
        SkipTo(TokenKind.RightBrace);
        return new BadNode(operand.Start, operand.End);
    }

    private Node ParseCall(Token name, Node? target, int first)
    {
        Next();
        var arguments = ParseItems(TokenKind.RightParen, "')'", trailingComma: false);
        var end = _tokens[_at - 1].End;
        var macro = target is null ? ExpandHas(name, arguments) : ExpandMacro(name, target, arguments, end, first);
        return macro ?? Bounded(new CallNode(name.Start, name.End, name.Text, target, arguments) { First = first });
    }

    private Node[] ParseItems(TokenKind close, string what, bool trailingComma)
    {
        var items = new List<Node>();
        while (Current.Kind != close && Current.Kind != TokenKind.End)
        {
            items.Add(ParseExpression());
            if (!Take(TokenKind.Comma))
                break;
            if (Current.Kind == close && !trailingComma)
                Report(Current.Start, Current.End, "a value is missing after ','", "remove the comma");
        }
        if (!Expect(close, what, "separate values by commas and close the bracket"))
            SkipTo(close);
        return [.. items];
    }

    // After a mistake: forward to the bracket that closes the current group, over groups inside it.
    private void SkipTo(TokenKind close)
    {
        var open = 0;
        while (Current.Kind != TokenKind.End)
        {
            var kind = Current.Kind;
            if (kind == close && open == 0)
            {
                Next();
                return;
            }
            if (kind is TokenKind.LeftParen or TokenKind.LeftBracket or TokenKind.LeftBrace)
                open++;
            else if (kind is TokenKind.RightParen or TokenKind.RightBracket or TokenKind.RightBrace && open > 0)
                open--;
            Next();
        }
    }

    private Node? ExpandHas(Token name, Node[] arguments)
    {
        if (name.Text != "has" || arguments.Length != 1)
            return null;
        if (arguments[0] is SelectNode { TestOnly: false } select)
            return new SelectNode(select.Start, select.End, select.Operand, select.Field, testOnly: true) { First = name.Start };
        if (arguments[0] is not BadNode)
            Report(arguments[0].Start, arguments[0].End, "has() takes a field", "write has(attributes.location)");
        return new BadNode(name.Start, name.End);
    }

    private Node? ExpandMacro(Token name, Node target, Node[] arguments, int end, int first)
    {
        (MacroKind Kind, int Variables)? macro = (name.Text, arguments.Length) switch
        {
            ("all", 2) => (MacroKind.All, 1),
            ("exists", 2) => (MacroKind.Exists, 1),
            ("exists_one" or "existsOne", 2) => (MacroKind.ExistsOne, 1),
            ("map", 2 or 3) => (MacroKind.Map, 1),
            ("filter", 2) => (MacroKind.Filter, 1),
            ("all", 3) => (MacroKind.All, 2),
            ("exists", 3) => (MacroKind.Exists, 2),
            ("exists_one" or "existsOne", 3) => (MacroKind.ExistsOne, 2),
            ("transformList", 3 or 4) => (MacroKind.TransformList, 2),
            ("transformMap", 3 or 4) => (MacroKind.TransformMap, 2),
            ("transformMapEntry", 3 or 4) => (MacroKind.TransformMapEntry, 2),
            _ => null,
        };
        if (macro is not var (kind, count))
            return null;
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            if (arguments[i] is not NameNode { FromRoot: false } variable)
            {
                if (arguments[i] is not BadNode)
                {
                    var form = count == 1 ? "x, x > 0" : "i, x, x > 0";
                    Report(arguments[i].Start, arguments[i].End, $"argument {i + 1} of {name.Text}() names a variable",
                        $"write e.g. list.{name.Text}({form})");
                }
                return new BadNode(name.Start, name.End);
            }
            names[i] = variable.Name;
        }
        if (count == 2 && names[0] == names[1])
            Report(arguments[1].Start, arguments[1].End, $"both variables of {name.Text}() are called '{names[0]}'", "use two names");
        var transforms = kind is MacroKind.Map or MacroKind.TransformList or MacroKind.TransformMap or MacroKind.TransformMapEntry;
        var filter = transforms ? (arguments.Length == count + 2 ? arguments[count] : null) : arguments[count];
        return Bounded(new MacroNode(name.Start, end, kind, target, names, filter, transforms ? arguments[^1] : null) { First = first });
    }
}
