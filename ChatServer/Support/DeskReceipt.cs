namespace ChatServer.Support;

/// <summary>What became of an act at the desk.</summary>
/// <param name="Outcome">Whether it counts.</param>
/// <param name="Ticket">The ticket as it was right after it; <c>null</c> if there is none.</param>
public readonly record struct DeskReceipt(DeskOutcome Outcome, Ticket? Ticket);
