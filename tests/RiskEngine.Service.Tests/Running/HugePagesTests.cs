using System.Globalization;
using RiskEngine.Service.Running;

namespace RiskEngine.Service.Tests.Running;

public sealed class HugePagesTests
{
    [Fact]
    public void The_heap_is_marked_for_huge_pages()
    {
        if (!OperatingSystem.IsLinux() || File.ReadAllText("/sys/kernel/mm/transparent_hugepage/enabled").Contains("[never]", StringComparison.Ordinal)) return;

        // Tests beside this one make the heap grow: what it takes between the two steps has not been asked for.
        Assert.Contains(Enumerable.Range(0, 20), _ => HugePages.Ask() && FlagsOfMappingAround(HugePages.AddressOfAnObject()).Contains("hg"));
    }

    [Fact]
    public void Small_pages_of_the_heap_are_put_together()
    {
        if (!OperatingSystem.IsLinux() || Environment.OSVersion.Version < new Version(6, 1)) return;
        if (File.ReadAllText("/sys/kernel/mm/transparent_hugepage/enabled").Contains("[never]", StringComparison.Ordinal)) return;
        var kept = new List<byte[]>();
        for (var i = 0; i < 16_000; i++) kept.Add(new byte[4000]);

        var (huge, possible) = HugePages.PutTogether();

        Assert.True(huge >= 20 && huge <= possible, $"{huge} of {possible}");
        GC.KeepAlive(kept);
    }

    private static string[] FlagsOfMappingAround(nuint address)
    {
        var isIt = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var first = line.Split(' ')[0];
            if (isIt && first == "VmFlags:") return line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (first.EndsWith(':') || first.Split('-') is not [var start, var end]) continue;
            isIt = address >= nuint.Parse(start, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                && address < nuint.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return [];
    }
}
