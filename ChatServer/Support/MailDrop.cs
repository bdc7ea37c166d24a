using System.Globalization;
using System.Net.Mail;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// A folder into which mail about tickets is put, a file each (RFC 5322), for a mail server that picks it up.
/// A file appears there when it is whole. Any thread may call it.
/// </summary>
public sealed class MailDrop : IDisposable
{
    private const string MarkId = "mail";
    private const string PartsFolder = ".parts";

    /// <summary>What the subject has of a question, in UTF-16 units.</summary>
    private const int SubjectUnits = 60;

    /// <summary>How long until it is tried again where the folder can't be written.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly string _epoch;
    private readonly MarkLog _marks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new(); // guards what follows
    private Task<bool> _writing = Task.FromResult(true); // whether all that was put until now is there
    private long _last; // number of the ticket that was put last

    private MailDrop(string folder, string epoch, MarkLog marks, TimeProvider time, ILogger logger) =>
        (_folder, _epoch, _marks, _time, _logger) = (folder, epoch, marks, time, logger);

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
        var drop = new MailDrop(Path.GetFullPath(folder), desk.Epoch, marks, time, logger);
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
            var before = _writing;
            _writing = Task.Run(() => PutAfterAsync(before, ticket, address));
        }
    }

    /// <summary>
    /// Completes when all that was put is there, and the log knows. What can't be written then is for the
    /// next start.
    /// </summary>
    public async Task FinishAsync()
    {
        Task writing;
        lock (_gate) writing = _writing;
        await _ending.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        await _marks.FlushAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _ending.Cancel();
        _marks.Dispose();
    }

    // In their order, as one number tells how far mail was put.
    private async Task<bool> PutAfterAsync(Task<bool> before, Ticket ticket, string address)
    {
        if (!await before.ConfigureAwait(false)) return false;
        for (var tries = 0; !TryWrite(ticket, address, isFirst: tries == 0); tries++)
        {
            try
            {
                await Task.Delay(RetryDelay, _time, _ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
        _marks.Move("", MarkId, new ReadPoint(_epoch, ticket.Number));
        return true;
    }

    private bool TryWrite(Ticket ticket, string address, bool isFirst)
    {
        try
        {
            Write(ticket, address);
            return true;
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            if (isFirst)
            {
                _logger.Error(
                    e, "Mail about ticket {Ticket} could not be put into the folder; it is tried again",
                    ticket.Number);
            }
            return false;
        }
        catch (SmtpException e)
        {
            _logger.Error(e, "There can be no mail about ticket {Ticket}", ticket.Number);
            return true;
        }
    }

    private static bool IsOfTheDisk(Exception e) =>
        e is IOException or UnauthorizedAccessException
            || (e is SmtpException { InnerException: { } inner } && IsOfTheDisk(inner));

    private void Write(Ticket ticket, string address)
    {
        var parts = new DirectoryInfo(
            Path.Combine(_folder, PartsFolder, ticket.Number.ToString(CultureInfo.InvariantCulture)));
        // What an earlier try has left isn't whole.
        if (parts.Exists) parts.Delete(recursive: true);
        parts.Create();
        using (var mail = Mail(ticket, address))
        using (var client = new SmtpClient())
        {
            client.DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory;
            client.PickupDirectoryLocation = parts.FullName;
            client.Send(mail);
        }
        var whole = Path.Combine(_folder, $"ticket-{ticket.Number}.eml");
        parts.GetFiles().Single().MoveTo(whole, overwrite: true);
        parts.Delete();
    }

    // The same Message-ID if it is put twice after a crash: who picks it up can tell.
    private MailMessage Mail(Ticket ticket, string address)
    {
        var subject = ticket.Question.ReplaceLineEndings(" ");
        var mail = new MailMessage(address, address)
        {
            Subject = $"{ticket.Room} {ticket.Visitor.Name}: {UnicodeText.Shortened(subject, SubjectUnits)}",
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
