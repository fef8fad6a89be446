using System.Text;
using System.Text.Json;

namespace RiskEngine.Desk.Intake;

/// <summary>Reads what alerts of one version of a rule have in common, and gives the same object for the same words.</summary>
internal sealed class FactsReader
{
    private const int Most = 4096;
    private readonly Dictionary<Words, AlertFacts> _known = new(WordsComparer.Instance);
    private byte[] _buffer = new byte[512];
    private int _length;
    private bool _hasRule;

    /// <summary>Begins the next alert.</summary>
    public void Clear() => (_length, _hasRule) = (0, false);

    /// <summary>Reads a field where it is one of the common ones.</summary>
    /// <returns>False where it is not; nothing has been read then.</returns>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        var field = reader.ValueTextEquals("rule"u8) ? 'r'
            : reader.ValueTextEquals("rule_hash"u8) ? 'h'
            : reader.ValueTextEquals("title"u8) ? 't'
            : reader.ValueTextEquals("by"u8) ? 'b'
            : reader.ValueTextEquals("runbook"u8) ? 'u'
            : reader.ValueTextEquals("labels"u8) ? 'l'
            : reader.ValueTextEquals("cap"u8) ? 'c' : '\0';
        if (field == '\0') return false;
        reader.Read();
        switch (field)
        {
            case 'l':
                ReadMap(ref reader, 'n', []);
                break;
            case 'c':
                ReadMap(ref reader, 'c', "category"u8);
                break;
            default:
                _hasRule |= field == 'r';
                Add(field, ref reader);
                break;
        }

        return true;
    }

    /// <summary>What was read.</summary>
    /// <exception cref="JsonException">There was no rule among it.</exception>
    public AlertFacts Facts()
    {
        if (!_hasRule) throw new JsonException("no rule");
        var words = new Words(_buffer, _length);
        if (_known.TryGetValue(words, out var facts)) return facts;
        facts = Decode(_buffer.AsSpan(0, _length));
        if (_known.Count >= Most) _known.Clear();
        _known.Add(new Words(_buffer.AsSpan(0, _length).ToArray(), _length), facts);
        return facts;
    }

    /// <summary>Reads a map of texts: all of it, each name before its value, or one of its fields.</summary>
    private void ReadMap(ref Utf8JsonReader reader, char field, ReadOnlySpan<byte> only)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("not a map");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (only.IsEmpty)
            {
                Add(field, ref reader);
                reader.Read();
                Add('v', ref reader);
            }
            else
            {
                var wanted = reader.ValueTextEquals(only);
                reader.Read();
                if (wanted) Add(field, ref reader);
                else reader.Skip();
            }
        }
    }

    private void Add(char field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) throw new JsonException("not a text");
        var most = reader.ValueSpan.Length;
        if (_length + most + 5 > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + most + 5));
        var written = reader.CopyString(_buffer.AsSpan(_length + 5));
        _buffer[_length] = (byte)field;
        BitConverter.TryWriteBytes(_buffer.AsSpan(_length + 1), written);
        _length += 5 + written;
    }

    private static AlertFacts Decode(ReadOnlySpan<byte> words)
    {
        var fields = new Dictionary<char, string>();
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        while (!words.IsEmpty)
        {
            var length = BitConverter.ToInt32(words[1..]);
            var text = Encoding.UTF8.GetString(words.Slice(5, length));
            var field = (char)words[0];
            if (field == 'n') name = text;
            else if (field == 'v') labels[name] = text;
            else fields[field] = text;
            words = words[(5 + length)..];
        }

        return new AlertFacts
        {
            Rule = fields['r'], Hash = fields.GetValueOrDefault('h', ""), Title = fields.GetValueOrDefault('t', fields['r']), By = fields.GetValueOrDefault('b', ""),
            Category = fields.GetValueOrDefault('c', "Other"), Runbook = fields.GetValueOrDefault('u'), Labels = labels,
        };
    }

    private readonly record struct Words(byte[] Bytes, int Length)
    {
        public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);
    }

    private sealed class WordsComparer : IEqualityComparer<Words>
    {
        public static readonly WordsComparer Instance = new();

        public bool Equals(Words x, Words y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(Words words)
        {
            var hash = default(HashCode);
            hash.AddBytes(words.Span);
            return hash.ToHashCode();
        }
    }
}
