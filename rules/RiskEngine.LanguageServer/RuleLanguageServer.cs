using System.Text.Json;
using System.Text.Json.Serialization;
using RiskEngine.LanguageServer.Serving;
using StreamJsonRpc;

namespace RiskEngine.LanguageServer;

/// <summary>Serves the Language Server Protocol (3.17) for rules and mappings over two streams.</summary>
public static class RuleLanguageServer
{
    /// <summary>Serves until the editor says that it exits, or closes the stream.</summary>
    /// <param name="input">What the editor sends.</param>
    /// <param name="output">What it is sent; nothing else may write to it.</param>
    /// <param name="options">What the server needs to know beside what the editor tells.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>0 where the editor asked for the end before it exited, else 1: the exit code that the protocol wants.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, LanguageServerOptions options, CancellationToken cancellationToken)
    {
        using var formatter = new SystemTextJsonFormatter
        {
            JsonSerializerOptions = new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            },
        };
        using var handler = new HeaderDelimitedMessageHandler(output, input, formatter);
        using var rpc = new JsonRpc(handler) { CancelLocallyInvokedMethodsWhenConnectionIsClosed = true };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var checks = new CheckLoop(options, rpc);
        var methods = new Methods(checks, rpc, stop.Cancel);
        rpc.AddLocalRpcTarget(methods, new JsonRpcTargetOptions { DisposeOnDisconnect = false });
        rpc.StartListening();
        var checking = checks.RunAsync(stop.Token);
        await Task.WhenAny(rpc.Completion, checking).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await checking.ConfigureAwait(false);
        return methods.WasShutDown ? 0 : 1;
    }
}
