using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>An alert as an incident tells of it.</summary>
internal sealed record Member(AlertId Alert, string Rule, string Key, string Site, Grade Grade, EventTime At, bool IsOpen)
{
    public void Write(StateWriter writer)
    {
        writer.UInt(Alert.High);
        writer.UInt(Alert.Low);
        writer.String(Rule);
        writer.String(Key);
        writer.String(Site);
        writer.Byte((byte)Grade);
        writer.Int(At.Micros);
        writer.Bool(IsOpen);
    }

    public static Member Read(ref StateReader reader)
    {
        var id = new AlertId(reader.UInt(), (uint)reader.UInt());
        var (rule, key, site) = (reader.String(), reader.String(), reader.String());
        return new Member(id, rule, key, site, (Grade)reader.Byte(), reader.TimeAhead(), reader.Bool());
    }
}
