using RiskEngine.Cel.Values;
using Xunit;

namespace RiskEngine.Cel.Tests;

/// <summary>Each expression is a statement about the language that must be true.</summary>
public class CelLanguageTests
{
    [Theory]
    // Literals
    [InlineData("0x1F == 31 && -0x10 == -16 && 0xFFu == 255u")]
    [InlineData("-9223372036854775808 < 0 && 18446744073709551615u > 0u")]
    [InlineData(".5 == 0.5 && 1e3 == 1000.0 && 2.5e-1 == 0.25")]
    [InlineData("r'a\\b' == 'a\\\\b' && R\"\\n\".size() == 2")]
    [InlineData("'''a'b\"c''' == 'a\\'b\"c'")]
    [InlineData("\"\"\"two\nlines\"\"\" == 'two\\nlines'")]
    [InlineData("'\\u00e9\\U0001F4A7\\x41\\101' == 'é💧AA'")]
    [InlineData("b'\\xff\\377é' == b'\\xff\\xff\\303\\251' && br'\\n'.size() == 2 && rb'x' == b'x'")]
    [InlineData("[1, 2, 3,] == [1, 2, 3] && {'a': 1,} == {'a': 1}")]
    [InlineData("true // the rest is a comment\n && true")]
    // Operators and precedence
    [InlineData("1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 - 2 - 1 == 4")]
    [InlineData("true || false && false")]
    [InlineData("!(true && false) && !!true && --5 == 5")]
    [InlineData("false ? 1 : true ? 2 == 2 : false")]
    [InlineData("-7 / 2 == -3 && -7 % 3 == -1 && 7u / 2u == 3u")]
    [InlineData("1.0 / 0.0 > 1e308 && -1.0 / 0.0 < -1e308")]
    // Equality and order across numbers
    [InlineData("1 == 1u && 1 == 1.0 && 1u == 1.0 && 1 != 1.5")]
    [InlineData("-1 < 0u && 18446744073709551615u > 9223372036854775807 && 2 < 2.5")]
    [InlineData("[1, 2u, 3.0] == [1.0, 2, 3u] && {1: 'a'} == {1u: 'a'}")]
    [InlineData("0.0 / 0.0 != 0.0 / 0.0 && !(0.0 / 0.0 < 1.0)")]
    [InlineData("'a' < 'b' && 'Z' < 'a' && 'ab' > 'a' && '\\uffff' < '\\U00010000'")]
    [InlineData("b'\\x01' < b'\\xff' && false < true && duration('1s') < duration('2s')")]
    [InlineData("1 != 'a' && null == null && [] != {} && type(1) != type('a')")]
    // Collections
    [InlineData("3 in [1, 2, 3] && !(4 in [1, 2, 3]) && 2.0 in [1, 2] && 'k' in {'k': 1}")]
    [InlineData("[5, 6][1] == 6 && [5, 6][dyn(1.0)] == 6 && {'a': 7}['a'] == 7 && {'a': 7}.a == 7")]
    [InlineData("{1: 'x'}[1u] == 'x' && {true: 2}[true] == 2 && {'a b': 3}.`a b` == 3")]
    [InlineData("[1] + [2] == [1, 2] && size([1, 2]) == 2 && {'a': 1}.size() == 1 && [].size() == 0")]
    [InlineData("has({'a': 1}.a) && !has({'a': 1}.b) && has({'a': null}.a)")]
    // Macros
    [InlineData("[1, 2, 3].all(x, x > 0) && ![1, 2, 3].all(x, x > 1) && [].all(x, false)")]
    [InlineData("[1, 2, 3].exists(x, x == 2) && ![].exists(x, true)")]
    [InlineData("[1, 2, 3].exists_one(x, x > 2) && ![1, 2, 3].exists_one(x, x > 1)")]
    [InlineData("[1, 2, 3].map(x, x * 2) == [2, 4, 6] && [1, 2, 3].map(x, x > 1, x + 1) == [3, 4]")]
    [InlineData("[1, 2, 3].filter(x, x % 2 == 1) == [1, 3] && {'a': 1, 'b': 2}.filter(k, k != 'a') == ['b']")]
    [InlineData("[[1, 2], [3]].all(row, row.all(x, x < size(row) + 3))")]
    [InlineData("[1, 2].all(x, [3, 4].all(x, x > 2) && x < 3)")]
    [InlineData("[4, 5].all(i, v, v == i + 4) && {'a': 1}.exists(k, v, k == 'a' && v == 1)")]
    [InlineData("[1, 2].transformList(i, v, i * v) == [0, 2] && [1, 2].transformList(i, v, i > 0, v) == [2]")]
    [InlineData("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 10) == {'b': 20}")]
    [InlineData("{'a': 1, 'b': 2}.transformMapEntry(k, v, {v: k}) == {1: 'a', 2: 'b'}")]
    [InlineData("[1, 2].existsOne(i, v, v > 1)")]
    [InlineData("[0, 1].exists(x, 1 / x == 1) && ![2, 0].all(x, 1 / x == 1)")]
    // Errors that a deciding operand absorbs
    [InlineData("true || 1 / 0 > 0")]
    [InlineData("1 / 0 > 0 || true")]
    [InlineData("!(false && 1 / 0 > 0) && !(1 / 0 > 0 && false)")]
    [InlineData("!(1 / 0 > 0 && unknown && false && 'text')")]
    // Types
    [InlineData("type(1) == int && type(1u) == uint && type(1.0) == double && type('') == string && type(b'') == bytes")]
    [InlineData("type([]) == list && type({}) == map && type(null) == null_type && type(true) == bool && type(int) == type")]
    [InlineData("type(duration('1s')) == google.protobuf.Duration && type(timestamp(0)) == google.protobuf.Timestamp")]
    public void Statement_holds(string expression) => Assert.Equal("true", Dynamic.Evaluate(expression).ToString());

    [Theory]
    [InlineData("1 / 0", CelErrorCode.DivisionByZero)]
    [InlineData("1u % 0u", CelErrorCode.ModulusByZero)]
    [InlineData("9223372036854775807 + 1", CelErrorCode.Overflow)]
    [InlineData("-9223372036854775807 - 2", CelErrorCode.Overflow)]
    [InlineData("4611686018427387904 * 2", CelErrorCode.Overflow)]
    [InlineData("-(-9223372036854775808)", CelErrorCode.Overflow)]
    [InlineData("-9223372036854775808 / -1", CelErrorCode.Overflow)]
    [InlineData("1u - 2u", CelErrorCode.Overflow)]
    [InlineData("1 + 1.0", CelErrorCode.NoSuchOverload)]
    [InlineData("5.0 % 2.0", CelErrorCode.NoSuchOverload)]
    [InlineData("'a' < 1", CelErrorCode.NoSuchOverload)]
    [InlineData("!1", CelErrorCode.NoSuchOverload)]
    [InlineData("'a' && true", CelErrorCode.NoSuchOverload)]
    [InlineData("1 ? 2 : 3", CelErrorCode.NoSuchOverload)]
    [InlineData("[1][1]", CelErrorCode.IndexOutOfRange)]
    [InlineData("[1][-1]", CelErrorCode.IndexOutOfRange)]
    [InlineData("[1][0.5]", CelErrorCode.InvalidArgument)]
    [InlineData("{'a': 1}['b']", CelErrorCode.NoSuchKey)]
    [InlineData("{'a': 1}.b", CelErrorCode.NoSuchKey)]
    [InlineData("(1).b", CelErrorCode.NoSuchOverload)]
    [InlineData("{1: 1, 1u: 2}", CelErrorCode.DuplicateKey)]
    [InlineData("{1.0: 1}", CelErrorCode.UnsupportedKeyType)]
    [InlineData("nowhere", CelErrorCode.UndeclaredReference)]
    [InlineData("nothing(1)", CelErrorCode.UnknownFunction)]
    [InlineData("[1, 0].map(x, 1 / x)", CelErrorCode.DivisionByZero)]
    [InlineData("[1, 0].exists_one(x, 1 / x == 1)", CelErrorCode.DivisionByZero)]
    [InlineData("3.exists(x, true)", CelErrorCode.NoSuchOverload)]
    public void Error_has_its_code(string expression, CelErrorCode expected)
    {
        var value = Dynamic.Evaluate(expression.Replace("3.exists", "(3).exists"));

        Assert.True(value.IsError, value.ToString());
        Assert.Equal(expected, value.AsError().Code);
        Assert.NotEmpty(value.AsError().Message);
    }
}
