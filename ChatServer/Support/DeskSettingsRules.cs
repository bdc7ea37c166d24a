using System.Net.Mail;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>The bounds of what an admin can set for the desk.</summary>
public static class DeskSettingsRules
{
    /// <summary>Departments that there can be.</summary>
    public const int MaxDepartments = 20;

    /// <summary>Further things that a visitor can be asked.</summary>
    public const int MaxFields = 5;

    /// <summary>Canned replies that there can be.</summary>
    public const int MaxCanned = 100;

    /// <summary>Longest name of a department, a field or a shortcut, in UTF-16 units.</summary>
    public const int MaxNameUnits = 32;

    /// <summary>Longest greeting, in UTF-16 units.</summary>
    public const int MaxGreetingUnits = 500;

    /// <summary>Longest canned reply, in UTF-16 units.</summary>
    public const int MaxCannedUnits = 2_000;

    /// <summary>Longest time that an agent may be given for a word: a day.</summary>
    public const int MaxSilenceMinutes = 1_440;

    /// <summary>Whether they can be.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="hours">When the desk is open.</param>
    /// <returns><c>null</c> if so; else what is wrong.</returns>
    public static Refusal? Check(DeskSettings settings, out OpeningHours? hours)
    {
        hours = null;
        if (Problem(settings) is { } problem) return new Refusal(ErrorCode.BadMessage, problem);
        return OpeningHours.TryParse(settings.Hours, out hours, out var wrong)
            ? null
            : new Refusal(ErrorCode.BadMessage, $"hours: {wrong}");
    }

    // JSON can have null where the types say that there is none.
    private static string? Problem(DeskSettings settings)
    {
        if (settings is not { Greeting: not null, Departments: not null, Fields: not null, Canned: not null })
            return "greeting, departments, fields and canned are not null";
        if (settings.Greeting.Length > MaxGreetingUnits)
            return $"greeting has {MaxGreetingUnits} characters at most";
        if (settings.Routing is not (DeskSettings.Manual or DeskSettings.Auto))
            return "routing is manual or auto";
        if (settings.SilenceMinutes is < 0 or > MaxSilenceMinutes)
            return $"silenceMinutes is 0–{MaxSilenceMinutes}";
        if (settings.NotifyRoom is { } room && (!RoomName.TryParse(room, out var name) || name != room))
            return "notifyRoom is the name of a room, as the server writes it";
        if (settings.NotifyMail is { } mail
            && (mail.Length > Asking.MaxContactUnits || !MailAddress.TryCreate(mail, out _)))
            return "notifyMail is a mail address";
        return ProblemOfNames("departments", settings.Departments, MaxDepartments)
            ?? ProblemOfNames("fields", settings.Fields.Select(field => field?.Name), MaxFields)
            ?? ProblemOfCanned(settings.Canned);
    }

    private static string? ProblemOfNames(string what, IEnumerable<string?> names, int most)
    {
        var all = names.ToList();
        if (all.Count > most) return $"there are {most} {what} at most";
        if (all.Exists(name => name is null || name.Length > MaxNameUnits || name != name.Trim()
            || !PersonName.TryParse(name, out _)))
        {
            return $"{what} have names of 1–{MaxNameUnits} visible characters";
        }
        return all.Distinct(StringComparer.OrdinalIgnoreCase).Count() == all.Count
            ? null
            : $"two {what} have one name";
    }

    private static string? ProblemOfCanned(IReadOnlyList<CannedReply> canned)
    {
        if (canned.Count > MaxCanned) return $"there are {MaxCanned} canned replies at most";
        if (canned.Any(reply => reply?.Shortcut is null || reply.Text is null))
            return "canned have shortcut and text";
        if (canned.Any(reply =>
            reply.Shortcut.Length > MaxNameUnits || !RoomName.TryParse(reply.Shortcut, out _)))
            return $"a shortcut has 1–{MaxNameUnits} letters, digits, - and _";
        if (canned.Any(reply => reply.Text.Length is 0 or > MaxCannedUnits))
            return $"a canned reply has 1–{MaxCannedUnits} characters";
        return canned.Select(reply => reply.Shortcut).Distinct(StringComparer.OrdinalIgnoreCase).Count()
            == canned.Count
            ? null
            : "two canned replies have one shortcut";
    }
}
