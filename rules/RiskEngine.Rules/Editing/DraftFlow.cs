namespace RiskEngine.Rules.Editing;

/// <summary>Reads a list or map in brackets, which may go over several lines and may not be closed yet.</summary>
/// <param name="owner">The entry or item whose value it is.</param>
internal sealed class DraftFlow(DraftNode owner)
{
    private readonly Stack<Frame> _open = new();

    /// <summary>The entry or item whose value it is.</summary>
    public DraftNode Owner { get; } = owner;

    /// <summary>What the innermost open brackets belong to.</summary>
    public DraftNode Inner => _open.Peek().Owner;

    /// <summary>Whether the innermost open brackets are those of a map.</summary>
    public bool InMap => _open.Peek().IsMap;

    /// <summary>The key that waits for its value, or has it, in the innermost open map; null where a key is to come.</summary>
    public DraftNode? Entry => _open.Peek().Entry;

    /// <summary>Reads on; true where the last bracket is closed.</summary>
    /// <param name="number">The line's number, from 1.</param>
    /// <param name="line">The line.</param>
    /// <param name="at">Where to begin, from 0.</param>
    public bool Read(int number, string line, int at)
    {
        while (at < line.Length)
        {
            switch (line[at])
            {
                case ' ' or '\t':
                    at++;
                    break;
                case '#' when at == 0 || line[at - 1] is ' ' or '\t':
                    return false;
                case '{' or '[':
                    _open.Push(new Frame(_open.Count == 0 ? Owner : ValueOf(_open.Peek(), number, at), line[at] == '{'));
                    at++;
                    break;
                case '}' or ']':
                    _open.Pop().Owner.EndLine = number;
                    if (_open.Count == 0) return true;
                    at++;
                    break;
                case ',':
                    _open.Peek().Entry = null;
                    at++;
                    break;
                default:
                    at = ReadToken(_open.Peek(), number, line, at);
                    break;
            }
        }

        return false;
    }

    private static int ReadToken(Frame frame, int number, string line, int at)
    {
        var end = EndOf(line, at);
        var next = end;
        while (next < line.Length && line[next] is ' ' or '\t') next++;
        var text = line[at..end].TrimEnd();
        if (frame.IsMap && frame.Entry is null)
        {
            var isKey = next < line.Length && line[next] == ':';
            var node = new DraftNode(isKey ? DraftKind.Entry : DraftKind.Word, text.Trim('"', '\''), number, at + 1, frame.Owner) { Length = text.Length, IsFlow = true };
            frame.Owner.Children.Add(node);
            if (!isKey) return end;
            frame.Entry = node;
            return next + 1;
        }

        DraftReader.SetValue(ValueOf(frame, number, at), line, number, at, at + text.Length);
        return Math.Max(end, at + 1);
    }

    /// <summary>The node that a value belongs to: the entry whose key has come, or a new item.</summary>
    private static DraftNode ValueOf(Frame frame, int number, int at)
    {
        if (frame is { IsMap: true, Entry: { } entry }) return entry;
        var item = new DraftNode(frame.IsMap ? DraftKind.Word : DraftKind.Item, "", number, at + 1, frame.Owner) { IsFlow = true };
        frame.Owner.Children.Add(item);
        return item;
    }

    private static int EndOf(string line, int at)
    {
        if (line[at] is '"' or '\'')
        {
            for (var i = at + 1; i < line.Length; i++)
            {
                if (line[i] == '\\' && line[at] == '"') i++;
                else if (line[i] == line[at] && line[at] == '\'' && i + 1 < line.Length && line[i + 1] == '\'') i++;
                else if (line[i] == line[at]) return i + 1;
            }

            return line.Length;
        }

        var end = at;
        while (end < line.Length && line[end] is not (',' or '{' or '}' or '[' or ']')
            && !(line[end] == ':' && (end + 1 == line.Length || line[end + 1] is ' ' or '\t')) && !(line[end] == '#' && line[end - 1] == ' ')) end++;
        return Math.Max(end, at + (at == end && line[at] == ':' ? 1 : 0));
    }

    private sealed class Frame(DraftNode owner, bool isMap)
    {
        public DraftNode Owner { get; } = owner;

        public bool IsMap { get; } = isMap;

        public DraftNode? Entry { get; set; }
    }
}
