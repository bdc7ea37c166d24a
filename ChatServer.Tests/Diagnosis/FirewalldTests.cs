using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>What firewall-cmd prints, of several versions, and what is read off it.</summary>
public sealed class FirewalldTests
{
    // firewalld 0.9 (RHEL 9) and before.
    private const string Zones = """
        block
          target: %%REJECT%%
          icmp-block-inversion: no
          interfaces: 
          sources: 
          services: 
          ports: 8000/tcp

        docker (active)
          target: ACCEPT
          interfaces: docker0
          sources: 
          services: 
          ports: 

        home (active)
          target: default
          icmp-block-inversion: no
          interfaces: wlp2s0
          sources: 
          services: dhcpv6-client mdns samba-client ssh
          ports: 8000/tcp 9000-9100/tcp
          protocols: 
          forward: yes
          rich rules: 

        public (active)
          target: default
          icmp-block-inversion: no
          interfaces: enp3s0
          sources: 
          services: cockpit dhcpv6-client http ssh
          ports: 8000/udp
          protocols: 
          forward: yes
          rich rules: 

        """;

    // firewalld 2 (Fedora 40 and later).
    private const string Workstation = """
        FedoraWorkstation (default, active)
          target: default
          ingress-priority: 0
          egress-priority: 0
          icmp-block-inversion: no
          interfaces: eno1
          sources: 
          services: dhcpv6-client samba-client ssh
          ports: 1025-65535/udp 1025-65535/tcp

        """;

    [TestCase("wlp2s0", 8000, FirewallVerdict.Open)]
    [TestCase("wlp2s0", 9050, FirewallVerdict.Open)]
    [TestCase("wlp2s0", 8001, FirewallVerdict.Blocks)]
    [TestCase("enp3s0", 8000, FirewallVerdict.Blocks)]
    [TestCase("enp3s0", 80, FirewallVerdict.Open)]
    [TestCase("docker0", 8000, FirewallVerdict.Open)]
    public void The_zone_of_the_adapter_decides(string adapter, int port, object verdict) =>
        Assert.That(Firewalld.FromZones(Zones, port, adapter).Verdict, Is.EqualTo(verdict));

    [Test]
    public void The_next_step_names_the_zone() =>
        Assert.That(
            Firewalld.FromZones(Zones, 8000, "enp3s0").Command,
            Is.EqualTo("sudo firewall-cmd --permanent --zone=public --add-port=8000/tcp && sudo firewall-cmd --reload"));

    [Test]
    public void An_adapter_of_no_zone_is_in_the_default_one()
    {
        Assert.That(Firewalld.FromZones(Workstation, 8000, "wlan9").Verdict, Is.EqualTo(FirewallVerdict.Open));
        Assert.That(Firewalld.FromZones(Workstation, 80, "wlan9").Verdict, Is.EqualTo(FirewallVerdict.Blocks));
        Assert.That(Firewalld.FromZones("", 80, "wlan9").Verdict, Is.EqualTo(FirewallVerdict.Unknown));
    }

    [Test]
    public async Task It_is_read_as_far_as_one_may()
    {
        Assert.That(await VerdictAsync(new FakeTools()), Is.Null);
        Assert.That(await VerdictAsync(new FakeTools { ["firewall-cmd --state"] = new(252, "", "not running\n") }), Is.EqualTo(FirewallVerdict.Off));
        var denied = new ToolOutput(253, "", "Authorization failed.\n    Make sure polkit agent is running or run the application as superuser.\n");
        Assert.That(await VerdictAsync(new FakeTools { ["firewall-cmd --state"] = denied }), Is.EqualTo(FirewallVerdict.Unknown));
        var running = new FakeTools { ["firewall-cmd --state"] = new(0, "running\n", ""), ["firewall-cmd --list-all-zones"] = denied };
        Assert.That(await VerdictAsync(running), Is.EqualTo(FirewallVerdict.Unknown));
        running["firewall-cmd --list-all-zones"] = new(0, Workstation, "");
        Assert.That(await VerdictAsync(running), Is.EqualTo(FirewallVerdict.Open));
    }

    private static async Task<FirewallVerdict?> VerdictAsync(FakeTools tools) =>
        (await new Firewalld(tools).ReadAsync(8000, "eno1"))?.Verdict;
}
