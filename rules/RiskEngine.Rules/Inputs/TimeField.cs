using System.Globalization;
using System.Text;
using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>The time of an event: an expression, and how what it gives is read.</summary>
internal sealed record TimeField(CelProgram<MappingContext> Program, TimeForm Form, LocalClock? Clock, string? Format)
{
    private static readonly DateTime ExcelEpoch = new(1899, 12, 30);

    /// <summary>Sets the time of the line under way; false where it cannot be read, which is noted then.</summary>
    public bool TrySet(MappingContext context, MappedEvents events)
    {
        var value = Program.Evaluate(context);
        if (value.IsError || value.Kind is CelKind.Null or CelKind.Absent)
        {
            return events.Fail(FieldFault.IsMissing(value) ? RejectReason.MissingField : RejectReason.Unmapped, FieldFault.Say(context, "time", Program, value));
        }

        switch (value.Kind)
        {
            case CelKind.Timestamp:
                events.SetTime(new EventTime((value.AsTimestampSeconds() * 1_000_000) + (value.AsTimestampNanos() / 1000)), isNumber: false);
                return true;
            case CelKind.Double:
                return TryNumber(value.AsDouble(), events);
            case CelKind.Int:
                return TryNumber(value.AsInt(), events);
            case CelKind.String:
                return TryText(context, value.AsString().AsSpan().Trim(), events);
            default:
                return events.Fail(RejectReason.BadTime, $"time: {FieldFault.Kind(value)} is no time");
        }
    }

    private bool TryText(MappingContext context, ReadOnlySpan<char> text, MappedEvents events)
    {
        if (Form == TimeForm.Format) return TryFormat(text, events);
        if (Form is not (TimeForm.Rfc3339 or TimeForm.Local) && IsNumber(context, text, out var number)) return TryNumber(number, events);
        if (Form is not (TimeForm.Auto or TimeForm.Rfc3339 or TimeForm.Local))
        {
            return events.Fail(RejectReason.BadTime, $"time: a text that is no number, and time.as is {TimeWords.Of(Form)}");
        }

        if (text.Length > 64) return events.Fail(RejectReason.BadTime, "time: a text of more than 64 characters");
        Span<byte> utf8 = stackalloc byte[256];
        var length = Encoding.UTF8.GetBytes(text, utf8);
        if (Form != TimeForm.Local && TimeText.TryRfc3339(utf8[..length], out var time))
        {
            events.SetTime(time, isNumber: false);
            return true;
        }

        if (Clock is not null && Form != TimeForm.Rfc3339) return TryLocal(utf8, length, events);
        return events.Fail(RejectReason.BadTime,
            $"time: is no date and time with an offset{TimeText.Hint(utf8[..length])}; say time.zone or time.format where it is meant");
    }

    /// <summary>Reads <c>2026-03-29 02:30</c>, with or without seconds and a T.</summary>
    private bool TryLocal(Span<byte> utf8, int length, MappedEvents events)
    {
        if (length == 10) length += Encoding.ASCII.GetBytes("T00:00:00", utf8[length..]);
        if (length == 16) length += Encoding.ASCII.GetBytes(":00", utf8[length..]);
        utf8[length] = (byte)'Z';
        return TimeText.TryRfc3339(utf8[..(length + 1)], out var wall)
            ? TrySet(wall.ToDateTimeOffset().UtcDateTime, events)
            : events.Fail(RejectReason.BadTime, "time: is no local date and time such as 2026-11-21 10:00:00; say time.format where it is written otherwise");
    }

    private bool TryFormat(ReadOnlySpan<char> text, MappedEvents events)
    {
        if (!DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out var time))
        {
            return events.Fail(RejectReason.BadTime, $"time: is not of the form {Format}");
        }

        // What has an offset of its own keeps it.
        if (Clock is not null && time.Kind == DateTimeKind.Unspecified) return TrySet(time, events);
        events.SetTime(EventTime.From(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero)), isNumber: false);
        return true;
    }

    private bool TrySet(DateTime local, MappedEvents events)
    {
        if (Clock?.At(local) is not { } time) return events.Fail(RejectReason.BadTime, "time: the clock shows it twice, at the end of summer time, and time.ambiguous is reject");
        events.SetTime(time, isNumber: false);
        return true;
    }

    private bool TryNumber(double number, MappedEvents events)
    {
        if (Form == TimeForm.Excel) return TryExcel(number, events);
        var micros = Form switch
        {
            TimeForm.UnixSeconds => number * 1e6,
            TimeForm.UnixMilliseconds => number * 1e3,
            TimeForm.UnixMicroseconds => number,
            TimeForm.UnixNanoseconds => number / 1e3,
            TimeForm.Auto => Guess(number),
            _ => double.NaN,
        };
        if (double.IsNaN(micros)) return events.Fail(RejectReason.BadTime, Form == TimeForm.Auto
            ? "time: the number is too small or too large to be a time since 1970; say time.as"
            : $"time: a number, and time.as is {TimeWords.Of(Form)}");
        if (!(Math.Abs(micros) < TimeWords.Farthest)) return events.Fail(RejectReason.BadTime, "time: lies outside the calendar");
        events.SetTime(new EventTime((long)Math.Round(micros)), isNumber: true);
        return true;
    }

    private bool TryExcel(double days, MappedEvents events)
    {
        if (!(days is >= 1 and < 2_958_466)) return events.Fail(RejectReason.BadTime, "time: is no day of a spreadsheet");
        var local = ExcelEpoch.AddTicks((long)Math.Round(days * 86_400_000) * TimeSpan.TicksPerMillisecond);
        if (Clock is not null) return TrySet(local, events);
        events.SetTime(EventTime.From(new DateTimeOffset(local, TimeSpan.Zero)), isNumber: true);
        return true;
    }

    private static double Guess(double number) => UnixTime.UnitOf(number) switch
    {
        UnixUnit.Seconds => number * 1e6,
        UnixUnit.Milliseconds => number * 1e3,
        UnixUnit.Microseconds => number,
        UnixUnit.Nanoseconds => number / 1e3,
        _ => double.NaN,
    };

    /// <summary>A cell may have a decimal comma; a time has no thousands.</summary>
    private static bool IsNumber(MappingContext context, ReadOnlySpan<char> text, out double number) =>
        (context.Numbers is { Decimal: not '.' } && !text.Contains('.') && new CsvNumbers(',', SuspectsPoint: false).TryRead(text, out number, out _))
        || double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
}
