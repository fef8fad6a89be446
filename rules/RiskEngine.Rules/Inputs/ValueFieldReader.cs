using System.Collections.Frozen;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads <c>value</c>, <c>unit</c> and <c>unit_in</c>.</summary>
internal static class ValueFieldReader
{
    /// <summary>The value field; null where there is none, or it is faulty, which is then reported.</summary>
    public static ValueField? Read(MapReader map, MappingExpressions expressions)
    {
        if (map.Node(InputKeys.Value) is not { } node) return null;
        if (node is not YamlMap)
        {
            return map.Scalar(InputKeys.Value) is { } scalar && expressions.Expression(map.PathOf(InputKeys.Value), scalar, InputKeys.ValueOf.Shape) is { } whole
                ? new ValueField(whole, ValueForm.Auto, null, FrozenSet<string>.Empty) : null;
        }

        if (map.Map(InputKeys.Value, InputKeys.ValueKeys) is not { } value) return null;
        var of = value.Scalar(InputKeys.ValueOf) is { } text ? expressions.Expression(value.PathOf(InputKeys.ValueOf), text, InputKeys.ValueOf.Shape) : null;
        var form = value.Has(InputKeys.ValueAs) && value.Word(InputKeys.ValueAs) is { } word ? word switch
        {
            "number" => ValueForm.Number,
            "boolean" => ValueForm.Boolean,
            "text" => ValueForm.Text,
            _ => ValueForm.Auto,
        }
        : ValueForm.Auto;
        if (value.Has(InputKeys.ValueAs) && value.Has(InputKeys.ValueMap))
        {
            map.Report.Add(DiagnosticCodes.Conflict, value.PlaceOf(InputKeys.ValueAs), "value.as and value.map stand side by side",
                "keep one of the two: the map says what each word becomes");
            return null;
        }

        var missing = value.Has(InputKeys.ValueMissing)
            ? value.Scalars(InputKeys.ValueMissing, Keys.Shapes.Line, 100).Select(scalar => YamlValues.Of(scalar).ToString()).ToFrozenSet(StringComparer.Ordinal)
            : FrozenSet<string>.Empty;
        var words = value.Has(InputKeys.ValueMap) ? ReadWords(value) : null;
        return of is null || (value.Has(InputKeys.ValueMap) && words is null) ? null : new ValueField(of, form, words, missing);
    }

    /// <summary>The units; those that never change are compared here.</summary>
    public static UnitField? ReadUnit(MapReader map, MappingExpressions expressions)
    {
        var unit = map.Scalar(InputKeys.Unit) is { } text ? expressions.Template(map.PathOf(InputKeys.Unit), text, InputKeys.Unit.Shape) : null;
        var from = map.Scalar(InputKeys.UnitIn) is { } other ? expressions.Template(map.PathOf(InputKeys.UnitIn), other, InputKeys.UnitIn.Shape) : null;
        if ((map.Has(InputKeys.Unit) && unit is null) || (map.Has(InputKeys.UnitIn) && from is null)) return null;
        if (from is not null && unit is null)
        {
            map.Report.AddMissing(map.PlaceOf(InputKeys.UnitIn), "unit is missing: unit_in is converted into it", "add e.g. unit: Cel");
            return null;
        }

        if (from?.Constant is not { } source || unit?.Constant is not { } target) return new UnitField(unit, from, null);
        if (UnitConversion.TryFind(source, target, out var conversion)) return new UnitField(unit, from, conversion);
        var unknown = new[] { source, target }.FirstOrDefault(one => !UnitConversion.IsKnown(one));
        map.Report.Add(InputCodes.Unit, map.PlaceOf(InputKeys.UnitIn), $"{Quote.Of(source)} does not convert to {Quote.Of(target)}",
            unknown is null ? "they measure different things; convert in value, if the payload has what it takes"
                : $"{Quote.Of(unknown)} is not in the table of units; write its UCUM name (docs/inputs.md), or convert in value");
        return null;
    }

    private static Dictionary<string, CelValue>? ReadWords(MapReader value)
    {
        if (value.Node(InputKeys.ValueMap) is not { } node) return null;
        if (node is not YamlMap map)
        {
            value.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"value.map is {node.Describe()}", "write words with what they mean, e.g. map: {DRY: false, LEAK: true}");
            return null;
        }

        var words = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        foreach (var (word, meaning) in map.Entries)
        {
            if (Scalar.Of(meaning, $"value.map.{word.Value}", Keys.Shapes.Line, value.Report) is not { } scalar) return null;
            words[word.Value] = YamlValues.Of(scalar);
        }

        return words;
    }
}
