using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RiskEngine.Core.Decoding;

/// <summary>Replaces values that speak of a person by keyed pseudonyms: the same value gives the same one, nobody without the key can go back.</summary>
/// <remarks>
/// A pseudonym is the key's id, '_', and 22 characters (base64url) of the first 16 bytes of HMAC-SHA-256 over the value's UTF-8.
/// Recent ones are cached so that a badge seen again costs no HMAC and no allocation. The cache never holds a value: its key is a
/// 128-bit SipHash under a random key that lives in this object only, so a memory dump shows no badge numbers and two values share a slot's
/// key with a chance of 2^-128. Owned by one task. Benchmark: EventDecoderBenchmarks.
/// </remarks>
public sealed class Pseudonymizer
{
    /// <summary>Pseudonyms that are cached unless another bound is given.</summary>
    public const int DefaultCacheSize = 16_384;

    private const int DigestBytes = 16;
    private const int DigestCharacters = 22;

    private readonly PseudonymCache _cache;

    /// <summary>Creates a pseudonymizer with an empty cache.</summary>
    /// <param name="keys">The key ring; may be shared between tasks.</param>
    /// <param name="cacheSize">Most pseudonyms kept, rounded up to a power of two.</param>
    public Pseudonymizer(PseudonymKeys keys, int cacheSize = DefaultCacheSize)
    {
        Keys = keys;
        _cache = new PseudonymCache(cacheSize);
    }

    /// <summary>The key ring.</summary>
    public PseudonymKeys Keys { get; }

    /// <summary>A pseudonymizer with a random key: pseudonyms differ after every start. For demonstrations.</summary>
    public static Pseudonymizer Generate() => new(PseudonymKeys.Generate());

    /// <summary>The pseudonym of a value given as UTF-8.</summary>
    public string Of(ReadOnlySpan<byte> value)
    {
        var fingerprint = _cache.Fingerprint(value);
        return _cache.Find(fingerprint) ?? _cache.Keep(fingerprint, Compute(value));
    }

    private string Compute(ReadOnlySpan<byte> value)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Keys.Key, value, digest);
        Span<char> text = stackalloc char[DigestCharacters];
        Base64Url.EncodeToChars(digest[..DigestBytes], text);
        return new StringBuilder(Keys.CurrentId).Append('_').Append(text).ToString();
    }
}
