using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Events;

public sealed class SymbolTableTests
{
    [Fact]
    public void A_name_keeps_its_number_and_numbers_follow_the_order_of_appearance()
    {
        var first = new SymbolTable(1000, seed: 1);
        var second = new SymbolTable(1000, seed: 99);
        foreach (var name in new[] { "b", "a", "b", "", "华西", "a" }) Assert.Equal(first.Intern(name), second.Intern(name));
        Assert.Equal([1, 2, 3], [first.Intern("b"), first.Intern("a"), first.Intern("华西")]);
        Assert.Equal(("b", "华西", "", 4), (first[1], first[3], first[SymbolTable.None], first.Count));
    }

    [Fact]
    public void Names_of_every_length_are_told_apart()
    {
        var table = new SymbolTable(100_000);
        var names = new Dictionary<string, int>();
        var random = new Random(1);
        for (var i = 0; i < 50_000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)('a' + random.Next(3))));
            var symbol = table.Intern(name);
            if (names.TryGetValue(name, out var known)) Assert.Equal(known, symbol);
            else names.Add(name, symbol);
        }

        Assert.Equal(names.Count + 1, table.Count);
        Assert.All(names, pair => Assert.Equal(pair.Key, table[pair.Value]));
    }

    [Fact]
    public void A_full_table_refuses_new_names_and_still_knows_its_own()
    {
        var table = new SymbolTable(limit: 2);
        Assert.True(table.TryIntern("a"u8, out _));
        Assert.True(table.TryIntern("b"u8, out var b));
        Assert.False(table.TryIntern("c"u8, out var refused));
        Assert.Equal(SymbolTable.None, refused);
        Assert.True(table.TryIntern("b"u8, out var again));
        Assert.Equal(b, again);
        Assert.Throws<InvalidOperationException>(() => table.Intern("c"));
    }

    [Fact]
    public void Looking_for_a_name_does_not_add_it()
    {
        var table = new SymbolTable(10);
        Assert.False(table.TryFind("a"u8, out _));
        Assert.False(table.TryFind(""u8, out _));
        Assert.Equal(1, table.Count);
        var symbol = table.Intern("a");
        Assert.True(table.TryFind("a"u8, out var found));
        Assert.Equal(symbol, found);
    }

    [Fact]
    public void A_known_name_is_found_without_allocating()
    {
        var table = new SymbolTable(10);
        var name = Encoding.UTF8.GetBytes("huaxi/c12/g07/b3");
        Find();
        Assert.Equal(0, SteadyState.LeastBytes(Find));

        void Find()
        {
            for (var i = 0; i < 1000; i++) table.TryIntern(name, out _);
        }
    }
}
