using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>A row that changes in place: ML.NET's getters are bound to it once, and each call computes from what stands in it then.</summary>
internal sealed class LiveRow(DataViewSchema schema, FeatureGetters getters) : DataViewRow
{
    private long _position;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    /// <summary>Says that the row has changed; ML.NET keeps what it computed for a position.</summary>
    public void Advance() => _position++;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => getters.Of<TValue>(column);
}
