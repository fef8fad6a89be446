using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Gives ML.NET the cells of the row that stands in <see cref="Row"/>, under the columns that a model wants.</summary>
internal sealed class FeatureGetters(IReadOnlyList<FeatureColumn> columns)
{
    /// <summary>The features of the row; the same array may be filled anew for every row.</summary>
    public float[] Row { get; set; } = [];

    /// <summary>The label of the row.</summary>
    public bool Label { get; set; }

    /// <summary>The columns as ML.NET sees them.</summary>
    public static DataViewSchema SchemaOf(IReadOnlyList<FeatureColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns) builder.AddColumn(column.Name, column.Type);
        return builder.ToSchema();
    }

    /// <summary>A getter of one column.</summary>
    public ValueGetter<TValue> Of<TValue>(DataViewSchema.Column column)
    {
        var source = columns[column.Index];
        Delegate getter = source switch
        {
            { IsVector: true } => (ValueGetter<VBuffer<float>>)Features,
            { IsLabel: true } => (ValueGetter<bool>)((ref bool value) => value = Label),
            { Feature: >= 0 and var i } => Number(source.Type, i),
            _ => (ValueGetter<TValue>)((ref TValue value) => value = default!),
        };
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"column {column.Name} holds no {typeof(TValue).Name}");
    }

    private void Features(ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, Row.Length);
        Row.CopyTo(editor.Values);
        value = editor.Commit();
    }

    private Delegate Number(DataViewType type, int i)
    {
        if (type == NumberDataViewType.Single) return (ValueGetter<float>)((ref float value) => value = Row[i]);
        if (type == NumberDataViewType.Double) return (ValueGetter<double>)((ref double value) => value = Row[i]);
        if (type == NumberDataViewType.Int32) return (ValueGetter<int>)((ref int value) => value = (int)Row[i]);
        if (type == NumberDataViewType.Int64) return (ValueGetter<long>)((ref long value) => value = (long)Row[i]);
        return (ValueGetter<bool>)((ref bool value) => value = Row[i] > 0);
    }
}
