namespace RiskEngine.Service.Http.Api;

/// <summary>An address of the API: where, what for, with which parameters.</summary>
/// <param name="Path">Below <c>/api/v1</c>; may name one <c>{id}</c>.</param>
/// <param name="Summary">What it tells, in one line.</param>
internal record ApiEndpoint(string Path, string Summary)
{
    /// <summary>The query parameters that it takes.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>What the <c>{id}</c> of the path is; null where it names none.</summary>
    public string? IdMeaning { get; init; }

    /// <summary>The group that it is shown in.</summary>
    public string Tag => Path.TrimStart('/').Split('/')[0];

    /// <summary>Its name for clients that are made from the document.</summary>
    public string Name => IdMeaning is null ? $"list-{Tag}" : $"get-{Tag}";
}
