using System.Net;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class ClientNetworkTests
{
    private static readonly HashSet<IPAddress> Own = [IPAddress.Parse("fd00:1:2:3::")];

    [TestCase("2001:db8:1:2::1", "2001:db8:1:2::", Description = "one network, one owner")]
    [TestCase("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::")]
    [TestCase("2001:db8:1:3::1", "2001:db8:1:3::")]
    [TestCase("::1", "::1", Description = "this machine")]
    [TestCase("::ffff:192.168.1.7", "192.168.1.7", Description = "IPv4 as a dual-stack socket gives it")]
    [TestCase("192.168.1.7", "192.168.1.7")]
    public void Addresses_that_one_owner_can_choose_among_are_one(string address, string network) =>
        Assert.That(ClientNetwork.Of(IPAddress.Parse(address), Own), Is.EqualTo(IPAddress.Parse(network)));

    [TestCase("fe80::1%2")]
    [TestCase("fd00:1:2:3::7")]
    public void Neighbours_on_the_servers_own_link_are_told_apart(string address) =>
        Assert.That(ClientNetwork.Of(IPAddress.Parse(address), Own), Is.EqualTo(IPAddress.Parse(address)));
}
