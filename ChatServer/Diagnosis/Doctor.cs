using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Diagnosis;

/// <summary>A running server that looks at itself.</summary>
/// <param name="bound">What it listens on.</param>
/// <param name="port">Gives its port, which is known once it listens.</param>
/// <param name="instance">Tells it from other servers.</param>
/// <param name="time">The clock.</param>
internal sealed class Doctor(IPAddress bound, Func<int> port, string instance, TimeProvider time)
{
    private readonly Checkup _whole = CheckupOf(
        bound, port, instance, Firewalls.Of(new PlatformTools(time)), time);

    // Of whom less is told, no program is started for.
    private readonly Checkup _outline = CheckupOf(bound, port, instance, null, time);

    /// <summary>For who is at this machine, and admins.</summary>
    public async Task<DoctorReport> WholeAsync() =>
        Report.Whole(await _whole.LatestAsync().ConfigureAwait(false));

    /// <summary>For everybody else.</summary>
    public async Task<DoctorReport> OutlineAsync() =>
        Report.Outline(await _outline.LatestAsync().ConfigureAwait(false));

    private static Checkup CheckupOf(
        IPAddress bound, Func<int> port, string instance, IReadOnlyList<IFirewall>? firewalls,
        TimeProvider time)
    {
        var examination = new Examination(new PortProbe(time), firewalls, time);
        return new Checkup(() => examination.LookAsync(bound, port(), instance), time);
    }
}
