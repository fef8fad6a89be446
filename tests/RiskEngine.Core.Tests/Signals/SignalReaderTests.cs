using System.Text;
using RiskEngine.Core.Signals;

namespace RiskEngine.Core.Tests.Signals;

/// <summary>Records of the signals topic are read as they were written, and nothing in one can make the reader throw.</summary>
public class SignalReaderTests
{
    private static readonly SignalEncoder Encoder = new(new SignalSource("risk.events.sensor.v1/3", 7));

    [Fact]
    public void An_event_is_read_as_it_was_written()
    {
        var reader = new SignalReader();
        var value = Encoder.Event(new SignalPlace(12, 2, 1), 41, "huaxi", "{\"kind\":\"sensor.gas\",\"value\":[1,{\"a\":\"}\"}]}"u8);

        Assert.True(reader.TryRead(value, out _));
        Assert.Equal((SignalKind.Event, "risk.events.sensor.v1/3", 7, 41), (reader.Head.Kind, reader.Head.Producer, reader.Head.Epoch, reader.Head.Number));
        Assert.Equal(new SignalPlace(12, 2, 1), reader.Head.Place);
        Assert.Equal("{\"kind\":\"sensor.gas\",\"value\":[1,{\"a\":\"}\"}]}", Encoding.UTF8.GetString(reader.BodyOf(value)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"producer\":7}")]
    [InlineData("{\"producer\":\"a/0\",\"epoch\":1,\"number\":1,\"event\":{}}")]
    [InlineData("{\"producer\":\"a/0\",\"at\":[1,2],\"event\":{}}")]
    [InlineData("{\"producer\":\"a/0\",\"at\":[1,2,99999999999],\"event\":{}}")]
    [InlineData("{\"producer\":\"a/0\",\"clock\":\"yesterday\"}")]
    [InlineData("{\"producer\":\"a/0\",\"producers\":{\"t\":\"many\"}}")]
    public void What_is_none_is_refused_with_a_reason(string value)
    {
        Assert.False(new SignalReader().TryRead(Encoding.UTF8.GetBytes(value), out var fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void Any_damage_is_refused_or_read_and_never_thrown_at_the_task()
    {
        var random = new Random(1);
        byte[][] whole =
        [
            Encoder.Event(new SignalPlace(12, 2, 1), 41, "huaxi", "{\"kind\":\"sensor.gas\"}"u8),
            Encoder.Marker(SignalPlace.None, 3, RosterRig.Start, isIdle: true),
            Encoder.Owner(SignalPlace.None, 3, new SignalRoute(8, 1, "district"), new Dictionary<string, int> { ["sensor"] = 3 }),
        ];
        var reader = new SignalReader();
        for (var i = 0; i < 20_000; i++)
        {
            var value = (byte[])whole[random.Next(whole.Length)].Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--) value[random.Next(value.Length)] = (byte)random.Next(256);
            var length = random.Next(4) == 0 ? random.Next(value.Length) : value.Length;
            if (reader.TryRead(value.AsSpan(0, length), out var fault)) Assert.NotEmpty(reader.Head.Producer);
            else Assert.NotEmpty(fault);
        }
    }
}
