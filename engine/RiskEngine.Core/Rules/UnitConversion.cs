using System.Collections.Frozen;

namespace RiskEngine.Core.Rules;

/// <summary>How a number of one unit becomes one of another: <c>value * Scale + Shift</c>.</summary>
/// <param name="Scale">Factor; not zero.</param>
/// <param name="Shift">What is added afterwards, in the unit wanted.</param>
/// <remarks>
/// The units that sensors and meters send, by their UCUM names (unitsofmeasure.org), those of SenML (RFC 8428, RFC 8798) and the usual ways to write them. Factors
/// are those of NIST SP 811 (2008). What depends on more than the number converts nowhere: %LEL needs the gas, ppm to mg/m3 its molar mass, dB(A) the weighting.
/// </remarks>
public readonly record struct UnitConversion(double Scale, double Shift)
{
    private const int Digits = 12;

    private static readonly FrozenDictionary<string, Unit> Units = Build().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The conversion that changes nothing.</summary>
    public static readonly UnitConversion None = new(1, 0);

    /// <summary>Converts a number; what is finer than twelve digits is the noise of the conversion and rounded away, so that 50 [degF] is 10 Cel and no more.</summary>
    public double Apply(double value)
    {
        if (this == None) return value;
        var converted = (value * Scale) + Shift;
        var magnitude = Math.Max(Math.Abs(value * Scale), Math.Abs(Shift));
        if (!(magnitude is > 1e-15 and < 1e15)) return converted;
        var digits = Digits - 1 - (int)Math.Floor(Math.Log10(magnitude));
        return digits >= 0 ? Math.Round(converted * Math.Pow(10, digits)) / Math.Pow(10, digits) : converted;
    }

    /// <summary>Finds the conversion between two units.</summary>
    /// <param name="from">Unit of the number that there is, as people write it.</param>
    /// <param name="to">Unit that is wanted.</param>
    /// <param name="conversion">The conversion; <see cref="None"/> where both name the same unit.</param>
    /// <returns>False where a unit is not known, or the two measure different things.</returns>
    public static bool TryFind(string from, string to, out UnitConversion conversion)
    {
        conversion = None;
        if (UnitName.AreSame(from, to)) return true;
        if (!TryKnow(from, out var source) || !TryKnow(to, out var target) || source.Measures != target.Measures) return false;
        conversion = new UnitConversion(source.Scale / target.Scale, (source.Shift - target.Shift) / target.Scale);
        return true;
    }

    /// <summary>Whether the unit is in the table.</summary>
    public static bool IsKnown(string unit) => TryKnow(unit, out _);

    private static bool TryKnow(string unit, out Unit known) => Units.TryGetValue(UnitName.Canonical(unit), out known);

    private static Dictionary<string, Unit> Build()
    {
        var units = new Dictionary<string, Unit>(StringComparer.Ordinal);
        Add("temperature", 1, "K", "kelvin", "Kelvin");
        AddShifted("temperature", 1, 273.15, "Cel");
        AddShifted("temperature", 5.0 / 9, 459.67 * 5 / 9, "[degF]");
        Add("pressure", 1, "Pa");
        Add("pressure", 100, "hPa", "mbar", "millibar");
        Add("pressure", 1e3, "kPa");
        Add("pressure", 1e6, "MPa");
        Add("pressure", 1e5, "bar");
        Add("pressure", 6894.757293168361, "[psi]", "psi", "PSI");
        Add("pressure", 133.322387415, "mm[Hg]", "mmHg");
        Add("pressure", 3386.388640341, "[in_i'Hg]", "inHg");
        Add("pressure", 101325, "atm");
        Add("length", 1, "m", "meter", "metre");
        Add("length", 1e3, "km");
        Add("length", 0.01, "cm");
        Add("length", 1e-3, "mm");
        Add("length", 1e-6, "um");
        Add("length", 0.0254, "[in_i]", "in", "inch");
        Add("length", 0.3048, "[ft_i]", "ft");
        Add("length", 1609.344, "[mi_i]", "mi");
        Add("speed", 1, "m/s");
        Add("speed", 1e-3, "mm/s");
        Add("speed", 1 / 3.6, "km/h", "kph", "kmph");
        Add("speed", 0.44704, "[mi_i]/h");
        Add("speed", 1852.0 / 3600, "[kn_i]", "kn", "kt");
        Add("area", 1, "m2");
        Add("area", 1e-4, "cm2");
        Add("volume", 1, "m3", "m^3");
        Add("volume", 1e-3, "l", "dm3", "litre", "liter", "liters", "litres");
        Add("volume", 1e-6, "ml", "mL", "cm3");
        Add("volume", 0.003785411784, "[gal_us]", "gal");
        Add("volume", 0.028316846592, "[cft_i]", "ft3");
        Add("flow", 1, "m3/s");
        Add("flow", 1.0 / 3600, "m3/h");
        Add("flow", 1.0 / 60, "m3/min");
        Add("flow", 1e-3, "l/s");
        Add("flow", 1e-3 / 60, "l/min", "lpm", "LPM");
        Add("flow", 1e-3 / 3600, "l/h");
        Add("flow", 0.003785411784 / 60, "[gal_us]/min", "gpm", "GPM");
        Add("mass", 1, "kg");
        Add("mass", 1e-3, "g");
        Add("mass", 1e-6, "mg");
        Add("mass", 1e3, "t");
        Add("mass", 0.45359237, "[lb_av]", "lb", "lbs");
        Add("density", 1, "g/m3", "mg/l");
        Add("density", 1e-3, "mg/m3", "ug/l");
        Add("density", 1e-6, "ug/m3");
        Add("density", 1e3, "kg/m3", "g/l");
        Add("power", 1, "W");
        Add("power", 1e-3, "mW");
        Add("power", 1e3, "kW");
        Add("power", 1e6, "MW");
        Add("energy", 1, "J", "W.s", "Ws");
        Add("energy", 1e3, "kJ");
        Add("energy", 1e6, "MJ");
        Add("energy", 1e9, "GJ");
        Add("energy", 60, "W.min", "Wmin");
        Add("energy", 3600, "W.h", "Wh");
        Add("energy", 3.6e6, "kW.h", "kWh");
        Add("energy", 3.6e9, "MW.h", "MWh");
        Add("voltage", 1, "V");
        Add("voltage", 1e-3, "mV");
        Add("voltage", 1e3, "kV");
        Add("current", 1, "A");
        Add("current", 1e-3, "mA");
        Add("current", 1e-6, "uA");
        Add("resistance", 1, "Ohm", "\u03a9", "ohm");
        Add("resistance", 1e3, "kOhm", "k\u03a9", "kohm");
        Add("frequency", 1, "Hz", "1/s");
        Add("frequency", 1e3, "kHz");
        Add("frequency", 1e6, "MHz");
        Add("frequency", 1.0 / 60, "1/min", "rpm", "RPM");
        Add("frequency", 1.0 / 3600, "1/h");
        Add("ratio", 1, "1", "/");
        Add("ratio", 0.01, "%", "%RH", "%EL", "%VOL", "%vol", "Vol%", "vol%", "VOL%", "%(V/V)");
        Add("ratio", 1e-3, "[ppth]", "\u2030", "mm/m");
        Add("ratio", 1e-6, "[ppm]", "ppm", "um/m");
        Add("ratio", 1e-9, "[ppb]", "ppb");
        Add("angle", 1, "rad");
        Add("angle", 1e-3, "mrad");
        Add("angle", Math.PI / 180, "deg", "\u00b0");
        Add("acceleration", 1, "m/s2");
        Add("acceleration", 9.80665, "[g]", "gn");
        Add("acceleration", 9.80665e-3, "m[g]", "mg_n");
        Add("illuminance", 1, "lx", "lux");
        Add("conductivity", 1, "S/m");
        Add("conductivity", 0.1, "mS/cm");
        Add("conductivity", 1e-4, "uS/cm");
        Add("time", 1, "s");
        Add("time", 1e-3, "ms");
        Add("time", 1e-6, "us");
        Add("time", 60, "min");
        Add("time", 3600, "h");
        Add("time", 86400, "d");
        return units;

        void Add(string measures, double scale, params ReadOnlySpan<string> names)
        {
            foreach (var name in names) AddShifted(measures, scale, 0, name);
        }

        void AddShifted(string measures, double scale, double shift, string name) => units[UnitName.Canonical(name)] = new Unit(measures, scale, shift);
    }

    private readonly record struct Unit(string Measures, double Scale, double Shift);
}
