using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Tests;

public sealed class CursorTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(-5, "x")]
    [InlineData(1795255200000000, "9a2cc926aaf449241ef266e2")]
    [InlineData(long.MaxValue, "with blanks and 燃气")]
    public void A_cursor_comes_back_as_it_went(long micros, string id)
    {
        Assert.True(ListPlace.TryParse(new ListPlace(micros, id).ToCursor(), out var place));
        Assert.Equal(new ListPlace(micros, id), place);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("====")]
    [InlineData("燃气")]
    [InlineData("YWJj")]
    [InlineData("/w==")]
    public void What_is_no_cursor_is_refused(string cursor) => Assert.False(ListPlace.TryParse(cursor, out _));

    [Theory]
    [InlineData("a", true)]
    [InlineData("a/b", true)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData("", false)]
    public void Areas_are_paths_of_segments(string path, bool isValid) => Assert.Equal(isValid, AreaName.IsValid(path));
}
