using ChatServer.Protocol;

namespace ChatServer.Webhooks;

/// <summary>What became of one try to deliver an event.</summary>
/// <param name="Verdict">What to do now.</param>
/// <param name="Why">Of a failure: a few words for the log, without anything of the address or the
/// body.</param>
internal readonly record struct DeliveryOutcome(DeliveryVerdict Verdict, string Why)
{
    /// <summary>What the receiver has to say.</summary>
    public WebhookAnswer? Answer { get; init; }

    /// <summary>How long the receiver asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

internal enum DeliveryVerdict
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>The receiver wants nothing any more.</summary>
    Gone,

    /// <summary>To be tried again.</summary>
    Failed,
}
