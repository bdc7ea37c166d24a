using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Endpoints.Chat;

/// <summary>A visitor's place at the support desk: they see their own tickets, and nothing else.</summary>
internal sealed class VisitorSeat(ChatClient client) : DeskSeat(client), IVisitorListener
{
    public override Standing Standing => Standing.Visitor;

    public override void Leave() => Client.Support.Visitors.Leave(Client.Person!, this);

    public override TicketView View(Ticket ticket) => Client.Support.Bulletin.ViewForVisitor(ticket);

    /// <summary>The desk, and the ticket that they find again.</summary>
    public DeskView Welcome(Person visitor)
    {
        var support = Client.Support;
        var oldest = (Client.House.Time.GetUtcNow() - SupportDesk.FoundFor).ToUnixTimeMilliseconds();
        return support.Reception.View with
        {
            Ticket = support.Desk.NewestOf(visitor.Id) is { } ticket && !(ticket.ClosedAt < oldest)
                ? View(ticket)
                : null,
        };
    }

    public void OnDesk(DeskView desk) => Client.Tell(new DeskTold(desk), ProtocolJson.Default.DeskTold);
}
