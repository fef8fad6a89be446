using Microsoft.AspNetCore.Http;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Api;

/// <summary>A request whose parameters have been checked.</summary>
internal sealed class ApiRequest
{
    private readonly Dictionary<string, string> _values;

    private ApiRequest(string id, Dictionary<string, string> values) => (Id, _values) = (id, values);

    /// <summary>What the path names; empty where it names nothing.</summary>
    public string Id { get; }

    public int Limit => Number(ApiParameter.Limit);

    public ListPlace? After => _values.TryGetValue(ApiParameter.Cursor.Name, out var cursor) && ListPlace.TryParse(cursor, out var place) ? place : null;

    public IReadOnlyList<Grade> Grades => [.. List(ApiParameter.Grade.Name).Select(GradeName.Parse)];

    public string Area => Text(ApiParameter.Area.Name) ?? "";

    public EventTime? Since => Time(ApiParameter.Since.Name);

    public EventTime? Until => Time(ApiParameter.Until.Name);

    /// <summary>Checks the query of a request.</summary>
    /// <returns>The request, or what is wrong with it.</returns>
    public static (ApiRequest? Request, ApiProblem? Fault) Read(HttpContext context, IReadOnlyList<ApiParameter> parameters)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, given) in context.Request.Query)
        {
            if (parameters.FirstOrDefault(one => one.Name == name) is not { } parameter)
                return (null, ApiProblem.UnknownParameter(name, context.Request.Path.Value ?? "", parameters.Select(one => one.Name).Order(StringComparer.Ordinal)));
            if (given is not [{ } value]) return (null, ApiProblem.BadParameter(name, "is there more than once; write it once, with commas between values where it takes several"));
            if (parameter.FaultOf(value) is { } fault) return (null, ApiProblem.BadParameter(name, fault));
            values[name] = value;
        }

        return (new ApiRequest(context.Request.RouteValues["id"] as string ?? "", values), null);
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>The word given, or the one that holds without.</summary>
    public string Word(ApiParameter parameter) => _values.GetValueOrDefault(parameter.Name) ?? parameter.Default ?? "";

    public IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out var value) ? value.Split(',') : [];

    public int Number(ApiParameter parameter) => ApiParameter.TryNumber(Word(parameter), out var number) ? number : 0;

    private EventTime? Time(string name) => _values.TryGetValue(name, out var value) && ApiParameter.TryTime(value, out var time) ? time : null;
}
