using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Tests.Detection;

public sealed class KeyNamesTests
{
    [Theory]
    [InlineData(KeyKind.Source)]
    [InlineData(KeyKind.Site)]
    [InlineData(KeyKind.Area)]
    [InlineData(KeyKind.Attribute)]
    [InlineData(KeyKind.PlainAttribute)]
    [InlineData(KeyKind.Task)]
    public void A_name_has_one_slot_however_it_is_asked_for(KeyKind kind)
    {
        // Sources and sites have a name more than areas and attributes, so that a slot of the one kind is none of the other.
        var vocabulary = new Vocabulary();
        vocabulary.Sources.Intern("earlier");
        vocabulary.Sites.Intern("earlier");
        var names = new KeyNames(new KeyBy(kind, "level", kind == KeyKind.Area ? 2 : 0), vocabulary);
        var next = names.SlotBound;
        Assert.Equal(kind is KeyKind.Source or KeyKind.Site ? 2 : 1, next);
        Assert.False(names.TrySlotOf("a/b", out _));
        Assert.True(names.TryAdd("a/b", out var first));
        Assert.Equal((first, next + 1), (names.SlotOf("a/b"), names.SlotOf("c/d")));
        Assert.True(names.TrySlotOf("c/d", out var second));
        Assert.True(names.TryAdd("c/d", out var again));
        Assert.Equal((next, next + 1, next + 1, next + 2), (first, second, again, names.SlotBound));
        Assert.Equal(("a/b", "c/d"), (names[next], names[next + 1]));
    }

    [Fact]
    public void A_source_without_a_name_or_one_too_many_is_not_added_and_its_state_is_refused()
    {
        foreach (var by in new[] { KeyBy.Source, KeyBy.Site })
        {
            var names = new KeyNames(by, new Vocabulary(maxSources: 2));
            Assert.False(names.TryAdd("", out _));
            Assert.Contains("without a name", Assert.Throws<StateFormatException>(() => names.SlotOf("")).Message, StringComparison.Ordinal);
            Assert.True(names.TryAdd("a", out _));
            Assert.Equal(2, names.SlotOf("b"));
            Assert.False(names.TryAdd("c", out _));
            Assert.Contains("more than the 2 names", Assert.Throws<StateFormatException>(() => names.SlotOf("c")).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, "huaxi/c12/g07/b3", "huaxi")]
    [InlineData(2, "huaxi/c12/g07/b3", "huaxi/c12")]
    [InlineData(3, "huaxi/c12/g07", "huaxi/c12/g07")]
    [InlineData(4, "huaxi/c12/g07", "huaxi/c12/g07")]
    [InlineData(2, "huaxi", "huaxi")]
    [InlineData(1, "x/y", "x")]
    public void An_area_is_as_many_segments_as_keys_have_or_the_whole_of_a_shorter_path(int depth, string path, string area) =>
        Assert.Equal(area, new KeyNames(new KeyBy(KeyKind.Area, "level", depth), new Vocabulary()).AreaOf(path));
}
