using Xunit;

namespace RiskEngine.Cel.Tests;

public class CelBatchTests
{
    [Theory]
    [InlineData("1 + 2", """{"int64Value":"3"}""")]
    [InlineData("3u", """{"uint64Value":"3"}""")]
    [InlineData("2.5", """{"doubleValue":2.5}""")]
    [InlineData("-0.0", """{"doubleValue":-0.0}""")]
    [InlineData("1.0 / 0.0", """{"doubleValue":"Infinity"}""")]
    [InlineData("0.0 / 0.0", """{"doubleValue":"NaN"}""")]
    [InlineData("'é\"'", """{"stringValue":"é\""}""")]
    [InlineData("b'\\x00\\xff'", """{"bytesValue":"AP8="}""")]
    [InlineData("true", """{"boolValue":true}""")]
    [InlineData("null", """{"nullValue":null}""")]
    [InlineData("[1, []]", """{"listValue":{"values":[{"int64Value":"1"},{"listValue":{"values":[]}}]}}""")]
    [InlineData("{'a': 1u}", """{"mapValue":{"entries":[{"key":{"stringValue":"a"},"value":{"uint64Value":"1"}}]}}""")]
    [InlineData("type(1)", """{"typeValue":"int"}""")]
    [InlineData("duration('1.5s')", """{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1.5s"}}""")]
    [InlineData("timestamp(0)", """{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Timestamp","value":"1970-01-01T00:00:00Z"}}""")]
    public void Value_has_its_json_form(string expression, string expected)
    {
        Assert.True(CelBatch.TryEvaluate(expression, null, out var answer), answer);
        Assert.Equal(expected, answer);
    }

    [Theory]
    [InlineData("""{"int64Value":"-7"}""", "x == -7 && type(x) == int")]
    [InlineData("""{"uint64Value":"18446744073709551615"}""", "x == 18446744073709551615u")]
    [InlineData("""{"doubleValue":"-Infinity"}""", "x < -1e308")]
    [InlineData("""{"doubleValue":3}""", "type(x) == double")]
    [InlineData("""{"bytesValue":"AP8="}""", "x == b'\\x00\\xff'")]
    [InlineData("""{"nullValue":null}""", "x == null")]
    [InlineData("""{"listValue":{}}""", "x == []")]
    [InlineData("""{"mapValue":{"entries":[{"key":{"int64Value":"1"},"value":{"boolValue":true}}]}}""", "x[1]")]
    [InlineData("""{"typeValue":"int"}""", "x == int")]
    [InlineData("""{"objectValue":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"61s"}}""", "x.getMinutes() == 1")]
    [InlineData("""{"value":{"stringValue":"a"}}""", "x == 'a'")]
    [InlineData("3", "type(x) == int")]
    [InlineData("3.0", "type(x) == double")]
    [InlineData("""{"a":[1,"b",{"c":null}]}""", "x.a[0] == 1 && x.a[2].c == null")]
    public void Binding_is_typed_or_plain_json(string binding, string expression)
    {
        var line = CelBatch.Evaluate($$$"""{"id":"t","expr":"{{{expression.Replace("\\", "\\\\", StringComparison.Ordinal)}}}","bindings":{"x":{{{binding}}} }}""");

        Assert.Equal("""{"id":"t","value":{"boolValue":true}}""", line);
    }

    [Theory]
    [InlineData("", "null", "not a JSON object")]
    [InlineData("[1]", "null", "no text 'expr'")]
    [InlineData("""{"id":7}""", "7", "no text 'expr'")]
    [InlineData("""{"id":"a","expr":"1 +"}""", "\"a\"", "1:4: a value is missing")]
    [InlineData("""{"id":"a","expr":"1 / 0"}""", "\"a\"", "division by zero")]
    [InlineData("""{"id":"a","expr":"x","bindings":{"x":{"int64Value":"z"}}}""", "\"a\"", "binding 'x'")]
    [InlineData("""{"id":"a","expr":"x","bindings":{"x":{"objectValue":{"@type":"t/p.Q","value":{}}}}}""", "\"a\"", "message")]
    [InlineData("""{"id":"a","expr":"x","bindings":[1]}""", "\"a\"", "not an object")]
    [InlineData("""{"id":"a","expr":"'\ud800'"}""", "\"a\"", "Unicode")]
    [InlineData("""{"id":"a","expr":"x","bindings":{"x":"\ud800"}}""", "\"a\"", "Unicode")]
    public void Bad_line_is_answered_with_its_id_and_fault(string line, string id, string fault)
    {
        var answer = CelBatch.Evaluate(line);

        Assert.StartsWith($$"""{"id":{{id}},"error":""", answer, StringComparison.Ordinal);
        Assert.Contains(fault, answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Longest_bound_name_wins()
    {
        Assert.True(CelBatch.TryEvaluate("a.b.c", """{"a.b.c":"long","a.b":{"c":"short"},"a":{"b":{"c":"shorter"}}}""", out var answer));
        Assert.Equal("""{"stringValue":"long"}""", answer);
    }

    [Fact]
    public void Leading_dot_skips_comprehension_variables()
    {
        Assert.True(CelBatch.TryEvaluate("[1].exists(x, x == 1 && .x == 2)", """{"x":2}""", out var answer), answer);
        Assert.Equal("""{"boolValue":true}""", answer);
    }
}
