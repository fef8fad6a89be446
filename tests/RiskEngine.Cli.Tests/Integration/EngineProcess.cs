using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>The real program, <c>riskengine run</c>, as a process that can be killed, frozen and stopped.</summary>
internal sealed partial class EngineProcess : IDisposable
{
    private const int HangUpSignal = 1;
    private const int Terminate = 15;
    private const int Freeze = 19;
    private const int Thaw = 18;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly HttpClient Patient = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;

    private EngineProcess(string name, ProcessStartInfo start)
    {
        _name = name;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The files that it has in its memory, as Linux tells.</summary>
    public string LoadedFiles => File.ReadAllText($"/proc/{_process.Id}/maps");

    /// <summary>All that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output) return $"--- output of {_name}{(HasEnded ? $" (ended with {_process.ExitCode})" : "")}:\n{_output}";
        }
    }

    /// <summary>Starts a command.</summary>
    /// <param name="name">Name of the instance, for failures.</param>
    /// <param name="arguments">Command and flags.</param>
    /// <param name="variables">Environment variables.</param>
    /// <param name="folder">Its working folder; the program's own without it.</param>
    /// <param name="largestFile">Bytes of the largest file that it may write.</param>
    public static EngineProcess Start(
        string name, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null, string? folder = null, long? largestFile = null)
    {
        var start = new ProcessStartInfo(largestFile is null ? "dotnet" : "/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
        };
        if (largestFile is { } limit)
        {
            // The runtime keeps code in a file of its own where it may not be written and executed in one place; the limit would keep it from starting.
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
            foreach (var argument in new[] { "-c", $"trap '' XFSZ; ulimit -f {limit / 512}; exec dotnet \"$@\"", "sh" }) start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "riskengine.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (key, value) in variables ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var engine = new EngineProcess(name, start);
        engine._process.Start();
        engine._process.BeginOutputReadLine();
        engine._process.BeginErrorReadLine();
        return engine;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public Task WaitUntilReady() => Eventually.Holds(
        StartPatience, async () => await Get("/health/ready") is (200, _) ? null : HasEnded ? throw new InvalidOperationException(Output) : "not ready", () => Output);

    /// <summary>Asks one of its pages; null where it does not answer.</summary>
    public async Task<(int Status, string Text)?> Get(string path)
    {
        if (!_address.Task.IsCompletedSuccessfully) return null;
        try
        {
            using var answer = await Http.GetAsync(new Uri(new Uri(await _address.Task), path));
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks it to do something.</summary>
    /// <param name="path">The address on it.</param>
    /// <param name="token">The token to carry; null for none.</param>
    public async Task<(int Status, string Text)> Post(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(await _address.Task), path));
        if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks it and takes everything that comes back: status, headers, body.</summary>
    /// <param name="method">GET or POST.</param>
    /// <param name="path">The address on it.</param>
    /// <param name="token">The token to carry; null for none.</param>
    public async Task<string> Exchange(string method, string path, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(await _address.Task), path));
        if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
        using var answer = await Patient.SendAsync(request);
        return $"{(int)answer.StatusCode}\n{answer.Headers}{answer.Content.Headers}\n{await answer.Content.ReadAsStringAsync()}";
    }

    /// <summary>Its metrics; null where it does not answer.</summary>
    public async Task<PrometheusText?> Metrics() => await Get("/metrics") is (200, var text) ? PrometheusText.Parse(text) : null;

    /// <summary>Ends it as a crash of the machine would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end.</summary>
    public void AskToStop() => Signal(Terminate);

    /// <summary>Waits until it has written a text.</summary>
    public Task WaitForOutput(string text) => Eventually.Holds(
        StopPatience, () => Task.FromResult(Output.Contains(text, StringComparison.Ordinal) ? null : $"'{text}' not said"), () => Output);

    /// <summary>Asks it to end, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> Stop()
    {
        Signal(Terminate);
        return Exit(StopPatience);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Exit(TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_name} did not end within {patience}\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Sends SIGHUP.</summary>
    public void HangUp() => Signal(HangUpSignal);

    /// <summary>Stops all its threads, as a long pause of a virtual machine would.</summary>
    public void Suspend() => Signal(Freeze);

    /// <summary>Lets it go on.</summary>
    public void Resume() => Signal(Thaw);

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (Address().Match(line) is { Success: true } match) _address.TrySetResult(match.Groups[1].Value);
    }

    [GeneratedRegex("(?:health and metrics at |^Health  )(http://[^ /]+)")]
    private static partial Regex Address();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
