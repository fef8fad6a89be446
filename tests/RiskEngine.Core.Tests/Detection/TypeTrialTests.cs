using RiskEngine.Core.Detection.Types;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Whoever adds a rule type is told that it has to be tried.</summary>
public sealed class TypeTrialTests
{
    [Fact]
    public void Every_rule_type_is_made_up_at_random_and_so_checked_against_its_twin_stored_restored_and_replayed()
    {
        var (random, unit) = (new Random(1), TimeSpan.FromSeconds(1));
        var rules = RandomRules.Types.Select(type => RandomRules.Make(type, random, unit)).Concat(NewerRules.Types.SelectMany(type => NewerRules.Make(type, random, unit)))
            .Concat(AreaRules.Types.SelectMany(type => AreaRules.Make(type, random, unit)));
        var tried = rules.Select(rule => rule.Detection.GetType()).ToHashSet();

        var types = typeof(DetectionType).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DetectionType)));
        Assert.Equal(types.Select(type => type.Name).Order(), tried.Select(type => type.Name).Order());
    }
}
