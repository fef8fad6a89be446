using FsCheck;
using FsCheck.Fluent;
using RiskEngine.Tests;

namespace RiskEngine.Desk.Tests.Model;

/// <summary>A desk does what its model does, whatever happens to it, and it does not matter when it is told of time, or whether it was restarted meanwhile.</summary>
public sealed class DeskModelTests
{
    private static readonly int Trials = Effort.Of(200);

    /// <summary>Every way that there is. What is missing here cannot be; what is not gone in the trials fails them.</summary>
    private static readonly string[] Ways =
    [
        "Normal -> Unacknowledged", "Normal -> Shelved", "Normal -> SuppressedByDesign", "Normal -> OutOfService",
        "Unacknowledged -> Acknowledged", "Unacknowledged -> ReturnedUnacknowledged", "Unacknowledged -> Shelved", "Unacknowledged -> SuppressedByDesign",
        "Unacknowledged -> OutOfService",
        "Acknowledged -> Unacknowledged", "Acknowledged -> Normal", "Acknowledged -> Shelved", "Acknowledged -> SuppressedByDesign", "Acknowledged -> OutOfService",
        "ReturnedUnacknowledged -> Normal", "ReturnedUnacknowledged -> Unacknowledged", "ReturnedUnacknowledged -> Shelved", "ReturnedUnacknowledged -> SuppressedByDesign",
        "ReturnedUnacknowledged -> OutOfService",
        "Shelved -> Unacknowledged", "Shelved -> Acknowledged", "Shelved -> Normal", "Shelved -> ReturnedUnacknowledged", "Shelved -> OutOfService",
        "Shelved -> SuppressedByDesign",
        "SuppressedByDesign -> Unacknowledged", "SuppressedByDesign -> Acknowledged", "SuppressedByDesign -> Normal", "SuppressedByDesign -> ReturnedUnacknowledged",
        "SuppressedByDesign -> Shelved", "SuppressedByDesign -> OutOfService",
        "OutOfService -> Unacknowledged", "OutOfService -> Acknowledged", "OutOfService -> Normal", "OutOfService -> ReturnedUnacknowledged", "OutOfService -> Shelved",
        "OutOfService -> SuppressedByDesign",
        "incident opened", "incident joined", "incident joined while it lingered", "incident rose", "incident fell", "incident eased", "incident resolved", "incident closed",
        "incident budgeted", "incident told: opened", "incident told: grade rose", "incident told: resolved", "incident told: escalated", "escalation put off", "digest told",
    ];

    [Fact]
    public void A_desk_does_what_its_model_does_and_every_way_is_gone()
    {
        var gone = new HashSet<string>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Trials).WithReplay(3, 5), Prop.ForAll(DeskWorld.Lives, steps =>
        {
            using var desk = new DeskTrial(DeskWorld.Policy);
            var model = new DeskModel();
            var run = new DeskRun(desk, model);
            foreach (var step in steps)
            {
                run.Do(step);
                run.Compare();
            }

            gone.UnionWith(model.Arrows);
        }));
        Assert.Equal(Ways.Order(StringComparer.Ordinal), gone.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_desk_that_is_restored_at_any_point_goes_on_as_if_it_had_never_stopped() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Trials / 2).WithReplay(5, 7), Prop.ForAll(DeskWorld.Lives, steps =>
        {
            using var through = new DeskTrial(DeskWorld.Policy);
            using var stopped = new DeskTrial(DeskWorld.Policy);
            var (one, other) = (new DeskRun(through, new DeskModel()), new DeskRun(stopped, new DeskModel()));
            foreach (var (index, step) in steps.Index())
            {
                one.Do(step);
                other.Do(step);
                if (index % 3 == step.Of % 3) stopped.Restart();
            }

            Assert.Equal(Lines(through), Lines(stopped));
            Assert.Equal(through.Desk.Ledger, stopped.Desk.Ledger);
        }));

    [Fact]
    public void It_does_not_matter_in_what_steps_a_desk_is_told_of_time() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Trials / 2).WithReplay(9, 11), Prop.ForAll(DeskWorld.Lives, steps =>
        {
            using var coarse = new DeskTrial(DeskWorld.Policy);
            using var fine = new DeskTrial(DeskWorld.Policy);
            var (one, other) = (new DeskRun(coarse, new DeskModel()), new DeskRun(fine, new DeskModel()));
            foreach (var step in steps)
            {
                one.Do(step);
                if (step.Kind == DeskStepKind.Wait)
                {
                    for (var part = 1; part < step.Minutes * 4; part++) fine.Tick(fine.Minute + 0.25);
                }

                other.Do(step with { Minutes = step.Kind == DeskStepKind.Wait ? 0 : step.Minutes }, until: coarse.Minute);
            }

            coarse.Tick(coarse.Minute + 1);
            fine.Tick(coarse.Minute);
            Assert.Equal(Lines(coarse), Lines(fine));
        }));

    private static IEnumerable<string> Lines(DeskTrial desk) => desk.All.Select(record => $"{record.Topic} {record.Id} {System.Text.Encoding.UTF8.GetString(record.Value.Span)}");
}
