namespace ChatServer.Transport;

/// <summary>A path in which <c>{name}</c> stands for one segment that isn't empty.</summary>
public sealed class PathPattern(string pattern)
{
    private static readonly Dictionary<string, string> NoValues = [];

    private readonly string[] _segments = pattern.Split('/');

    /// <param name="segments">A path, percent-decoded, between its slashes.</param>
    /// <returns>What the variable segments are; <c>null</c> if it is another path.</returns>
    public IReadOnlyDictionary<string, string>? Match(string[] segments)
    {
        if (_segments.Length != segments.Length) return null;
        Dictionary<string, string>? values = null;
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i] is ['{', .. var name, '}'])
            {
                if (segments[i].Length == 0) return null;
                (values ??= []).Add(name, segments[i]);
            }
            else if (_segments[i] != segments[i])
            {
                return null;
            }
        }
        return values ?? NoValues;
    }

    public override string ToString() => pattern;
}
