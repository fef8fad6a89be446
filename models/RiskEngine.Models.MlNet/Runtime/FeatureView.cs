using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Recorded rows of features as ML.NET reads them to learn.</summary>
internal sealed class FeatureView(IReadOnlyList<FeatureColumn> columns, IReadOnlyList<float[]> rows, IReadOnlyList<bool> labels) : IDataView
{
    public DataViewSchema Schema { get; } = FeatureGetters.SchemaOf(columns);

    public bool CanShuffle => false;

    public long? GetRowCount() => rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(Schema, new FeatureGetters(columns), rows, labels);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, FeatureGetters getters, IReadOnlyList<float[]> rows, IReadOnlyList<bool> labels) : DataViewRowCursor
    {
        private int _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext()
        {
            if (_position + 1 >= rows.Count)
            {
                _position = -1;
                return false;
            }

            _position++;
            (getters.Row, getters.Label) = (rows[_position], labels[_position]);
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => getters.Of<TValue>(column);
    }
}
