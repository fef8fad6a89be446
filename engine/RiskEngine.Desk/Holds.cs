using RiskEngine.Core.Desk;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk;

/// <summary>What keeps alerts from people: silences, shelves, and alerts that explain others. What was held is let go when its cause is over.</summary>
internal sealed class Holds(DeskBooks books)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Comparer<DeskAlert> ByOrder = Comparer<DeskAlert>.Create(static (x, y) => x.Order.CompareTo(y.Order));
    private readonly Dictionary<(InhibitionPolicy Policy, string Area), List<DeskAlert>> _sources = [];

    /// <summary>What keeps an open alert from people now; null where nothing does.</summary>
    public (HoldReason Reason, IEntry Holder)? Find(DeskAlert alert)
    {
        foreach (var silence in books.Silences.All)
        {
            if (Fits(silence.Policy.Match, alert) && silence.Policy.HoldsAt(books.Now)) return (HoldReason.Silenced, silence);
        }

        if (books.Shelves.Find(alert.Rule.Facts.Rule, alert.Rule.Facts.By, alert.Key) is { } shelf && books.Now < shelf.Until) return (HoldReason.Shelved, shelf);
        return Explanation(alert) is { } source ? (HoldReason.Inhibited, source) : null;
    }

    /// <summary>Keeps an alert from people.</summary>
    public void Hold(DeskAlert alert, HoldReason reason, IEntry holder)
    {
        if (alert.Held == reason && alert.Holder == holder) return;
        (alert.Held, alert.Holder) = (reason, holder);
        alert.HeldOrder = ++books.Tally.LastHold;
        books.MarkTally();
        books.Alerts.Mark(alert);
        switch (holder)
        {
            case DeskSilence silence:
                silence.Quiets.Add(alert);
                if (silence.Policy.Recurring is not null) books.Timers.Set(books.Now.FloorTo(Minute) + Minute, DueKind.Silence, silence);
                break;
            case DeskAlert source:
                (source.Quiets ??= []).Add(alert);
                break;
        }
    }

    /// <summary>No longer keeps an alert from people.</summary>
    public void Free(DeskAlert alert)
    {
        if (alert.Held == HoldReason.None) return;
        (alert.Held, alert.Holder) = (HoldReason.None, null);
        books.Alerts.Mark(alert);
    }

    /// <summary>Notes that an alert, now open, may explain others.</summary>
    public void Open(DeskAlert alert)
    {
        foreach (var policy in alert.Rule.Concerns?.Explains ?? [])
        {
            var key = (policy, AreaPath.Of(alert.Place, policy.Depth));
            if (!_sources.TryGetValue(key, out var open)) _sources[key] = open = [];
            var at = open.BinarySearch(alert, ByOrder);
            if (at >= 0) continue;
            open.Insert(~at, alert);
            books.Timers.Set(alert.Since + policy.AtMost, DueKind.Inhibition, alert);
        }
    }

    /// <summary>Notes that an alert, ended or about to change, explains nothing any more.</summary>
    public void Close(DeskAlert alert)
    {
        foreach (var policy in alert.Rule.Concerns?.Explains ?? [])
        {
            var key = (policy, AreaPath.Of(alert.Place, policy.Depth));
            if (_sources.TryGetValue(key, out var open) && open.Remove(alert) && open.Count == 0) _sources.Remove(key);
        }
    }

    /// <summary>The open alerts that something holds, in the order in which they came to be held.</summary>
    public static DeskAlert[] HeldBy(object holder, List<DeskAlert>? quiets) =>
        quiets is null ? [] : [.. quiets.Where(alert => alert.IsOpen && alert.Holder == holder).Distinct().OrderBy(alert => alert.HeldOrder)];

    /// <summary>Whether what holds an alert still does.</summary>
    public bool StillHeld(DeskAlert alert) => alert.Holder switch
    {
        DeskSilence silence => books.Silences.Find(silence.Policy.Id) == silence && Fits(silence.Policy.Match, alert) && silence.Policy.HoldsAt(books.Now),
        Shelf shelf => books.Shelves.Find(shelf.Rule, shelf.Kind, shelf.Key) == shelf && books.Now < shelf.Until,
        DeskAlert source => source.IsOpen && Explanation(alert) == source,
        _ => false,
    };

    /// <summary>Forgets everything, and finds the open alerts that explain others again.</summary>
    public void Reset()
    {
        _sources.Clear();
        foreach (var alert in books.Alerts.InOrder())
        {
            if (alert.IsOpen) Open(alert);
        }
    }

    /// <summary>Whether a matcher means an alert.</summary>
    public static bool Fits(AlertMatcher matcher, DeskAlert alert) =>
        matcher.Fits(alert.Rule.Facts.Rule, alert.Rule.Cause, alert.Rule.Facts.Labels, alert.Key, alert.Source, alert.Place, alert.Grade);

    /// <summary>The open alert that explains another one; null where none does.</summary>
    private DeskAlert? Explanation(DeskAlert alert)
    {
        foreach (var policy in alert.Rule.Concerns?.Explained ?? [])
        {
            if (alert.Place.Length == 0 || !Fits(policy.Target, alert)) continue;
            for (var depth = policy.Depth; depth > 0; depth--)
            {
                if (_sources.TryGetValue((policy, AreaPath.Of(alert.Place, depth)), out var open) && Explaining(policy, open, alert) is { } source) return source;
            }
        }

        return null;
    }

    private DeskAlert? Explaining(InhibitionPolicy policy, List<DeskAlert> open, DeskAlert alert)
    {
        foreach (var source in open)
        {
            if (source != alert && books.Now < source.Since + policy.AtMost && Fits(policy.Source, source)
                && !(Fits(policy.Source, alert) && Fits(policy.Target, source)) && !Explains(alert, source))
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>Whether an alert keeps another from people, itself or by others.</summary>
    private static bool Explains(DeskAlert alert, DeskAlert other)
    {
        for (var holder = other.Holder as DeskAlert; holder is not null; holder = holder.Holder as DeskAlert)
        {
            if (holder == alert) return true;
        }

        return false;
    }
}
