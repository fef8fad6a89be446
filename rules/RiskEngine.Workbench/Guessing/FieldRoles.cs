namespace RiskEngine.Workbench.Guessing;

/// <summary>What fields are for, by their names and by what is in them.</summary>
internal static class FieldRoles
{
    private static readonly string[] Devices =
    [
        "deveui", "device_id", "deviceid", "device", "dev", "dev_eui", "sensor_id", "sensorid", "sensor", "meter_id", "meterid", "meter", "serial", "serialnumber",
            "serial_number", "sn", "imei",
        "mac", "macaddress", "thing", "thingname", "node", "nodeid", "node_id", "uuid", "uid", "eui", "source", "entity_id", "devicename", "device_name", "name", "id",
    ];

    private static readonly string[] Sites = ["site", "location", "place", "building", "room", "zone", "area", "station", "floor"];
    private static readonly string[] TimeNames = ["time", "timestamp", "ts", "t", "date", "datetime", "measured_at", "observed_at", "observedat", "received_at", "created_at",
        "last_seen", "at"];

    private static readonly string[] Values = ["value", "val", "v", "reading", "measurement", "measure"];

    private static readonly string[] Administrative =
    [
        "id", "fcnt", "f_cnt", "fport", "f_port", "dr", "adr", "confirmed", "channel", "frequency", "bandwidth", "spreadingfactor", "version", "seq", "sequence",
            "sequencenumber", "rfchain",
        "uplinkid", "latitude", "longitude", "lat", "lon", "lng", "altitude", "count", "index", "port", "crc",
    ];

    /// <summary>The device, the likeliest first.</summary>
    public static IEnumerable<SampledField> DevicesIn(PayloadSample sample) =>
        Ranked(sample, Devices).Where(field => field.Truths == 0 && field.Times == 0 && field.Count * 10 >= sample.Count * 9);

    /// <summary>The place, the likeliest first.</summary>
    public static IEnumerable<SampledField> SitesIn(PayloadSample sample) => Ranked(sample, Sites).Where(field => field.Texts == field.Count);

    /// <summary>The event time, the likeliest first.</summary>
    public static IEnumerable<SampledField> TimesIn(PayloadSample sample) => sample.Fields
        .Where(IsTime)
        .OrderBy(field => Array.IndexOf(TimeNames, field.Name.ToLowerInvariant()) is >= 0 and var rank ? rank : TimeNames.Length)
        .ThenBy(field => field.Names.Count);

    /// <summary>The measurements: numbers and truth values that are neither times nor administration.</summary>
    public static IEnumerable<SampledField> MeasurementsIn(PayloadSample sample) => sample.Fields.Where(field =>
        !IsTime(field) && !Administrative.Contains(field.Name.ToLowerInvariant()) && !field.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase)
        && (field.Numbers == field.Count || field.Truths == field.Count || field.IsOfTruthWords
            || (field.NumberTexts == field.Count && (field.Different > 1 || Values.Contains(field.Name.ToLowerInvariant())))));

    private static bool IsTime(SampledField field) =>
        field.Times == field.Count || field.LocalTimes == field.Count
            || (field.EpochNumbers == field.Count && (field.Different > 1 || TimeNames.Contains(field.Name.ToLowerInvariant())));

    private static IEnumerable<SampledField> Ranked(PayloadSample sample, string[] names) => sample.Fields
        .Select(field => (Field: field, Rank: Array.IndexOf(names, field.Name.ToLowerInvariant())))
        .Where(one => one.Rank >= 0)
        .OrderBy(one => one.Rank).ThenBy(one => one.Field.Names.Count)
        .Select(one => one.Field);
}
