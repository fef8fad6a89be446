namespace RiskEngine.Workbench.Guessing;

/// <summary>The kind and unit of a measurement, by the words in its name.</summary>
internal static class FieldKinds
{
    private static readonly (string Word, string Kind, string Unit)[] Words =
    [
        ("temp", "sensor.temperature", "Cel"), ("humid", "sensor.humidity", "%"), ("rh", "sensor.humidity", "%"), ("co2", "sensor.air.co2", "ppm"),
            ("pm25", "sensor.air.pm25", "ug/m3"),
        ("pm2_5", "sensor.air.pm25", "ug/m3"), ("pm10", "sensor.air.pm10", "ug/m3"), ("pressure", "sensor.air.pressure", "hPa"), ("gas", "sensor.gas", ""),
            ("smoke", "sensor.smoke", ""),
        ("noise", "sensor.noise", "dB(A)"), ("battery", "sensor.device.battery", "%"), ("batt", "sensor.device.battery", "%"), ("leak", "sensor.water.leak", ""),
            ("voltage", "utility.power.voltage", "V"),
        ("current", "utility.power.current", "A"), ("power", "utility.power.load", "W"), ("energy", "utility.power.energy", "kWh"), ("flow", "utility.water.flow", ""),
        ("volume", "utility.water.volume", "m3"), ("level", "utility.water.level", ""), ("door", "access.door.open", ""), ("gate", "access.gate.open", ""),
            ("people", "flow.people.count", ""),
        ("person", "flow.people.count", ""), ("vehicle", "flow.vehicle.count", ""), ("occup", "flow.people.presence", ""), ("motion", "flow.people.motion", ""),
            ("speed", "flow.vehicle.speed", ""),
    ];

    private static readonly (string Ending, string Unit)[] Endings =
    [
        ("_f", "[degF]"), ("_degf", "[degF]"), ("fahrenheit", "[degF]"), ("_c", "Cel"), ("_degc", "Cel"), ("celsius", "Cel"), ("_k", "K"), ("_pct", "%"), ("_percent", "%"),
            ("_ppm", "ppm"), ("_ppb", "ppb"),
        ("_hpa", "hPa"), ("_kpa", "kPa"), ("_pa", "Pa"), ("_bar", "bar"), ("_mbar", "mbar"), ("_kwh", "kWh"), ("_wh", "Wh"), ("_kw", "kW"), ("_w", "W"), ("_mv", "mV"),
            ("_v", "V"), ("_ma", "mA"), ("_a", "A"),
        ("_m3h", "m3/h"), ("_m3", "m3"), ("_lpm", "l/min"), ("_l", "l"), ("_mm", "mm"), ("_cm", "cm"), ("_m", "m"), ("_kmh", "km/h"), ("_ms", "m/s"), ("_lux", "lx"),
    ];

    /// <summary>Kind, unit of the event, and unit of the payload where the name says another; a kind with nothing known about it is <c>sensor.</c> and the name.</summary>
    public static (string Kind, string Unit, string? In, bool IsKnown) Of(string name)
    {
        var plain = string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) && char.IsLower(name[i - 1]) ? "_" + letter : letter.ToString())).ToLowerInvariant();
        var said = Endings.FirstOrDefault(one => plain.EndsWith(one.Ending, StringComparison.Ordinal)).Unit;
        var known = Words.FirstOrDefault(one => plain == one.Word || (one.Word.Length > 2 && plain.Contains(one.Word, StringComparison.Ordinal)));
        if (known.Word is null) return ($"sensor.{Segment(plain)}", said ?? "", null, false);
        var other = said is not null && known.Unit.Length > 0 && said != known.Unit ? said : null;
        return (known.Kind, known.Unit.Length > 0 ? known.Unit : said ?? "", other, true);
    }

    private static string Segment(string name)
    {
        var text = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_')).Trim('_');
        return text.Length > 0 ? text : "reading";
    }
}
