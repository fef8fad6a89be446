using Microsoft.ML;
using Microsoft.ML.Data;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Rows of features as ML.NET reads them, to learn from them or to score them in one go. The id of a row is its place.</summary>
/// <param name="columns">The columns that a model wants.</param>
/// <param name="rows">The rows; they must not change while a cursor reads them.</param>
/// <param name="stretches">The most cursors that share the rows between them; one keeps their order, which learning needs to be repeatable.</param>
internal sealed class FeatureView(IReadOnlyList<FeatureColumn> columns, FeatureRows rows, int stretches = 1) : IDataView
{
    public DataViewSchema Schema { get; } = FeatureGetters.SchemaOf(columns);

    public bool CanShuffle => false;

    public long? GetRowCount() => rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => Stretch(0, rows.Count, 0);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var cursors = new DataViewRowCursor[Math.Clamp(n, 1, stretches)];
        for (var i = 0; i < cursors.Length; i++)
            cursors[i] = Stretch((int)((long)rows.Count * i / cursors.Length), (int)((long)rows.Count * (i + 1) / cursors.Length), i);
        return cursors;
    }

    private Cursor Stretch(int first, int end, int batch) => new(Schema, new FeatureGetters(columns, rows), first, end, batch);

    private sealed class Cursor(DataViewSchema schema, FeatureGetters getters, int first, int end, int batch) : DataViewRowCursor
    {
        private int _position = -1;

        public override long Position => _position;

        public override long Batch => batch;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext()
        {
            if (first + _position + 1 >= end)
            {
                _position = -1;
                return false;
            }

            _position++;
            getters.GoTo(first + _position);
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)getters.Row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => getters.Of<TValue>(column);
    }
}
