namespace RiskEngine.Core.Tests.Protocol;

/// <summary>Visits every world that can be reached, breadth first, so that the shortest way to a fault is found.</summary>
internal sealed class ProtocolSearch(ProtocolModel model)
{
    private readonly Dictionary<World, int> _numbers = [];
    private readonly List<(int From, string Step)> _origins = [];
    private readonly List<World> _worlds = [];
    private readonly List<(int From, int To)> _edges = [];

    /// <summary>Worlds found.</summary>
    public int Worlds => _worlds.Count;

    /// <summary>Steps between them.</summary>
    public int Steps => _edges.Count;

    /// <summary>Searches to the end, or to the first fault.</summary>
    /// <returns>The fault and the steps that lead to it; null where there is none.</returns>
    public string? FindFault()
    {
        Number(ProtocolModel.Start, -1, "start");
        for (var current = 0; current < _worlds.Count; current++)
        {
            foreach (var (step, next) in model.Next(_worlds[current]))
            {
                var world = model.Reduced(next);
                var number = Number(world, current, step);
                _edges.Add((current, number));
                if ((model.Violation ?? ProtocolModel.FaultOf(world)) is { } fault) return $"{fault}\n{Way(current)}{step}";
            }
        }

        return FindDeadEnd();
    }

    private int Number(World world, int from, string step)
    {
        if (_numbers.TryGetValue(world, out var known)) return known;
        _numbers.Add(world, _worlds.Count);
        _origins.Add((from, step));
        _worlds.Add(world);
        return _worlds.Count - 1;
    }

    /// <summary>A world from which no way leads to the end of the log, although another owner could still come.</summary>
    private string? FindDeadEnd()
    {
        var canFinish = new bool[_worlds.Count];
        var before = _edges.ToLookup(edge => edge.To, edge => edge.From);
        var queue = new Queue<int>(Enumerable.Range(0, _worlds.Count).Where(number => model.IsDone(_worlds[number])));
        foreach (var done in queue) canFinish[done] = true;
        while (queue.TryDequeue(out var number))
        {
            foreach (var from in before[number].Where(from => !canFinish[from]))
            {
                canFinish[from] = true;
                queue.Enqueue(from);
            }
        }

        var stuck = Enumerable.Range(0, _worlds.Count).FirstOrDefault(number => !canFinish[number] && model.MayStillFinish(_worlds[number]), -1);
        return stuck < 0 ? null : $"no way leads from here to the end of the log\n{Way(stuck)}";
    }

    private string Way(int number)
    {
        var steps = new List<string>();
        for (var at = number; at > 0; at = _origins[at].From) steps.Add(_origins[at].Step + "\n");
        steps.Reverse();
        return string.Concat(steps);
    }
}
