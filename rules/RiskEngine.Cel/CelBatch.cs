using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Cel.Json;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>Evaluates expressions given as JSON, with dynamic typing: one line in, one line out.</summary>
/// <remarks>
/// Values use the JSON form of <c>cel.expr.Value</c> (<c>{"int64Value":"3"}</c>); bindings may also be plain JSON.
/// Never throws because of its input.
/// </remarks>
public static class CelBatch
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 256 };

    private static readonly CelOptions Dynamic = new() { Strict = false, CostLimit = double.MaxValue, StepBudget = 1_000_000 };

    /// <summary>Answers <c>{"id","expr","bindings":{name: value}}</c> with <c>{"id","value"}</c> or <c>{"id","error"}</c>.</summary>
    /// <param name="line">One JSON object; <c>bindings</c> may be left out.</param>
    public static string Evaluate(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, ReaderOptions);
            return Evaluate(document.RootElement);
        }
        catch (JsonException)
        {
            return Answer(null, CelValue.Absent, "the line is not a JSON object such as {\"id\":\"1\",\"expr\":\"1 + 1\"}");
        }
    }

    /// <summary>Evaluates one expression.</summary>
    /// <param name="expression">Its text.</param>
    /// <param name="bindings">A JSON object of variables, or null for none.</param>
    /// <param name="answer">The value in the JSON form of <c>cel.expr.Value</c>, or what is wrong, one mistake per line.</param>
    /// <returns>Whether there is a value.</returns>
    public static bool TryEvaluate(string expression, string? bindings, out string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(bindings ?? "{}", ReaderOptions);
            if (!TryEvaluate(expression, document.RootElement, out var value, out answer))
                return false;
            answer = Write(writer => ValueWriter.Write(writer, value));
            return true;
        }
        catch (JsonException)
        {
            answer = "the bindings are not a JSON object such as {\"value\": 3.5}";
            return false;
        }
    }

    private static string Evaluate(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("expr", out var expression) || expression.ValueKind != JsonValueKind.String)
            return Answer(line, CelValue.Absent, "the line has no text 'expr'");
        string text;
        try
        {
            text = expression.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Answer(line, CelValue.Absent, "'expr' is not valid Unicode");
        }
        line.TryGetProperty("bindings", out var bindings);
        return TryEvaluate(text, bindings, out var value, out var fault)
            ? Answer(line, value, null)
            : Answer(line, CelValue.Absent, fault);
    }

    private static bool TryEvaluate(string expression, JsonElement bindings, out CelValue value, out string fault)
    {
        value = default;
        var values = new Dictionary<string, CelValue>();
        var scope = new CelScope<Dictionary<string, CelValue>>();
        if (bindings.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            fault = "'bindings' is not an object";
            return false;
        }
        if (bindings.ValueKind == JsonValueKind.Object)
        {
            foreach (var binding in bindings.EnumerateObject())
            {
                var name = binding.Name;
                if (!ValueReader.TryRead(binding.Value, out var bound, out fault))
                {
                    fault = $"binding '{name}': {fault}";
                    return false;
                }
                values[name] = bound;
                scope.Variable(name, CelType.Dyn, context => context[name]);
            }
        }
        var compilation = scope.Compile(expression, Dynamic);
        if (!compilation.Succeeded)
        {
            fault = string.Join('\n', compilation.Diagnostics);
            return false;
        }
        value = compilation.Program.Evaluate(values);
        fault = value.IsError || value.IsAbsent ? value.AsError().Message : "";
        return fault.Length == 0;
    }

    private static string Answer(JsonElement? line, CelValue value, string? fault) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        if (line is { ValueKind: JsonValueKind.Object } source && source.TryGetProperty("id", out var id))
            id.WriteTo(writer);
        else
            writer.WriteNullValue();
        if (fault is null)
        {
            writer.WritePropertyName("value");
            ValueWriter.Write(writer, value);
        }
        else
        {
            writer.WriteString("error", fault);
        }
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
