using System.Net;
using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>Which addresses a phone is told, and in which order.</summary>
public sealed class LanAddressesTests
{
    [Test]
    public void Those_of_a_router_come_first_and_virtual_ones_last()
    {
        var found = LanAddresses.Of(
            [
                Adapter("docker0", false, "172.17.0.1"), Adapter("tun0", true, "10.8.0.2"), Adapter("vEthernet (WSL)", true, "192.168.80.1"),
                Adapter("eth1", false, "169.254.3.4"), Adapter("eth2", false, "192.168.9.9"), Adapter("wlan0", true, "10.0.0.5"), Adapter("eth0", true, "192.168.1.7"),
            ],
            IPAddress.Any);
        Assert.That(
            found.Select(one => one.Address.ToString()),
            Is.EqualTo(new[] { "192.168.1.7", "10.0.0.5", "192.168.9.9", "169.254.3.4", "192.168.80.1", "10.8.0.2", "172.17.0.1" }));
        Assert.That(found.Where(one => one.IsOfLan).Select(one => one.Adapter!.Name), Is.EqualTo(new[] { "eth0", "wlan0", "eth2" }));
    }

    [Test]
    public void Of_IPv6_they_are_told_where_the_server_listens_there_without_those_that_need_a_scope()
    {
        NetworkAdapter[] adapters = [Adapter("eth0", true, "fe80::1%2", "2001:db8::7", "fd00::7", "192.168.1.7")];
        Assert.That(Of(adapters, "0.0.0.0"), Is.EqualTo(new[] { "192.168.1.7" }));
        Assert.That(Of(adapters, "::"), Is.EqualTo(new[] { "192.168.1.7", "fd00::7", "2001:db8::7" }));
    }

    [Test]
    public void Only_what_the_server_listens_on_is_told()
    {
        NetworkAdapter[] adapters = [Adapter("eth0", true, "192.168.1.7"), Adapter("eth1", true, "10.0.0.7")];
        Assert.That(Of(adapters, "127.0.0.1"), Is.Empty);
        Assert.That(LanAddresses.Of(adapters, IPAddress.Parse("10.0.0.7")).Single().Adapter!.Name, Is.EqualTo("eth1"));
    }

    [TestCase("eth0", "eth0", AdapterKind.Physical)]
    [TestCase("Wi-Fi", "Intel(R) Wi-Fi 6 AX201 160MHz", AdapterKind.Physical)]
    [TestCase("en0", "en0", AdapterKind.Physical)]
    [TestCase("br-5f1c", "br-5f1c", AdapterKind.Virtual)]
    [TestCase("vEthernet (WSL)", "Hyper-V Virtual Ethernet Adapter", AdapterKind.Virtual)]
    [TestCase("Ethernet 3", "VirtualBox Host-Only Ethernet Adapter", AdapterKind.Virtual)]
    [TestCase("utun4", "utun4", AdapterKind.Tunnel)]
    [TestCase("Local Area Connection", "TAP-Windows Adapter V9", AdapterKind.Tunnel)]
    [TestCase("Tailscale", "Tailscale Tunnel", AdapterKind.Tunnel)]
    public void What_an_adapter_is_called_says_where_it_leads(string name, string description, object kind) =>
        Assert.That(NetworkAdapter.KindOf(name, description), Is.EqualTo(kind));

    [Test]
    public void Addresses_are_written_as_browsers_take_them()
    {
        Assert.That(PageUrl.Of(IPAddress.Parse("192.168.1.7"), 8000), Is.EqualTo("http://192.168.1.7:8000"));
        Assert.That(PageUrl.Of(IPAddress.Parse("fe80::1%2"), 8000), Is.EqualTo("http://[fe80::1]:8000"));
    }

    internal static NetworkAdapter Adapter(string name, bool hasGateway, params string[] addresses) =>
        new(name, NetworkAdapter.KindOf(name, name), hasGateway, [.. addresses.Select(IPAddress.Parse)]);

    private static IEnumerable<string> Of(NetworkAdapter[] adapters, string bound) =>
        LanAddresses.Of(adapters, IPAddress.Parse(bound)).Select(one => one.Address.ToString());
}
