namespace RiskEngine.Cel.Values;

/// <summary>Why an evaluation has no value.</summary>
public enum CelErrorCode : byte
{
    /// <summary>No error.</summary>
    None,

    /// <summary>An operator or function does not take values of these kinds.</summary>
    NoSuchOverload,

    /// <summary>A map or the context lacks this key or field.</summary>
    NoSuchKey,

    /// <summary>A name that nothing declares or binds.</summary>
    UndeclaredReference,

    /// <summary>A function that does not exist.</summary>
    UnknownFunction,

    /// <summary>A list index or text position outside its bounds.</summary>
    IndexOutOfRange,

    /// <summary>Integer division by zero.</summary>
    DivisionByZero,

    /// <summary>Integer remainder by zero.</summary>
    ModulusByZero,

    /// <summary>Integer arithmetic left the 64-bit range.</summary>
    Overflow,

    /// <summary>A value is outside the range of the type it becomes.</summary>
    OutOfRange,

    /// <summary>A text that cannot be converted.</summary>
    BadConversion,

    /// <summary>An argument that the function cannot use.</summary>
    InvalidArgument,

    /// <summary>A map is given the same key twice.</summary>
    DuplicateKey,

    /// <summary>A map key that is not int, uint, bool or string.</summary>
    UnsupportedKeyType,

    /// <summary>A regular expression that is not valid here.</summary>
    InvalidPattern,

    /// <summary>A time zone that this system does not know.</summary>
    UnknownTimeZone,

    /// <summary>A value grew over the size limit.</summary>
    TooLarge,

    /// <summary>The evaluation used up its steps.</summary>
    BudgetExhausted,

    /// <summary>The result has another type than the caller asked for.</summary>
    WrongResultType,
}
