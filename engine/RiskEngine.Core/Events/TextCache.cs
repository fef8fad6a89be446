using System.Text;

namespace RiskEngine.Core.Events;

/// <summary>Keeps the strings in use so that decoding one again allocates nothing; bounded, for texts that may never repeat.</summary>
/// <remarks>When it is full it starts anew: texts in use come back at once, one-offs (pseudonyms, serial numbers) are gone. Owned by one task.</remarks>
public sealed class TextCache(int capacity)
{
    private SymbolTable _texts = new(capacity);

    /// <summary>The string of these UTF-8 bytes, from the cache where it is known.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (_texts.TryIntern(utf8, out var symbol)) return _texts[symbol];
        _texts = new SymbolTable(capacity);
        return _texts.TryIntern(utf8, out symbol) ? _texts[symbol] : Encoding.UTF8.GetString(utf8);
    }
}
