using System.Buffers;
using ChatServer.Protocol;

namespace ChatServer.Site.Api;

/// <summary>
/// How an export is written. One instance for one export; each call writes what comes next.
/// </summary>
internal interface IExportFormat
{
    string ContentType { get; }

    void Begin(IBufferWriter<byte> output, ExportHead head);

    void Write(IBufferWriter<byte> output, RoomEvent e);

    void End(IBufferWriter<byte> output, ExportEnd end);
}
