using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Every rule type against its slow, obvious twin on random streams.</summary>
public sealed class TwinTests
{
    private static readonly int Streams = Effort.Of(800);

    [Theory]
    [InlineData("threshold")]
    [InlineData("hopping")]
    [InlineData("sliding")]
    [InlineData("nested")]
    [InlineData("frequency")]
    [InlineData("absence")]
    public void Evaluator_agrees_with_its_twin(string type)
    {
        var transitions = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var unit = TimeSpan.FromMilliseconds(random.Next(4) switch { 0 => 100, 1 => 700, 2 => 10_000, _ => 1000 });
            var rules = Enumerable.Range(1, random.Next(1, 4)).Select(i => RandomRules.Make(type, random, unit, $"r{i}")).ToList();
            var stream = RandomStream.InOrder(random, unit, random.Next(5, 60));
            var end = stream[^1].At + (RandomStream.Micros(unit) * random.Next(0, 40));
            var rig = new EvaluatorRig(rules);
            rig.Feed(stream, end, random);

            foreach (var rule in rules)
            {
                var expected = TransitionText.Of(TwinEvaluator.Run(rule, rules, stream, end));
                var actual = rig.Transitions.Where(t => t.Rule.Id == rule.Id).Order(Core.Alerts.TransitionOrder.Instance).ToList();
                if (expected != TransitionText.Of(actual))
                {
                    Assert.Fail($"{type} stream {seed}, {rule.Id} {rule.Detection}:\nexpected\n{expected}\nactual\n{TransitionText.Of(actual)}");
                }

                transitions += actual.Count;
            }
        }

        Assert.True(transitions > Streams, $"only {transitions} transitions: the streams do not try the rules");
    }
}
