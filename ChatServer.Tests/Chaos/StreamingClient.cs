using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>Server-sent events, resumed by Last-Event-ID.</summary>
internal sealed class StreamingClient(HttpClient http) : Listening
{
    private string? _id;

    protected override async Task ListenAsync()
    {
        await using var stream = _id is null
            ? await EventStream.OpenAsync(http, "/api/rooms/lobby/events?after=0")
            : await EventStream.OpenAsync(http, "/api/rooms/lobby/events", $"Last-Event-ID: {_id}");
        while (!IsDone)
        {
            var told = await stream.NextAsync();
            if (told.Name != "joined") Take(told.Data);
            else if (!(bool)told.Data["recovered"]!) Violations.Enqueue($"not recovered after {Last}");
            _id = told.Id;
        }
    }
}
