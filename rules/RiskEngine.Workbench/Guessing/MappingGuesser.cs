using System.Text;
using System.Text.Json;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Guessing;

/// <summary>Proposes a mapping from recorded payloads: devices, times, lists, units and kinds, and what it is unsure of.</summary>
public static class MappingGuesser
{
    private const int MostSamples = 2_000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };
    private static readonly string[] Persons = ["credential", "card", "plate", "reporter", "badge", "user", "username", "person", "driver", "email"];

    /// <summary>Guesses.</summary>
    /// <param name="path">The recording: a payload a line, or lines of <c>kcat -J</c>.</param>
    /// <param name="topic">Its topic; null for what its name says.</param>
    /// <param name="known">Mappings that there are already: one that fits is named; null for none.</param>
    /// <exception cref="InputException">There is no JSON in it.</exception>
    public static Guess Of(string path, string? topic, InputSet? known = null)
    {
        var sample = new PayloadSample();
        var records = new List<(RecordEnvelope?, byte[])>();
        var name = topic ?? new MappedInputs(InputSet.Empty).TopicOf(path);
        var hasKeys = false;
        if (CsvSample.Is(path))
        {
            var csv = CsvSample.Read(path, sample);
            var ofRows = Write(sample, name, hasKeys: false, csv.Records[0], isCsv: true);
            return Beside(ofRows with { Doubts = [.. csv.Doubts, .. ofRows.Doubts] }, known, name, [.. csv.Records.Select(row => ((RecordEnvelope?)null, row))]);
        }

        using (var stream = RecordingStream.Open(path))
        {
            foreach (var (line, _) in JsonLines.Split(path, stream).Take(MostSamples))
            {
                var value = line;
                RecordEnvelope? around = null;
                if (KcatLine.TryRead(line.Span, out var envelope, out var inner)) (around, value, name, hasKeys) = (envelope, inner, topic ?? envelope.Topic, hasKeys
                    || envelope.Key is not null);
                try
                {
                    using var document = JsonDocument.Parse(value, Options);
                    sample.Add(document.RootElement);
                    records.Add((around, value.ToArray()));
                }
                catch (JsonException)
                {
                    // Counted by what is missing: a doubt is raised below where most lines are none.
                }
            }
        }

        if (records.Count == 0) throw new InputException($"{path}: no line is JSON; a payload stands on one line each");
        return Beside(Write(sample, name, hasKeys, records[0].Item2), known, name, records);
    }

    /// <summary>Names a mapping that there is already where it fits.</summary>
    private static Guess Beside(Guess guess, InputSet? known, string name, List<(RecordEnvelope?, byte[])> records) =>
        known is not null && KnownMappings.Fitting(known, name, records) is [var fitting, ..]
            ? guess with { Doubts = [$"{fitting.File} maps all of it: {fitting.Title}; rather copy that, and name the topic {name} in it", .. guess.Doubts] }
            : guess;

    private static Guess Write(PayloadSample sample, string topic, bool hasKeys, byte[] first, bool isCsv = false)
    {
        var doubts = new List<string>();
        var isArray = sample.RootLists == sample.Count;
        var isList = sample.Longest is { } longest && longest.Items >= sample.Count && IsOfReadings(longest.Fields, sample);
        var list = isArray || isList ? sample.Longest : null;
        var inner = list?.Fields ?? sample;
        var item = list is null || isArray ? "payload" : "item";
        var text = new StringBuilder().Append($"id: {IdOf(topic)}\ntitle: Records of {topic}\ntopics: {topic}\n");
        if (isCsv) text.Append("codec: csv\n");
        else if (isArray) text.Append("codec: json_array\n");
        else if (list is { } gone) text.Append($"for_each: {PathOf("payload", gone.Path)}\n");

        var device = DevicesOf(inner, sample, item).FirstOrDefault();
        if (device.Field is null) doubts.Add(hasKeys ? "no field names the device: the record's key is taken"
            : "no field names the device: the topic is taken, write which field does");
        else if (device.Field.Different == 1 && sample.Count > 1) doubts.Add($"{PathOf(device.Of, device.Field.Names)} is taken for the device, and has one value only");

        var site = FieldRoles.SitesIn(inner).Select(field =>
            (Field: field, Of: item)).Concat(FieldRoles.SitesIn(sample).Select(field => (Field: field, Of: "payload"))).FirstOrDefault();
        var ofDevice = device.Field is null ? hasKeys ? "key" : "topic" : PathOf(device.Of, device.Field.Names);
        doubts.Add(site.Field is null
            ? "no field names the place: give the devices their sites with a table, e.g. tables: {places: {file: places.csv}} with the columns device and site, and "
                + $"site: \"{{{{ places[{ofDevice}].site }}}}\""
            : $"{PathOf(site.Of, site.Field.Names)} is taken for the place: a site is a path such as north/c1/g1/b1");
        text.Append($"source: \"{{{{ {ofDevice} }}}}\"\n");
        text.Append(site.Field is null ? $"site: unplaced/{topic}\n" : $"site: \"{{{{ {PathOf(site.Of, site.Field.Names)} }}}}\"\n");
        text.Append(TimeOf(inner, sample, item, doubts));
        AppendPersons(text, inner, item, doubts);
        AppendEvents(text, inner, sample, item, doubts);
        return new Guess(WithTest(text.ToString(), topic, first, isCsv, doubts), doubts);
    }

    /// <summary>Whether the items of a list are the readings, and not the fields around it, or gateways that have heard the device.</summary>
    private static bool IsOfReadings(PayloadSample items, PayloadSample around)
    {
        var (inside, outside) = (FieldRoles.MeasurementsIn(items).ToList(), FieldRoles.MeasurementsIn(around).ToList());
        return inside.Count > 0 && (IsOfLinks(items) ? outside.Count == 0 : !outside.Exists(field => FieldKinds.Of(field.Name).IsKnown && !FieldRoles.IsOfLink(field)));
    }

    private static bool IsOfLinks(PayloadSample items) => FieldRoles.MeasurementsIn(items).Any(FieldRoles.IsOfLink)
        && !FieldRoles.MeasurementsIn(items).Any(field => !FieldRoles.IsOfLink(field) && FieldKinds.Of(field.Name).IsKnown);

    // The items of a list of gateways name the gateways; the device is the payload's.
    private static IEnumerable<(SampledField Field, string Of)> DevicesOf(PayloadSample inner, PayloadSample sample, string item)
    {
        var inside = FieldRoles.DevicesIn(inner).Select(field => (field, item));
        var around = inner == sample ? [] : FieldRoles.DevicesIn(sample).Select(field => (field, "payload"));
        return inner != sample && IsOfLinks(inner) ? around.Concat(inside) : inside.Concat(around);
    }

    private static string TimeOf(PayloadSample inner, PayloadSample sample, string item, List<string> doubts)
    {
        var (field, of) = FieldRoles.TimesIn(inner).Select(one =>
            (Field: one, Of: item)).Concat(FieldRoles.TimesIn(sample).Select(one => (Field: one, Of: "payload"))).FirstOrDefault();
        if (TimeForms.Pair(inner) is { } pair && (field is null || field == pair.Date))
        {
            doubts.Add($"{PathOf(item, pair.Date.Names)} and {PathOf(item, pair.Time.Names)} have no offset: they are read as UTC, write the zone of the devices");
            return $"time: {{of: \"{PathOf(item, pair.Date.Names)} + ' ' + {PathOf(item, pair.Time.Names)}\", format: \"{pair.Form}\", zone: UTC}}\n";
        }

        if (field is null)
        {
            var odd = inner.Fields.Concat(sample.Fields).FirstOrDefault(one => TimeForms.Of(one.Example).Count > 0);
            if (odd is not null) return OddTime(odd, inner.Fields.Contains(odd) ? item : "payload", doubts);
            doubts.Add(FieldRoles.UnreadTimeIn(sample) is { } unread
                ? $"{PathOf("payload", unread.Names)} '{unread.Example}' is no time of a form that is known: the arrival is taken, write time: {{of: …, format: …}}"
                : "no field is a time: the arrival is taken");
            return "time: received\n";
        }

        var path = PathOf(of, field.Names);
        if (field.LocalTimes < field.Count) return $"time: {path}\n";
        if (TimeForms.Of(field.Example).Count > 0) return OddTime(field, of, doubts);
        doubts.Add($"{path} has no offset: it is read as UTC, write the zone of the devices");
        return $"time: {{of: {path}, as: local, zone: UTC}}\n";
    }

    private static string OddTime(SampledField field, string of, List<string> doubts)
    {
        var forms = TimeForms.Of(field.Example);
        var path = PathOf(of, field.Names);
        doubts.Add($"{path} has no offset: it is read as UTC, write the zone of the devices");
        if (forms.Count > 1) doubts.Add($"{path} '{field.Example}' may be {string.Join(" or ", forms)}");
        return $"time: {{of: {path}, format: \"{forms[0]}\", zone: UTC}}\n";
    }

    private static void AppendPersons(StringBuilder text, PayloadSample inner, string item, List<string> doubts)
    {
        if (inner.Fields.FirstOrDefault(field => Persons.Contains(field.Name.ToLowerInvariant())) is not { } person) return;
        doubts.Add($"{person.Name} seems to speak of a person: it becomes the attribute credential, a pseudonym");
        text.Append($"attributes: {{credential: \"{{{{ {PathOf(item, person.Names)} }}}}\"}}\n");
    }

    private static void AppendEvents(StringBuilder text, PayloadSample inner, PayloadSample sample, string item, List<string> doubts)
    {
        var measured = FieldRoles.MeasurementsIn(inner).Where(field => !Persons.Contains(field.Name.ToLowerInvariant())).Take(100).ToList();
        text.Append("events:\n");
        if (!measured.Exists(field => !FieldRoles.IsOfLink(field) && FieldKinds.Of(field.Name).IsKnown) && FieldRoles.UndecodedIn(sample) is { } raw)
        {
            doubts.Insert(0, $"{PathOf("payload", raw.Names)} seems to be what the device sent, undecoded: "
                + "let the network server decode it (codec, payload formatter), and guess again");
        }

        if (measured.Count == 0)
        {
            doubts.Add("no field is a measurement: write its kind and value");
            text.Append("  - kind: sensor.reading\n");
        }

        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in measured)
        {
            var (kind, unit, other, isKnown) = FieldKinds.Of(field.Name is "value" or "v" or "val" && field.Names.Count > 1 ? field.Names[^2] : field.Name, field.Largest);
            var path = PathOf(item, field.Names);
            if (!kinds.TryAdd(kind, path))
            {
                if (FieldRoles.IsOfLink(field)) continue; // the network server says it, and so does the device
                doubts.Add($"{kinds[kind]} and {path} are both {kind} of one source, which rules by source would mix: tell them apart by source or kind");
            }

            if (!isKnown) doubts.Add($"{path}: what it measures is not known, so the kind is {kind}");
            text.Append($"  - kind: {kind}\n");
            var value = field.IsOfTruthWords ? $"{{of: {path}, as: boolean}}" : field.NumberTexts == field.Count ? $"{{of: {path}, as: number}}" : path;
            text.Append($"    value: {value}\n");
            if (unit.Length > 0) text.Append($"    unit: \"{unit}\"\n");
            if (unit.Length > 0 && other is null && isKnown) doubts.Add($"{path}: its unit is taken to be {unit}");
            if (other is not null) text.Append($"    unit_in: \"{other}\"\n");
            if (field.Count < inner.Count) text.Append("    optional: true\n");
        }
    }

    /// <summary>Adds a test with what the first record becomes.</summary>
    private static string WithTest(string yaml, string topic, byte[] first, bool isCsv, List<string> doubts)
    {
        var loaded = new InputLoader().LoadBytes("guess.yaml", Encoding.UTF8.GetBytes(yaml));
        if (loaded.HasErrors)
        {
            doubts.Add($"the mapping has errors: {loaded.Diagnostics[0].Message}");
            return yaml;
        }

        var events = MappedRecord.Of(loaded.Inputs, topic, first);
        if (events.Count == 0)
        {
            doubts.Add("the first record becomes no event: riskengine inputs map says why");
            return yaml;
        }

        var payload = Encoding.UTF8.GetString(first).TrimEnd('\n').ReplaceLineEndings(isCsv ? "\n      " : " ");
        var expected = string.Concat(events.Select(one => $"      - {Placed(one, topic)}\n"));
        return $"{yaml}tests:\n  - name: the first record\n    received: 2026-01-05T00:00:00Z\n    payload: |\n      {payload}\n    expect:\n{expected}";
    }

    // The site is what everybody changes first, so a test does not ask for the one that stands for none.
    private static string Placed(string json, string topic) => json.Replace($"\"site\":\"unplaced/{topic}\",", "", StringComparison.Ordinal);

    private static string PathOf(string variable, IReadOnlyList<string> names)
    {
        var path = new StringBuilder(variable);
        foreach (var name in names)
        {
            if (name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
                && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) path.Append('.').Append(name);
            else path.Append("['").Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append("']");
        }

        return path.ToString();
    }

    private static string IdOf(string topic)
    {
        var words = topic.ToLowerInvariant().Split(['.', '_', '-', ' '], StringSplitOptions.RemoveEmptyEntries).Select(word =>
            string.Concat(word.Where(char.IsAsciiLetterOrDigit)));
        var id = string.Join('-', words.Where(word => word.Length > 0));
        return id.Length > 0 ? id[..Math.Min(id.Length, 60)].TrimEnd('-') : "guess";
    }
}
