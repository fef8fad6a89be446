using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Tree;

namespace RiskEngine.Cel.Syntax;

// Words of other languages in the place of operators: reported with the operator that is meant, and read as it.
internal sealed partial class Parser
{
    // After an operand: the operator's kind. A word stands for the operator it means; the caller goes on with that.
    private TokenKind OperatorKind(ref Node left)
    {
        while (Current.Kind == TokenKind.Identifier)
        {
            if (TakeComparingWord(ref left))
                continue;
            var meant = Current.Text.ToLowerInvariant() switch
            {
                "and" => TokenKind.And,
                "or" => TokenKind.Or,
                "is" or "equals" or "eq" => TokenKind.Equal,
                _ => TokenKind.Bad,
            };
            if (meant == TokenKind.Bad)
                return TokenKind.Identifier;
            var word = Current;
            if (meant == TokenKind.Equal && IsWord(_tokens[_at + 1], "not"))
            {
                meant = TokenKind.NotEqual;
                word = word with { End = _tokens[_at + 1].End };
                _tokens.RemoveAt(_at + 1);
            }
            ReportFixed(word.Start, word.End, $"'{_source[word.Start..word.End]}' is not expected here",
                $"write {TokenSigns.Of(meant)} for '{_source[word.Start..word.End]}'", TokenSigns.Of(meant));
            _tokens[_at] = word with { Kind = meant };
        }
        return Current.Kind;
    }

    // x not in [...], x like '...', x between 1 and 2, x contains '...': what they mean is another form altogether.
    private bool TakeComparingWord(ref Node left)
    {
        var word = Current;
        var next = _tokens[_at + 1];
        var subject = _source[left.First.._tokens[_at - 1].End];
        string? instead = null;
        switch (word.Text.ToLowerInvariant())
        {
            case "not" when next.Kind == TokenKind.In:
                Next();
                Next();
                ParseInItems();
                instead = $"!({subject} in {_source[next.End.._tokens[_at - 1].End].Trim()})";
                break;
            case "like" or "contains" or "matches" or "startswith" or "endswith" when next.Kind == TokenKind.String:
                Next();
                Next();
                instead = TextTest(subject, word.Text.ToLowerInvariant(), next.Value.AsString());
                break;
            case "between":
                Next();
                var low = ParseBinary(4);
                var lowText = _source[low.First.._tokens[_at - 1].End];
                if (Current.Kind != TokenKind.And && !IsWord(Current, "and"))
                    return ReportBetween(word, subject);
                Next();
                var high = ParseBinary(4);
                instead = $"{subject} >= {lowText} && {subject} <= {_source[high.First.._tokens[_at - 1].End]}";
                break;
        }
        if (instead is null)
            return false;
        Report(word.Start, word.End, $"'{word.Text}' is not expected here", $"write {instead}", new CelFix(left.First, _tokens[_at - 1].End - left.First, instead));
        left = new BadNode(left.First, _tokens[_at - 1].End);
        return true;
    }

    private bool ReportBetween(Token word, string subject)
    {
        Report(word.Start, word.End, $"'{word.Text}' is not expected here", $"write e.g. {subject} >= 10 && {subject} <= 20");
        return true;
    }

    private static string TextTest(string subject, string word, string pattern)
    {
        var bare = pattern.Trim('%', '*');
        var (starts, ends) = (pattern.Length > 0 && pattern[0] is '%' or '*', pattern.Length > 0 && pattern[^1] is '%' or '*');
        return word switch
        {
            "contains" => $"{subject}.contains('{pattern}')",
            "matches" => $"{subject}.matches('{pattern}')",
            "startswith" => $"{subject}.startsWith('{pattern}')",
            "endswith" => $"{subject}.endsWith('{pattern}')",
            _ when starts && ends => $"{subject}.contains('{bare}')",
            _ when ends => $"{subject}.startsWith('{bare}')",
            _ when starts => $"{subject}.endsWith('{bare}')",
            _ => $"{subject} == '{pattern}'",
        };
    }

    // not x: '!' binds tighter than a comparison, so that one gets brackets.
    private bool TryNot(out Node node)
    {
        node = new BadNode(Current.Start, Current.End);
        if (!IsWord(Current, "not") || _tokens[_at + 1].Kind is not (TokenKind.Identifier or TokenKind.LeftParen or TokenKind.True or TokenKind.False or TokenKind.Not))
            return false;
        if (!Enter())
            return true;
        var word = Next();
        var start = Current.Start;
        var operand = ParseBinary(3);
        _depth--;
        var text = _source[start.._tokens[_at - 1].End];
        var isCompared = operand is CallNode { Target: null } call && call.Function is "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" or "@in";
        var instead = isCompared && text[0] != '(' ? $"!({text})" : $"!{text}";
        Report(word.Start, word.End, $"'{word.Text}' is not expected here", $"write {instead}", new CelFix(word.Start, _tokens[_at - 1].End - word.Start, instead));
        node = operand;
        return true;
    }

    // x in ('a', 'b'): a list stands in square brackets.
    private Node ParseInItems()
    {
        if (Current.Kind != TokenKind.LeftParen)
            return ParseBinary(4);
        var open = Next();
        var items = ParseItems(TokenKind.RightParen, "')'", trailingComma: true);
        var close = _tokens[_at - 1];
        if (items is [not LiteralNode and not BadNode])
            return ParsePostfix(items[0]);
        var inside = close.Kind == TokenKind.RightParen ? _source[open.End..close.Start].Trim() : "";
        if (inside.Length > 0)
            Report(open.Start, open.End, "a list stands in square brackets", $"write [{inside}]", new CelFix(open.Start, close.End - open.Start, $"[{inside}]"));
        return Bounded(new ListNode(open.Start, close.End, items));
    }

    // 0,5: whoever writes a comma in a number gets told so.
    private bool ReportDecimalComma(Token comma)
    {
        if (comma.Kind != TokenKind.Comma || _at == 0 || _at + 1 >= _tokens.Count)
            return false;
        var (before, after) = (_tokens[_at - 1], _tokens[_at + 1]);
        if (before.Kind is not (TokenKind.Int or TokenKind.Double) || after.Kind != TokenKind.Int || before.End != comma.Start || after.Start != comma.End)
            return false;
        var (whole, part) = (_source[before.Start..before.End], _source[after.Start..after.End]);
        if (part.Length == 3)
            Report(comma.Start, comma.End, "a number has no comma", $"write {whole}{part} for a thousand and more, {whole}.{part} for a number with decimals");
        else
            Report(comma.Start, comma.End, "a number has a point, not a comma", $"write {whole}.{part}", new CelFix(before.Start, after.End - before.Start, $"{whole}.{part}"));
        return true;
    }

    private static bool IsWord(Token token, string word) => token.Kind == TokenKind.Identifier && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private void ReportFixed(int start, int end, string message, string remedy, string instead) =>
        Report(start, end, message, remedy, new CelFix(start, end - start, instead));
}
