using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>State that outlives the silence of its key until it is told to forget it.</summary>
/// <remarks>State whose windows pass by themselves (panes, samples, partial matches, findings) needs no telling.</remarks>
internal interface IExpiring
{
    /// <summary>The keys it is about.</summary>
    KeyDirectory Keys { get; }

    /// <summary>Forgets all state of keys in <see cref="KeyDirectory.Expiring"/>.</summary>
    void Expire(EventTime now);
}
