namespace ChatServer.Support;

/// <summary>Where a ticket stands in the queue.</summary>
/// <param name="Ahead">How many are before it, of those that the same agents take.</param>
/// <param name="WaitSeconds">About how long it will take, in whole minutes; <c>null</c> if nothing
/// tells.</param>
public readonly record struct QueuePlace(int Ahead, int? WaitSeconds);
