using System.Text.Json;

namespace RiskEngine.Service.Benching;

/// <summary>A benchmark that a running engine can be asked for. The service neither has nor knows one: whoever wires the program gives it.</summary>
public interface IBenchmark
{
    /// <summary>Names of the loads that can be asked for.</summary>
    IReadOnlyList<string> Profiles { get; }

    /// <summary>Runs it on the calling thread.</summary>
    /// <param name="request">What to measure, within which bounds.</param>
    /// <param name="progress">Told about once a second of work.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The result, a JSON object in the form of the files in <c>bench/results</c>; without secrets.</returns>
    /// <exception cref="InvalidOperationException">The ledger does not account for every event: there is no rate.</exception>
    JsonElement Run(BenchmarkRequest request, Action<BenchmarkProgress> progress, CancellationToken cancellationToken);
}
