namespace ChatServer.Diagnosis;

/// <summary>What came of knocking at an address.</summary>
internal enum ProbeOutcome
{
    /// <summary>A ChatServer answers, and is well.</summary>
    Answers,

    /// <summary>A ChatServer answers, and says that it can't save messages.</summary>
    Failing,

    /// <summary>A ChatServer answers that it isn't called so (421).</summary>
    NameRefused,

    /// <summary>Something else answers.</summary>
    Stranger,

    /// <summary>Something takes the connection, and says nothing in time.</summary>
    Silent,

    /// <summary>The connection is refused: nothing listens there.</summary>
    Refused,

    /// <summary>No connection came about in time, or there is no way.</summary>
    Unreachable,
}

/// <summary>What came of knocking at an address.</summary>
/// <param name="Outcome">What.</param>
internal sealed record ProbeResult(ProbeOutcome Outcome)
{
    /// <summary>Which ChatServer it is: another one, or the same started anew, has another.</summary>
    public string? Instance { get; init; }

    /// <summary>What a stranger says that it is (<c>Server</c> of RFC 9110 section 10.2.4); else
    /// <c>null</c>.</summary>
    public string? Product { get; init; }

    /// <summary>Whether a ChatServer is there.</summary>
    public bool IsOurs => Outcome is ProbeOutcome.Answers or ProbeOutcome.Failing or ProbeOutcome.NameRefused;
}
