using Microsoft.ML.OnnxRuntime;
using RiskEngine.Models.MlNet.Runtime;

namespace RiskEngine.Models.MlNet.Onnx;

/// <summary>The ONNX Runtime of this process, started when the first model asks for it.</summary>
internal static class OnnxLibrary
{
    private static readonly Lock Starting = new();

    /// <summary>Starts it, silent and without telemetry: it is a library here, and what it has to say comes as exceptions.</summary>
    /// <exception cref="FormatException">It has no native library for this platform.</exception>
    public static void Start(string file)
    {
        try
        {
            lock (Starting)
            {
                if (OrtEnv.IsCreated) return;
                var options = new EnvironmentCreationOptions { logId = "riskengine", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
                OrtEnv.CreateInstanceWithOptions(ref options).DisableTelemetryEvents();
            }
        }
        catch (Exception fault) when (MissingLibrary.IsCauseOf(fault))
        {
            throw new FormatException($"{file}: ONNX Runtime has no library that can be loaded on {MissingLibrary.Words(fault)}; use a model of another kind here", fault);
        }
    }

    /// <summary>Options of a session that uses the caller's thread only and computes what the file says, operator by operator.</summary>
    public static SessionOptions Options() => new()
    {
        // Tasks are spread over the processors already; a second level of threads would cost more than one row takes.
        IntraOpNumThreads = 1,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        // Higher levels fuse operators as the processor suits, and with them the roundings.
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
        // An arena keeps megabytes for tensors of a few bytes.
        EnableCpuMemArena = false,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };
}
