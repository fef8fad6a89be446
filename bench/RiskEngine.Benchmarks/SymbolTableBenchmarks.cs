using System.Text;
using BenchmarkDotNet.Attributes;
using RiskEngine.Core.Events;

namespace RiskEngine.Benchmarks;

/// <summary>The number of a known name from its UTF-8 bytes, against a string made from them and looked up.</summary>
public class SymbolTableBenchmarks
{
    private readonly SymbolTable _symbols = new(2_000_000);
    private readonly Dictionary<string, int> _dictionary = [];
    private byte[][] _names = [];

    [Params(10_000, 1_000_000)]
    public int Names { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _names = new byte[Names][];
        for (var i = 0; i < Names; i++)
        {
            _names[i] = Encoding.UTF8.GetBytes($"device-{i:D7}");
            _dictionary.Add($"device-{i:D7}", _symbols.Intern($"device-{i:D7}"));
        }
    }

    [Benchmark(OperationsPerInvoke = Material.Events)]
    public long Engine()
    {
        long sum = 0;
        for (var i = 0; i < Material.Events; i++)
        {
            _symbols.TryIntern(_names[(int)(i * 7919L % Names)], out var symbol);
            sum += symbol;
        }

        return sum;
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Material.Events)]
    public long StringInDictionary()
    {
        long sum = 0;
        for (var i = 0; i < Material.Events; i++) sum += _dictionary[Encoding.UTF8.GetString(_names[(int)(i * 7919L % Names)])];
        return sum;
    }
}
