namespace RiskEngine.Core.Decoding;

/// <summary>A task's own mappers, made when their topic is met, and anew when other mappings are in force.</summary>
internal sealed class TopicMappers(ActiveInputs inputs, string topic)
{
    private readonly Dictionary<string, IRecordMapper?> _mappers = new(StringComparer.Ordinal);
    private IInputs _bound = inputs.Current;

    /// <summary>The topic of records that name none.</summary>
    public string Topic => topic;

    /// <summary>Takes up the mappings in force.</summary>
    public void BeginBatch()
    {
        var current = inputs.Current;
        if (ReferenceEquals(current, _bound)) return;
        _bound = current;
        _mappers.Clear();
    }

    /// <summary>The mapper of a topic; null where its records are events of the contract.</summary>
    public IRecordMapper? Of(string name)
    {
        if (!_mappers.TryGetValue(name, out var mapper)) _mappers[name] = mapper = _bound.MapperOf(name);
        return mapper;
    }
}
