using Confluent.Kafka;
using Xunit;

namespace RiskEngine.Kafka.Tests;

public sealed class ErrorPaceTests
{
    private static readonly Error Refused = new(ErrorCode.Local_Transport, "refused");

    [Fact]
    public void One_error_of_a_kind_is_told_of_in_three_seconds_and_the_next_says_how_many_were_left_out()
    {
        var time = new SteppedTime();
        var pace = new ErrorPace(time);
        Assert.Equal("refused", pace.WordsFor(Refused));
        Assert.Null(pace.WordsFor(Refused));
        Assert.Equal("down", pace.WordsFor(new Error(ErrorCode.Local_AllBrokersDown, "down")));
        time.Seconds = 2;
        Assert.Null(pace.WordsFor(Refused));
        time.Seconds = 3;
        Assert.Equal("refused (2 more of this kind since the last one)", pace.WordsFor(Refused));
        time.Seconds = 6;
        Assert.Equal("refused", pace.WordsFor(Refused));
    }

    [Fact]
    public void Fatal_errors_are_always_told_of()
    {
        var pace = new ErrorPace(new SteppedTime());
        var fatal = new Error(ErrorCode.Local_Fatal, "over", isFatal: true);
        Assert.Equal("over", pace.WordsFor(fatal));
        Assert.Equal("over", pace.WordsFor(fatal));
    }

    private sealed class SteppedTime : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
