using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ChatServer.Tests.Site.Api;
using ChatServer.Tests.Support;
using ChatServer.Webhooks;

namespace ChatServer.Tests.Webhooks;

/// <summary>Addresses that point inside are refused in whatever form, when a webhook is made and when it connects.</summary>
public sealed class RefusedAddressTests : ApiTest
{
    private static readonly string[] InsideHosts =
    [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "0x7F.0.0.1", "0177.0.0.1", "017700000001",
        "127.0.0.1.", "0.0.0.0", "0", "0.1.2.3", "localhost", "LOCALHOST", "localhost.", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]",
        "169.254.169.254", "169.254.0.1", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "224.0.0.1", "239.255.255.255", "255.255.255.255", "240.0.0.1", "[fe80::1]", "[fe80::1%25eth0]", "[febf::1]", "[fec0::1]", "[ff02::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:1:2::3]", "[fe80::5efe:7f00:1]",
        "[2001:db8::5efe:127.0.0.1]", "[2001:db8::200:5efe:169.254.169.254]", "[fd00:ec2::254]", "[fd20:ce::254]", "①②⑦.0.0.1", "127。0。0。1",
    ];

    private static readonly string[] OutsideAddresses =
    [
        "10.0.0.7", "172.16.3.4", "172.31.255.255", "192.168.1.20", "100.64.0.1", "8.8.8.8", "203.0.113.9", "fd12:3456::1", "fc00::7",
        "2606:4700::1111", "::ffff:192.168.1.20", "64:ff9b::8.8.8.8", "2002:0808:0808::1", "168.63.129.17", "169.253.255.255",
    ];

    [TestCaseSource(nameof(InsideHosts))]
    public async Task No_webhook_can_be_made_for(string host)
    {
        foreach (var url in new[] { $"http://{host}/", $"https://{host}:8443/x?y" })
        {
            var body = $$"""{"url":"{{url}}","bot":"x"}""";
            var answer = await Api.PostAsync("/api/rooms/lobby/webhooks", body, "application/json", $"Authorization: Bearer {AdminKey}");
            Assert.That(answer.Problem, Is.EqualTo((400, "bad_url")), url);
        }
    }

    [TestCaseSource(nameof(InsideHosts))]
    public void No_connection_is_opened_to(string host)
    {
        if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri)) return;
        var connector = new OutwardConnector(allowInternal: false);
        Assert.That(
            async () => await connector.ConnectAsync(new DnsEndPoint(uri.IdnHost, 80), CancellationToken.None),
            Throws.TypeOf<AddressRefusedException>());
    }

    [TestCaseSource(nameof(OutsideAddresses))]
    public void The_local_network_and_the_world_may_be_reached(string address) =>
        Assert.That(InsideAddress.Is(IPAddress.Parse(address), []), Is.False);

    [Test]
    public void The_machines_own_addresses_are_inside_also_where_they_are_mapped()
    {
        var own = IPAddress.Parse("192.168.1.20");
        Assert.That(InsideAddress.Is(own, [own]));
        Assert.That(InsideAddress.Is(own.MapToIPv6(), [own]));
        Assert.That(InsideAddress.Is(IPAddress.Parse("192.168.1.21"), [own]), Is.False);
    }

    [Test]
    public async Task The_machines_own_addresses_are_those_of_its_adapters()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address).FirstOrDefault(address => !InsideAddress.Is(address, []));
        if (own is null) Assert.Ignore("this machine has no address but loopback");
        Assert.That(
            async () => await new OutwardConnector(allowInternal: false).AllowedAsync(own!.ToString(), CancellationToken.None),
            Throws.TypeOf<AddressRefusedException>());
        Assert.That(await new OutwardConnector(allowInternal: true).AllowedAsync(own!.ToString(), CancellationToken.None), Is.EqualTo(new[] { own }));
    }

    [Test]
    public async Task A_name_is_resolved_for_each_connection_and_what_it_stands_for_is_checked_each_time()
    {
        var answers = new Queue<IPAddress[]>(
            [[IPAddress.Parse("203.0.113.9")], [IPAddress.Loopback], [IPAddress.IPv6Loopback, IPAddress.Parse("192.168.1.20")], []]);
        var asked = new List<string>();
        var connector = new OutwardConnector(false, (host, _) =>
        {
            asked.Add(host);
            return Task.FromResult(answers.Dequeue());
        });
        Assert.That(await AllowedAsync(), Is.EqualTo(new[] { IPAddress.Parse("203.0.113.9") }));
        Assert.That(AllowedAsync, Throws.TypeOf<AddressRefusedException>());
        Assert.That(await AllowedAsync(), Is.EqualTo(new[] { IPAddress.Parse("192.168.1.20") }));
        Assert.That(AllowedAsync, Throws.InstanceOf<SocketException>());
        Assert.That(asked, Is.All.EqualTo("rebinding.example"));

        Task<IReadOnlyList<IPAddress>> AllowedAsync() => connector.AllowedAsync("rebinding.example", CancellationToken.None);
    }

    [Test]
    public async Task It_connects_to_the_next_address_where_the_first_is_dead()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connector = new OutwardConnector(true, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]));
        var to = new DnsEndPoint("two.example", ((IPEndPoint)listener.LocalEndpoint).Port);
        await using var stream = await connector.ConnectAsync(to, CancellationToken.None).AsTask().WaitAsync(ChatPeer.Patience);
        Assert.That(stream.CanWrite);
    }
}
