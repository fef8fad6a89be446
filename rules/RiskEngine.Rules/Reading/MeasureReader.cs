using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads a measure: aggregate calls joined by <c>+ - * /</c>, numbers and brackets, all over one input.</summary>
internal sealed class MeasureReader
{
    private const int Deepest = 30;

    /// <summary>Every event counts as one where a measure only counts.</summary>
    public static readonly EventNumber One = new("1", static _ => 1);

    private readonly ExpressionText _text;
    private readonly List<AggregateCall> _calls = [];
    private EventNumber? _input;
    private string _inputText = "";
    private int _at;
    private int _depth;
    private bool _failed;

    private MeasureReader(ExpressionText text) => _text = text;

    /// <summary>The measure; null where there is a fault, which is then reported.</summary>
    public static Measure? Read(ExpressionText text) => new MeasureReader(text).Run();

    private Measure? Run()
    {
        var combine = Sum();
        if (_failed || combine is null) return null;
        if (Peek() is not '\0') Fail(_at, 1, $"'{Peek()}' is not expected here", "join aggregates with + - * / and brackets");
        else if (_calls.Count == 0) Fail(0, _text.Text.Length, "the measure holds no aggregate", "write e.g. avg(value)");
        if (_failed) return null;
        return new Measure(Words.Normalise(_text.Text), _input ?? One, _calls, combine.Trend, IsBare ? null : combine.Of);
    }

    /// <summary>Whether the measure is one call and nothing else.</summary>
    private bool IsBare => _calls.Count == 1 && char.IsLetter(_text.Text[0]) && FindClose(_text.Text.IndexOf('(')) == _text.Text.Length - 1;

    private Term? Sum()
    {
        var left = Product();
        while (left is not null && Peek() is '+' or '-')
        {
            var sign = Take();
            if (left is not { } a || Product() is not { } b) return null;
            left = sign == '+' ? Term.Sum(a, b) : Term.Sum(a, b.Negated);
        }

        return left;
    }

    private Term? Product()
    {
        var left = Factor();
        while (left is not null && Peek() is '*' or '/')
        {
            var sign = Take();
            if (left is not { } a || Factor() is not { } b) return null;
            left = sign == '*' ? Term.Product(a, b) : Term.Quotient(a, b);
        }

        return left;
    }

    private Term? Factor()
    {
        if (++_depth > Deepest) return Fail(_at, 1, "too many brackets or signs", "write a simpler measure");
        try
        {
            var next = Peek();
            if (next == '-')
            {
                Take();
                return Factor()?.Negated;
            }

            if (next == '(') return Bracket();
            if (char.IsAsciiDigit(next) || next == '.') return Literal();
            if (char.IsAsciiLetter(next) || next == '_') return Call();
            return next == '\0'
                ? Fail(Math.Max(0, _text.Text.Length - 1), 1, "the measure ends too early", "write e.g. max(value) - min(value)")
                : Fail(_at, 1, $"'{next}' is not expected here", "write e.g. max(value) - min(value)");
        }
        finally
        {
            _depth--;
        }
    }

    private Term? Bracket()
    {
        Take();
        if (Sum() is not { } inner) return null;
        if (Peek() != ')') return Fail(_at, 1, "a bracket is not closed", "add ')'");
        Take();
        return inner;
    }

    private Term? Literal()
    {
        var start = _at;
        while (_at < _text.Text.Length && (char.IsAsciiDigit(_text.Text[_at]) || _text.Text[_at] is '.')) _at++;
        var written = _text.Text[start.._at];
        if (!Numbers.TryParse(written, out var number)) return Fail(start, written.Length, $"{Quote.Of(written)} is not a number", "write e.g. 1.5");
        return new Term(_ => number, WindowTrend.Same, number);
    }

    private Term? Call()
    {
        var start = _at;
        while (_at < _text.Text.Length && (char.IsAsciiLetterOrDigit(_text.Text[_at]) || _text.Text[_at] is '_' or '.')) _at++;
        var name = _text.Text[start.._at];
        if (Peek() != '(') return FailName(start, name);
        if (!AggregateName.TryFind(name, out var call))
        {
            if (name is "changes" or "count_changes" or "flaps" or "toggles")
            {
                return Fail(start, name.Length, $"there is no aggregate {Quote.Of(name)}: how often a value changes is a rule type",
                    "write detect: {type: changes, of: value, window: 1h}");
            }

            var near = AggregateName.Synonym(name) ?? Spelling.Nearest(name, AggregateName.All);
            return Fail(start, name.Length, $"there is no aggregate {Quote.Of(name)}",
                near is null ? $"aggregates are {Quote.List(AggregateName.All)}" : $"did you mean '{near}'?");
        }

        var open = _at;
        var close = FindClose(open);
        if (close < 0) return Fail(open, 1, "a bracket is not closed", "add ')'");
        _at = close + 1;
        var arguments = Arguments(open + 1, close);
        return TakeArguments(name, ref call, arguments, start) ? Result(call) : null;
    }

    private Term? FailName(int start, string name)
    {
        _failed = true;
        if (AggregateName.TryFind(name, out _)) return Fail(start, name.Length, $"{name} lacks its brackets", $"write {name}(value)");
        return Fail(start, name.Length, $"{Quote.Of(name)} is a number of one event, not of a window", $"write an aggregate of it, e.g. avg({name})");
    }

    private bool TakeArguments(string name, ref AggregateCall call, IReadOnlyList<ExpressionText> arguments, int start)
    {
        if (call.Kind == AggregateKind.Count && arguments.Count == 0) return true;
        var (least, most, example) = call.Kind switch
        {
            AggregateKind.Quantile when name == "quantile" => (2, 2, "quantile(value, 0.95)"),
            AggregateKind.Rate or AggregateKind.Slope or AggregateKind.TimeIntegral => (1, 2, $"{name}(value) or {name}(value, 1h)"),
            _ => (1, 1, $"{name}(value)"),
        };
        if (arguments.Count < least || arguments.Count > most)
        {
            var takes = least == 2 ? "a number and a share" : most == 2 ? "one number, and a time where wanted" : "one number";
            Fail(start, _at - start, $"{name} takes {takes}, not {arguments.Count} values", $"write e.g. {example}");
            return false;
        }

        if (arguments.Count == 2 && !(call.Kind == AggregateKind.Quantile ? TakeShare(ref call, arguments[1]) : TakeTime(ref call, name, arguments[1])))
        {
            _failed = true;
            return false;
        }

        return TakeInput(arguments[0], call.Kind == AggregateKind.Distinct);
    }

    private static bool TakeShare(ref AggregateCall call, ExpressionText written)
    {
        if (Numbers.TryParse(written.Text, out var share) && share is >= 0 and <= 1)
        {
            call = call with { Parameter = share };
            return true;
        }

        written.Add(DiagnosticCodes.Measure, $"{Quote.Of(written.Text)} is not a share between 0 and 1", "write e.g. quantile(value, 0.95)");
        return false;
    }

    /// <summary>The time that a rate is per, and an integral counts in.</summary>
    private static bool TakeTime(ref AggregateCall call, string name, ExpressionText written)
    {
        if (Durations.TryParse(written.Text, out var time) && time > TimeSpan.Zero && time <= Durations.Longest)
        {
            call = call with { Parameter = time.TotalSeconds };
            return true;
        }

        var isBare = Numbers.TryParse(written.Text, out _);
        var meant = isBare ? Durations.WithUnits(written.Text) : $"{name}(value, {Durations.Guess(written.Text.Trim('"', '\'', ' ')) ?? "1h"})";
        written.Add(DiagnosticCodes.Measure,
            $"{Quote.Of(written.Text)} is not a time that {name} can be {(call.Kind == AggregateKind.TimeIntegral ? "counted in" : "per")}", $"write {meant}");
        return false;
    }

    private bool TakeInput(ExpressionText input, bool orText)
    {
        var normal = Words.Normalise(input.Text);
        if (_input is not null && normal != _inputText)
        {
            input.Add(DiagnosticCodes.Measure, $"the aggregates of one measure read one number, and {Quote.Of(_inputText)} is used already",
                "use the same number, or write two rules");
            _failed = true;
            return false;
        }

        var compiled = RuleExpressions.Number(input, orText);
        _failed |= compiled is null;
        _inputText = normal;
        if (_input?.Hash is null) _input = compiled;
        return compiled is not null;
    }

    private Term Result(AggregateCall call)
    {
        var index = _calls.IndexOf(call);
        if (index < 0)
        {
            index = _calls.Count;
            _calls.Add(call);
        }

        return new Term(v => v[index], TrendOf(call.Kind), null);
    }

    private List<ExpressionText> Arguments(int start, int end)
    {
        var arguments = new List<ExpressionText>();
        if (_text.Text.AsSpan(start, end - start).Trim().IsEmpty) return arguments;
        var from = start;
        foreach (var (at, depth) in Words.Outside(_text.Text, start, end))
        {
            if (depth != 0 || _text.Text[at] != ',') continue;
            arguments.Add(_text.Part(from, at - from));
            from = at + 1;
        }

        arguments.Add(_text.Part(from, end - from));
        return arguments;
    }

    private int FindClose(int open)
    {
        foreach (var (at, depth) in Words.Outside(_text.Text, open, _text.Text.Length))
        {
            if (depth == 0 && at > open) return at;
        }

        return -1;
    }

    private char Peek()
    {
        while (_at < _text.Text.Length && char.IsWhiteSpace(_text.Text[_at])) _at++;
        return _at < _text.Text.Length ? _text.Text[_at] : '\0';
    }

    private char Take() => _text.Text[_at++];

    private Term? Fail(int at, int length, string message, string remedy)
    {
        _failed = true;
        _text.Add(DiagnosticCodes.Measure, at, length, message, remedy);
        return null;
    }

    private static WindowTrend TrendOf(AggregateKind kind) => kind switch
    {
        AggregateKind.Count or AggregateKind.Sum or AggregateKind.Max or AggregateKind.Increase or AggregateKind.Distinct or AggregateKind.TimeIntegral => WindowTrend.Rises,
        AggregateKind.Min => WindowTrend.Falls,
        AggregateKind.Last => WindowTrend.Same,
        AggregateKind.Delta => WindowTrend.Moves,
        _ => WindowTrend.Estimates,
    };
}
