using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Page;

/// <summary>The page, from the resources of this assembly: <c>Page/index.html</c> is <c>/</c>, <c>Page/app.js</c> is <c>/page/app.js</c>.</summary>
internal sealed class PageFiles
{
    private const string Folder = "Page/";
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".webmanifest"] = "application/manifest+json; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, (ReadOnlyMemory<byte> Body, string Type)> _files;

    /// <summary>Reads the files of an assembly; those of a type that is not known are not served.</summary>
    public PageFiles(Assembly assembly) => _files = assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(name)))
        .ToFrozenDictionary(name => name[Folder.Length..].Replace('\\', '/'), name => (Read(assembly, name), Types[Path.GetExtension(name)]), StringComparer.Ordinal);

    /// <summary>Adds the addresses to a server.</summary>
    public void Map(IEndpointRouteBuilder server)
    {
        server.MapMethods("/", Methods, (HttpContext context) => Serve(context, "index.html"));
        server.MapMethods("/page/{**path}", Methods, (HttpContext context) => Serve(context, context.Request.RouteValues["path"] as string ?? ""));
        server.MapMethods("/favicon.ico", Methods, (HttpContext context) => Serve(context, "favicon.svg"));
    }

    private Task Serve(HttpContext context, string path) => _files.TryGetValue(path, out var file)
        ? JsonAnswer.Write(context, file.Body, file.Type)
        : JsonAnswer.Write(context, ApiProblem.OfStatus(StatusCodes.Status404NotFound, context.Request.Method, context.Request.Path.Value ?? ""));

    private static ReadOnlyMemory<byte> Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name);
        using var copy = new MemoryStream();
        resource?.CopyTo(copy);
        return copy.ToArray();
    }
}
