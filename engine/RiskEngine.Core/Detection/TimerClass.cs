namespace RiskEngine.Core.Detection;

/// <summary>The order of timers that are due at one time.</summary>
internal enum TimerClass : byte
{
    /// <summary>Ends of windows.</summary>
    Window,

    /// <summary>Values leaving sliding windows, silences.</summary>
    Detector,

    /// <summary>Grades reached or left.</summary>
    Alert,
}
