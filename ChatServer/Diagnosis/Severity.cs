namespace ChatServer.Diagnosis;

/// <summary>How much a finding is in the way; the strings are those that travel.</summary>
internal static class Severity
{
    /// <summary>It is as it should be.</summary>
    public const string Ok = "ok";

    /// <summary>It may be in the way, or can't be told.</summary>
    public const string Note = "note";

    /// <summary>It is in the way.</summary>
    public const string Problem = "problem";
}
