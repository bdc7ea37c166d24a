namespace ChatServer.Protocol;

/// <summary>What is done with raised hands: values of <c>action</c>.</summary>
public static class HandAction
{
    /// <summary>Gets into the line.</summary>
    public const string Raise = "raise";

    /// <summary>Leaves the line; hosts take others out of it.</summary>
    public const string Lower = "lower";

    /// <summary>Calls who is the next in line; for hosts.</summary>
    public const string Call = "call";

    /// <summary>Lowers all hands; for hosts.</summary>
    public const string Clear = "clear";
}
