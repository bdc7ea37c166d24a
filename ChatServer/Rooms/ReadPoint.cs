using System.Globalization;

namespace ChatServer.Rooms;

/// <summary>A place in a room's log.</summary>
internal readonly record struct ReadPoint(string Epoch, long Seq)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; <c>null</c> if it is something else.</summary>
    public static ReadPoint? Parse(string text) =>
        text.Split(' ') is [var epoch, var number]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new ReadPoint(epoch, seq)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch} {Seq}");
}
