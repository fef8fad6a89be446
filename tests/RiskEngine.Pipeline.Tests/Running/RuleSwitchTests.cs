using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

public sealed class RuleSwitchTests
{
    [Fact]
    public async Task Nothing_changes_until_another_version_is_in_force_and_then_once()
    {
        var rules = new ActiveRules([LoopRig.Above("one", 1)]);
        var task = new TaskState(TaskRig.Id, TaskRig.PartsOf(rules.Current.Rules, TimeSpan.Zero));
        var change = new RuleSwitch(rules, rules.Current.Version, task);
        Assert.Null(change.Next());
        rules.Replace([LoopRig.Above("two", 2)]);
        TaskInput.RulesChanged? next;
        while ((next = change.Next()) is null) await Task.Delay(1);
        using var pump = new TaskPump(task, output => Assert.NotNull(output.RuleChange));
        pump.Push(next);
        Assert.Same(next.Next, task.Evaluator);
        Assert.Null(change.Next());
    }

    [Fact]
    public void A_task_that_started_with_the_version_in_force_has_nothing_to_change()
    {
        var rules = new ActiveRules([LoopRig.Above("one", 1)]);
        rules.Replace([LoopRig.Above("two", 2)]);
        var task = new TaskState(TaskRig.Id, TaskRig.PartsOf(rules.Current.Rules, TimeSpan.Zero));
        Assert.Null(new RuleSwitch(rules, 2, task).Next());
    }
}
