using Prometheus;

namespace ChatServer.Site.Monitoring;

/// <summary>
/// What one server measures of itself. The registry is its own: two servers in one process don't count
/// together.
/// </summary>
public sealed class Meters
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();

    public Meters()
    {
        Activity = new ActivityMeters(Metrics.WithCustomRegistry(_registry));
        // process_cpu_seconds_total, process_working_set_bytes, process_num_threads and their kind.
        DotNetStats.Register(_registry);
    }

    /// <summary>Counts while it happens; to be told of it.</summary>
    public ActivityMeters Activity { get; }

    /// <summary>Adds what is sampled when somebody asks, and the page that answers them.</summary>
    public void AddTo(RouteTable routes, StateSources sources)
    {
        var state = new StateMeters(Metrics.WithCustomRegistry(_registry), sources);
        _registry.AddBeforeCollectCallback(state.Sample);
        new MetricsPage(_registry, sources.House).AddTo(routes);
    }
}
