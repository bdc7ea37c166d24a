namespace ChatServer.Commands;

/// <summary><c>export</c>: writes a room into a file, which is there when it is whole.</summary>
internal sealed class ExportCommand(ExportOptions options, Remote remote, ProgressBar progress)
{
    private string FilePath => options.Out ?? $"{options.Room}.{options.Format}";

    /// <exception cref="UsageFailure">The command line can't be.</exception>
    public static void Check(ExportOptions options)
    {
        if (options.Words.FirstOrDefault() is { } word)
            throw new UsageFailure($"«{word}» is not understood.");
        if (options.Format is not ("jsonl" or "md" or "html"))
            throw new UsageFailure("--format is jsonl, md or html.");
        if (options.Out is "") throw new UsageFailure("--out is a file.");
    }

    /// <exception cref="CommandFailure">The room can't be read, the file can't be written, or it isn't
    /// whole.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var target = await ExportTarget.OpenAsync(FilePath, cancellationToken)
                .ConfigureAwait(false);
            await WriteAsync(target, cancellationToken).ConfigureAwait(false);
            await target.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{FilePath} can't be written: {e.Message}", e);
        }
        finally
        {
            progress.Clear();
        }
    }

    private async Task WriteAsync(ExportTarget target, CancellationToken cancellationToken)
    {
        var address = remote.Address(
            ["rooms", options.Room!, "export"],
            ("format", options.Format), ("password", options.Password),
            ("room-password", options.RoomPassword));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await remote.AskAsync(request, Remote.AnswerTimeout, cancellationToken)
            .ConfigureAwait(false);
        var check = new ExportCheck(options.Format);
        await CopyAsync(answer, target, check, cancellationToken).ConfigureAwait(false);
        if (check.Problem is { } problem) throw new CommandFailure($"The export isn't whole: {problem}.");
    }

    private async Task CopyAsync(
        HttpResponseMessage answer, ExportTarget target, ExportCheck check,
        CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            int length;
            try
            {
                length = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw remote.Lost(e);
            }
            if (length == 0) return;
            check.Add(buffer.AsSpan(0, length));
            progress.ShowEvents(check.Events, check.Head, target.Bytes);
            await target.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
    }
}
