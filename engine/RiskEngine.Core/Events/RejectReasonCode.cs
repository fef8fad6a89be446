namespace RiskEngine.Core.Events;

/// <summary>The codes of reject reasons in dead-letter headers and metrics: the name in snake case.</summary>
public static class RejectReasonCode
{
    private static readonly string[] Codes = Array.ConvertAll(Enum.GetNames<RejectReason>(), SnakeCase);

    /// <summary>The code of a reason, e.g. <c>missing_field</c>.</summary>
    public static string Code(this RejectReason reason) => Codes[(int)reason];

    private static string SnakeCase(string name)
    {
        var words = name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString());
        return string.Concat(words);
    }
}
