using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>How the tasks of an engine talk to rules over several partitions.</summary>
/// <param name="Route">Where signals go.</param>
/// <param name="Producers">How many partitions each input topic has.</param>
/// <param name="Source">The task and its owner.</param>
/// <param name="Rules">The rules over several partitions.</param>
public sealed record SignalDefinition(SignalRoute Route, IReadOnlyDictionary<string, int> Producers, SignalSource Source, IReadOnlyList<Rule> Rules);
