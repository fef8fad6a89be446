using System.Text;
using System.Text.Unicode;
using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>Maps the records of one topic by the first of its mappings that takes them.</summary>
/// <param name="mappings">The topic's mappings, at least one, all of one codec.</param>
/// <param name="readsAll">Whether payloads are read as a whole, also what no expression names: the twin that tests compare with.</param>
internal sealed class RecordMapper(InputMapping[] mappings, bool readsAll = false) : IRecordMapper
{
    /// <summary>Most lines of one record: further ones are refused as a whole.</summary>
    public const int MostLines = 10_000;

    private const int WholeRecord = -1;

    private readonly MappingContext _context = new();
    private readonly PayloadReader _reader = new();
    private readonly string _names = string.Join(", ", mappings.Select(mapping => mapping.Id));
    private readonly PayloadShape? _shape = readsAll ? null : PayloadShape.Of(mappings);
    private CsvRows? _rows;
    private byte[] _row = [];
    private int _line;
    private bool _isFull;

    /// <inheritdoc/>
    public void Map(in RawRecord record, MappedEvents events)
    {
        _line = 0;
        _isFull = false;
        _context.Topic = record.Topic;
        _context.Key = record.HasKey ? PayloadText.Of(record.Key) : null;
        _context.Received = record.Appended;
        _context.Headers(record.Headers);
        var value = record.Value;
        if (value.Length > events.MaxRecordBytes)
        {
            RejectWhole(events, value, RejectReason.TooLarge, $"the record is longer than {events.MaxRecordBytes} bytes");
            return;
        }

        if (mappings[0].Codec != PayloadCodec.Csv && value.StartsWith("\uFEFF"u8)) value = value[3..];
        if (value.Trim(" \r\n\t"u8).IsEmpty) RejectWhole(events, value, RejectReason.Empty, "the record is empty");
        else if (mappings[0].Codec == PayloadCodec.JsonLines) MapLines(value, events);
        else if (mappings[0].Codec == PayloadCodec.Text) MapText(value, events);
        else if (mappings[0].Codec == PayloadCodec.Csv) MapCsv(value, events);
        else MapJson(value, events);
    }

    private void MapText(ReadOnlySpan<byte> value, MappedEvents events)
    {
        if (!Utf8.IsValid(value))
        {
            RejectWhole(events, value, RejectReason.BadField, "payload: is no UTF-8 text");
            return;
        }

        _context.Payload = CelValue.Of(PayloadText.Of(value));
        MapPayload(value, events);
    }

    private void MapCsv(ReadOnlySpan<byte> value, MappedEvents events)
    {
        var rows = _rows ??= mappings[0].Rows(_shape);
        if (!rows.TryBegin(new StringReader(CsvEncoding.Decode(value, mappings[0].Csv)), out var fault))
        {
            RejectWhole(events, value, RejectReason.BadField, $"payload: {fault}");
            return;
        }

        _context.Numbers = rows.Numbers;
        var hasRows = false;
        while (rows.Read())
        {
            hasRows = true;
            if (TooMany(events, value)) return;
            var row = BytesOf(rows.Text);
            if (rows.FaultOfRow() is { } wrong)
            {
                RejectLine(events, row, RejectReason.BadField, $"row: {wrong}");
                continue;
            }

            var cells = new CelMap(rows.Header.Columns.Count);
            foreach (var (name, column) in rows.Header.Columns)
            {
                var cell = column < rows.Cells.Count ? rows.Cells[column] : "";
                cells.TryAdd(CelValue.Of(name), cell.Length == 0 ? CelValue.Null : CelValue.Of(cell));
            }

            _context.Payload = CelValue.Of(cells);
            MapPayload(row, events);
        }

        if (!hasRows) PassOver(events);
    }

    private ReadOnlySpan<byte> BytesOf(string row)
    {
        var most = Encoding.UTF8.GetMaxByteCount(row.Length);
        if (_row.Length < most) _row = new byte[most * 2];
        return _row.AsSpan(0, Encoding.UTF8.GetBytes(row, _row));
    }

    private void MapLines(ReadOnlySpan<byte> value, MappedEvents events)
    {
        foreach (var range in value.Split((byte)'\n'))
        {
            var line = value[range].Trim(" \r\t"u8);
            if (line.IsEmpty) continue;
            if (TooMany(events, value)) return;
            if (TryRead(line, events)) MapPayload(line, events);
        }
    }

    private void MapJson(ReadOnlySpan<byte> value, MappedEvents events)
    {
        if (!TryRead(value, events)) return;
        switch (mappings[0].Codec)
        {
            case PayloadCodec.SenMl:
                if (!SenMlPack.TryResolve(_context.Payload, _context.Received, out var pack, out var fault))
                {
                    RejectWhole(events, value, RejectReason.BadField, fault);
                    return;
                }

                _context.Payload = pack;
                break;
            case PayloadCodec.JsonArray:
                MapArray(value, events);
                return;
        }

        MapPayload(value, events);
    }

    private void MapArray(ReadOnlySpan<byte> value, MappedEvents events)
    {
        if (_context.Payload.Kind != CelKind.List)
        {
            RejectWhole(events, value, RejectReason.BadField, $"payload: is {FieldFault.Kind(_context.Payload)}, and the codec is json_array");
            return;
        }

        var items = _context.Payload.AsList();
        if (items.Count == 0) PassOver(events);
        foreach (var item in items)
        {
            if (TooMany(events, value)) return;
            _context.Payload = item;
            MapPayload(value, events);
        }
    }

    private bool TryRead(ReadOnlySpan<byte> json, MappedEvents events)
    {
        if (_reader.TryRead(json, out var payload, out var reason, out var detail, _shape))
        {
            _context.Payload = payload;
            _context.Near.Forget();
            return true;
        }

        RejectLine(events, json, reason, $"payload: {detail}");
        return false;
    }

    private void MapPayload(ReadOnlySpan<byte> payload, MappedEvents events)
    {
        _context.Leave();
        foreach (var mapping in mappings)
        {
            if (mapping.When is not null && !Holds(mapping.When)) continue;
            _context.Names = mapping.Names;
            if (mapping.Ignore is not null && Holds(mapping.Ignore)) PassOver(events);
            else if (mapping.ForEach.Count == 0) MapItem(mapping, payload, events);
            else Walk(mapping, 0, payload, events);
            return;
        }

        RejectLine(events, payload, RejectReason.Unmapped, $"no mapping of this topic takes the payload: 'when' of {_names} does not hold");
    }

    private bool Holds(CelProgram<MappingContext> condition) => condition.TryEvaluateBool(_context, out var holds) && holds;

    /// <summary>Goes through the items of one step of <c>for_each</c>.</summary>
    private void Walk(InputMapping mapping, int step, ReadOnlySpan<byte> payload, MappedEvents events)
    {
        var found = mapping.ForEach[step].Evaluate(_context);
        var (outer, parent, name, index) = (_context.Item, _context.Parent, _context.Name, _context.Index);
        _context.Parent = outer;
        if (found.Kind == CelKind.List)
        {
            var items = found.AsList();
            if (items.Count == 0) PassOver(events);
            for (var i = 0; i < items.Count; i++)
            {
                if (!Enter(mapping, step, default, items[i], i, payload, events)) break;
            }
        }
        else if (found.Kind == CelKind.Map)
        {
            var entries = found.AsMap();
            if (entries.Count == 0) PassOver(events);
            var i = 0;
            foreach (var (key, item) in entries.Entries)
            {
                if (!Enter(mapping, step, key, item, i++, payload, events)) break;
            }
        }
        else
        {
            _context.Missing = null;
            var fault = FieldFault.Say(_context, "for_each", mapping.ForEach[step], found);
            var near = _context.Missing is { } missing ? _context.Near.Of(missing, payload) : null;
            RejectLine(events, payload, RejectReason.Unmapped, near is null ? fault : $"{fault}; did you mean '{near}'?");
        }

        (_context.Item, _context.Parent, _context.Name, _context.Index) = (outer, parent, name, index);
    }

    private bool Enter(InputMapping mapping, int step, in CelValue name, in CelValue item, int index, ReadOnlySpan<byte> payload, MappedEvents events)
    {
        if (TooMany(events, payload)) return false;
        (_context.Item, _context.Name, _context.Index) = (item, name, index);
        if (step + 1 < mapping.ForEach.Count)
        {
            Walk(mapping, step + 1, payload, events);
        }
        else
        {
            MapItem(mapping, payload, events);
        }

        return true;
    }

    private void MapItem(InputMapping mapping, ReadOnlySpan<byte> payload, MappedEvents events)
    {
        _context.BeginItem();
        foreach (var output in mapping.Outputs)
        {
            events.Begin(mapping.IsSingle ? WholeRecord : _line++);
            output.Map(_context, events, payload);
        }
    }

    /// <summary>Whether the record makes more lines than it may; said once.</summary>
    private bool TooMany(MappedEvents events, ReadOnlySpan<byte> payload)
    {
        if (_line < MostLines) return false;
        if (!_isFull) RejectLine(events, payload, RejectReason.TooLarge, $"the record makes more than {MostLines} lines; the rest is not read");
        return _isFull = true;
    }

    private void PassOver(MappedEvents events)
    {
        events.Begin(_line++);
        events.PassOver();
    }

    private void RejectLine(MappedEvents events, ReadOnlySpan<byte> payload, RejectReason reason, string detail)
    {
        events.Begin(_line == 0 && mappings[0].Codec is not (PayloadCodec.JsonLines or PayloadCodec.JsonArray or PayloadCodec.Csv) ? WholeRecord : _line++);
        events.Fail(reason, detail);
        events.Reject(payload);
    }

    private static void RejectWhole(MappedEvents events, ReadOnlySpan<byte> payload, RejectReason reason, string detail)
    {
        events.Begin(WholeRecord);
        events.Fail(reason, detail);
        events.Reject(payload);
    }
}
