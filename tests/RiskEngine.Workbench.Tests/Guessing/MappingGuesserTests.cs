using System.Text;
using System.Text.Json;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Guessing;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.InputTests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Guessing;

public sealed class MappingGuesserTests
{
    [Fact]
    public void Devices_times_units_and_truth_words_are_found()
    {
        var guess = Of("city.air.jsonl", """
            {"id":"a7","ts":1767607200,"t":21.5,"batt":"88","door":"open"}
            {"id":"a8","ts":1767607260,"temp_f":50,"batt":"87","door":"closed","badge":"4711"}
            """);
        Assert.Contains("topics: city.air\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("source: \"{{ payload.id }}\"\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("time: payload.ts\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("value: payload.temp_f\n    unit: \"Cel\"\n    unit_in: \"[degF]\"\n    optional: true\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("value: {of: payload.door, as: boolean}\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("credential: \"{{ payload.badge }}\"", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains(guess.Doubts, doubt => doubt.StartsWith("no field names the place", StringComparison.Ordinal));
        Assert.Contains(guess.Doubts, doubt => doubt.StartsWith("payload.t: what it measures is not known", StringComparison.Ordinal));
        AssertGood(guess);
    }

    [Fact]
    public void Lists_and_local_forms_of_times_are_found()
    {
        var guess = Of("meters.jsonl", """
            {"meterId":"m-1","site":"north/c1","readings":[{"time":"21.11.2025 10:00","volume_m3":12.1},{"time":"21.11.2025 11:00","volume_m3":12.3}]}
            """);
        Assert.Contains("for_each: payload.readings\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("time: {of: item.time, format: \"dd.MM.yyyy HH:mm\", zone: UTC}\n", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains(guess.Doubts, doubt => doubt.Contains("no offset", StringComparison.Ordinal));
        AssertGood(guess);
        Assert.Contains("codec: json_array\n", Of("a.jsonl", "[{\"dev\":\"x\",\"time\":\"2026-01-05T00:00:00Z\",\"temperature\":1}]").Yaml, StringComparison.Ordinal);
        Assert.Contains(Of("b.jsonl", "{\"dev\":\"x\",\"time\":\"03/04/2026 10:00\",\"temperature\":1}").Doubts, doubt =>
            doubt.Contains("may be dd/MM/yyyy HH:mm or MM/dd/yyyy HH:mm", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_radio_network_says_of_a_transmission_is_no_measurement()
    {
        var guess = Of("up.jsonl", """
            {"seqno":7,"eui":"0102030405060708","ts":1767607200000,"fcnt":12,"FCntUp":12,"port":2,"freq":868100000,"toa":82,"ack":false,"txPower":14,"rssi":-61,"snr":9.5,
            "data":"0112","decoded":{"sensor_id":88,"battery_voltage":3.31,"soil_temperature":8.5,"lora_frequency":868100000,"volumetric_water_content":0.21}}
            """.ReplaceLineEndings(" "));
        Assert.Equal(
            ["sensor.device.rssi", "sensor.device.snr", "sensor.device.voltage", "sensor.soil.temperature", "sensor.volumetric_water_content"],
            guess.Yaml.Split('\n').Where(line => line.StartsWith("  - kind: ", StringComparison.Ordinal)).Select(line => line["  - kind: ".Length..]));
        Assert.Contains("source: \"{{ payload.eui }}\"\n", guess.Yaml, StringComparison.Ordinal);
        Assert.DoesNotContain(guess.Doubts, doubt => doubt.Contains("undecoded", StringComparison.Ordinal));
        AssertGood(guess);
    }

    [Fact]
    public void Gateways_that_heard_a_device_are_not_the_device_and_undecoded_bytes_are_told()
    {
        var guess = Of("up.jsonl", """
            {"devEUI":"0102030405060708","time":"2026-0105T10:00:00Z","rxInfo":[{"mac":"a1","rssi":-57,"loRaSNR":10},{"mac":"a2","rssi":-90,"loRaSNR":2}],
            "fPort":85,"data":"AXVcA2c0AQ=="}
            """.ReplaceLineEndings(" "));
        Assert.Contains("for_each: payload.rxInfo\nsource: \"{{ payload.devEUI }}\"\n", guess.Yaml, StringComparison.Ordinal);
        Assert.StartsWith("payload.data seems to be what the device sent, undecoded", guess.Doubts[0], StringComparison.Ordinal);
        Assert.Contains(guess.Doubts, doubt => doubt.StartsWith("payload.time '2026-0105T10:00:00Z' is no time of a form that is known", StringComparison.Ordinal));
        AssertGood(guess);
    }

    [Fact]
    public void A_list_that_some_payloads_lack_is_not_what_a_mapping_goes_through()
    {
        var guess = Of("up.jsonl", """
            {"dev":"x","time":"2026-01-05T10:00:00Z","count_a":5,"parts":[{"width":1},{"width":2},{"width":3}]}
            {"dev":"y","time":"2026-01-05T10:01:00Z","count_a":6}
            """);
        Assert.DoesNotContain("for_each", guess.Yaml, StringComparison.Ordinal);
        Assert.Contains("kind: sensor.count_a\n", guess.Yaml, StringComparison.Ordinal);
        AssertGood(guess);
    }

    [Fact]
    public void What_it_says_about_places_can_be_pasted()
    {
        const string Line = """{"dev":"x","ts":1767607200,"temperature":8.5}""";
        var guess = Of("a.jsonl", Line);
        var doubt = guess.Doubts.Single(one => one.StartsWith("no field names the place", StringComparison.Ordinal));
        var pasted = guess.Yaml.Replace("site: unplaced/a\n", "tables: {places: {x: {site: north/c1}}}\n" + doubt[doubt.IndexOf("site: ", StringComparison.Ordinal)..] + "\n",
            StringComparison.Ordinal);
        AssertGood(guess with { Yaml = pasted });
        Assert.Contains("site: \"{{ places[payload.dev].site }}\"", pasted, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_one_kind_are_told() =>
        Assert.Contains(Of("a.jsonl", """{"dev":"x","ts":1767607200,"temp_in":8.5,"temp_out":2.5}""").Doubts, doubt =>
            doubt.StartsWith("payload.temp_in and payload.temp_out are both sensor.temperature of one source", StringComparison.Ordinal));

    [Theory]
    [InlineData("3.61", "sensor.device.voltage", "V")]
    [InlineData("88", "sensor.device.battery", "%")]
    [InlineData("100", "sensor.device.battery", "%")]
    [InlineData("3610", "sensor.device.battery", null)]
    public void A_battery_is_read_in_volts_or_percent_by_its_size(string value, string kind, string? unit)
    {
        var yaml = Of("a.jsonl", $$"""{"dev":"x","time":"2026-01-05T00:00:00Z","battery":{{value}}}""").Yaml;
        Assert.Contains($"kind: {kind}\n", yaml, StringComparison.Ordinal);
        Assert.Equal(unit is not null, yaml.Contains($"unit: \"{unit}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Payloads_of_all_shipped_mappings_are_guessed_without_errors()
    {
        var tests = new InputLoader().LoadFrom(Path.Combine(Repository.Root, "rules", "inputs")).Inputs.Mappings.SelectMany(mapping => mapping.Tests).ToList();
        Assert.NotEmpty(tests);
        foreach (var test in tests.Where(test => IsJson(test.Payload)))
        {
            var guess = Of($"{test.Topic}.jsonl", Encoding.UTF8.GetString(test.Payload).ReplaceLineEndings(" "));
            AssertGood(guess);
        }
    }

    [Fact]
    public void A_mapping_that_there_is_already_is_named()
    {
        var known = new InputLoader().LoadFrom(Path.Combine(Repository.Root, "rules", "inputs")).Inputs;
        using var folder = new TemporaryFolder();
        foreach (var (id, line) in new[] { ("ttn", known.Mappings.Single(mapping => mapping.Id == "ttn").Tests[0].Payload),
            ("shelly", known.Mappings.Single(mapping => mapping.Id == "shelly").Tests[0].Payload) })
        {
            folder.Write("up.jsonl", Encoding.UTF8.GetString(line).ReplaceLineEndings(" ") + "\n");
            Assert.Contains($"{id}.yaml maps all of it", MappingGuesser.Of(Path.Combine(folder.Root, "up.jsonl"), null, known).Doubts[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_without_json_is_refused() =>
        Assert.Contains("no line is JSON", Assert.Throws<InputException>(() => Of("a.jsonl", "nonsense")).Message, StringComparison.Ordinal);

    private static void AssertGood(Guess guess)
    {
        var loaded = new InputLoader().LoadBytes("guess.yaml", Encoding.UTF8.GetBytes(guess.Yaml));
        Assert.False(loaded.HasErrors, DiagnosticText.Render(loaded.Diagnostics) + guess.Yaml);
        Assert.All(InputTestRunner.RunAll(loaded.Inputs), result => Assert.True(result.Passed, $"{result}\n{guess.Yaml}"));
    }

    private static bool IsJson(byte[] payload)
    {
        try
        {
            JsonDocument.Parse(payload).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Guess Of(string name, string lines)
    {
        using var folder = new TemporaryFolder();
        folder.Write(name, lines + "\n");
        return MappingGuesser.Of(Path.Combine(folder.Root, name), null);
    }
}
