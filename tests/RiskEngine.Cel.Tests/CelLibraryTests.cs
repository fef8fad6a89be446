using RiskEngine.Cel.Values;
using Xunit;

namespace RiskEngine.Cel.Tests;

/// <summary>The function library: statements that must be true, and errors.</summary>
public class CelLibraryTests
{
    [Theory]
    // Conversions
    [InlineData("int('42') == 42 && int(-3.9) == -3 && int(7u) == 7 && int(timestamp('1970-01-01T00:01:00Z')) == 60")]
    [InlineData("uint(3.9) == 3u && uint('5') == 5u && double('1e3') == 1000.0 && double(3) == 3.0")]
    [InlineData("string(1.5) == '1.5' && string(3u) == '3' && string(true) == 'true' && string(b'ab') == 'ab'")]
    [InlineData("string(1e21) == '1e+21' && string(100000.0) == '100000' && string(0.000001) == '0.000001' && string(1e-9) == '1e-09'")]
    [InlineData("bool('True') && !bool('f') && bytes('é').size() == 2 && dyn(1) == 1")]
    [InlineData("string(duration('90m')) == '5400s' && string(duration('-1500ms')) == '-1.5s'")]
    // Texts
    [InlineData("'water'.contains('ate') && 'water'.startsWith('wa') && 'water'.endsWith('er') && size('é💧') == 2")]
    [InlineData("'hall-3'.matches('^hall-[0-9]+$') && !'hall-x'.matches('[0-9]') && matches('a\\nb', 'a.b') == false")]
    [InlineData("'💧'.matches('^.$') && 'x'.matches('^[^a]$') && 'A'.matches('(?i)a') && 'ab1'.matches('^[[:alpha:]]+\\\\d$')")]
    [InlineData("'a\\n'.matches('a$') == false && 'a\\nb'.matches('(?m)^b$') && 'a.b'.matches('\\\\Qa.b\\\\E') && '٣'.matches('\\\\d') == false")]
    [InlineData("'é💧x'.charAt(1) == '💧' && 'abc'.charAt(3) == ''")]
    [InlineData("'é💧x💧'.indexOf('💧') == 1 && 'é💧x💧'.lastIndexOf('💧') == 3 && 'aaa'.lastIndexOf('a', 1) == 1 && 'abc'.indexOf('') == 0")]
    [InlineData("'é💧x'.substring(1) == '💧x' && 'é💧x'.substring(1, 2) == '💧'")]
    [InlineData("['a', 'b'].join('-') == 'a-b' && [].join() == '' && 'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c']")]
    [InlineData("'💧é'.split('') == ['💧', 'é'] && 'aaa'.replace('a', 'b', 2) == 'bba' && 'ab'.replace('', '.') == '.a.b.'")]
    [InlineData("' \\t x '.trim() == 'x' && 'GaS'.lowerAscii() == 'gas' && 'é'.upperAscii() == 'é' && '💧é'.reverse() == 'é💧'")]
    [InlineData("strings.quote('a\"b\\n') == '\"a\\\\\"b\\\\n\"'")]
    // Formatting
    [InlineData("'%s at %.1f %%LEL'.format(['hall', 12.25]) == 'hall at 12.2 %LEL'")]
    [InlineData("'%d %x %X %o %b'.format([-255, 255, 255u, 8, 5]) == '-255 ff FF 10 101'")]
    [InlineData("'%e %.2e %f'.format([1234.5678, 0.00012, 1]) == '1.234568e+03 1.20e-04 1.000000'")]
    [InlineData("'%.0f %.0f %.0f'.format([0.5, 1.5, 2.5]) == '0 2 2' && '%.3f'.format([9.9996]) == '10.000' && '%.0e'.format([9.6]) == '1e+01'")]
    [InlineData("'%s'.format([[1, 2.0, 'a', null, true, {'b': 1u, 'a': b'x'}]]) == '[1, 2, a, null, true, {a: x, b: 1}]'")]
    [InlineData("'%s %s'.format([duration('90s'), timestamp('2026-11-21T10:00:00.5Z')]) == '90s 2026-11-21T10:00:00.500Z'")]
    [InlineData("'%x %X'.format(['hi', b'\\xab']) == '6869 AB' && '%s'.format([int]) == 'int'")]
    // Times
    [InlineData("timestamp('2026-11-21T23:30:00Z').getHours('Europe/Rome') == 0 && timestamp('2026-07-01T12:00:00Z').getHours('Europe/Rome') == 14")]
    [InlineData("timestamp('2026-11-21T23:30:00Z').getDayOfWeek() == 6 && timestamp('2026-11-21T23:30:00Z').getDayOfWeek('+01:00') == 0")]
    [InlineData("timestamp('2024-12-31T00:00:00Z').getDayOfYear() == 365 && timestamp('2026-03-01T00:00:00Z').getDayOfYear() == 59")]
    [InlineData("timestamp('2026-11-21T10:20:30.450Z').getMilliseconds() == 450 && timestamp('2026-11-21T10:20:30Z').getMinutes('-00:30') == 50")]
    [InlineData("timestamp('2026-11-21T10:00:00+02:00') == timestamp('2026-11-21T08:00:00Z') && timestamp(0).getFullYear() == 1970 && timestamp(-1).getSeconds() == 59")]
    [InlineData("timestamp('2026-11-21T10:00:00Z').getDate() == 21 && timestamp('2026-11-21T10:00:00Z').getDayOfMonth() "
        + "== 20 && timestamp('2026-11-21T10:00:00Z').getMonth() == 10")]
    [InlineData("timestamp('2026-02-28T23:00:00Z') + duration('2h') == timestamp('2026-03-01T01:00:00Z')")]
    [InlineData("timestamp('2026-01-01T00:00:01Z') - timestamp('2025-12-31T23:59:59Z') == duration('2s')")]
    [InlineData("duration('1h30m').getMinutes() == 90 && duration('1.5s').getMilliseconds() == 500 && duration('-90s').getMinutes() == -1 && duration('0') == duration('0s')")]
    [InlineData("string(timestamp('2026-11-21T10:00:00.120340Z')) == '2026-11-21T10:00:00.120340Z'")]
    // Mathematics
    [InlineData("math.greatest(1, 2.5, 2u) == 2.5 && math.least([3, -1.5]) == -1.5 && math.greatest(4) == 4")]
    [InlineData("math.ceil(1.2) == 2.0 && math.floor(-1.2) == -2.0 && math.round(2.5) == 3.0 && math.trunc(-1.9) == -1.0")]
    [InlineData("math.abs(-3) == 3 && math.sign(-2.5) == -1.0 && math.sign(4u) == 1u && math.sqrt(16) == 4.0")]
    [InlineData("math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0) && math.isFinite(1.0)")]
    [InlineData("math.bitAnd(6, 3) == 2 && math.bitOr(6u, 1u) == 7u && math.bitXor(6, 3) == 5 && math.bitNot(0) == -1")]
    [InlineData("math.bitShiftLeft(1, 4) == 16 && math.bitShiftRight(-1, 63) == 1 && math.bitShiftLeft(1u, 64) == 0u")]
    public void Statement_holds(string expression) => Assert.Equal("true", Dynamic.Evaluate(expression).ToString());

    [Theory]
    [InlineData("int('4.2')", CelErrorCode.BadConversion)]
    [InlineData("int(1e30)", CelErrorCode.OutOfRange)]
    [InlineData("int(0.0 / 0.0)", CelErrorCode.OutOfRange)]
    [InlineData("uint(-1)", CelErrorCode.OutOfRange)]
    [InlineData("double('1,5')", CelErrorCode.BadConversion)]
    [InlineData("bool('yes')", CelErrorCode.BadConversion)]
    [InlineData("string(b'\\xff')", CelErrorCode.BadConversion)]
    [InlineData("duration('5 minuts')", CelErrorCode.BadConversion)]
    [InlineData("duration('')", CelErrorCode.BadConversion)]
    [InlineData("duration('-')", CelErrorCode.BadConversion)]
    [InlineData("duration('1000000000h')", CelErrorCode.OutOfRange)]
    [InlineData("timestamp('2026-02-30T00:00:00Z')", CelErrorCode.BadConversion)]
    [InlineData("timestamp('2026-01-01')", CelErrorCode.BadConversion)]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1s')", CelErrorCode.OutOfRange)]
    [InlineData("timestamp(0).getHours('Mars/Olympus')", CelErrorCode.UnknownTimeZone)]
    [InlineData("timestamp(0).getHours('')", CelErrorCode.UnknownTimeZone)]
    [InlineData("'a'.matches('(')", CelErrorCode.InvalidPattern)]
    [InlineData("'a'.matches('(?=a)')", CelErrorCode.InvalidPattern)]
    [InlineData("'a'.matches('(a)\\\\1')", CelErrorCode.InvalidPattern)]
    [InlineData("'a'.matches('((a{100}){100}){100}')", CelErrorCode.InvalidPattern)]
    [InlineData("'abc'.substring(2, 1)", CelErrorCode.InvalidArgument)]
    [InlineData("'abc'.charAt(4)", CelErrorCode.IndexOutOfRange)]
    [InlineData("'%d'.format(['a'])", CelErrorCode.InvalidArgument)]
    [InlineData("'%d %d'.format([1])", CelErrorCode.IndexOutOfRange)]
    [InlineData("'%.9999f'.format([1.0])", CelErrorCode.InvalidArgument)]
    [InlineData("'%'.format([1])", CelErrorCode.InvalidArgument)]
    [InlineData("['a', 1].join()", CelErrorCode.NoSuchOverload)]
    [InlineData("math.abs(-9223372036854775808)", CelErrorCode.Overflow)]
    [InlineData("math.greatest([])", CelErrorCode.InvalidArgument)]
    [InlineData("math.bitShiftLeft(1, -1)", CelErrorCode.InvalidArgument)]
    [InlineData("math.ceil(1)", CelErrorCode.NoSuchOverload)]
    public void Error_has_its_code(string expression, CelErrorCode expected)
    {
        var value = Dynamic.Evaluate(expression);

        Assert.True(value.IsError, value.ToString());
        Assert.Equal(expected, value.AsError().Code);
    }
}
