using System.Diagnostics;
using RiskEngine.Core.Secrets;

namespace RiskEngine.LoadTest;

/// <summary>A program of this project started as a process of its own; its standard error is kept for the report of a failure.</summary>
internal sealed class ProcessProbe : IDisposable
{
    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    private ProcessProbe(Process process) => _process = process;

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public bool HasExited => _process.HasExited;

    public string LastLines
    {
        get
        {
            lock (_lastLines) return SecretMask.Text(string.Join('\n', _lastLines));
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">File name of its assembly, beside this one.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Takes the lines of its standard output, on another thread; null keeps them with the errors.</param>
    /// <param name="variables">Environment variables.</param>
    public static ProcessProbe Start(string program, IReadOnlyList<string> arguments, Action<string>? onLine = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        program = Path.Combine(AppContext.BaseDirectory, program);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'dotnet {program}' did not start");
        var probe = new ProcessProbe(process);
        process.OutputDataReceived += (_, line) =>
        {
            if (onLine is null || line.Data is null) probe.Keep(line.Data);
            else onLine(line.Data);
        };
        process.ErrorDataReceived += (_, line) => probe.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return probe;
    }

    /// <summary>Writes a line to its standard input.</summary>
    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > 20) _lastLines.Dequeue();
        }
    }
}
