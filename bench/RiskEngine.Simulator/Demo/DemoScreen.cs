using System.Globalization;
using RiskEngine.Core.Time;
using RiskEngine.Simulator.Communities;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RiskEngine.Simulator.Demo;

/// <summary>What a demo shows: a live table of alerts with a line of figures in a terminal, plain lines elsewhere, and a scorecard at the end.</summary>
internal sealed class DemoScreen(IDemoEngine engine, Community community, IncidentPlan plan, DemoPace pace)
{
    private const int Rows = 16;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Grades = ["red", "orange", "yellow", "blue"];
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _published;
    private long _clock;
    private long _shown;
    private long _lastConsumed;
    private long _lastStamp;

    /// <summary>Events published so far.</summary>
    public long PublishedCount => Interlocked.Read(ref _published);

    public void Published(long events, EventTime clock)
    {
        Interlocked.Exchange(ref _published, events);
        Interlocked.Exchange(ref _clock, clock.Micros);
    }

    public void Introduce(string kafka, string alertTopic)
    {
        Console.WriteLine($"Page    {engine.Address}/");
        Console.WriteLine($"{community.Devices.Count} devices, {engine.Rules} rules, "
            + $"{plan.Incidents.Count} planted incidents; event time runs {pace.Speed:0} times faster than the clock");
        Console.WriteLine($"Kafka   {kafka}   read along: kcat -b {kafka} -t {alertTopic} -C");
        Console.WriteLine($"Store   {engine.Store}");
        Console.WriteLine($"Health  {engine.Address}/health/ready   {engine.Address}/metrics");
    }

    public async Task ShowAsync(DemoTopic<DemoAlert> alerts, CancellationToken cancellationToken)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected) await ShowLive(alerts, cancellationToken).ConfigureAwait(false);
        else await ShowLines(alerts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prints the scorecard.</summary>
    /// <param name="alerts">All transitions.</param>
    /// <param name="incidents">All records of the desk's incidents.</param>
    /// <returns>Whether every incident was detected, and every event and transition is accounted for.</returns>
    public bool Conclude(IReadOnlyList<DemoAlert> alerts, IReadOnlyList<DemoIncident> incidents)
    {
        var (ledger, desk) = (engine.Ledger, engine.Desk);
        var scorecard = Scorecard.Compare(plan.Incidents, DemoAlert.Observed(alerts));
        Console.WriteLine();
        foreach (var line in scorecard.ToLines()) Console.WriteLine(line);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ledger.Consumed:N0} of {PublishedCount:N0} events: {ledger.Evaluated:N0} evaluated, {ledger.Filtered:N0} of no rule's concern, {ledger.Late:N0} late, "
                + $"{(ledger.Duplicates == 0 ? "" : $"{ledger.Duplicates} delivered before, ")}{ledger.DeadLettered:N0} dead-lettered, {ledger.Waiting:N0} waiting; "
                + $"ledger {(ledger.Balances ? "balances" : "DOES NOT BALANCE")}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{desk.TakenIn:N0} of {desk.Published:N0} transitions at the desk: {string.Join(", ", desk.Outcomes.Select(outcome => $"{outcome.Value:N0} {outcome.Key}"))}; "
                + $"{incidents.Select(incident => incident.Id).Distinct().Count()} incidents, of which people were told {incidents.Count(incident => incident.Tells)} times; "
                + $"ledger {(desk.Balances ? "balances" : "DOES NOT BALANCE")}"));
        return scorecard.Missed == 0 && ledger.Balances && ledger.Consumed == PublishedCount && desk.Balances;
    }

    private async Task ShowLive(DemoTopic<DemoAlert> alerts, CancellationToken cancellationToken) => await AnsiConsole.Live(Render(alerts)).StartAsync(async live =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            live.UpdateTarget(Render(alerts));
            await Task.Delay(Refresh, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }).ConfigureAwait(false);

    private async Task ShowLines(DemoTopic<DemoAlert> alerts, CancellationToken cancellationToken)
    {
        var nextFigures = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var alert in alerts.Records().Skip((int)_shown))
            {
                Console.WriteLine($"{Time(alert.At)}  {(alert.State == "resolved" ? "resolved" : alert.Grade),-8}  {alert.Message}");
            }

            _shown = alerts.Records().Count;
            var elapsed = TimeProvider.System.GetElapsedTime(_started);
            if (elapsed >= nextFigures)
            {
                Console.WriteLine(Figures(alerts.Records()));
                nextFigures = elapsed + TimeSpan.FromSeconds(5);
            }

            await Task.Delay(Refresh, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IRenderable Render(DemoTopic<DemoAlert> alerts)
    {
        var transitions = alerts.Records();
        var table = new Table().Border(TableBorder.Rounded).Expand().Title(Markup.Escape($"{Time(new EventTime(Interlocked.Read(ref _clock)))} in the community"));
        table.AddColumn("since").AddColumn("grade").AddColumn("rule").AddColumn("alert");
        foreach (var alert in Current(transitions))
        {
            var colour = alert.State == "resolved" ? "grey" : alert.Grade switch { "orange" => "darkorange", var grade => grade };
            table.AddRow(Time(alert.At), $"[{colour}]{(alert.State == "resolved" ? "resolved" : alert.Grade)}[/]", Markup.Escape(alert.Rule), Markup.Escape(alert.Message));
        }

        return new Rows(table, new Markup(Markup.Escape(Figures(transitions))));
    }

    /// <summary>The latest transition of each alert: open ones first, then the newest.</summary>
    private static IEnumerable<DemoAlert> Current(IReadOnlyList<DemoAlert> transitions) => transitions
        .GroupBy(alert => alert.Id)
        .Select(alert => alert.Last())
        .OrderBy(alert => alert.State == "resolved")
        .ThenByDescending(alert => alert.At)
        .Take(Rows);

    private string Figures(IReadOnlyList<DemoAlert> transitions)
    {
        var consumed = engine.Ledger.Consumed;
        var now = TimeProvider.System.GetTimestamp();
        var seconds = _lastStamp == 0 ? 0 : TimeProvider.System.GetElapsedTime(_lastStamp, now).TotalSeconds;
        var rate = seconds > 0 ? (consumed - _lastConsumed) / seconds : 0;
        (_lastConsumed, _lastStamp) = (consumed, now);
        var open = transitions.GroupBy(alert => alert.Id).Select(alert => alert.Last()).Where(alert => alert.State == "firing").ToList();
        var grades = string.Join("  ", Grades.Select(grade => $"{grade} {open.Count(alert => alert.Grade == grade)}"));
        return FormattableString.Invariant($"{rate:N0} events/s  lag {engine.Lag:N0}  {consumed:N0} events  {grades}");
    }

    private string Time(EventTime at) => at.ToDateTimeOffset().ToOffset(community.UtcOffset).ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
