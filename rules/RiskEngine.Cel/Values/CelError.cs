using System.Globalization;

namespace RiskEngine.Cel.Values;

/// <summary>A runtime error as a value: a code, and what is needed to word it when somebody asks.</summary>
/// <remarks>Creating one allocates nothing; <see cref="Message"/> formats on each call.</remarks>
public readonly struct CelError
{
    private readonly object? _subject;
    private readonly long _number;

    internal CelError(CelErrorCode code, object? subject = null, long number = 0)
    {
        Code = code;
        _subject = subject;
        _number = number;
    }

    /// <summary>The sort of error; <see cref="CelErrorCode.None"/> when there is none.</summary>
    public CelErrorCode Code { get; }

    /// <summary>One sentence for people, without a final full stop.</summary>
    public string Message => Code switch
    {
        CelErrorCode.None => "no error",
        CelErrorCode.NoSuchOverload => $"no such overload: {OverloadSubject()}",
        CelErrorCode.NoSuchKey => $"no such key: '{_subject ?? Number}'",
        CelErrorCode.UndeclaredReference => $"undeclared reference to '{_subject}' (unknown variable)",
        CelErrorCode.UnknownFunction => $"unknown function '{_subject}' (unbound function)",
        CelErrorCode.IndexOutOfRange => $"index out of range: {Number}",
        CelErrorCode.DivisionByZero => "division by zero",
        CelErrorCode.ModulusByZero => "modulus by zero",
        CelErrorCode.Overflow => "integer overflow",
        CelErrorCode.OutOfRange => $"range error: {_subject ?? Number}",
        CelErrorCode.BadConversion => $"type conversion error: {_subject}",
        CelErrorCode.InvalidArgument => $"invalid argument: {_subject ?? Number}",
        CelErrorCode.DuplicateKey => $"repeated map key '{_subject ?? Number}'",
        CelErrorCode.UnsupportedKeyType => $"unsupported key type {KindName(_number)}",
        CelErrorCode.InvalidPattern => $"invalid pattern: {_subject}",
        CelErrorCode.UnknownTimeZone => $"unknown time zone '{_subject}'",
        CelErrorCode.TooLarge => "a value grew over the size limit",
        CelErrorCode.BudgetExhausted => "the evaluation used up its step budget",
        CelErrorCode.WrongResultType => $"the result is {KindName(_number)}, not {_subject}",
        _ => Code.ToString(),
    };

    private string Number => _number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Same as <see cref="Message"/>.</summary>
    public override string ToString() => Message;

    internal CelValue Pack() => CelValue.Fail(Code, _subject, _number);

    // Kinds of up to three arguments travel packed in the number, so that building the error formats nothing.
    internal static CelError NoOverload(string function, CelKind first, CelKind second = 0, CelKind third = 0) =>
        new(CelErrorCode.NoSuchOverload, function, (long)first | ((long)second << 8) | ((long)third << 16));

    private static string KindName(long kind) => KindNames.Of((CelKind)(kind & 0xFF));

    private string OverloadSubject()
    {
        var kinds = new List<string>(3);
        for (var rest = _number; (rest & 0xFF) != 0; rest >>= 8)
            kinds.Add(KindName(rest));
        return $"{_subject}({string.Join(", ", kinds)})";
    }
}
