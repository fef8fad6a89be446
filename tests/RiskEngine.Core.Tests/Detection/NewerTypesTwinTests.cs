using RiskEngine.Core.Alerts;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>The types that are more than one window, each against its slow, obvious twin on random streams.</summary>
public sealed class NewerTypesTwinTests
{
    private static readonly int Streams = Effort.Of(400);

    public static TheoryData<string> Types => [.. NewerRules.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Evaluator_agrees_with_its_twin(string type)
    {
        var transitions = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var unit = TimeSpan.FromMilliseconds(random.Next(4) switch { 0 => 100, 1 => 700, 2 => 10_000, _ => 1000 });
            var rules = NewerRules.Make(type, random, unit);
            var stream = NewerRules.Stream(type, random, unit, random.Next(5, 60));
            if (type is "change" or "spike" && random.Next(2) == 0) stream = RegisterStream.Over(stream, random);
            var end = stream[^1].At + (RandomStream.Micros(unit) * random.Next(0, 40));
            var rig = new EvaluatorRig(rules);
            rig.Feed(stream, end, random);
            foreach (var rule in rules.Where(rule => rule.Detection.Type == type))
            {
                var expected = TransitionText.Of(NewerTwins.Run(rule, rules, stream, end));
                var actual = rig.Transitions.Where(t => t.Rule.Id == rule.Id).Order(TransitionOrder.Instance).ToList();
                if (expected != TransitionText.Of(actual))
                {
                    Assert.Fail($"{type} stream {seed}, {rule.Id} {rule.Detection}:\nexpected\n{expected}\nactual\n{TransitionText.Of(actual)}");
                }

                transitions += actual.Count;
            }
        }

        Assert.True(transitions > Streams / 2, $"only {transitions} transitions: the streams do not try the rules");
    }
}
