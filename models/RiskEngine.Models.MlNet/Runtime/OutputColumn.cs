using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>The column of a model's output that is its judgement.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">What its number is.</param>
internal readonly record struct OutputColumn(DataViewSchema.Column Column, OutputKind Kind)
{
    /// <summary>Finds it: the named one, else Probability, Score, PredictedLabel.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static OutputColumn Find(DataViewSchema schema, string? name, string file)
    {
        foreach (var wanted in name is null ? ["Probability", "Score", "PredictedLabel"] : new[] { name })
        {
            if (schema.GetColumnOrNull(wanted) is { } column && KindOf(column) is { } kind) return new(column, kind);
        }

        var there = string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"{column.Name} ({column.Type})"));
        throw new FormatException($"{file}: its output has no {name ?? "Probability, Score or PredictedLabel"} that is one number; it has {there}; name one with output:");
    }

    /// <summary>A reader of the judgement in the row that a cursor stands on.</summary>
    public Func<double> Reader(DataViewRow row)
    {
        var column = Column;
        if (column.Type is VectorDataViewType) return Number(row.GetGetter<VBuffer<float>>(column), static value => value.GetItemOrDefault(0));
        if (column.Type == NumberDataViewType.Single) return Number(row.GetGetter<float>(column), static value => value);
        if (column.Type == NumberDataViewType.Double) return Number(row.GetGetter<double>(column), static value => value);
        return Number(row.GetGetter<bool>(column), static value => value ? 1.0 : 0.0);
    }

    /// <summary>A vector of one number counts as that number: steps of ONNX give no other.</summary>
    private static OutputKind? KindOf(DataViewSchema.Column column) =>
        (column.Type is VectorDataViewType { Size: 1 } vector && vector.ItemType == NumberDataViewType.Single ? vector.ItemType : column.Type) switch
        {
            BooleanDataViewType => OutputKind.Label,
            NumberDataViewType number when number == NumberDataViewType.Single || number == NumberDataViewType.Double =>
                column.Name == "Probability" ? OutputKind.Probability : OutputKind.Score,
            _ => null,
        };

    private static Func<double> Number<T>(ValueGetter<T> getter, Func<T, double> number)
    {
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return number(value);
        };
    }
}
