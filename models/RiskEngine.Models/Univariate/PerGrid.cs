using System.Runtime.CompilerServices;

namespace RiskEngine.Models.Univariate;

/// <summary>One of something for each of the <see cref="CoarseGrids"/>.</summary>
[InlineArray(CoarseGrids.Grids)]
internal struct PerGrid<T>
    where T : unmanaged
{
    private T _first;
}
