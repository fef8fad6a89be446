using System.Runtime.InteropServices;
using System.Text;
using RiskEngine.Cel;

namespace RiskEngine.Rules.Inputs;

/// <summary>The parts of a payload that mappings read. What is in none of them is stepped over, which is several times as fast.</summary>
internal sealed class PayloadShape
{
    private readonly List<(byte[] Name, string Text, PayloadShape Shape)> _fields = [];

    /// <summary>Whether all of it is read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What is read of each item, where it is a list or a map that is gone through; else null.</summary>
    public PayloadShape? Each { get; private set; }

    /// <summary>What is read of each item; null for all of it, as where some are read by their names too.</summary>
    public PayloadShape? EachOrWhole => IsWhole || _fields.Count > 0 ? null : Each;

    /// <summary>The names of the fields that are read.</summary>
    public IEnumerable<string> Names => _fields.Select(known => known.Text);

    /// <summary>How many fields are read.</summary>
    public int Count => _fields.Count;

    /// <summary>What the mappings of a topic read of its payloads.</summary>
    public static PayloadShape Of(IReadOnlyList<InputMapping> mappings)
    {
        var shape = new PayloadShape();
        foreach (var mapping in mappings) shape.Add(mapping);
        if (mappings[0].Codec == PayloadCodec.SenMl) shape.IsWhole = true;
        return mappings[0].Codec == PayloadCodec.JsonArray ? new PayloadShape { Each = shape } : shape;
    }

    /// <summary>Finds a field that is read; null for one that is not.</summary>
    /// <param name="name">Its name in UTF-8, without escapes.</param>
    /// <param name="text">The same as a text.</param>
    public PayloadShape? Find(ReadOnlySpan<byte> name, out string text)
    {
        foreach (ref readonly var known in CollectionsMarshal.AsSpan(_fields))
        {
            if (!name.SequenceEqual(known.Name)) continue;
            text = known.Text;
            return known.Shape;
        }

        text = "";
        return null;
    }

    private void Add(InputMapping mapping)
    {
        var gone = mapping.ForEach is [var only] ? PureOf(only) : null;
        var items = gone is null ? null : At(gone);
        if (items is not null) items.Each ??= new PayloadShape();
        foreach (var program in mapping.Programs.Where(program => gone is null || program != mapping.ForEach[0]))
        {
            foreach (var path in program.Paths)
            {
                if (path.Variable == "payload") At(path.Fields).TakeWhole();
                else if (path.Variable == "item" && items?.Each is { } each) each.At(path.Fields).TakeWhole();
            }
        }
    }

    /// <summary>The fields of an expression that is nothing but a part of the payload; null for any other.</summary>
    private static IReadOnlyList<string>? PureOf(CelProgram<MappingContext> program) =>
        program.Paths is [{ Variable: "payload", Fields: var fields }] && program.Normalised == string.Join('.', ["payload", .. fields]) ? fields : null;

    private PayloadShape At(IReadOnlyList<string> fields)
    {
        var shape = this;
        foreach (var field in fields)
        {
            var next = shape._fields.Find(known => known.Text == field).Shape;
            if (next is null) shape._fields.Add((Encoding.UTF8.GetBytes(field), field, next = new PayloadShape()));
            shape = next;
        }

        return shape;
    }

    private void TakeWhole() => IsWhole = true;
}
