using RiskEngine.Rules.Keys;
using static RiskEngine.Rules.Keys.Shapes;

namespace RiskEngine.Rules.Inputs;

/// <summary>The keys of a mapping file: what the parser accepts and what the JSON Schema describes.</summary>
internal static class InputKeys
{
    public const int MostTopics = 100;
    public const int MostEvents = 200;
    public const int MostSteps = 4;
    public const int MostAttributes = 64;

    private static readonly ExpressionShape OverRecord = new("an expression over payload, item, headers, key and topic");
    private static readonly ExpressionShape ConditionOverRecord = new("a condition over payload, item, headers, key and topic");
    private static readonly TextShape Template = new(2_000, "a text with places such as {{ payload.deviceId }}");
    private static readonly TextShape TopicName = new(249, "the name of a topic, with * for any characters");

    public static readonly KeySpec Id = new("id", new TextShape(80, "words in small letters joined by hyphens", "^[a-z0-9]+(-[a-z0-9]+)*$"), "The mapping's name for machines.")
    { Required = true, Examples = ["air-quality-lorawan"] };

    public static readonly KeySpec Title = new("title", Line, "What it maps, in one line.") { Required = true, Examples = ["Uplinks of the air quality sensors"] };

    public static readonly KeySpec Description = new("description", Paragraph, "Where the payloads come from and what is in them.");

    public static readonly KeySpec Topics = new("topics", new AnyShape(TopicName, new ListShape(TopicName, MostTopics)),
        "The topics whose records it maps: * stands for any characters, ? for one.")
    { Required = true, Examples = ["city.lorawan.*"] };

    public static readonly KeySpec Codec = new("codec",
        new WordShape(("json", "One JSON value."), ("json_lines", "A JSON value on each line, each a payload of its own."),
            ("json_array", "A JSON array, each item a payload of its own."), ("senml", "A SenML pack in JSON: a list of records with n, u, v and t resolved."),
            ("csv", "Rows of cells below a header row, each row a payload of its own: payload.column is the text of a cell."), ("text", "Text as it is.")),
        "What the bytes of a record are.")
    { Default = "json", Examples = ["json_lines"] };

    public static readonly KeySpec CsvDelimiter = new("delimiter", new TextShape(3, "one character, or tab"),
        "What stands between cells. Left out: what the header shows, or a sep= line.")
    { Examples = ["\";\""] };

    public static readonly KeySpec CsvDecimal = new("decimal", new WordShape((",", "12,5 is twelve and a half."), (".", "12.5 is twelve and a half.")),
        "What stands before decimals. Left out: what each number shows; one that may be either, as 1,234 may, is a dead letter.")
    { Examples = ["\",\""] };

    public static readonly KeySpec CsvEncoding = new("encoding", new TextShape(40, "the name of an encoding"),
        "The encoding. Left out: that of the byte order mark, else UTF-8, whose invalid bytes are read as Windows-1252.")
    { Examples = ["windows-1252", "utf-16"] };

    public static readonly KeySpec CsvPreamble = new("preamble", new NumberShape(0, 1_000, Whole: true),
        "Lines before the header row. Left out: as many as come before the row that names the columns.")
    { Examples = ["3"] };

    public static readonly KeySpec CsvColumns = new("columns", new ListShape(new TextShape(200), 1_000), "The names of the columns, where there is no header row.")
    { Examples = ["[time, device, value]"] };

    public static readonly KeySpec CsvSort = new("sort", new SwitchShape(), "Whether recorded files are out of order, and are to be sorted by event time.") { Default = "false" };

    public static readonly MapSpec CsvKeys = new("csv", [CsvDelimiter, CsvDecimal, CsvEncoding, CsvPreamble, CsvColumns, CsvSort]);

    public static readonly KeySpec Csv = new("csv", new MapShape(CsvKeys), "With codec: csv, how it is written, where that cannot be found in the text.")
    { Examples = ["{delimiter: \";\", decimal: \",\"}"] };

    public static readonly KeySpec When = new("when", ConditionOverRecord, "Which payloads it maps; others are left to the next mapping of the topic, and without one rejected.")
    { Examples = ["has(payload.uplink_message)"] };

    public static readonly KeySpec Ignore = new("ignore", ConditionOverRecord, "Which payloads nobody wants: they are counted and make no event.")
    { Examples = ["payload.event == \"join\""] };

    public static readonly KeySpec ForEach = new("for_each", new AnyShape(OverRecord, new ListShape(OverRecord, MostSteps)),
        "A list or a map in the payload whose items are mapped one by one: item is the item, index its number from 0, name its name in a map. "
        + "Several steps go further inwards: item is the item of the last one, parent that of the one before.")
    { Examples = ["payload.readings", "[payload.data, item.values]"] };

    public static readonly KeySpec TableFile = new("file", new TextShape(500, "the path of a CSV or YAML file"),
        "CSV with a header, or YAML: a map of maps. The path starts at the mapping's folder.")
    { Required = true, Examples = ["places.csv"] };

    public static readonly KeySpec TableKey = new("key", new TextShape(200, "the name of a column"), "The column that is looked up by. Left out: the first one.")
    { Examples = ["device"] };

    public static readonly MapSpec TableKeys = new("tables", [TableFile, TableKey]);

    public static readonly KeySpec Tables = new("tables",
        new TableShape(new AnyShape(new MapShape(TableKeys), new TableShape(new AnyShape(Plain, new TableShape(Plain, 100)), 10_000)), 50),
        "Tables to look things up in, by name: places[payload.device].site. Each is a file, or is written out here.")
    { Examples = ["{places: {file: places.csv}}"] };

    public static readonly KeySpec Let = new("let", new TableShape(OverRecord, 50),
        "Names for expressions that several fields use; each may use those before it. Known in source, site, time, attributes and events.")
    { Examples = ["{device: payload.deviceInfo.devEui}"] };

    public static readonly KeySpec Kind = new("kind", Template, "The kind of the event.") { Required = true, Examples = ["sensor.temperature", "\"sensor.{{ item.type }}\""] };

    public static readonly KeySpec Source = new("source", Template, "The device. Left out: as the mapping says for all its events.") { Examples = ["\"{{ payload.deviceId }}\""] };

    public static readonly KeySpec Site = new("site", Template, "The place. Left out: as the mapping says for all its events.")
    { Examples = ["\"{{ places[payload.deviceId].site }}\"", "north/c1/g1/b1"] };

    public static readonly KeySpec TimeOf = new("of", OverRecord, "The time as the payload has it; received is when the log took the record.")
    { Required = true, Examples = ["payload.ts"] };

    public static readonly KeySpec TimeAs = new("as", new WordShape([.. TimeWords.All.Select(word => (word.Word, word.Meaning))]), "How it is written.")
    { Default = "auto", Examples = ["unix_s"] };

    public static readonly KeySpec TimeFormat = new("format", new TextShape(60, "a form such as dd.MM.yyyy HH:mm:ss"),
        "The form of a text: yyyy MM dd HH mm ss fff, zzz for an offset. In zone where there is one, else UTC.")
    { Examples = ["dd.MM.yyyy HH:mm:ss"] };

    public static readonly KeySpec TimeZone = new("zone", new TextShape(60, "a time zone such as Europe/Berlin"), "The zone of local times, or their offset from UTC.")
    { Examples = ["Europe/Berlin", "\"+08:00\""] };

    public static readonly KeySpec TimeAmbiguous = new("ambiguous",
        new WordShape(("earlier", "The first time, of summer time."), ("later", "The second time, of standard time."), ("reject", "A dead letter.")),
        "What a local time means that a clock shows twice, when summer time ends. (One that it leaps over is read with the offset before the leap.)")
    { Default = "earlier", Examples = ["later"] };

    public static readonly MapSpec TimeKeys = new("time", [TimeOf, TimeAs, TimeFormat, TimeZone, TimeAmbiguous]);

    public static readonly KeySpec Time = new("time", new AnyShape(OverRecord, new MapShape(TimeKeys)), "When it happened. Left out: as the mapping says for all its events.")
    { Examples = ["payload.time", "{of: payload.ts, as: unix_s}"] };

    public static readonly KeySpec ValueOf = new("of", OverRecord, "The value as the payload has it.") { Required = true, Examples = ["payload.state"] };

    public static readonly KeySpec ValueAs = new("as",
        new WordShape(("auto", "What it is."), ("number", "A number; a text that is one is read."), ("boolean", $"True or false; the words {TruthWords.All} are read."),
            ("text", "A text.")),
        "What it is to be.")
    { Default = "auto", Examples = ["boolean"] };

    public static readonly KeySpec ValueMap = new("map", new TableShape(Plain, 1_000), "What each word of the payload means; any other word is a dead letter.")
    { Examples = ["{DRY: false, LEAK: true}"] };

    public static readonly KeySpec ValueMissing = new("missing", new AnyShape(Plain, new ListShape(Plain, 100)),
        "What says that there is no reading: it is as if the payload had no value.")
    { Examples = ["[unavailable, unknown]", "\"-1\""] };

    public static readonly MapSpec ValueKeys = new("value", [ValueOf, ValueAs, ValueMap, ValueMissing]);

    public static readonly KeySpec Value = new("value", new AnyShape(OverRecord, new MapShape(ValueKeys)), "The measured value. Left out: an event without one.")
    { Examples = ["payload.temperature", "payload.raw / 10", "{of: payload.state, as: boolean}"] };

    public static readonly KeySpec Unit = new("unit", Template, "The unit of the event.") { Examples = ["Cel", "\"{{ item.unit }}\""] };

    public static readonly KeySpec UnitIn = new("unit_in", Template,
        "The unit of the number in the payload, where it is another: the value is converted.")
    { Examples = ["\"[degF]\""] };

    public static readonly KeySpec EventId = new("id", Template, "The event's own id. Left out: its place in the log, topic/partition/offset/line.")
    { Examples = ["\"{{ payload.deduplicationId }}\""] };

    public static readonly KeySpec EventWhen = new("when", ConditionOverRecord,
        "Whether there is such an event; where the condition is not true, the line is counted and makes none.")
    { Examples = ["has(payload.object.humidity)"] };

    public static readonly KeySpec Optional = new("optional", new SwitchShape(),
        "Whether a payload that lacks the value, or has null there, gives no event instead of a dead letter.")
    { Default = "false" };

    public static readonly KeySpec Attributes = new("attributes",
        new TableShape(new AnyShape(Template, new NumberShape(double.MinValue, double.MaxValue), new SwitchShape()), MostAttributes),
        "Further facts, by name. One that a payload lacks is left out. Names of person fields (credential, plate, card) become pseudonyms.")
    { Examples = ["{battery: \"{{ payload.battery }}\", location: indoor}"] };

    public static readonly MapSpec Event = new("events", [Kind, Source, Site, Time, Value, Unit, UnitIn, EventId, EventWhen, Optional, Attributes]);

    public static readonly KeySpec Events = new("events", new ListShape(new MapShape(Event), MostEvents),
        "The events of each payload, or of each item of for_each.")
    { Required = true };

    public static readonly KeySpec Tests = new("tests", new ListShape(new MapShape(InputCaseKeys.Case), 1_000), "Payloads, and the events that they must give.");

    /// <summary>The mapping itself.</summary>
    public static readonly MapSpec Mapping = new("a mapping",
        [Id, Title, Description, Topics, Codec, Csv, When, Ignore, ForEach, Tables, Let, Source, Site, Time, Attributes, Events, Tests]);
}
