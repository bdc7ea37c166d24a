using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>
/// Finds closed tickets by what stands in them, the newest first: of those that are remembered (<see
/// cref="DeskFold.RememberedClosed"/>). Any thread may call it.
/// </summary>
public sealed class TicketSearch(IEventLog log, Desk desk)
{
    /// <summary>Tickets on a page.</summary>
    public const int PageTickets = 20;

    /// <summary>Tickets whose messages are read for a page at most: about half a second.</summary>
    private const int ReadTickets = 500;

    /// <param name="find">What is looked for, as a reader finds it: capitals and compatibility forms don't
    /// matter. Empty for all.</param>
    /// <param name="before">Only tickets of lower numbers.</param>
    /// <param name="ended">Cancelled when nobody wants to know any more.</param>
    /// <returns>What was found, and where to go on if there may be more.</returns>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task<(IReadOnlyList<Ticket> Found, long? Next)> FindAsync(
        string find, long before, CancellationToken ended)
    {
        var wanted = PersonName.Fold(find.Trim());
        var found = new List<Ticket>();
        var read = 0;
        foreach (var ticket in desk.Closed.Where(ticket => ticket.Number < before)
            .OrderByDescending(ticket => ticket.Number))
        {
            ended.ThrowIfCancellationRequested();
            if (found.Count == PageTickets || read == ReadTickets) return (found, ticket.Number + 1);
            if (Has(ticket, wanted) || await IsSaidAsync(ticket, wanted).ConfigureAwait(false))
                found.Add(ticket);
            read++;
        }
        return (found, null);
    }

    private static bool Has(Ticket ticket, string wanted) =>
        wanted.Length == 0 || wanted == ticket.Room
        || Has(ticket.Question, wanted) || Has(ticket.Visitor.Name, wanted) || Has(ticket.Agent?.Name, wanted)
        || Has(ticket.Tag, wanted) || Has(ticket.Contact, wanted) || Has(ticket.Comment, wanted)
        || ticket.Fields?.Values.Any(value => Has(value, wanted)) is true;

    private static bool Has(string? text, string wanted) =>
        text is not null && PersonName.Fold(text).Contains(wanted, StringComparison.Ordinal);

    private async Task<bool> IsSaidAsync(Ticket ticket, string wanted)
    {
        await foreach (var e in WholeStream.ReadAsync(log, log.Open(ticket.Room)).ConfigureAwait(false))
        {
            if (e.Kind == EventKind.Message && Has(e.Text, wanted)) return true;
        }
        return false;
    }
}
