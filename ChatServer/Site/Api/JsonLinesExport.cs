using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using ChatServer.Protocol;

namespace ChatServer.Site.Api;

/// <summary>JSON, a line each: what can be imported again.</summary>
internal sealed class JsonLinesExport : IExportFormat
{
    public string ContentType => "application/x-ndjson; charset=utf-8";

    public void Begin(IBufferWriter<byte> output, ExportHead head) =>
        WriteLine(output, head, ProtocolJson.Default.ExportHead);

    public void Write(IBufferWriter<byte> output, RoomEvent e) =>
        WriteLine(output, e, ProtocolJson.Default.RoomEvent);

    public void End(IBufferWriter<byte> output, ExportEnd end) =>
        WriteLine(output, end, ProtocolJson.Default.ExportEnd);

    private static void WriteLine<T>(IBufferWriter<byte> output, T message, JsonTypeInfo<T> type)
    {
        ProtocolJson.Write(output, message, type);
        output.Write("\n"u8);
    }
}
