using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.Holidays;

/// <summary>A model whose scorers can take a calendar of holidays into account.</summary>
public interface IKnowsHolidays : IModel
{
    /// <summary>The same model, same name and hash, with a calendar: what a series has learned stays valid when the calendar changes.</summary>
    IModel With(HolidayCalendar holidays);
}
