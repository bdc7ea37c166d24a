using System.Globalization;

namespace ChatServer.Transport;

/// <summary>
/// Where the body of a request ends, found as it passes (RFC 9112 section 6.3). Belongs to one relay.
/// </summary>
internal abstract class BodyLength
{
    /// <summary>Whether all of the body has passed.</summary>
    public abstract bool IsOver { get; }

    public static BodyLength Of(RequestHead head) => head.One("Transfer-Encoding") is not null
        ? new Chunks()
        : new Announced(long.Parse(head.One("Content-Length") ?? "0", CultureInfo.InvariantCulture));

    /// <returns>How many of the bytes belong to the body.</returns>
    /// <exception cref="RefusedException">400: it is no body of the kind that was announced.</exception>
    public abstract int Take(ReadOnlySpan<byte> bytes);

    private sealed class Announced(long left) : BodyLength
    {
        private long _left = left;

        public override bool IsOver => _left == 0;

        public override int Take(ReadOnlySpan<byte> bytes)
        {
            var taken = (int)Math.Min(bytes.Length, _left);
            _left -= taken;
            return taken;
        }
    }

    /// <summary>
    /// Chunks (RFC 9112 section 7.1): each a size, a line break, so many bytes, a line break.
    /// </summary>
    private sealed class Chunks : BodyLength
    {
        /// <summary>What may stand behind the size of a chunk, and in the trailer, in bytes.</summary>
        private const int MaxExtraBytes = 4096;

        /// <summary>A size of 15 digits is below 2^60.</summary>
        private const int MaxSizeDigits = 15;

        private State _state = State.Size;
        private long _left; // of the chunk
        private int _digits;
        private int _extra;
        private bool _isLineEmpty; // of the trailer, so far

        private enum State
        {
            Size,
            Extension,
            SizeLineFeed,
            Data,
            DataReturn,
            DataLineFeed,
            Trailer,
            TrailerLineFeed,
            Over,
        }

        public override bool IsOver => _state == State.Over;

        public override int Take(ReadOnlySpan<byte> bytes)
        {
            var taken = 0;
            while (taken < bytes.Length && _state != State.Over)
            {
                if (_state == State.Data)
                {
                    var length = (int)Math.Min(bytes.Length - taken, _left);
                    _left -= length;
                    taken += length;
                    if (_left == 0) _state = State.DataReturn;
                }
                else
                {
                    _state = Next(bytes[taken++]);
                }
            }
            return taken;
        }

        private State Next(byte b) => (_state, b) switch
        {
            (State.Size, _) when char.IsAsciiHexDigit((char)b) => Digit(b),
            (State.Size, (byte)'\r') when _digits > 0 => State.SizeLineFeed,
            (State.Size, (byte)';' or (byte)' ' or (byte)'\t') when _digits > 0 => Extra(State.Extension),
            (State.Extension, (byte)'\r') => State.SizeLineFeed,
            (State.Extension, not ((byte)'\n' or 0)) => Extra(State.Extension),
            (State.SizeLineFeed, (byte)'\n') => Begin(),
            (State.DataReturn, (byte)'\r') => State.DataLineFeed,
            (State.DataLineFeed, (byte)'\n') => State.Size,
            (State.Trailer, (byte)'\r') => State.TrailerLineFeed,
            (State.Trailer, not ((byte)'\n' or 0)) => InTrailer(),
            (State.TrailerLineFeed, (byte)'\n') => EndLine(),
            _ => throw Broken(),
        };

        private State Digit(byte b)
        {
            if (++_digits > MaxSizeDigits) throw Broken();
            _left = (_left << 4) | (long)PercentEncoding.HexValue((char)b);
            return State.Size;
        }

        private State Begin()
        {
            (_digits, _extra) = (0, 0);
            _isLineEmpty = true;
            return _left == 0 ? State.Trailer : State.Data;
        }

        private State InTrailer()
        {
            _isLineEmpty = false;
            return Extra(State.Trailer);
        }

        private State EndLine()
        {
            if (_isLineEmpty) return State.Over;
            _isLineEmpty = true;
            return State.Trailer;
        }

        private State Extra(State next) => ++_extra <= MaxExtraBytes ? next : throw Broken();

        private static RefusedException Broken() =>
            new(400, "The body isn't in chunks as RFC 9112 section 7.1 has them.");
    }
}
