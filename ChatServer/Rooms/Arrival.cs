namespace ChatServer.Rooms;

/// <summary>Somebody at the door.</summary>
/// <param name="PersonId">The identity, which they have proved.</param>
/// <param name="Name">The name they want, if any.</param>
/// <param name="Password">The password of the house, if they gave one.</param>
/// <param name="IsLasting">Whether they can show the token again: what they get is kept then.</param>
public sealed record Arrival(string PersonId, PersonName? Name, string? Password, bool IsLasting);
