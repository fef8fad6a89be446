using System.IO.Compression;

namespace RiskEngine.Workbench.Inputs;

/// <summary>The bytes of a recording: unpacked where its first bytes say gzip, whatever its name is. A fault in the packing names the file.</summary>
/// <remarks>
/// That a gzip file ends early is noticed only with the runtime setting System.IO.Compression.UseStrictValidation, which Directory.Build.props makes:
/// without it the end of the file passes for the end of the data.
/// </remarks>
internal sealed class RecordingStream : Stream
{
    private const byte GzipFirst = 0x1f;
    private const byte GzipSecond = 0x8b;

    private readonly string _path;
    private readonly Stream _inner;

    private RecordingStream(string path, Stream inner)
    {
        _path = path;
        _inner = inner;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a file for one pass from start to end.</summary>
    public static RecordingStream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
        return new RecordingStream(path, IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The gzip data are cut off or damaged.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InputException">The gzip data are cut off or damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new InputException($"{_path}: the gzip file ends early or is damaged; copy it again, or unpack what there is with 'gzip -dc'");
        }
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A pipe cannot be looked at beforehand: there the name decides.</summary>
    private static bool IsGzip(FileStream file)
    {
        if (!file.CanSeek) return file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        Span<byte> first = stackalloc byte[2];
        var read = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == first.Length && first is [GzipFirst, GzipSecond];
    }
}
