using System.Diagnostics;
using System.Text.Json;
using RiskEngine.Sinks.Tests.Servers;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Sinks.Tests.Alertmanager;

/// <summary>Alertmanager itself, as the system has it, for one test.</summary>
internal sealed class AlertmanagerProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly Process _process;

    private AlertmanagerProgram()
    {
        Address = $"http://127.0.0.1:{ScriptedServer.FreePort()}";
        var config = _folder.Write("alertmanager.yml", "route: {receiver: none}\nreceivers: [{name: none}]\n");
        _process = Process.Start(new ProcessStartInfo(NeedsProgramFactAttribute.Find("prometheus-alertmanager")!,
        [
            $"--config.file={config}", $"--storage.path={Path.Combine(_folder.Root, "data")}", $"--web.listen-address={Address["http://".Length..]}", "--cluster.listen-address=",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Address { get; }

    /// <summary>Starts it, and waits until it answers.</summary>
    public static async Task<AlertmanagerProgram> StartAsync()
    {
        var program = new AlertmanagerProgram();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                if ((await program._client.GetAsync($"{program.Address}/-/ready", patience.Token)).IsSuccessStatusCode) return program;
            }
            catch (HttpRequestException) when (!program._process.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>The alerts that it shows as active.</summary>
    public async Task<IReadOnlyList<JsonElement>> Active()
    {
        using var document = JsonDocument.Parse(await _client.GetStringAsync($"{Address}/api/v2/alerts?active=true"));
        return [.. document.RootElement.EnumerateArray().Select(alert => alert.Clone())];
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }
}
