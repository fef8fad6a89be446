using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Syntax;

// Recursive descent with precedence climbing (CEL language definition, "Syntax").
// Depth is bounded everywhere it recurses: hostile input ends in a diagnostic, not in a stack overflow.
internal sealed partial class Parser
{
    public const int MaxSourceLength = 16_384;
    public const int MaxHeight = 200;

    private static readonly string[] OperatorNames = BuildOperatorNames();

    private readonly DiagnosticSink _diagnostics;
    private readonly List<Token> _tokens;
    private readonly string? _subject;
    private int _at;
    private int _depth;
    private bool _tooDeep;

    // Offset of the last reported syntax error: one mistake is reported once.
    private int _lastError = -1;

    private readonly string _source;

    private Parser(string source, List<Token> tokens, DiagnosticSink diagnostics, string? subject)
    {
        _source = source;
        _tokens = tokens;
        _diagnostics = diagnostics;
        _subject = subject;
    }

    private Token Current => _tokens[_at];

    public static Node? Parse(string source, DiagnosticSink diagnostics, string? subject = null)
    {
        if (source.Length > MaxSourceLength)
        {
            diagnostics.Report(CelDiagnosticKind.TooComplex, MaxSourceLength, MaxSourceLength + 1, $"the expression is longer than {MaxSourceLength} characters",
                "split it into several rules");
            return null;
        }
        var tokens = new Lexer(source, diagnostics).Read();
        if (tokens.Count == 1)
        {
            diagnostics.Report(CelDiagnosticKind.Syntax, 0, 1, "the expression is empty", "write a condition, e.g. value > 20.0");
            return null;
        }
        var parser = new Parser(source, tokens, diagnostics, subject);
        var node = parser.ParseExpression();
        if (parser.Current.Kind != TokenKind.End && !parser._tooDeep)
            parser.ReportTrailing();
        return diagnostics.HasErrors ? null : node;
    }

    private static string[] BuildOperatorNames()
    {
        var names = new string[(int)TokenKind.Bad + 1];
        names[(int)TokenKind.Plus] = "_+_";
        names[(int)TokenKind.Minus] = "_-_";
        names[(int)TokenKind.Star] = "_*_";
        names[(int)TokenKind.Slash] = "_/_";
        names[(int)TokenKind.Percent] = "_%_";
        names[(int)TokenKind.Equal] = "_==_";
        names[(int)TokenKind.NotEqual] = "_!=_";
        names[(int)TokenKind.Less] = "_<_";
        names[(int)TokenKind.LessOrEqual] = "_<=_";
        names[(int)TokenKind.Greater] = "_>_";
        names[(int)TokenKind.GreaterOrEqual] = "_>=_";
        names[(int)TokenKind.In] = "@in";
        return names;
    }

    private Token Next() => _tokens[_at < _tokens.Count - 1 ? _at++ : _at];

    private bool Take(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        Next();
        return true;
    }

    private Node ParseExpression()
    {
        if (!Enter())
            return new BadNode(Current.Start, Current.End);
        var condition = ParseBinary(1);
        if (Current.Kind != TokenKind.Question)
        {
            _depth--;
            return condition;
        }
        var question = Next();
        var whenTrue = ParseBinary(1);
        Expect(TokenKind.Colon, "':' of the condition", "write condition ? one value : another");
        var whenFalse = ParseExpression();
        _depth--;
        return Bounded(new ConditionalNode(question.Start, question.End, condition, whenTrue, whenFalse) { First = condition.First });
    }

    private static int Precedence(TokenKind kind) => kind switch
    {
        TokenKind.Or => 1,
        TokenKind.And => 2,
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.Less or TokenKind.LessOrEqual
            or TokenKind.Greater or TokenKind.GreaterOrEqual or TokenKind.In => 3,
        TokenKind.Plus or TokenKind.Minus => 4,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => 5,
        _ => 0,
    };

    private Node ParseBinary(int least)
    {
        var left = ParseUnary();
        while (true)
        {
            var kind = OperatorKind(ref left);
            var precedence = Precedence(kind);
            if (precedence == 0 || precedence < least || _tooDeep)
                return left;
            if (precedence <= 2)
            {
                left = ParseLogical(left, kind, precedence);
                continue;
            }
            var symbol = Next();
            var right = kind == TokenKind.In ? ParseInItems() : ParseBinary(precedence + 1);
            left = Bounded(new CallNode(symbol.Start, symbol.End, OperatorNames[(int)kind], null, [left, right]) { First = left.First });
        }
    }

    private Node ParseLogical(Node left, TokenKind kind, int precedence)
    {
        var symbol = Current;
        var operands = new List<Node> { left };
        while (OperatorKind(ref left) == kind && Take(kind))
            operands.Add(ParseBinary(precedence + 1));
        return Bounded(new LogicalNode(symbol.Start, symbol.End, kind == TokenKind.And, [.. operands]) { First = left.First });
    }

    private Node ParseUnary()
    {
        var token = Current;
        if (token.Kind == TokenKind.Identifier && TryNot(out var negated))
            return negated;
        if (token.Kind is not (TokenKind.Not or TokenKind.Minus))
            return ParsePostfix(ParseOperand());
        Next();
        if (token.Kind == TokenKind.Minus && Current.Kind is TokenKind.Int or TokenKind.Double)
            return ParsePostfix(NegativeLiteral(token));
        if (!Enter())
            return new BadNode(token.Start, token.End);
        var operand = ParseUnary();
        _depth--;
        return Bounded(new CallNode(token.Start, token.End, token.Kind == TokenKind.Not ? "!_" : "-_", null, [operand]));
    }

    private LiteralNode NegativeLiteral(Token minus)
    {
        var token = Next();
        if (token.Kind == TokenKind.Double)
            return new LiteralNode(minus.Start, token.End, CelValue.Of(-token.Value.AsDouble()));
        if (token.Magnitude > 1UL << 63)
            ReportIntRange(minus.Start, token.End);
        return new LiteralNode(minus.Start, token.End, CelValue.Of(unchecked(-(long)token.Magnitude)));
    }

    private void ReportIntRange(int start, int end) =>
        Report(start, end, "this whole number does not fit an int", "write a uint such as 9223372036854775808u, or a double");

    private bool Enter()
    {
        if (_depth < MaxHeight)
        {
            _depth++;
            return true;
        }
        ReportDepth(Current.Start);
        return false;
    }

    private Node Bounded(Node node)
    {
        if (node.Height > MaxHeight)
            ReportDepth(node.Start);
        return node;
    }

    private void ReportDepth(int start)
    {
        if (!_tooDeep)
            _diagnostics.Report(CelDiagnosticKind.TooComplex, start, start + 1, $"the expression is nested deeper than {MaxHeight} levels",
                "split it, or shorten the chain");
        _tooDeep = true;
        _at = _tokens.Count - 1;
    }

    private void Report(int start, int end, string message, string remedy, CelFix? fix = null)
    {
        if (_tooDeep || start == _lastError)
            return;
        _lastError = start;
        _diagnostics.Report(CelDiagnosticKind.Syntax, start, end, message, remedy, fix);
    }

    private bool Expect(TokenKind kind, string what, string remedy)
    {
        if (Take(kind))
            return true;
        var token = Current;
        Report(token.Start, token.End, token.Kind == TokenKind.End ? $"{what} is missing at the end" : $"{what} is missing before '{Show(token)}'",
            remedy);
        return false;
    }

    private string Show(Token token) => token.Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Identifier or TokenKind.QuotedIdentifier or TokenKind.Reserved or TokenKind.In
            or TokenKind.True or TokenKind.False or TokenKind.Null => token.Text,
        TokenKind.Int => "a whole number",
        TokenKind.Uint or TokenKind.Double => "a number",
        TokenKind.String => "a text",
        TokenKind.Bytes => "bytes",
        _ => TokenSigns.Of(token.Kind),
    };

    private void ReportTrailing()
    {
        var token = Current;
        if (ReportDecimalComma(token))
            return;
        var remedy = token.Kind switch
        {
            TokenKind.RightParen or TokenKind.RightBracket or TokenKind.RightBrace => "remove it, or add the bracket that it closes",
            TokenKind.Colon => "a condition is written test ? one value : another",
            _ => "put an operator such as && or == before it",
        };
        Report(token.Start, token.End, $"'{Show(token)}' is not expected here", remedy);
    }
}
