using Microsoft.ML;
using Microsoft.ML.Data;
using RiskEngine.Models.MlNet.Features;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>One input column of a model, and what fills it.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Its type.</param>
/// <param name="Feature">Place of the feature that fills it; -1 leaves it at the type's default.</param>
/// <param name="IsVector">Whether all features fill it, in order.</param>
/// <param name="IsLabel">Whether the label fills it.</param>
internal sealed record FeatureColumn(string Name, DataViewType Type, int Feature = -1, bool IsVector = false, bool IsLabel = false)
{
    /// <summary>The column of all features.</summary>
    public static FeatureColumn Vector(string name, int features) => new(name, new VectorDataViewType(NumberDataViewType.Single, features), IsVector: true);

    /// <summary>Matches features with the columns that a model was trained on: by name, or all with its one vector of that many numbers.</summary>
    /// <exception cref="FormatException">A feature has no column.</exception>
    public static IReadOnlyList<FeatureColumn> Match(DataViewSchema? wanted, IReadOnlyList<Feature> features, string file)
    {
        if (wanted is null) return [Vector("Features", features.Count)];
        var used = new HashSet<int>();
        var columns = new List<FeatureColumn>();
        foreach (var column in wanted)
        {
            if (column.IsHidden) continue;
            if (column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Single && vector.Size == features.Count)
            {
                used.UnionWith(Enumerable.Range(0, features.Count));
                columns.Add(Vector(column.Name, features.Count));
                continue;
            }

            var feature = TakesNumber(column.Type) ? PlaceOf(features, column.Name) : -1;
            if (feature >= 0) used.Add(feature);
            columns.Add(new(column.Name, column.Type, feature));
        }

        for (var i = 0; i < features.Count; i++)
        {
            if (used.Contains(i)) continue;
            var there = string.Join(", ", wanted.Where(column => !column.IsHidden).Select(column => $"{column.Name} ({column.Type})"));
            throw new FormatException($"{file}: no column takes the feature '{features[i].Text}'; the model was trained on {there}; "
                + $"write 'COLUMN = {features[i].Text}', or give as many features as its vector has");
        }

        return columns;
    }

    private static bool TakesNumber(DataViewType type) => type is BooleanDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double
        || type == NumberDataViewType.Int32 || type == NumberDataViewType.Int64;

    private static int PlaceOf(IReadOnlyList<Feature> features, string column)
    {
        for (var i = 0; i < features.Count; i++)
            if (features[i].Column == column) return i;
        return -1;
    }
}
