using System.Text;

namespace RiskEngine.Core.Events;

/// <summary>The event under evaluation, by name: what rule conditions read.</summary>
/// <remarks>One per task, moved from event to event; a condition must not keep it.</remarks>
public sealed class EventCursor(Vocabulary vocabulary)
{
    private EventBatch? _batch;
    private int _index;
    private double[] _scores = [];
    private bool _isConverted;
    private double _converted;

    /// <summary>How often the cursor has moved to an event or left one: tells one event from the next, and from what lies between.</summary>
    public long Number { get; private set; }

    /// <summary>The names behind the event's symbols.</summary>
    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>The event itself.</summary>
    public ref readonly Event Event => ref Batch[_index];

    /// <summary>The kind, e.g. <c>sensor.gas</c>.</summary>
    public string Kind => Vocabulary.Kinds[Event.Kind];

    /// <summary>The device.</summary>
    public string Source => Vocabulary.Sources[Event.Source];

    /// <summary>The site path.</summary>
    public string Site => Vocabulary.Sites[Event.Site];

    /// <summary>The unit; empty where the event names none.</summary>
    public string Unit => Vocabulary.Units[Event.Unit];

    /// <summary>The number that is its value, in the unit that was asked for; NaN where it has none.</summary>
    public double Value => _isConverted ? _converted : Event.Number;

    /// <summary>The event's own id as a string; null where it has none. Allocates.</summary>
    public string? Id => Event.IdLength == 0 ? null : Encoding.UTF8.GetString(Batch.IdOf(Event));

    /// <summary>How long before this event the same one was delivered last; null where it was not, or where nobody asks for the kind.</summary>
    public TimeSpan? SinceLastDelivery { get; private set; }

    private EventBatch Batch => _batch ?? throw new InvalidOperationException("the cursor stands on no event");

    /// <summary>Moves to one event of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="index">Place of the event in it.</param>
    /// <param name="sinceLastDelivery">See <see cref="SinceLastDelivery"/>.</param>
    public void MoveTo(EventBatch batch, int index, TimeSpan? sinceLastDelivery = null)
    {
        _batch = batch;
        _index = index;
        SinceLastDelivery = sinceLastDelivery;
        _isConverted = false;
        Number++;
    }

    /// <summary>Gives another number as the value, the same in another unit, until <see cref="AsItCame"/> or the next event.</summary>
    public void Convert(double value) => (_isConverted, _converted) = (true, value);

    /// <summary>Gives the value as it came again.</summary>
    public void AsItCame() => _isConverted = false;

    /// <summary>The event has been evaluated: what follows is no part of it.</summary>
    public void Leave() => Number++;

    /// <summary>Gives the scores that the expressions of one rule asked for, in the order of its <see cref="Rules.Rule.Scores"/>.</summary>
    public void SetScores(double[] scores) => _scores = scores;

    /// <summary>The score that one call of the rule under evaluation has for this event; NaN where it has none.</summary>
    public double ScoreAt(int call) => call < _scores.Length ? _scores[call] : double.NaN;

    /// <summary>All attributes.</summary>
    public ReadOnlySpan<EventAttribute> Attributes => Batch.AttributesOf(Event);

    /// <summary>Appends a copy of the event to a batch.</summary>
    public void CopyTo(EventBatch batch) => batch.AddCopy(Event, Batch);

    /// <summary>Finds an attribute.</summary>
    /// <param name="name">An interned string (<see cref="string.Intern"/>); it is compared by reference.</param>
    /// <param name="attribute">The attribute, where there is one.</param>
    public bool TryGetAttribute(string name, out EventAttribute attribute)
    {
        foreach (ref readonly var candidate in Batch.AttributesOf(Event))
        {
            if (ReferenceEquals(candidate.Name, name))
            {
                attribute = candidate;
                return true;
            }
        }

        attribute = default;
        return false;
    }
}
