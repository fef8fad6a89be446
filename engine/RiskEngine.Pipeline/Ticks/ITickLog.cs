using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Pipeline.Ticks;

/// <summary>Keeps the ticks of idle clocks: they are inputs of their task like its records, and whoever reads its log again must see them where they were.</summary>
public interface ITickLog : IDisposable
{
    /// <summary>The consumer group of the engines whose ticks these are.</summary>
    string Group { get; }

    /// <summary>Appends the record of a tick, or that of an owner.</summary>
    /// <returns>Its place, once it is safe.</returns>
    /// <exception cref="DependencyException">It cannot be written at the moment.</exception>
    Task<long> AppendAsync(TickRecord record);

    /// <summary>Reads which ticks of a task count.</summary>
    /// <param name="task">The task.</param>
    /// <param name="from">Where to begin; null for all that there are.</param>
    /// <param name="through">Place of the last record to read.</param>
    /// <exception cref="DependencyException">It cannot be read at the moment.</exception>
    Task<TickHistory> ReadAsync(TaskId task, TickPlace? from, long through);
}
