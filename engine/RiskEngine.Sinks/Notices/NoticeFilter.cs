using RiskEngine.Core.Rules;

namespace RiskEngine.Sinks.Notices;

/// <summary>Which notices a sink wants.</summary>
/// <param name="Least">The least grade.</param>
/// <param name="Areas">Areas, with all below them; empty for all.</param>
/// <param name="Matchers">Conditions that all hold.</param>
/// <param name="Drills">What it does with rehearsals.</param>
/// <param name="WithPicture">Whether it also wants what completes the picture only.</param>
public sealed record NoticeFilter(Grade Least, IReadOnlyList<string> Areas, IReadOnlyList<LabelMatcher> Matchers, DrillChoice Drills, bool WithPicture)
{
    /// <summary>Whether it wants a notice of which it has not been told before. One that it has been told of it hears to its end.</summary>
    public bool Wants(Notice notice) => notice.Grade >= Least && !notice.IsEnd && ConcernsIt(notice);

    /// <summary>Whether the rest of a subject's notices are for it, once it was told of one.</summary>
    public bool Follows(Notice notice) => notice.IsForPeople || WithPicture || notice.IsEnd;

    private bool ConcernsIt(Notice notice) =>
        (notice.IsForPeople || WithPicture)
        && (Drills == DrillChoice.Include || notice.IsDrill == (Drills == DrillChoice.Only))
        && (Areas.Count == 0 || Areas.Any(area => IsIn(notice.Place, area)))
        && Matchers.All(matcher => matcher.Matches(notice));

    private static bool IsIn(string place, string area) =>
        place.StartsWith(area, StringComparison.Ordinal) && (place.Length == area.Length || place[area.Length] == '/' || area.EndsWith('/'));
}
