using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Says when sites cannot be seen, the slow and obvious way: at each look everything is worked out again from all looks before.</summary>
/// <param name="looksToKnow">For how many looks a device must have spoken regularly.</param>
/// <param name="highest">The gravest grade that the rules may raise.</param>
internal sealed class BlindTwin(int looksToKnow, Grade highest)
{
    private const long Minute = 60_000_000;
    private readonly Dictionary<string, (string Site, List<int> Heard)> _sources = [];
    private readonly SortedDictionary<string, Grade> _open = new(StringComparer.Ordinal);
    private long _due;
    private int _looks;

    /// <summary>What was said: <c>11:07:00 huaxi/c12/g07/b3 | sensor Yellow 1/3 gm-2</c>.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Time comes so far, and then a device may speak.</summary>
    public void Come(long at, string? source = null, string site = "")
    {
        if (_due == 0) _due = (at + Minute - 1) / Minute * Minute;
        if (at > _due)
        {
            _looks++;
            Look(at);
            _due = ((at / Minute) + 1) * Minute;
        }

        if (source is null) return;
        if (!_sources.TryGetValue(source, out var known)) _sources[source] = known = (site, []);

        // What comes after look n is heard at look n + 1.
        if (known.Heard.Count == 0 || known.Heard[^1] != _looks + 1) known.Heard.Add(_looks + 1);
    }

    private void Look(long at)
    {
        var silent = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var all = new Dictionary<string, int>();
        foreach (var (source, (site, heard)) in _sources)
        {
            if (heard[0] > _looks) continue;
            var (isRegular, isSilent) = Judge([.. heard.TakeWhile(look => look <= _looks)]);
            var area = $"{site} | sensor";
            if (isRegular) all[area] = all.GetValueOrDefault(area) + 1;
            if (!isSilent) continue;
            if (!silent.TryGetValue(area, out var devices)) silent[area] = devices = [];
            devices.Add(source);
        }

        foreach (var area in silent.Keys.Union(_open.Keys).Order(StringComparer.Ordinal).ToList())
        {
            var (devices, count) = (silent.GetValueOrDefault(area) ?? [], all.GetValueOrDefault(area));
            var grade = devices.Count == 0 ? Grade.None
                : devices.Count == count && highest == Grade.Red ? Grade.Red
                : devices.Count * 3 >= count * 2 ? Grade.Orange
                : devices.Count * 3 >= count ? Grade.Yellow : Grade.Blue;
            if (grade == _open.GetValueOrDefault(area)) continue;
            if (grade == Grade.None) _open.Remove(area);
            else _open[area] = grade;
            Said.Add(Line(at, area, grade == Grade.None ? "end" : $"{grade} {devices.Count}/{count} {string.Join(' ', devices.Order(StringComparer.Ordinal))}"));
        }
    }

    /// <summary>A line of <see cref="Said"/>.</summary>
    public static string Line(long at, string area, string what) => $"{new EventTime(at)} {area} {what}";

    /// <summary>Whether a device speaks regularly, and whether it is silent now.</summary>
    /// <param name="heard">The looks at which it had been heard since the one before.</param>
    private (bool IsRegular, bool IsSilent) Judge(List<int> heard)
    {
        var gaps = new List<int>();
        for (var i = 1; i < heard.Count; i++)
        {
            if (!IsSilent(gaps, heard[i] - heard[i - 1] - 1)) gaps.Add(heard[i] - heard[i - 1]);
        }

        return (IsRegular(gaps), IsSilent(gaps, _looks - heard[^1]));
    }

    private bool IsRegular(List<int> gaps) => gaps.Count >= 4 && gaps.Sum() >= looksToKnow && gaps.Max() <= (2 * gaps.Average()) + 1 + 1e-9;

    private bool IsSilent(List<int> gaps, int missed) => IsRegular(gaps) && missed > Math.Max(5, 4 * gaps.Max());
}
