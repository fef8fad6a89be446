using System.Buffers;

namespace RiskEngine.Workbench.Guessing;

/// <summary>What fields are for, by their names and by what is in them.</summary>
internal static class FieldRoles
{
    // No other device has these. They name the device wherever they stand.
    private static readonly string[] Unique = ["deveui", "dev_eui", "eui", "imei"];

    private static readonly string[] Devices =
    [
        "device_id", "deviceid", "device", "dev", "sensor_id", "sensorid", "sensor", "meter_id", "meterid", "meter", "serial", "serialnumber", "serial_number", "sn", "mac",
            "macaddress", "thing", "thingname", "node", "nodeid", "node_id", "uuid", "uid", "source", "entity_id", "devicename", "device_name",
    ];

    private static readonly string[] Weak = ["name", "id"];

    private static readonly string[] Sites = ["site", "location", "place", "building", "room", "zone", "area", "station", "floor"];
    private static readonly string[] TimeNames = ["time", "timestamp", "ts", "t", "date", "datetime", "measured_at", "observed_at", "observedat", "received_at", "created_at",
        "last_seen", "at"];

    private static readonly string[] Values = ["value", "val", "v", "reading", "measurement", "measure"];

    private static readonly string[] Administrative =
    [
        "id", "confirmed", "channel", "frequency", "bandwidth", "version", "sequence", "sequencenumber", "rfchain",
            "latitude", "longitude", "lat", "lon", "lng",
            "altitude", "count", "index", "port", "offline",
    ];

    // What a radio network says of a transmission, by single words of the names.
    private static readonly string[] Radio =
    [
        "fcnt", "fcntup", "fcntdn", "fport", "adr", "adrbit", "dr", "sf", "spfact", "spreading", "spreadingfactor", "spread", "tx", "rx", "uplink",
            "uplinks", "uplinkid", "downlink",
            "mtype", "lrr", "gw", "gateway", "toa", "airtime", "seq", "seqno", "ack", "crc", "freq", "lora", "lorawan",
    ];

    // How well it was heard: a measurement, of the link.
    private static readonly string[] Link = ["rssi", "lorarssi", "snr", "lorasnr"];

    // What the device sent, before anybody has decoded it.
    private static readonly string[] Raw =
    [
        "data", "frm_payload", "frmpayload", "payload", "payload_hex", "payloadhex", "payload_raw", "raw", "rawdata", "raw_data", "bytes",
            "mic_hex",
    ];

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/=");

    /// <summary>The device, the likeliest first: what only devices have, then what stands outermost.</summary>
    public static IEnumerable<SampledField> DevicesIn(PayloadSample sample) => Ranked(sample, Unique)
        .Concat(Ranked(sample, Devices).OrderBy(field => field.Names.Count))
        .Concat(Ranked(sample, Weak).OrderBy(field => field.Names.Count))
        .Where(field => field.Truths == 0 && field.Times == 0 && field.Count * 10 >= sample.Count * 9);

    /// <summary>The place, the likeliest first.</summary>
    public static IEnumerable<SampledField> SitesIn(PayloadSample sample) => Ranked(sample, Sites).Where(field => field.Texts == field.Count);

    /// <summary>The event time, the likeliest first.</summary>
    public static IEnumerable<SampledField> TimesIn(PayloadSample sample) => sample.Fields
        .Where(IsTime)
        .OrderBy(field => RankAsTime(field) is >= 0 and var rank ? rank : TimeNames.Length)
        .ThenBy(field => field.Names.Count);

    /// <summary>A text that should be the event time by its name and cannot be read as one; null where there is none.</summary>
    public static SampledField? UnreadTimeIn(PayloadSample sample) => sample.Fields
        .Where(field => field.Texts == field.Count && RankAsTime(field) >= 0)
        .MinBy(field => (field.Names.Count, RankAsTime(field)));

    /// <summary>The measurements: numbers and truth values that are neither times nor devices nor administration.</summary>
    public static IEnumerable<SampledField> MeasurementsIn(PayloadSample sample) => sample.Fields.Where(field =>
        !IsTime(field) && !IsAdministrative(field.Name.ToLowerInvariant()) && (IsOfLink(field) || !IsAny(field.Name, Radio))
        && (field.Numbers == field.Count || field.Truths == field.Count || field.IsOfTruthWords
            || (field.NumberTexts == field.Count && (field.Different > 1 || Values.Contains(field.Name.ToLowerInvariant())))));

    /// <summary>Whether a measurement is of the radio link and not of what the device watches.</summary>
    public static bool IsOfLink(SampledField field) => IsAny(field.Name, Link);

    /// <summary>What a device sent and nobody decoded: hexadecimal digits or base64; null where there is none.</summary>
    public static SampledField? UndecodedIn(PayloadSample sample) => sample.Fields.FirstOrDefault(field =>
        Raw.Contains(field.Name.ToLowerInvariant()) && field.Texts == field.Count && field.Example.Length >= 2
            && (IsOf(field.Example, Hexadecimal, 2) || IsOf(field.Example, Base64, 4)));

    // By one of the words of the name, or by all of them written together: fPort, f_port and FPort are fport.
    private static bool IsAny(string name, string[] words) =>
        FieldKinds.Words(name) is var own && (own.Any(words.Contains) || words.Contains(string.Concat(own)));

    private static bool IsOf(string text, SearchValues<char> letters, int step) => text.Length % step == 0 && !text.AsSpan().ContainsAnyExcept(letters);

    private static bool IsAdministrative(string name) =>
        Administrative.Contains(name) || Unique.Contains(name) || Devices.Contains(name) || Raw.Contains(name)
            || name.EndsWith("id", StringComparison.Ordinal) || name.EndsWith("eui", StringComparison.Ordinal) || name.EndsWith("addr", StringComparison.Ordinal);

    private static int RankAsTime(SampledField field) => Array.IndexOf(TimeNames, field.Name.ToLowerInvariant());

    private static bool IsTime(SampledField field) =>
        field.Times == field.Count || field.LocalTimes == field.Count
            || (field.EpochNumbers == field.Count && (field.Different > 1 || TimeNames.Contains(field.Name.ToLowerInvariant())));

    private static IEnumerable<SampledField> Ranked(PayloadSample sample, string[] names) => sample.Fields
        .Select(field => (Field: field, Rank: Array.IndexOf(names, field.Name.ToLowerInvariant())))
        .Where(one => one.Rank >= 0)
        .OrderBy(one => one.Rank).ThenBy(one => one.Field.Names.Count)
        .Select(one => one.Field);
}
