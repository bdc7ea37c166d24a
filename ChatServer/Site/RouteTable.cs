using ChatServer.Transport;

namespace ChatServer.Site;

/// <summary>
/// What is answered at which path of the plain-HTTP side. It reads from the top; <c>{name}</c> stands for one
/// segment.
/// </summary>
public sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    /// <summary>All paths, with their methods.</summary>
    public IEnumerable<(string Path, IEnumerable<string> Methods)> All =>
        _routes.Select(route => (route.Pattern.ToString(), route.ByMethod.Keys.AsEnumerable()));

    /// <summary>A path that is read: <c>HEAD</c> as well.</summary>
    public RouteTable Get(string pattern, Func<Exchange, Answer> answer) =>
        Get(pattern, exchange => Task.FromResult(answer(exchange)));

    /// <summary>A path that is read: <c>HEAD</c> as well.</summary>
    public RouteTable Get(string pattern, Func<Exchange, Task<Answer>> answer) => Add("GET", pattern, answer);

    /// <summary>A path that takes something.</summary>
    public RouteTable Post(string pattern, Func<Exchange, Task<Answer>> answer) =>
        Add("POST", pattern, answer);

    /// <summary>A path at which something takes the place of what is there.</summary>
    public RouteTable Put(string pattern, Func<Exchange, Task<Answer>> answer) =>
        Add("PUT", pattern, answer);

    /// <summary>A path at which something is taken away.</summary>
    public RouteTable Delete(string pattern, Func<Exchange, Task<Answer>> answer) =>
        Add("DELETE", pattern, answer);

    /// <summary>The route of a path; <c>null</c> if there is none.</summary>
    internal (Route Route, IReadOnlyDictionary<string, string> Values)? Find(string[] segments)
    {
        foreach (var route in _routes)
        {
            if (route.Pattern.Match(segments) is { } values) return (route, values);
        }
        return null;
    }

    private RouteTable Add(string method, string pattern, Func<Exchange, Task<Answer>> answer)
    {
        var route = _routes.Find(route => route.Pattern.ToString() == pattern);
        if (route is null) _routes.Add(route = new Route(new PathPattern(pattern)));
        route.ByMethod.Add(method, answer);
        return this;
    }
}

/// <summary>A path, and what each of its methods does.</summary>
internal sealed class Route(PathPattern pattern)
{
    public PathPattern Pattern => pattern;

    public Dictionary<string, Func<Exchange, Task<Answer>>> ByMethod { get; } = [];

    /// <summary>What the header Allow says.</summary>
    public string Allow => string.Join(", ", ByMethod.Keys.SelectMany(
        method => method == "GET" ? ["GET", "HEAD"] : (string[])[method]));

    public Func<Exchange, Task<Answer>>? Find(string method) =>
        ByMethod.GetValueOrDefault(method == "HEAD" ? "GET" : method);
}
