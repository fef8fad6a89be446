using RiskEngine.Core.Detection;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Prepares changed rules beside a task, and gives them to it between two inputs.</summary>
/// <remarks>Owned by the task's thread.</remarks>
/// <param name="rules">The rules in force.</param>
/// <param name="version">Version of those that the task started with.</param>
/// <param name="task">The task.</param>
internal sealed class RuleSwitch(ActiveRules rules, int version, TaskState task)
{
    private int _version = version;
    private Task<RuleEvaluator>? _next;
    private IReadOnlyList<Rule> _crossing = [];

    /// <summary>The change that is ready; null where there is none, or not yet.</summary>
    public TaskInput.RulesChanged? Next()
    {
        if (_next is null)
        {
            var current = rules.Current;
            if (current.Version == _version) return null;
            _version = current.Version;
            var before = task.Evaluator;
            _crossing = current.Crossing;
            var next = task.ReadsSignals ? current.Crossing : current.Rules;
            _next = BesideTheTasks.Run(() => new RuleEvaluator(next, task.Id, task.Vocabulary, before));
        }

        if (!_next.IsCompleted) return null;
        var evaluator = _next.GetAwaiter().GetResult();
        _next = null;
        return new TaskInput.RulesChanged(evaluator, _crossing);
    }
}
