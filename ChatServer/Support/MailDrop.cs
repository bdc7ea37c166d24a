using System.Globalization;
using System.Net.Mail;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// A folder into which mail about tickets is put, a file each (RFC 5322), for a mail server that picks it up. A file
/// appears there when it is whole. Any thread may call it.
/// </summary>
public sealed class MailDrop : IDisposable
{
    private const string MarkId = "mail";
    private const string PartsFolder = ".parts";

    /// <summary>What the subject has of a question, in UTF-16 units.</summary>
    private const int SubjectUnits = 60;

    private readonly string _folder;
    private readonly string _epoch;
    private readonly MarkLog _marks;
    private readonly ILogger _logger;
    private readonly Lock _gate = new(); // guards what follows
    private Task _writing = Task.CompletedTask;
    private long _last; // number of the ticket that was put last

    private MailDrop(string folder, string epoch, MarkLog marks, ILogger logger) =>
        (_folder, _epoch, _marks, _logger) = (folder, epoch, marks, logger);

    /// <summary>Makes the folder, and finds out how far mail was put.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="desk">Whose tickets they are.</param>
    /// <param name="log">The log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <exception cref="LogException">The folder can't be made, or the log can't be read.</exception>
    public static async Task<MailDrop> OpenAsync(
        string folder, Desk desk, IEventLog log, TimeProvider time, ILogger logger)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, PartsFolder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LogException($"--desk-mail: the folder {folder} can't be made: {e.Message}");
        }
        var marks = new MarkLog(log, ":desk-mail", EventKind.Delivered, time, logger);
        var drop = new MailDrop(Path.GetFullPath(folder), desk.Epoch, marks, logger);
        var mark = await marks.FindAsync("", MarkId).ConfigureAwait(false);
        if (mark is { } point && point.Epoch == desk.Epoch) drop._last = point.Seq;
        return drop;
    }

    /// <summary>Puts mail about a ticket, unless that was done. Never waits.</summary>
    /// <param name="ticket">The ticket; of higher numbers than those before.</param>
    /// <param name="address">Whom to.</param>
    public void Put(Ticket ticket, string address)
    {
        lock (_gate)
        {
            if (ticket.Number <= _last) return;
            _last = ticket.Number;
            _writing = _writing.ContinueWith(_ => Write(ticket, address), TaskScheduler.Default);
        }
    }

    /// <summary>Completes when all that was put is there, and the log knows.</summary>
    public async Task FlushAsync()
    {
        Task writing;
        lock (_gate) writing = _writing;
        await writing.ConfigureAwait(false);
        await _marks.FlushAsync().ConfigureAwait(false);
    }

    public void Dispose() => _marks.Dispose();

    private void Write(Ticket ticket, string address)
    {
        try
        {
            var parts = Directory.CreateDirectory(
                Path.Combine(_folder, PartsFolder, ticket.Number.ToString(CultureInfo.InvariantCulture)));
            using (var mail = Mail(ticket, address))
            using (var client = new SmtpClient())
            {
                client.DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory;
                client.PickupDirectoryLocation = parts.FullName;
                client.Send(mail);
            }
            foreach (var file in parts.GetFiles())
                file.MoveTo(Path.Combine(_folder, $"ticket-{ticket.Number}.eml"), overwrite: true);
            parts.Delete();
            _marks.Move("", MarkId, new ReadPoint(_epoch, ticket.Number));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException)
        {
            _logger.Error(e, "Mail about ticket {Ticket} could not be put into the folder", ticket.Number);
        }
    }

    // The same Message-ID if it is put twice after a crash: who picks it up can tell.
    private MailMessage Mail(Ticket ticket, string address)
    {
        var subject = ticket.Question.ReplaceLineEndings(" ");
        var mail = new MailMessage(address, address)
        {
            Subject = $"{ticket.Room} {ticket.Visitor.Name}: {Shortened(subject)}",
            SubjectEncoding = Encoding.UTF8,
            Body = Body(ticket),
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<ticket-{ticket.Number}@{_epoch}.invalid>");
        // What can't be written in a header stands in the text.
        if (MailAddress.TryCreate(ticket.Contact, out var contact) && Ascii.IsValid(contact.Address))
            mail.ReplyToList.Add(contact);
        return mail;
    }

    // Not between the halves of a surrogate pair.
    private static string Shortened(string text)
    {
        if (text.Length <= SubjectUnits) return text;
        return text[..(char.IsHighSurrogate(text[SubjectUnits - 1]) ? SubjectUnits - 1 : SubjectUnits)] + "…";
    }

    private static string Body(Ticket ticket)
    {
        var body = new StringBuilder();
        Line("Ticket / 工单", ticket.Room);
        Line("From / 来自", ticket.Visitor.Name);
        Line("Contact / 联系方式", ticket.Contact);
        Line("Department / 部门", ticket.Department);
        Line("Page / 页面", ticket.Page);
        foreach (var (name, value) in ticket.Fields ?? new Dictionary<string, string>()) Line(name, value);
        return body.Append('\n').Append(ticket.Question).Append('\n').ToString();

        void Line(string what, string? value)
        {
            if (value is not null) body.Append(what).Append(": ").Append(value).Append('\n');
        }
    }
}
