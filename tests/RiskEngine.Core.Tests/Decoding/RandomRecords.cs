using System.Text;

namespace RiskEngine.Core.Tests.Decoding;

/// <summary>Seeded records near the contract: mostly good events, in every order and spelling, with a telling fault here and there.</summary>
internal sealed class RandomRecords(int seed)
{
    private static readonly string[] Numbers =
        ["0", "-0", "1", "0.42", "12.5", "1e3", "1E-2", "1e999", "-1e999", "123456789012345678", "0.1234567890123456789", "01", "1.", ".5", "-", "9007199254740993"];

    private static readonly string[] Scalars =
    [
        "\" \"", "\"\u3000\"", "\"25.0\"", "\"-1e2\"", "\"007\"", "\" 5\"", "\"1e999\"",
        "true", "false", "null", "\"text\"", "\"\"", "\"é中😀\"", "\"a\\u0041\\n\\/\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "tru",
    ];

    private static readonly string[] Nested = [
        "{}", "[]", "[1,{\"a\":null}]", "{\"a\":{\"b\":[[]]}}", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":1}}}}}}}", "{\"a\":1,}", "[1,]"];

    private static readonly string[] Kinds =
        ["\"sensor.gas\"", "\"access.badge\"", "\"utility.water.flow\"", "\"flow\"", "\"weather.rain\"", "\"Sensor.gas\"", "\"sensor..gas\"", "\"sens\\u006fr.gas\"", "\"\""];

    private static readonly string[] Sites = ["\"a\"", "\"huaxi/c12/g07\"", "\"a//b\"", "\"/a\"", "\"a\\/b\"", "\"华西/三栋\"", "\"a\\u0001\"", "\"  \""];

    private static readonly string[] Times =
    [
        "\"2026-11-21T10:00:00.123Z\"", "\"2026-11-21t10:00:00+08:00\"", "\"2024-02-29 23:59:59.123456789-11:30\"", "\"2016-12-31T23:59:60Z\"",
        "\"2026-11-21T10:00:60Z\"", "\"2026-02-30T10:00:00Z\"", "\"0001-01-01T00:00:00+01:00\"", "1700000000000", "1700000000000.25", "-5", "1e12", "1e40", "\"now\"",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next record.</summary>
    public byte[] Next()
    {
        var record = Encoding.UTF8.GetBytes(_random.Next(12) == 0 ? Several() : _random.Next(6) == 0 ? Envelope() : Event(depth: 1));
        if (_random.Next(8) == 0 && record.Length > 0) record[_random.Next(record.Length)] = (byte)_random.Next(256);
        if (_random.Next(20) == 0) record = record[.._random.Next(record.Length)];
        return record;
    }

    private string Several() => string.Join(_random.Next(2) == 0 ? "\n" : "\r\n\n", Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Event(depth: 1)));

    private string Envelope()
    {
        var fields = new List<string>
        {
            Field("specversion", Pick("\"1.0\"", "\"1.0\"", "\"1.0\"", "\"0.3\"", "1", "null")), Field("id", "\"e\""), Field("source", "\"s\""),
            Field("type", Pick(Kinds)), Field("time", Pick(Times)),
        };
        if (_random.Next(3) > 0) fields.Add(Field("subject", Pick(Sites)));
        if (_random.Next(5) > 0) fields.Add(Field("data", _random.Next(3) == 0 ? Value() : Event(depth: 2)));
        if (_random.Next(20) == 0) fields.Add(Field("data_base64", "\"\""));
        if (_random.Next(20) == 0) fields.Add(Pick([.. fields]));
        return Object(fields);
    }

    private string Event(int depth)
    {
        var fields = new List<string>();
        Maybe(0.95, "kind", () => _random.Next(4) == 0 ? Pick(Kinds) : "\"sensor.gas\"");
        Maybe(0.95, "source", () => _random.Next(8) == 0 ? Value() : $"\"s-{_random.Next(50)}\"");
        Maybe(0.95, "site", () => _random.Next(4) == 0 ? Pick(Sites) : "\"huaxi/c12\"");
        Maybe(0.95, "time", () => _random.Next(12) == 0 ? Value() : _random.Next(3) == 0 ? Pick(Times) : Times[0]);
        Maybe(0.8, "value", Value);
        Maybe(0.5, "unit", () => _random.Next(6) == 0 ? Value() : "\"m3/h\"");
        Maybe(0.5, "id", () => _random.Next(3) == 0 ? Value() : "\"7f\"");
        Maybe(0.6, "attributes", Attributes);
        Maybe(0.1, Pick("more", "type", "data", "subject", "m\\u006fre", "specversion"), Value);
        if (_random.Next(30) == 0 && fields.Count > 0) fields.Add(Pick([.. fields]));
        if (depth == 2) fields.RemoveAll(_ => _random.Next(3) == 0);
        return Object(fields);

        void Maybe(double chance, string name, Func<string> json)
        {
            if (_random.NextDouble() < chance) fields.Add(Field(name, json()));
        }
    }

    private string Attributes()
    {
        if (_random.Next(15) == 0) return Value();
        string[] names = ["phase", "credential", "Plate", "door", "é", "n\\u0061me", "card", "", "zone"];
        return Object([.. Enumerable.Range(0, _random.Next(5)).Select(_ => Field(Pick(names), Value()))]);
    }

    private string Value() => _random.Next(12) == 0 ? Pick(Nested) : _random.Next(2) == 0 ? Pick(Scalars) : Pick(Numbers);

    private string Object(List<string> fields) => "{" + Space() + string.Join(Space() + "," + Space(), fields.OrderBy(_ => _random.Next())) + Space() + "}";

    private string Field(string name, string json) => $"\"{name}\"{Space()}:{Space()}{json}";

    private string Space() => _random.Next(30) == 0 ? Pick(" ", "\t", "\r", "\n", "  ") : "";

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
