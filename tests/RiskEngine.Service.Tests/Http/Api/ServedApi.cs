using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Secrets;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Reading;
using RiskEngine.Reading.Changes;
using RiskEngine.Reading.History;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Tests;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Http;
using RiskEngine.Service.Http.Api;
using RiskEngine.Service.Running;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Service.Tests.Http.Api;

/// <summary>The API and the page over a read model that a test fills, on a port of its own.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    private static readonly Lazy<(ModelSet Models, ActiveRules Rules)> Loaded = new(() =>
    {
        var models = ModelSet.Load();
        return (models, new ActiveRules(RuleFolder.Load(RulesPath, models)));
    });

    private readonly WebApplication _server;
    private readonly TemporaryFolder _folder;

    private ServedApi(WebApplication server, TemporaryFolder folder, ReadModel? model, string address)
    {
        (_server, _folder, Model, Address) = (server, folder, model!, address);
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };
    }

    public static string RulesPath => Path.Combine(Repository.Root, "rules", "packs");

    public ReadModel Model { get; }

    public HttpClient Http { get; }

    public string Address { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="story">What its topics hold.</param>
    /// <param name="reads">Whether it reads them.</param>
    /// <param name="isReady">Whether its history has reached the end of them.</param>
    /// <param name="secrets">What is not shown.</param>
    /// <param name="ask">The desk, which is asked beside the read model; null where there is none.</param>
    /// <param name="address">Where; null is a free port of this machine.</param>
    public static async Task<ServedApi> StartAsync(
        Story? story = null, bool reads = true, bool isReady = true, KnownSecrets? secrets = null, Func<ReadModel?, string, byte[], Task>? ask = null, string? address = null)
    {
        var folder = new TemporaryFolder();
        var model = reads ? Filled(folder.Root, story ?? new Story(), isReady) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address ?? "http://127.0.0.1:0");
        ApiServer.AddTo(builder);
        var server = builder.Build();
        ApiServer.Protect(server, NullLoggerFactory.Instance);
        server.Use(new WriteAccess(null).Guard);
        ApiServer.Map(server, new ApiSources
        {
            Model = model,
            Tasks = static () => [Task()],
            Health = static () => new HealthReport(true, [], ["a note"]),
            Contacts = static () => (true, true),
            Rules = Loaded.Value.Rules,
            RulesPath = RulesPath,
            Models = Loaded.Value.Models,
            Ask = ask is null ? null : (area, json) => ask(model, area, json),
            DeskDepth = 2,
            AreaLevels = ["district", "community", "grid", "building"],
            TimeZone = "Asia/Shanghai",
            Secrets = secrets ?? KnownSecrets.None,
            Time = TimeProvider.System,
        });
        await server.StartAsync();
        return new ServedApi(server, folder, model, server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>The JSON at an address, which must answer 200.</summary>
    public async Task<JsonElement> Get(string path)
    {
        using var answer = await Http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();

        // Whoever is being answered still reads the file of the history.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _server.StopAsync(patience.Token);
        await _server.DisposeAsync();
        Model?.History.Dispose();
        _folder.Dispose();
    }

    private static ReadModel Filled(string folder, Story story, bool isReady)
    {
        var picture = new LivePicture(Story.Topics, ["district", "community", "grid", "building"]);
        var history = new HistoryStore(folder, Story.Topics, TimeSpan.FromDays(36_500), TimeProvider.System);
        history.Open();
        picture.Take(story.Records);
        history.Take(story.Records);
        picture.Behind(0, true);
        history.Behind(0, isReady);
        return new ReadModel(picture, history, new ChangeRing());
    }

    private static TaskReport Task() => new()
    {
        Id = new TaskId("risk.events.sensor.v1", 0),
        Phase = TaskPhase.Running,
        ReportedAt = DateTimeOffset.UnixEpoch,
        Watermark = EventTime.From(Story.Start),
        Lag = 7,
        Ledger = new Ledger { Consumed = 10, Evaluated = 9, Late = 1 },
        ConditionErrors = new Dictionary<string, long> { ["gas-rising-indoor"] = 3 },
    };
}
