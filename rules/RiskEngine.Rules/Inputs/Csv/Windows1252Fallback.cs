using System.Text;

namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>Reads bytes that are no UTF-8 as Windows-1252, so that texts that differ stay different.</summary>
/// <param name="onFirst">Called with the first of them; null where nobody asks.</param>
internal sealed class Windows1252Fallback(Action? onFirst) : DecoderFallback
{
    private bool _hasTold;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1;

    /// <inheritdoc/>
    public override int MaxCharCount => 4;

    /// <inheritdoc/>
    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

    private void Tell()
    {
        if (!_hasTold) onFirst?.Invoke();
        _hasTold = true;
    }

    private sealed class Buffer(Windows1252Fallback owner) : DecoderFallbackBuffer
    {
        private string _text = "";
        private int _at;

        public override int Remaining => _text.Length - _at;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            _text = Windows1252.GetString(bytesUnknown);
            _at = 0;
            owner.Tell();
            return true;
        }

        public override char GetNextChar() => _at < _text.Length ? _text[_at++] : '\0';

        public override bool MovePrevious()
        {
            if (_at == 0) return false;
            _at--;
            return true;
        }

        public override void Reset() => (_text, _at) = ("", 0);
    }
}
