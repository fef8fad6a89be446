using System.Text.Json;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>All that is known of an alert.</summary>
/// <param name="Alert">Its last transition, the whole record, with <c>incident</c> and <c>acknowledged</c> where they are known.</param>
/// <param name="Transitions">All of them, oldest first.</param>
/// <param name="Suppressed">Records of its transitions that people were not told of, newest first.</param>
/// <param name="Audit">Who did what about it or its incident, newest first.</param>
/// <param name="Series">What was measured at its transitions, oldest first.</param>
/// <param name="Explanation">Why it is there.</param>
internal sealed record AlertDetail(
    Dictionary<string, JsonElement> Alert, IReadOnlyList<Dictionary<string, JsonElement>> Transitions, IReadOnlyList<Dictionary<string, JsonElement>> Suppressed,
    IReadOnlyList<Dictionary<string, JsonElement>> Audit, IReadOnlyList<SeriesPoint> Series, AlertExplanation Explanation);
