using System.Collections.Frozen;
using System.Reflection;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Prometheus;

namespace ChatServer.Site.Monitoring;

/// <summary>
/// What happens, counted while it does: once a batch and once a commit, never once a member. Any thread may
/// call it.
/// </summary>
public sealed class ActivityMeters : IRoomWatcher, ILogObserver
{
    /// <summary>From a disk with a battery behind it, to one that stalls: 0.25 ms to 4 s.</summary>
    private static readonly double[] CommitSeconds = Histogram.ExponentialBuckets(0.000_25, 2, 15);

    private static readonly double[] BatchEvents = Histogram.ExponentialBuckets(1, 2, 11);

    private readonly FrozenDictionary<string, Counter.Child> _messages;
    private readonly Counter _batches, _deliveries, _failures;
    private readonly Histogram _batchSizes, _commits;

    internal ActivityMeters(MetricFactory metrics)
    {
        var messages = metrics.CreateCounter(
            "chatserver_messages_total", "Events of rooms that the log took, by kind.", "kind");
        _messages = Kinds().ToFrozenDictionary(kind => kind, kind => messages.WithLabels(kind));
        _deliveries = metrics.CreateCounter(
            "chatserver_deliveries_total",
            "Events sent on, each counted once for every member and listener that it went to.");
        _batches = metrics.CreateCounter(
            "chatserver_batches_total", "Batches of events that rooms have sent on.");
        _batchSizes = metrics.CreateHistogram(
            "chatserver_batch_size_events", "Events in a batch.", Buckets(BatchEvents));
        _commits = metrics.CreateHistogram(
            "chatserver_log_commit_duration_seconds",
            "Time that a commit of the log took, to the last byte on the disk.", Buckets(CommitSeconds));
        _failures = metrics.CreateCounter(
            "chatserver_log_failures_total", "Commits of the log that failed, probes of a failing log too.");
    }

    public void OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        _batches.Inc();
        _batchSizes.Observe(events.Count);
        _deliveries.Inc((double)events.Count * room.Reached);
        // Mostly they are all messages: one addition for each run of a kind.
        for (var i = 0; i < events.Count;)
        {
            var (kind, first) = (events[i].Kind, i);
            while (i < events.Count && events[i].Kind == kind) i++;
            if (_messages.TryGetValue(kind, out var counter)) counter.Inc(i - first);
        }
    }

    public void OnCommit(TimeSpan took, bool hasFailed)
    {
        _commits.Observe(took.TotalSeconds);
        if (hasFailed) _failures.Inc();
    }

    // The kinds that rooms can have; events have no others, so no label is ever made of what somebody sent.
    private static IEnumerable<string> Kinds()
    {
        string[] elsewhere =
        [
            EventKind.Name, EventKind.Admin, EventKind.Admitted, EventKind.Bot, EventKind.Read,
            EventKind.Delivered,
        ];
        return new[] { typeof(EventKind), typeof(ModerationAction) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Except(elsewhere);
    }

    private static HistogramConfiguration Buckets(double[] bounds) => new()
    {
        Buckets = bounds,
        ExemplarBehavior = ExemplarBehavior.NoExemplars(),
    };
}
