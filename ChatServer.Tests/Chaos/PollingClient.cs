using System.Text.Json.Nodes;

namespace ChatServer.Tests.Chaos;

/// <summary>Polls, or with a wait long-polls.</summary>
internal sealed class PollingClient(HttpClient http, TimeSpan wait) : Listening
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    protected override async Task ListenAsync()
    {
        while (!IsDone)
        {
            var epoch = Epoch is null ? "" : $"&epoch={Epoch}";
            var answer = await http.GetStringAsync($"/api/rooms/lobby/messages?after={Last}&limit=200&wait={wait.TotalSeconds}{epoch}");
            var page = JsonNode.Parse(answer)!;
            if (!(bool)page["recovered"]!) Violations.Enqueue($"not recovered after {Last}");
            Epoch = (string)page["epoch"]!;
            foreach (var e in page["events"]!.AsArray()) Take(e!);
            if (wait == TimeSpan.Zero && !(bool)page["more"]!) await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
