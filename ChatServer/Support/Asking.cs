using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>Opening a ticket: the checks that every way in shares. Any thread may call it.</summary>
public sealed class Asking(
    Desk desk, DeskSetup setup, Reception reception, Speaking speaking, TimeProvider time)
{
    /// <summary>Tickets at once from one network, since visitors cost nothing.</summary>
    public const int Burst = 20;

    /// <summary>Longest address of a page, in UTF-16 units.</summary>
    public const int MaxPageUnits = 1_024;

    /// <summary>Longest way to reach somebody, in UTF-16 units.</summary>
    public const int MaxContactUnits = 200;

    /// <summary>Longest value of a field, in UTF-16 units.</summary>
    public const int MaxFieldUnits = 500;

    /// <summary>Longest tag of a language (RFC 5646 section 4.4.1).</summary>
    private const int MaxLanguageUnits = 35;

    private const double PerSecond = 1 / 60.0;

    private readonly TokenBuckets<IPAddress> _networks = new(PerSecond, Burst, time);

    /// <summary>A visitor asks.</summary>
    /// <param name="visitor">Who; has the name afterwards.</param>
    /// <param name="question">What.</param>
    /// <param name="from">Where they are.</param>
    /// <returns>The ticket, or why there is none.</returns>
    /// <exception cref="Log.LogException">The log can't write.</exception>
    public async Task<(Refusal? Problem, Ticket? Ticket)> AskAsync(
        Person visitor, Question question, IPAddress from)
    {
        if (!PersonName.TryParse(question.Name, out var name))
            return (Refusal.BadName, null);
        var text = UnicodeText.WithoutControls(question.Text ?? "");
        if ((speaking.Check(text) ?? Check(question)) is { } problem) return (problem, null);
        // What can only be refused leaves no trace; two at once are for the desk to decide.
        if (desk.NewestOf(visitor.Id) is { State: not TicketState.Closed } open)
        {
            return question.Id is not null && question.Id == open.AskId
                ? (null, open)
                : (DeskRefusal.Of(new DeskReceipt(DeskOutcome.AlreadyOpen, open)), null);
        }
        if (MayAsk(from) is { } tooMany) return (tooMany, null);
        visitor.SetName(name);
        var receipt = await desk.OpenAsync(visitor.Sender, question.Id, text, DetailOf(question))
            .ConfigureAwait(false);
        return (DeskRefusal.Of(receipt), receipt.Ticket);
    }

    private Refusal? MayAsk(IPAddress from) =>
        IPAddress.IsLoopback(from) || _networks.Of(from).TryTake(out var retryAfter)
            ? null
            : new Refusal(ErrorCode.RateLimited, "too many tickets from one network", retryAfter);

    private DeskDetail DetailOf(Question question) => new()
    {
        Department = question.Department,
        Offline = reception.State == DeskState.Open ? null : true,
        Contact = Written(question.Contact),
        Fields = FieldsOf(question),
        Page = question.Page,
        Language = question.Language,
    };

    private Refusal? Check(Question question)
    {
        var settings = setup.Settings;
        if (settings.Departments.Count == 0 ? question.Department is not null
            : !settings.Departments.Contains(question.Department))
        {
            return new Refusal(ErrorCode.BadDepartment, "department is one of the desk's");
        }
        if (question.Page is { } page && !IsPage(page))
            return Bad($"page is http or https, {MaxPageUnits} characters");
        if (question.Language is { } language && !IsLanguage(language))
            return Bad("language is a tag like zh-CN");
        if (question.Contact is { } contact && !IsLine(contact, MaxContactUnits))
            return Bad($"contact is a line of {MaxContactUnits} characters");
        if (settings.RequireContact && reception.State != DeskState.Open && Written(question.Contact) is null)
            return new Refusal(ErrorCode.ContactNeeded, "nobody is there: contact is needed");
        return CheckFields(question, settings);
    }

    private static Refusal? CheckFields(Question question, DeskSettings settings)
    {
        foreach (var (name, value) in question.Fields ?? new Dictionary<string, string>())
        {
            if (settings.Fields.All(field => field.Name != name))
                return Bad("fields has one that isn't asked for");
            if (value is null || !IsLine(value, MaxFieldUnits))
                return Bad($"a field is a line of {MaxFieldUnits} characters");
        }
        var missing = settings.Fields.FirstOrDefault(field =>
            field.Required && FieldOf(question, field.Name) is null);
        return missing is null ? null : Bad($"the field {missing.Name} is needed");
    }

    private static Dictionary<string, string>? FieldsOf(Question question) =>
        question.Fields?.Keys.Select(name => (Name: name, Value: FieldOf(question, name)))
            .Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!)
            is { Count: > 0 } fields ? fields : null;

    private static string? FieldOf(Question question, string name) =>
        Written(question.Fields?.GetValueOrDefault(name));

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsPage(string page) =>
        IsLine(page, MaxPageUnits)
        && Uri.TryCreate(page, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";

    private static bool IsLanguage(string tag) =>
        tag.Length is > 0 and <= MaxLanguageUnits && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsLine(string text, int most) =>
        text.Length <= most && text.IndexOfAny(['\n', '\t']) < 0 && UnicodeText.WithoutControls(text) == text;

    private static Refusal Bad(string what) => new(ErrorCode.BadMessage, what);
}
