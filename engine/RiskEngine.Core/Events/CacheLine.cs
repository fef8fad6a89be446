using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RiskEngine.Core.Events;

/// <summary>Asks the processor for memory that is needed in a moment, so that work and waiting overlap; a hint without any other effect.</summary>
/// <remarks>Tables of many keys are larger than the caches, and nobody but the caller can foresee which line comes next. Measured by <c>bench curves --axis sources</c>.</remarks>
internal static class CacheLine
{
    /// <summary>Asks for the line that holds a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref readonly T value)
    {
        // The address may be stale by the time it is used, where the collector has moved the table: then the hint is of no use, and of no harm.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in value)));
    }
}
