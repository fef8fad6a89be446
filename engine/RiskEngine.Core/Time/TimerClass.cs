namespace RiskEngine.Core.Time;

/// <summary>The order of what is due at one time t: ends of windows, then the events of t, then the other timers.</summary>
/// <remarks>
/// A window <c>[start, end)</c> does not hold the events of its end, so it emits before them. A sliding window <c>(t - size, t]</c> does, and an event at the
/// very end of a silence ends it, so what leaves and what is missing is known only after the events of t. A finding at t prolongs one that ends at t. Dwell
/// times come last: a measurement at the very end of a dwell still counts against it. Correlations see all alerts of t together, and then their own dwells.
/// </remarks>
internal enum TimerClass : byte
{
    /// <summary>Ends of windows; before the events of the time.</summary>
    Window,

    /// <summary>Values leaving sliding windows, silences, sequences out of time; after the events of the time.</summary>
    Detector,

    /// <summary>Ends of momentary findings; after all findings of the time.</summary>
    Hold,

    /// <summary>Grades reached or left; after all measurements of the time.</summary>
    Alert,

    /// <summary>Correlations; after all alerts of other rules.</summary>
    Correlation,

    /// <summary>Grades of correlations reached or left.</summary>
    CorrelationAlert,

    /// <summary>Keys that have been silent too long; after all that their silence means.</summary>
    Expiry,
}
