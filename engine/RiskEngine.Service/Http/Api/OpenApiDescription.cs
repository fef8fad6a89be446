using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Api;

/// <summary>The OpenAPI 3.1 document, made of what the endpoints are made of.</summary>
internal static class OpenApiDescription
{
    public const string Document = "v1";

    /// <summary>Registers what makes the document.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonAnswer.Format.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = JsonAnswer.Format.DefaultIgnoreCondition;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            foreach (var converter in JsonAnswer.Format.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.HttpMethod == HttpMethod.Get.Method && description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().Any();
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "RiskEngine", Version = "v1", Description = "What is open, where, why and how sure; what has been; and how the engine fares. See docs/api.md.",
                };
                document.Servers = [];
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().FirstOrDefault() is { } endpoint)
                    Describe(operation, endpoint);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Writes the document.</summary>
    public static async Task<byte[]> Write(IServiceProvider services, CancellationToken cancellationToken)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Document);
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken).ConfigureAwait(false);
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, cancellationToken).ConfigureAwait(false);
        return text.ToArray();
    }

    private static void Describe(OpenApiOperation operation, ApiEndpoint endpoint)
    {
        operation.Summary = endpoint.Summary;
        operation.OperationId = endpoint.Name;
        operation.Parameters = [];
        if (endpoint.IdMeaning is { } meaning)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "id", In = ParameterLocation.Path, Required = true, Description = meaning, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        foreach (var parameter in endpoint.Parameters)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Meaning, Schema = SchemaOf(parameter), Explode = !parameter.IsList,
                Style = parameter.IsList ? ParameterStyle.Form : null,
            });
        }
    }

    private static OpenApiSchema SchemaOf(ApiParameter parameter)
    {
        var item = new OpenApiSchema
        {
            Type = parameter.Bounds is null ? JsonSchemaType.String : JsonSchemaType.Integer,
            Format = parameter.IsTime ? "date-time" : null,
            Enum = parameter.Words?.Select(word => (JsonNode)JsonValue.Create(word)).ToList(),
            Minimum = parameter.Bounds?.Least.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Bounds?.Most.ToString(CultureInfo.InvariantCulture),
            Default = parameter.Default is not { } word ? null : parameter.Bounds is null ? JsonValue.Create(word)
                : JsonValue.Create(int.Parse(word, CultureInfo.InvariantCulture)),
        };
        return parameter.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = item } : item;
    }
}
