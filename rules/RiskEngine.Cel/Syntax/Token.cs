using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Syntax;

internal enum TokenKind : byte
{
    End,
    Identifier,
    QuotedIdentifier,
    Reserved,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    True,
    False,
    Null,
    In,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Colon,
    Question,
    Dot,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Not,
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    // Already reported by the lexer; the parser takes it as an operand and stays silent.
    Bad,
}

// Text is set for identifiers; Value for literals; Magnitude for integers, whose sign the parser knows.
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text, CelValue Value, ulong Magnitude)
{
    public int Length => Math.Max(1, End - Start);
}
