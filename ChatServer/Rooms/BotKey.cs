namespace ChatServer.Rooms;

/// <summary>A bot and the key that it shows, as given by <c>--bot-key name:key</c>. Never logged.</summary>
public sealed record BotKey(PersonName Name, string Key)
{
    public override string ToString() => $"key of {Name.Text}";
}
