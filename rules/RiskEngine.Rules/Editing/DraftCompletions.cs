using RiskEngine.Cel;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Editing;

/// <summary>Proposes keys and values where an author types, by what the keys may hold.</summary>
internal sealed class DraftCompletions
{
    private readonly DraftCursor _cursor;
    private readonly DraftLanguage _language;
    private readonly KnownNames _names;
    private readonly int _line;
    private readonly int _column;
    private readonly string _before;
    private readonly List<Completion> _found = [];

    private DraftCompletions(DraftCursor cursor, DraftLanguage language, KnownNames names, SourceText source, int line, int column)
    {
        (_cursor, _language, _names, _line, _column) = (cursor, language, names, line, column);
        _before = source.Line(line)[..Math.Min(source.Line(line).Length, column - 1)];
    }

    /// <param name="source">The text.</param>
    /// <param name="language">What it may hold.</param>
    /// <param name="names">The names that can be proposed.</param>
    /// <param name="line">Line of the cursor, from 1.</param>
    /// <param name="column">Its column, from 1.</param>
    public static IReadOnlyList<Completion> Of(SourceText source, DraftLanguage language, KnownNames names, int line, int column)
    {
        var whole = DraftReader.Read(source.Text).File;
        if (DraftCursor.At(source, whole, line, column) is not { } cursor) return [];
        var completions = new DraftCompletions(cursor, language, names, source, line, column);
        var spec = DraftSpec.Of(cursor.Node, language);
        if (cursor.TakesKey) completions.AddKeys(spec);
        if (cursor.TakesValue) completions.AddValues(spec);
        if (whole.Children.Count == 0 || whole.Children is [{ Kind: DraftKind.Word }]) completions.AddSkeletons();
        return [.. completions._found.DistinctBy(found => found.Label)];
    }

    private void AddKeys(DraftSpec spec)
    {
        var present = _cursor.Node.Children.Where(child => child.Kind == DraftKind.Entry).Select(child => child.Name).ToHashSet(StringComparer.Ordinal);
        var indent = new string(' ', _before.Length - _cursor.Typed.Length + 2);
        foreach (var key in spec.Maps.SelectMany(map => map.Keys).Where(key => !present.Contains(key.Name)).DistinctBy(key => key.Name))
        {
            var text = _cursor.InBrackets ? $"{key.Name}: " : $"{key.Name}:{Opening(key.Shape, indent)}";
            Add(key.Name, CompletionKind.Key, key.Required ? "required" : key.Default is { } value ? $"default {value}" : "", KeyHelp.Of(key), text, _cursor.Typed);
        }
    }

    /// <summary>What follows the colon: a blank, or a line of its own for a map or a list of maps.</summary>
    private static string Opening(Shape shape, string indent) => shape switch
    {
        MapShape or DetectShape or TableShape => $"\n{indent}",
        ListShape { Item: MapShape } => $"\n{indent}- ",
        _ => " ",
    };

    private void AddValues(DraftSpec spec)
    {
        var key = spec.Key;
        foreach (var shape in spec.Shapes)
        {
            switch (shape)
            {
                case WordShape words:
                    foreach (var (word, meaning) in words.Words) Add(word, CompletionKind.Word, meaning, "");
                    break;
                case SwitchShape:
                    Add("true", CompletionKind.Word, "", "");
                    Add("false", CompletionKind.Word, "", "");
                    break;
                case ExpressionShape expression:
                    AddExpression(expression, key);
                    break;
            }
        }

        if (key is null) return;
        if (key == DetectKeys.Type) foreach (var type in _language.Types) Add(type.Name, CompletionKind.Word, "", type.Summary);
        foreach (var (name, detail) in _names.For(key)) AddWritten(name, CompletionKind.Name, detail);
        if (MessageKeys.All.Contains(key)) AddPlaces();
        else if (!spec.Shapes.Any(shape => shape is WordShape or SwitchShape) && key != DetectKeys.Type) AddExamples(key);
    }

    private void AddExamples(KeySpec key)
    {
        foreach (var example in key.Examples)
        {
            if (_cursor.Node.Kind == DraftKind.Item && example is ['[', ..]) continue;
            Add(example, CompletionKind.Example, "example", "", example);
        }
    }

    /// <summary>Names of an expression: variables, aggregates and functions, in place of the word that is being typed.</summary>
    private void AddExpression(ExpressionShape shape, KeySpec? key)
    {
        var word = TrailingWord();
        var isMember = _before.Length > word.Length && _before[^(word.Length + 1)] == '.';
        if (isMember)
        {
            foreach (var name in CelFunctions.OfValues) Add(name, CompletionKind.Function, "function", "", $"{name}(", word);
            return;
        }

        if (_language.Root == InputKeys.Mapping)
        {
            foreach (var name in MappingScope.Reserved) Add(name, CompletionKind.Variable, "", "", name, word);
        }
        else if (shape == Shapes.OverMeasure)
        {
            foreach (var name in MeasureScope.Instance.Names) Add(name, CompletionKind.Variable, "", "", name, word);
        }
        else
        {
            foreach (var name in EventScope.Instance.Names) Add(name, CompletionKind.Variable, "", "", name == "attributes" ? "attributes." : name, word);
        }

        if (key?.Name == "measure" && shape != DetectKeys.EventNumber)
            foreach (var name in AggregateName.All) Add(name, CompletionKind.Function, "aggregate", "", name == "count" ? "count()" : $"{name}(", word);
        if (shape == Shapes.OverEvent || _language.Root == InputKeys.Mapping)
            foreach (var name in CelFunctions.Global) Add(name, CompletionKind.Function, "function", "", $"{name}(", word);
    }

    /// <summary>Places of a message, also after its first brace.</summary>
    private void AddPlaces()
    {
        var open = _before.LastIndexOf("{{", StringComparison.Ordinal);
        var inside = open >= 0 && _before.IndexOf("}}", open, StringComparison.Ordinal) < 0;
        var word = TrailingWord();
        foreach (var name in MessageTemplate.Names)
            Add(name, CompletionKind.Variable, "", "", inside ? name : $"{{{{ {name} }}}}", word);
    }

    private void AddSkeletons()
    {
        foreach (var (label, help, text) in Skeletons.Of(_language)) Add(label, CompletionKind.Skeleton, "", help, text, _cursor.Typed);
    }

    private string TrailingWord()
    {
        var start = _before.Length;
        while (start > 0 && (char.IsLetterOrDigit(_before[start - 1]) || _before[start - 1] == '_')) start--;
        return _before[start..];
    }

    private void AddWritten(string text, CompletionKind kind, string detail) => Add(text, kind, detail, "", InQuotes ? text : YamlText.Written(text));

    private bool InQuotes => _before.Length > _cursor.Typed.Length && _before[^(_cursor.Typed.Length + 1)] is '"' or '\'';

    private void Add(string label, CompletionKind kind, string detail, string documentation, string? text = null, string? replaced = null)
    {
        replaced ??= _cursor.Typed;
        text ??= label;
        if (InQuotes && text is ['"', .., '"'] && replaced == _cursor.Typed) text = text[1..^1];
        var needsBlank = replaced.Length == 0 && _before.EndsWith(':');
        _found.Add(new Completion(label, kind, detail, documentation, new TextEdit(_line, _column - replaced.Length, replaced.Length, needsBlank ? $" {text}" : text)));
    }
}
