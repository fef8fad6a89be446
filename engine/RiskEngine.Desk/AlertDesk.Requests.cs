using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Desk;

/// <content>What people ask.</content>
public sealed partial class AlertDesk
{
    /// <summary>Does what somebody asks. Refused or done, it is written down.</summary>
    public void Take(DeskRequest request, EventTime at)
    {
        Tick(at);
        _requests.Take(request);
    }

    /// <summary>Writes down that a request could not be read. Changes nothing else.</summary>
    internal void Refuse(in RequestHeading heading, in RequestRecord request, string fault) =>
        _requests.Refuse(heading, request.Offset, fault, Now != EventTime.MinValue ? Now : EventTime.FromUnixMilliseconds(request.AppendedUnixMillis));
}
