namespace ChatServer.Tests.Chaos;

/// <summary>That an agent has taken a ticket: as the server answers it, and as the history of the ticket has it.</summary>
/// <param name="Agent">Their id.</param>
/// <param name="Ticket">Its number.</param>
/// <param name="At">Since when they have it, in Unix milliseconds.</param>
internal sealed record DeskClaim(string Agent, long Ticket, long At);
