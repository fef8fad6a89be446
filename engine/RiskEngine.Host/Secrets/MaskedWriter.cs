using System.Text;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Host.Secrets;

/// <summary>A writer for people (standard error): what is written through it holds no secret. Every write is a whole message or line.</summary>
internal sealed class MaskedWriter(TextWriter inner, KnownSecrets secrets) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value is null ? null : secrets.Mask(value));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : secrets.Mask(value));

    public override void Flush() => inner.Flush();
}
