using System.Buffers.Text;
using System.Text;
using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>The functions that expressions of mappings have beside those of the language.</summary>
internal static class MappingFunctions
{
    /// <summary>Adds them to a scope.</summary>
    public static CelScope<MappingContext> AddTo(CelScope<MappingContext> scope, CsvNumbers numbers) => scope
        .Pure("json", CelType.String, CelType.Dyn, Json, cost: 100)
        .Pure("number", CelType.String, CelType.Double, text => numbers.TryRead(text.AsString(), out var number, out var fault) ? CelValue.Of(number) : CelValue.Unusable(fault))
        .Pure("hex", CelType.String, CelType.String, Hex)
        .Pure("bytes64", CelType.String, CelType.List(CelType.Dyn), Bytes, cost: 100);

    /// <summary>A text that holds JSON, as the value that it is.</summary>
    private static CelValue Json(CelValue text) =>
        new PayloadReader().TryRead(Encoding.UTF8.GetBytes(text.AsString()), out var value, out _, out var detail) ? value : CelValue.Unusable(detail);

    /// <summary>Base64 as hexadecimal digits, in small letters.</summary>
    private static CelValue Hex(CelValue text) => TryDecode(text.AsString()) is { } bytes ? CelValue.Of(Convert.ToHexStringLower(bytes))
        : CelValue.Unusable("a text that is no base64");

    /// <summary>The bytes of base64 as numbers from 0 to 255.</summary>
    private static CelValue Bytes(CelValue text) => TryDecode(text.AsString()) is { } bytes
        ? CelValue.Of(new CelList([.. bytes.Select(octet => CelValue.Of((double)octet))])) : CelValue.Unusable("a text that is no base64");

    private static byte[]? TryDecode(string text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
