using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ChatServer.Rooms;

/// <summary>
/// Codes that hand an identity over to another browser, each once and within 5 minutes. In memory only, since
/// a token is nowhere else. Any thread may call it.
/// </summary>
internal sealed class Handovers(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Codes that are good at the same time; over it, the oldest isn't any more.</summary>
    private const int MaxOffers = 1_000;

    private const int CodeBytes = 16;

    // The oldest first. One of a thousand at most is looked for, by a person.
    private readonly List<HandoverOffer> _offers = [];

    /// <summary>Makes a code. An earlier one of the person is no longer good.</summary>
    public HandoverOffer Offer(Token token, string name)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        var offer = new HandoverOffer(code, time.GetUtcNow() + Lifetime, token, name);
        lock (_offers)
        {
            ForgetOld();
            _offers.RemoveAll(earlier => earlier.Token == token);
            if (_offers.Count == MaxOffers) _offers.RemoveAt(0);
            _offers.Add(offer);
        }
        return offer;
    }

    /// <summary>Whoever comes first with the code gets what it is for.</summary>
    public bool TryClaim(string code, [NotNullWhen(true)] out HandoverOffer? offer)
    {
        lock (_offers)
        {
            ForgetOld();
            offer = _offers.Find(candidate => candidate.Code == code);
            return offer is not null && _offers.Remove(offer);
        }
    }

    private void ForgetOld()
    {
        var now = time.GetUtcNow();
        _offers.RemoveAll(offer => offer.Expires <= now);
    }
}

/// <summary>A code, and what it is good for.</summary>
/// <param name="Code">128 random bits in base64url. Never logged.</param>
/// <param name="Expires">Until when.</param>
/// <param name="Token">The identity.</param>
/// <param name="Name">What the person was called when it was made.</param>
public sealed record HandoverOffer(string Code, DateTimeOffset Expires, Token Token, string Name);
