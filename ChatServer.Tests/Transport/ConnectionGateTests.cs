using System.Net;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class ConnectionGateTests
{
    private static readonly IPAddress Ann = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Bob = IPAddress.Parse("2001:db8::2");

    [Test]
    public void The_last_place_is_given_and_no_further_one()
    {
        var gate = new ConnectionGate(2);

        Assert.That(gate.TryEnter(Ann));
        Assert.That(gate.TryEnter(Bob));
        Assert.That(gate.TryEnter(IPAddress.Loopback), Is.False);
        gate.Leave(Ann);
        Assert.That(gate.TryEnter(IPAddress.Loopback));
        Assert.That(gate.TryEnter(Ann), Is.False);
    }

    [Test]
    public void One_address_has_200_places()
    {
        var gate = new ConnectionGate(1_000);
        for (var i = 0; i < 200; i++) Assert.That(gate.TryEnter(Ann), $"place {i + 1}");

        Assert.That(gate.TryEnter(Ann), Is.False);
        Assert.That(gate.TryEnter(Bob), "another address has its own");
        gate.Leave(Ann);
        Assert.That(gate.TryEnter(Ann));
        Assert.That(gate.TryEnter(Ann), Is.False);
    }

    [Test]
    public void The_addresses_of_a_network_share_its_places()
    {
        var gate = new ConnectionGate(1_000);
        for (var i = 1; i <= 200; i++) Assert.That(gate.TryEnter(IPAddress.Parse($"2001:db8:1:2::{i}")));

        Assert.That(gate.TryEnter(IPAddress.Parse("2001:db8:1:2::ffff")), Is.False);
        Assert.That(gate.TryEnter(IPAddress.Parse("2001:db8:1:3::1")), "another network");
        gate.Leave(IPAddress.Parse("2001:db8:1:2::7"));
        Assert.That(gate.TryEnter(IPAddress.Parse("2001:db8:1:2::ffff")));
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.8.8.8")]
    [TestCase("::1")]
    public void Loopback_has_as_many_as_there_are(string address)
    {
        var gate = new ConnectionGate(500);
        for (var i = 0; i < 500; i++) Assert.That(gate.TryEnter(IPAddress.Parse(address)));

        Assert.That(gate.TryEnter(IPAddress.Parse(address)), Is.False);
    }

    [Test]
    public void A_refused_one_is_not_counted()
    {
        var gate = new ConnectionGate(300);
        for (var i = 0; i < 200; i++) gate.TryEnter(Ann);
        for (var i = 0; i < 500; i++) Assert.That(gate.TryEnter(Ann), Is.False);

        for (var i = 0; i < 100; i++) Assert.That(gate.TryEnter(IPAddress.Loopback), $"place {200 + i + 1}");
    }

    [Test]
    public void When_all_have_left_all_places_are_free_also_from_many_threads()
    {
        var gate = new ConnectionGate(400);
        Parallel.For(0, 20_000, i =>
        {
            var address = i % 3 == 0 ? Ann : i % 3 == 1 ? Bob : IPAddress.Loopback;
            if (gate.TryEnter(address)) gate.Leave(address);
        });

        for (var i = 0; i < 200; i++) Assert.That(gate.TryEnter(Ann) && gate.TryEnter(Bob));
    }
}
