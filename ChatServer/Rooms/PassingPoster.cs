using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Somebody who is here for one post only, and waits for what becomes of it. Any thread may call it.
/// </summary>
public sealed class PassingPoster(IPAddress address) : IPoster, IPersonListener
{
    private readonly TaskCompletionSource<PostOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IPAddress Address => address;

    /// <summary>Completes when the log has taken the post, or not.</summary>
    public Task<PostOutcome> Outcome => _outcome.Task;

    public void OnAdded(RoomEvent added) => _outcome.TrySetResult(new PostOutcome(added, true, null));

    public void OnRepeat(RoomEvent known) => _outcome.TrySetResult(new PostOutcome(known, false, null));

    public void OnNotSaved(Draft draft) => OnRefused(draft, Refusal.NotSaved);

    public void OnRefused(Draft draft, Refusal why) =>
        _outcome.TrySetResult(new PostOutcome(null, false, why));
}

/// <summary>What became of a post.</summary>
/// <param name="Event">The event in the log; <c>null</c> if it was refused.</param>
/// <param name="IsNew">Whether it wasn't there before.</param>
/// <param name="Refusal">Why there is none.</param>
public readonly record struct PostOutcome(RoomEvent? Event, bool IsNew, Refusal? Refusal);
