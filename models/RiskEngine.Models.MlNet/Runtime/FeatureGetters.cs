using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Gives ML.NET the cells of one row of <see cref="FeatureRows"/>, under the columns that a model wants.</summary>
internal sealed class FeatureGetters(IReadOnlyList<FeatureColumn> columns, FeatureRows rows)
{
    private float[] _values = rows.Values;
    private int _start;

    /// <summary>The row whose cells are given; the numbers in it may change between two calls.</summary>
    public int Row { get; private set; }

    /// <summary>The columns as ML.NET sees them.</summary>
    public static DataViewSchema SchemaOf(IReadOnlyList<FeatureColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns) builder.AddColumn(column.Name, column.Type);
        return builder.ToSchema();
    }

    /// <summary>Goes to a row.</summary>
    public void GoTo(int row) => (Row, _values, _start) = (row, rows.Values, row * rows.Width);

    /// <summary>A getter of one column.</summary>
    public ValueGetter<TValue> Of<TValue>(DataViewSchema.Column column)
    {
        var source = columns[column.Index];
        Delegate getter = source switch
        {
            { IsVector: true } => (ValueGetter<VBuffer<float>>)Features,
            { IsLabel: true } => (ValueGetter<bool>)((ref bool value) => value = rows.Labels[Row]),
            { Feature: >= 0 and var i } => Number(source.Type, i),
            _ => (ValueGetter<TValue>)((ref TValue value) => value = default!),
        };
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException($"column {column.Name} holds no {typeof(TValue).Name}");
    }

    private void Features(ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, rows.Width);
        _values.AsSpan(_start, rows.Width).CopyTo(editor.Values);
        value = editor.Commit();
    }

    private Delegate Number(DataViewType type, int i)
    {
        if (type == NumberDataViewType.Single) return (ValueGetter<float>)((ref float value) => value = _values[_start + i]);
        if (type == NumberDataViewType.Double) return (ValueGetter<double>)((ref double value) => value = _values[_start + i]);
        if (type == NumberDataViewType.Int32) return (ValueGetter<int>)((ref int value) => value = (int)_values[_start + i]);
        if (type == NumberDataViewType.Int64) return (ValueGetter<long>)((ref long value) => value = (long)_values[_start + i]);
        return (ValueGetter<bool>)((ref bool value) => value = _values[_start + i] > 0);
    }
}
