using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using RiskEngine.Sinks.Cap;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Settings;
using RiskEngine.Sinks.Tests.Servers;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Sinks.Tests.Cap;

/// <summary>CAP messages: valid, referring to those before, the same whenever they are written again. RISKENGINE_REWRITE_GOLDEN=1 writes tests/golden/cap anew.</summary>
public sealed class CapSinkTests
{
    private const string Places = """
        {"type":"FeatureCollection","features":[
          {"type":"Feature","properties":{"area":"huaxi/c12","name":"Garden Court","geocode":{"GB/T 2260":"520111"}},
           "geometry":{"type":"Polygon","coordinates":[[[106.61,26.43],[106.63,26.43],[106.63,26.45],[106.61,26.43]]]}},
          {"type":"Feature","properties":{"area":"huaxi/c12/g07/b3","name":"Building 3","radius_km":0.05},"geometry":{"type":"Point","coordinates":[106.62,26.44]}}]}
        """;

    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden", "cap");
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    [Fact]
    public async Task The_life_of_an_incident_is_an_alert_updates_and_a_cancel_as_the_golden_files_have_them()
    {
        using var folder = new TemporaryFolder();
        await Send(folder, Life());

        var files = Directory.EnumerateFiles(Path.Combine(folder.Root, "out")).Order().ToList();
        Assert.Equal(Life().Select(json => $"riskengine-{json["id"]}-{json["number"]}.xml").Order(), files.Select(file => Path.GetFileName(file)));
        foreach (var (file, name) in files.Zip(["alert.xml", "update.xml", "cancel.xml"]))
        {
            var written = await File.ReadAllTextAsync(file);
            var kept = Path.Combine(Golden, name);
            if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") await File.WriteAllTextAsync(kept, written);
            Assert.Equal(await File.ReadAllTextAsync(kept), written);
            Assert.Empty(Faults(written));
        }
    }

    [Fact]
    public async Task A_message_refers_to_all_before_it()
    {
        using var folder = new TemporaryFolder();
        var messages = await Send(folder, Life());

        Assert.Equal(["Alert", "Update", "Cancel"], messages.Select(message => Text(message, "msgType")));
        Assert.Null(messages[0].Element(Cap + "references"));
        Assert.Equal(Reference(messages[0]), Text(messages[1], "references"));
        Assert.Equal($"{Reference(messages[0])} {Reference(messages[1])}", Text(messages[2], "references"));
        Assert.Equal("AllClear", messages[2].Element(Cap + "info")!.Element(Cap + "responseType")!.Value);
    }

    /// <summary>Another process, which has read what was sent, refers to it as well.</summary>
    [Fact]
    public async Task References_outlive_the_process()
    {
        using var folder = new TemporaryFolder();
        var life = Life();
        await using var sink = (IRecallingSink)Sink(folder);
        sink.Recall(Incidents.Notice(life[0]));
        await sink.SendAsync([Incidents.Notice(life[1])], _ => { }, CancellationToken.None);

        var message = XElement.Load(Assert.Single(Directory.EnumerateFiles(Path.Combine(folder.Root, "out"))));
        Assert.Equal("Update", Text(message, "msgType"));
        Assert.Equal($"desk@city.example,riskengine-{Incidents.IdOf(1)}-1,2026-11-21T10:01:00-00:00", Text(message, "references"));
    }

    [Fact]
    public async Task A_drill_is_an_exercise()
    {
        using var folder = new TemporaryFolder();
        var json = Incidents.Json();
        json["drill"] = true;
        var message = Assert.Single(await Send(folder, [json]));

        Assert.Equal("Exercise", Text(message, "status"));
        Assert.Equal("This is an exercise.", Text(message, "note"));
    }

    [Theory]
    [InlineData("huaxi/c12/g07/b3", "Building 3 (huaxi/c12/g07/b3)", "circle", "26.44,106.62 0.05")]
    [InlineData("huaxi/c12", "Garden Court (huaxi/c12)", "polygon", "26.43,106.61 26.43,106.63 26.45,106.63 26.43,106.61")]
    [InlineData("huaxi/c12/g08/b1", "huaxi/c12/g08/b1", "polygon", "26.43,106.61 26.43,106.63 26.45,106.63 26.43,106.61")]
    public async Task A_place_is_that_of_the_file_or_of_the_nearest_area_around_it(string area, string described, string shape, string value)
    {
        using var folder = new TemporaryFolder();
        var json = Incidents.Json();
        json["area"] = area;
        var element = Assert.Single(await Send(folder, [json])).Element(Cap + "info")!.Element(Cap + "area")!;

        Assert.Equal(described, Text(element, "areaDesc"));
        Assert.Equal(value, Text(element, shape));
    }

    [Fact]
    public async Task Any_text_makes_a_valid_message()
    {
        using var folder = new TemporaryFolder();
        await using var sink = Sink(folder);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var json = Incidents.Json(seed + 1, 1, new[] { "blue", "yellow", "orange", "red" }[random.Next(4)]);
            foreach (var name in new[] { "area", "title", "message", "cause", "runbook" }) json[name] = Wild(random);
            json["labels"] = new JsonObject { [Wild(random)] = Wild(random) };
            json["categories"] = new JsonArray(Wild(random));
            await sink.SendAsync([Incidents.Notice(json)], _ => { }, CancellationToken.None);
        }

        var files = Directory.EnumerateFiles(Path.Combine(folder.Root, "out")).ToList();
        Assert.Equal(300, files.Count);
        Assert.All(files, file => Assert.Empty(Faults(File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("<scope>Restricted</scope>", "<scope>Somebody</scope>")]
    [InlineData("-00:00</sent>", "Z</sent>")]
    [InlineData("<event>", "<audience>all</audience><event>")]
    public void The_grammar_of_these_tests_finds_faults(string from, string to)
    {
        var text = File.ReadAllText(Path.Combine(Golden, "alert.xml"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.NotEmpty(Faults(text.Replace(from, to, StringComparison.Ordinal)));
    }

    [NeedsProgramFact("xmllint", "libxml2-utils")]
    public async Task Xmllint_finds_the_golden_messages_valid_and_a_broken_one_not()
    {
        using var folder = new TemporaryFolder();
        var broken = folder.Write("broken.xml", (await File.ReadAllTextAsync(Path.Combine(Golden, "alert.xml"))).Replace("Restricted<", "Somebody<", StringComparison.Ordinal));

        Assert.Equal(0, await Xmllint([.. new[] { "alert.xml", "update.xml", "cancel.xml" }.Select(name => Path.Combine(Golden, name))]));
        Assert.NotEqual(0, await Xmllint([broken]));
    }

    [Fact]
    public async Task A_message_can_be_posted()
    {
        using var server = new ScriptedServer(_ => 200);
        var settings = new SinkSettings("", new Dictionary<string, string> { ["Url"] = server.Address, ["Sender"] = "desk@city.example" });
        await using var sink = CapSink.Create(settings, TimeProvider.System)!;
        await sink.SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None);

        var request = Assert.Single(server.Accepted);
        Assert.Equal("application/cap+xml", request.Headers["content-type"]);
        Assert.Empty(Faults(request.Text));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again()
    {
        using var folder = new TemporaryFolder();
        folder.Write("out", "a file");
        await using var sink = Sink(folder);

        await Assert.ThrowsAsync<SinkUnreachableException>(() => sink.SendAsync([Incidents.Notice(Incidents.Json())], _ => { }, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"features":[{"properties":{"area":"a"},"geometry":{"type":"LineString","coordinates":[]}}]}""", "feature 1: a geometry of type 'LineString' is no area")]
    [InlineData("""{"features":[{"properties":{"area":"a"},"geometry":{"type":"Point","coordinates":[26.4,106.6]}}]}""", "longitude comes first")]
    [InlineData("""{"features":[{"properties":{"area":"a"},"geometry":null},{"properties":{"area":"a"},"geometry":null}]}""", "feature 2: the area 'a' is there twice")]
    [InlineData("""{"features":[{"properties":{"area":"a"},"geometry":{"type":"Polygon","coordinates":[[[1,2],[2,2],[1,3]]]}}]}""", "a ring needs four points or more")]
    [InlineData("[]", "feature 0")]
    public void A_file_of_places_with_a_fault_is_refused_with_its_place(string json, string fault)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("places.geojson", json);
        var settings = new SinkSettings("Sinks:cap", new Dictionary<string, string> { ["Folder"] = folder.Root, ["Sender"] = "desk@city.example", ["Places"] = file });

        Assert.Null(CapSink.Create(settings, TimeProvider.System));
        Assert.Contains(fault, Assert.Single(settings.Faults), StringComparison.Ordinal);
    }

    private static JsonObject[] Life() =>
    [
        Incidents.Json(), Incidents.Json(number: 2, grade: "red", previous: "orange"), Incidents.Json(number: 5, grade: "red", isEnd: true, previous: "red"),
    ];

    private static async Task<IReadOnlyList<XElement>> Send(TemporaryFolder folder, JsonObject[] records)
    {
        await using (var sink = Sink(folder)) await sink.SendAsync([.. records.Select(Incidents.Notice)], _ => { }, CancellationToken.None);
        return [.. Directory.EnumerateFiles(Path.Combine(folder.Root, "out")).Order().Select(file => XElement.Load(file))];
    }

    private static ISink Sink(TemporaryFolder folder)
    {
        var values = new Dictionary<string, string>
        {
            ["Folder"] = Path.Combine(folder.Root, "out"),
            ["Sender"] = "desk@city.example",
            ["SenderName"] = "Risk desk",
            ["Contact"] = "+86 851 0000",
            ["Places"] = folder.Write("places.geojson", Places),
        };
        var settings = new SinkSettings("Sinks:cap", values);
        var sink = CapSink.Create(settings, TimeProvider.System);
        Assert.Empty(settings.Faults);
        return sink!;
    }

    private static string Wild(Random random)
    {
        const string Alphabet = "ab <>&\"'\u0000\u0001\u000b\t\n]>é气\ufffe\uffff\ud83d\ude00";
        return new string([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
    }

    private static List<string> Faults(string xml)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Path.Combine(Golden, "cap-1.2.xsd"));
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        using var reader = XmlReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(xml)), settings);
        while (reader.Read())
        {
        }

        return faults;
    }

    private static async Task<int> Xmllint(string[] files)
    {
        string[] words = ["--noout", "--nonet", "--schema", Path.Combine(Golden, "cap-1.2.xsd"), .. files];
        using var process = Process.Start(new ProcessStartInfo(NeedsProgramFactAttribute.Find("xmllint")!, words) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static string Reference(XElement message) => $"{Text(message, "sender")},{Text(message, "identifier")},{Text(message, "sent")}";

    private static string Text(XElement element, string name) => element.Element(Cap + name)!.Value;
}
