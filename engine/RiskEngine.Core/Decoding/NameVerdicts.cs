using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Remembers for each known name whether its form is good, so that it is checked once.</summary>
internal sealed class NameVerdicts(SymbolTable names, NameVerdicts.Judge judge)
{
    private byte[] _verdicts = new byte[256];

    /// <summary>Looks at a name.</summary>
    /// <returns>A verdict of the owner's; 0 is not one.</returns>
    public delegate byte Judge(ReadOnlySpan<byte> name);

    /// <summary>The verdict on a name, and its symbol where it is known.</summary>
    public byte Of(ReadOnlySpan<byte> name, out int symbol)
    {
        if (!names.TryFind(name, out symbol)) return judge(name);
        if (symbol < _verdicts.Length && _verdicts[symbol] != 0) return _verdicts[symbol];
        return Remember(name, symbol);
    }

    private byte Remember(ReadOnlySpan<byte> name, int symbol)
    {
        if (symbol >= _verdicts.Length) Array.Resize(ref _verdicts, Math.Max(symbol + 1, _verdicts.Length * 2));
        return _verdicts[symbol] = judge(name);
    }
}
