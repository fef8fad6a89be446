namespace RiskEngine.LoadTest;

/// <summary>Processor time of everybody who takes part, since the meter was made.</summary>
internal sealed class CpuMeter
{
    private readonly IReadOnlyDictionary<string, Func<TimeSpan>> _clocks;
    private readonly Dictionary<string, TimeSpan> _before;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly TimeSpan _machineBefore = MachineBusy();

    public CpuMeter(IReadOnlyDictionary<string, Func<TimeSpan>> clocks)
    {
        _clocks = clocks;
        _before = clocks.ToDictionary(clock => clock.Key, clock => clock.Value());
    }

    /// <summary>Cores that each of them kept busy; <c>machine</c> is all that ran on it, with the kernel's work for nobody in particular.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        var seconds = TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
        var cores = _clocks.ToDictionary(clock => clock.Key, clock => (clock.Value() - _before[clock.Key]).TotalSeconds / seconds);
        cores["machine"] = (MachineBusy() - _machineBefore).TotalSeconds / seconds;
        return cores;
    }

    /// <summary>Time that the machine's processors were not idle; zero where the system does not tell.</summary>
    private static TimeSpan MachineBusy()
    {
        const string Table = "/proc/stat";
        const double TicksPerSecond = 100;
        if (!File.Exists(Table)) return TimeSpan.Zero;

        // cpu user nice system idle iowait irq softirq steal ...
        var numbers = File.ReadLines(Table).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(double.Parse).ToArray();
        return TimeSpan.FromSeconds((numbers[0] + numbers[1] + numbers[2] + numbers[5] + numbers[6]) / TicksPerSecond);
    }
}
