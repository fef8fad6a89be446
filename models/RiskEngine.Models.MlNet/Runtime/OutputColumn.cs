using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>The column of a model's output that is its judgement.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">What its number is.</param>
internal readonly record struct OutputColumn(DataViewSchema.Column Column, OutputKind Kind)
{
    /// <summary>Finds it: the named one, else Probability, Score, PredictedLabel, or a vector of SSA.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static OutputColumn Find(DataViewSchema schema, string? name, string file)
    {
        foreach (var wanted in name is null ? ["Probability", "Score", "PredictedLabel"] : new[] { name })
        {
            if (schema.GetColumnOrNull(wanted) is { } column && KindOf(column) is { } kind) return new(column, kind);
        }

        if (name is null)
        {
            for (var i = schema.Count - 1; i >= 0; i--)
                if (!schema[i].IsHidden && KindOf(schema[i]) is (OutputKind.Spike or OutputKind.Change) and { } kind) return new(schema[i], kind);
        }

        var there = string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"{column.Name} ({column.Type})"));
        throw new FormatException($"{file}: its output has no {name ?? "Probability, Score or PredictedLabel"} that is one number; it has {there}; name one with output:");
    }

    /// <summary>A reader of the judgement in the row that a cursor stands on.</summary>
    public Func<double> Reader(DataViewRow row)
    {
        var column = Column;
        if (column.Type is VectorDataViewType) return Vector(row.GetGetter<VBuffer<double>>(column), Kind);
        if (column.Type == NumberDataViewType.Single) return Number(row.GetGetter<float>(column), static value => value);
        if (column.Type == NumberDataViewType.Double) return Number(row.GetGetter<double>(column), static value => value);
        return Number(row.GetGetter<bool>(column), static value => value ? 1.0 : 0.0);
    }

    /// <summary>The number of a vector of SSA: one less the p-value of a spike, the logarithm of a change's martingale.</summary>
    public static double Judgement(ReadOnlySpan<double> vector, OutputKind kind) =>
        kind == OutputKind.Spike ? 1 - vector[2] : Math.Log(Math.Clamp(vector[3], 1e-300, 1e300));

    private static OutputKind? KindOf(DataViewSchema.Column column) => column.Type switch
    {
        VectorDataViewType { Size: 3 } vector when vector.ItemType == NumberDataViewType.Double => OutputKind.Spike,
        VectorDataViewType { Size: 4 } vector when vector.ItemType == NumberDataViewType.Double => OutputKind.Change,
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

    private static Func<double> Vector(ValueGetter<VBuffer<double>> getter, OutputKind kind)
    {
        var value = default(VBuffer<double>);
        var dense = new double[4];
        return () =>
        {
            getter(ref value);
            value.CopyTo(dense);
            return Judgement(dense, kind);
        };
    }
}
