using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RiskEngine.Service.Http.Answers;
using RiskEngine.Service.Http.Api;
using RiskEngine.Service.Http.Page;
using RiskEngine.Service.Http.Writing;

namespace RiskEngine.Service.Http;

/// <summary>What a server needs for the API and the page.</summary>
internal static class ApiServer
{
    private const long LongestBody = 1024 * 1024;

    /// <summary>Adds what it needs before it is built.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });
        builder.Services.AddRouting();
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", "text/html", "text/javascript", "text/css", "image/svg+xml", "application/manifest+json"];
        });
        OpenApiDescription.AddTo(builder.Services);
    }

    /// <summary>Adds what stands around every request; first of all.</summary>
    public static void Protect(WebApplication server, ILoggerFactory logs)
    {
        server.Use(new SafeAnswers(logs.CreateLogger<SafeAnswers>()).Guard);
        server.UseResponseCompression();
    }

    /// <summary>Adds the API and the page.</summary>
    /// <returns>The API, which knows who looks on.</returns>
    public static ApiEndpoints Map(WebApplication server, ApiSources sources)
    {
        var api = new ApiEndpoints(sources, server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        api.Map(server);
        new RequestEndpoints(sources).Map(server);
        new PageFiles(typeof(ApiServer).Assembly).Map(server);
        return api;
    }
}
