using Xunit;

namespace RiskEngine.Models.Tests;

/// <summary>The contract, for every kind that the catalogue can name: a new one is held to it by its line there.</summary>
public sealed class EveryScorerTests
{
    public static TheoryData<string, int> Kinds
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in ModelCatalog.Kinds)
            {
                data.Add(kind.Name, 1);
                data.Add(kind.Name, 3);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_that_is_fed_disturbs_it(string name, int channels) => ScorerContract.Survives(Model(name), channels);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_restored_scorer_behaves_as_the_saved_one(string name, int channels) => ScorerContract.RestoresBitForBit(Model(name), channels);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_state_is_refused(string name, int channels) => ScorerContract.RefusesDamage(Model(name), channels);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Observing_allocates_nothing(string name, int channels) => ScorerContract.DoesNotAllocate(Model(name), channels);

    [Theory]
    [InlineData("joint")]
    [InlineData("counts")]
    [InlineData("meters")]
    [InlineData("forest")]
    public void A_row_of_another_width_is_refused(string name)
    {
        var fault = Assert.Throws<ArgumentException>(() => Model(name).Create(1).Observe(Noise.Time(0), new double[2]));
        Assert.Contains($"{name}: a row of length 2 where it was made for 1", fault.Message, StringComparison.Ordinal);
    }

    private static Core.Scoring.IModel Model(string name) => ModelCatalog.Kinds.Single(kind => kind.Name == name).Assumed();
}
