using RiskEngine.Core.Desk;

namespace RiskEngine.Desk.Book;

/// <summary>The policies that may concern the alerts of one rule.</summary>
/// <param name="Explains">Inhibitions of which its alerts may be sources.</param>
/// <param name="Explained">Inhibitions of which they may be targets.</param>
/// <param name="Witness">Whether they may bear out, or speak against, incidents of other causes.</param>
internal sealed record RuleConcerns(InhibitionPolicy[] Explains, InhibitionPolicy[] Explained, bool Witness);
