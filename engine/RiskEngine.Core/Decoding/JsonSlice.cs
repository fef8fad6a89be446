namespace RiskEngine.Core.Decoding;

/// <summary>Where a JSON token lies in its line.</summary>
internal readonly record struct JsonSlice(int Start, int End)
{
    /// <summary>The token's bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line) => line[Start..End];
}
