using System.Text;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Tests.Events;

public sealed class TextCacheTests
{
    [Fact]
    public void A_text_in_use_is_the_same_string_each_time()
    {
        var cache = new TextCache(10);
        Assert.Same(cache.Get("night"u8), cache.Get("night"u8));
        Assert.Equal("", cache.Get(""u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_full_cache_starts_anew_and_texts_stay_right(int capacity)
    {
        var cache = new TextCache(capacity);
        for (var i = 0; i < 100; i++) Assert.Equal("text " + (i % 7), cache.Get(Encoding.UTF8.GetBytes("text " + (i % 7))));
    }
}
