namespace RiskEngine.Service.Http.Api;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, in the order of the list.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
internal sealed record ItemList<T>(IReadOnlyList<T> Items, string? Next = null);
