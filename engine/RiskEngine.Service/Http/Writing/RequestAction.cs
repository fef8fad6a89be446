namespace RiskEngine.Service.Http.Writing;

/// <summary>Something that can be asked of the desk by HTTP.</summary>
/// <param name="Method"><c>POST</c> or <c>DELETE</c>.</param>
/// <param name="Path">Below <c>/api/v1</c>; may name one <c>{id}</c>.</param>
/// <param name="Name">The action of the request.</param>
/// <param name="Subject">Which field of the request the <c>{id}</c> is; null where the path names none.</param>
/// <param name="Fields">What the body may say beside <c>by</c>, <c>why</c> and <c>area</c>.</param>
internal sealed record RequestAction(string Method, string Path, string Name, string? Subject, params string[] Fields)
{
    private static readonly string[] Common = ["by", "why", "area"];

    /// <summary>All that can be asked.</summary>
    public static IReadOnlyList<RequestAction> All { get; } =
    [
        new("POST", "/alerts/{id}/acknowledge", "acknowledge", "alert"),
        new("POST", "/alerts/{id}/comment", "comment", "alert"),
        new("POST", "/alerts/{id}/shelve", "shelve", "alert", "until"),
        new("POST", "/alerts/{id}/unshelve", "unshelve", "alert"),
        new("POST", "/alerts/{id}/close", "close", "alert", "verdict"),
        new("POST", "/incidents/{id}/acknowledge", "acknowledge", "incident"),
        new("POST", "/incidents/{id}/assign", "assign", "incident", "to"),
        new("POST", "/incidents/{id}/comment", "comment", "incident"),
        new("POST", "/incidents/{id}/close", "close", "incident", "verdict"),
        new("POST", "/silences", "silence", null, "until", "match"),
        new("DELETE", "/silences/{id}", "unsilence", "silence"),
    ];

    /// <summary>All that the body may say.</summary>
    public IReadOnlyList<string> Known { get; } = [.. Common, .. Fields];
}
