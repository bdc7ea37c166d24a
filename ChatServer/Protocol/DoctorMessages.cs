namespace ChatServer.Protocol;

// What GET /api/doctor and the command «doctor» tell. docs/protocol.md says when.

/// <summary>Where the server can be reached, and what is in the way.</summary>
/// <param name="Port">Its port.</param>
/// <param name="Whole">Whether it is all that was found, which only who is at the machine, and admins, are
/// told.</param>
/// <param name="Addresses">Those that other devices could use, best first.</param>
/// <param name="Findings">What was found, what is in the way first.</param>
public sealed record DoctorReport(
    int Port, bool Whole, IReadOnlyList<DoctorAddress> Addresses, IReadOnlyList<DoctorFinding> Findings)
{
    /// <summary>The address that a phone is best given; absent if none answers.</summary>
    public string? Best { get; init; }

    /// <summary>Its QR code, a row a string, <c>1</c> for dark, without the quiet zone.</summary>
    public IReadOnlyList<string>? Qr { get; init; }
}

/// <summary>An address of the server's machine.</summary>
/// <param name="Url">As a browser takes it.</param>
/// <param name="Answers">Whether the server answers there, asked from its own machine.</param>
public sealed record DoctorAddress(string Url, bool Answers)
{
    /// <summary>What the adapter is called; absent where not all is told.</summary>
    public string? Adapter { get; init; }

    /// <summary><c>physical</c>, <c>virtual</c> or <c>tunnel</c>; absent where not all is told.</summary>
    public string? Kind { get; init; }
}

/// <summary>Something that was found.</summary>
/// <param name="Code">What, for who words it themselves.</param>
/// <param name="Severity"><c>ok</c>, <c>note</c> or <c>problem</c>.</param>
/// <param name="Text">What is so, in English.</param>
public sealed record DoctorFinding(string Code, string Severity, string Text)
{
    /// <summary>The next step, in English; absent where there is none.</summary>
    public string? Next { get; init; }

    /// <summary>What the texts name; absent if nothing.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }
}
