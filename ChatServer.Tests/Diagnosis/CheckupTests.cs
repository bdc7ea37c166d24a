using System.Net;
using ChatServer.Diagnosis;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Diagnosis;

/// <summary>Nobody has the machine look at itself at will.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CheckupTests
{
    private readonly FakeTimeProvider _time = new();
    private int _looks;
    private TaskCompletionSource _gate = new();

    [Test]
    public async Task Who_asks_meanwhile_or_soon_after_gets_the_same()
    {
        var checkup = new Checkup(LookAsync, _time);
        var asked = Enumerable.Range(0, 20).Select(_ => checkup.LatestAsync()).ToList();
        _gate.SetResult();
        var found = await Task.WhenAll(asked).WaitAsync(ChatPeer.Patience);
        Assert.That(found.Distinct().Count(), Is.EqualTo(1));
        _time.Advance(Checkup.KeepFor - TimeSpan.FromMilliseconds(1));
        Assert.That(await checkup.LatestAsync(), Is.SameAs(found[0]));
        Assert.That(_looks, Is.EqualTo(1));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await checkup.LatestAsync(), Is.Not.SameAs(found[0]));
        Assert.That(_looks, Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_takes_long_is_not_begun_again()
    {
        var checkup = new Checkup(LookAsync, _time);
        var first = checkup.LatestAsync();
        _time.Advance(10 * Checkup.KeepFor);
        var second = checkup.LatestAsync();
        _gate.SetResult();
        Assert.That(await second, Is.SameAs(await first));
        Assert.That(_looks, Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_failed_is_not_kept()
    {
        var checkup = new Checkup(LookAsync, _time);
        _gate.SetException(new InvalidOperationException("no"));
        Assert.That(checkup.LatestAsync, Throws.InvalidOperationException);
        _gate = new();
        _gate.SetResult();
        await checkup.LatestAsync();
        Assert.That(_looks, Is.EqualTo(2));
    }

    private async Task<Facts> LookAsync()
    {
        Interlocked.Increment(ref _looks);
        await _gate.Task;
        return new Facts { Bound = IPAddress.Any, Port = 8000 };
    }
}
