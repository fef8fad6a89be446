using System.Globalization;
using System.Text;

namespace RiskEngine.Workbench.Guessing;

/// <summary>The kind and unit of a measurement, by the words in its name.</summary>
internal static class FieldKinds
{
    private const double MostVoltsOfCell = 4.5;

    // The first row decides whose words are all in the name: those of two words come before those of one. A word with '=' is a whole word of the name, others its part.
    private static readonly (string[] Words, string Kind, string Unit)[] Table =
    [
        (["batt", "volt"], "sensor.device.voltage", "V"), (["rssi"], "sensor.device.rssi", "dBm"), (["snr"], "sensor.device.snr", "dB"),
        (["soil", "temp"], "sensor.soil.temperature", "Cel"), (["water", "temp"], "sensor.water.temperature", "Cel"), (["device", "temp"], "sensor.device.temperature", "Cel"),
        (["temp"], "sensor.temperature", "Cel"), (["humid"], "sensor.humidity", "%"), (["=rh"], "sensor.humidity", "%"), (["co2"], "sensor.air.co2", "ppm"),
        (["pm25"], "sensor.air.pm25", "ug/m3"), (["pm2_5"], "sensor.air.pm25", "ug/m3"), (["pm10"], "sensor.air.pm10", "ug/m3"),
        (["water", "pressure"], "utility.water.pressure", "bar"), (["pressure"], "sensor.air.pressure", "hPa"), (["=gas"], "sensor.gas", ""), (["smoke"], "sensor.smoke", ""),
        (["noise"], "sensor.noise", "dB(A)"), (["batt"], "sensor.device.battery", "%"), (["leak"], "sensor.water.leak", ""),
        (["people"], "flow.people.count", ""), (["person"], "flow.people.count", ""), (["vehicle"], "flow.vehicle.count", ""), (["wind", "speed"], "sensor.wind.speed", "m/s"),
        (["voltage"], "utility.power.voltage", "V"),
        (["current"], "utility.power.current", "A"), (["power"], "utility.power.load", "W"), (["energy"], "utility.power.energy", "kWh"),
        (["flow"], "utility.water.flow", ""), (["=volume"], "utility.water.volume", "m3"), (["=level"], "utility.water.level", ""), (["door"], "access.door.open", ""),
        (["=gate"], "access.gate.open", ""), (["occup"], "flow.people.presence", ""), (["motion"], "flow.people.motion", ""), (["speed"], "flow.vehicle.speed", ""),
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
    /// <param name="name">Name of the field.</param>
    /// <param name="largest">The largest number in it, which tells a battery in volts from one in percent.</param>
    public static (string Kind, string Unit, string? In, bool IsKnown) Of(string name, double? largest = null)
    {
        var plain = Plain(name);
        var said = Endings.FirstOrDefault(one => plain.EndsWith(one.Ending, StringComparison.Ordinal)).Unit;
        var words = plain.Split(['_', '-', ' ', '.']);
        var known = Table.FirstOrDefault(row => row.Words.All(word => word[0] == '=' ? words.Contains(word[1..]) : plain.Contains(word, StringComparison.Ordinal)));
        if (known.Words is null) return ($"sensor.{Segment(plain)}", said ?? "", null, false);
        if (known.Kind == "sensor.device.battery" && said is null && largest is not null)
        {
            if (largest is > 1 and <= MostVoltsOfCell && largest % 1 != 0) return ("sensor.device.voltage", "V", null, true);
            if (largest > 100) return (known.Kind, "", null, true);
        }

        var other = said is not null && known.Unit.Length > 0 && said != known.Unit ? said : null;
        return (known.Kind, known.Unit.Length > 0 ? known.Unit : said ?? "", other, true);
    }

    /// <summary>The words of a name, in small letters: <c>SpFact</c> are <c>sp</c> and <c>fact</c>.</summary>
    public static string[] Words(string name) => Plain(name).Split(['_', '-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries);

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])) plain.Append('_');
            plain.Append(char.ToLower(name[i], CultureInfo.InvariantCulture));
        }

        return plain.ToString();
    }

    private static string Segment(string name)
    {
        var text = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_')).Trim('_');
        return text.Length > 0 ? text : "reading";
    }
}
