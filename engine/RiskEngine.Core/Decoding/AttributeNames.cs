using System.Text;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Turns attribute names into interned strings, and knows which of them speak of a person.</summary>
/// <remarks>
/// Conditions compare names by reference, so every name that a rule may know must be the interned string. Interned strings live as long
/// as the process, so only the first names are added to that pool; a further one is looked up there each time.
/// </remarks>
internal sealed class AttributeNames(IReadOnlyList<string> personFields)
{
    private const int Limit = 4096;

    private readonly SymbolTable _symbols = new(Limit);
    private AttributeName[] _names = new AttributeName[64];

    /// <summary>The name behind these bytes.</summary>
    public AttributeName Of(ReadOnlySpan<byte> utf8)
    {
        if (_symbols.TryFind(utf8, out var symbol)) return _names[symbol];
        if (_symbols.TryIntern(utf8, out symbol)) return Add(symbol);
        var name = Encoding.UTF8.GetString(utf8);
        return new AttributeName(string.IsInterned(name) ?? name, IsPersonField(name));
    }

    /// <summary>Whether an attribute of this name speaks of a person.</summary>
    public bool IsPersonField(string name)
    {
        foreach (var field in personFields)
        {
            if (field.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private AttributeName Add(int symbol)
    {
        if (symbol >= _names.Length) Array.Resize(ref _names, _names.Length * 2);
        var name = string.Intern(_symbols[symbol]);
        return _names[symbol] = new AttributeName(name, IsPersonField(name));
    }
}
