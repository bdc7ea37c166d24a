using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>
/// What an admin has set for the desk, kept in a stream of the log. Any thread may call it.
/// </summary>
public sealed class DeskSetup : IDisposable
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":desk-settings";

    private static readonly Sender Author = new("", "desk");

    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly SemaphoreSlim _setting = new(1);
    private State _state = new(0, new DeskSettings(), OpeningHours.Always);

    private DeskSetup(IEventLog log) => (_log, _stream) = (log, log.Open(StreamName));

    private sealed record State(long Seq, DeskSettings Settings, OpeningHours Hours);

    /// <summary>The settings are others now. Called on any thread; must not wait.</summary>
    public event Action? Changed;

    public DeskSettings Settings => Volatile.Read(ref _state).Settings;

    public OpeningHours Hours => Volatile.Read(ref _state).Hours;

    /// <summary>What holds now, and what names it: others have another version.</summary>
    public (string Version, DeskSettings Settings) Current
    {
        get
        {
            var state = Volatile.Read(ref _state);
            return ($"{_stream.Epoch}-{state.Seq}", state.Settings);
        }
    }

    /// <summary>How long an agent has for a word; <c>null</c> for ever.</summary>
    public TimeSpan? Silence =>
        Settings.SilenceMinutes is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : null;

    /// <summary>Folds the settings from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<DeskSetup> LoadAsync(IEventLog log)
    {
        var setup = new DeskSetup(log);
        await foreach (var e in WholeStream.ReadAsync(log, setup._stream).ConfigureAwait(false))
        {
            var settings = ProtocolJson.ReadOrNull(
                Encoding.UTF8.GetBytes(e.Text), ProtocolJson.Default.DeskSettings);
            // What a newer server knows more of, it checks itself.
            if (settings is not null && DeskSettingsRules.Check(settings, out var hours) is null)
                setup._state = new State(e.Seq, settings, hours!);
        }
        return setup;
    }

    /// <summary>Sets all of it.</summary>
    /// <param name="settings">What is to hold.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="mayReplace">Whether they mean to replace what holds, by its version;
    /// <c>null</c> if they do whatever it is.</param>
    /// <returns><c>null</c> if it holds now; else what is wrong with it.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<Refusal?> SetAsync(
        DeskSettings settings, Sender by, Predicate<string>? mayReplace = null)
    {
        if (DeskSettingsRules.Check(settings, out var hours) is { } problem) return problem;
        await _setting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (mayReplace?.Invoke(Current.Version) == false)
                return new Refusal(ErrorCode.Stale, "somebody else has set others meanwhile");
            await KeepAsync(settings, hours!, by).ConfigureAwait(false);
        }
        finally
        {
            _setting.Release();
        }
        Changed?.Invoke();
        return null;
    }

    public void Dispose() => _setting.Dispose();

    private async Task KeepAsync(DeskSettings settings, OpeningHours hours, Sender by)
    {
        var text = Encoding.UTF8.GetString(
            ProtocolJson.Bytes(settings, ProtocolJson.Default.DeskSettings));
        var draft = new Draft(EventKind.DeskSettings, Author, Id: EventKind.DeskSettings, text)
        {
            Supersedes = true,
            Person = by,
        };
        var appended = await _log.AppendAsync(_stream, [draft]).ConfigureAwait(false);
        Volatile.Write(ref _state, new State(appended[0].Event!.Seq, settings, hours));
    }
}
