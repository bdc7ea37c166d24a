using System.Net;
using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>What follows from what was seen.</summary>
public sealed class ConclusionsTests
{
    private static readonly ProbeResult Mine = new(ProbeOutcome.Answers) { Instance = "0a" };
    private static readonly ProbeResult Refused = new(ProbeOutcome.Refused);
    private static readonly NetworkAdapter Wifi = LanAddressesTests.Adapter("wlan0", true, "192.168.1.7");

    private static readonly Facts Well = new()
    {
        Bound = IPAddress.Any,
        Port = 8000,
        Adapters = [Wifi],
        Near = Mine,
        Lan = [Knock(Wifi, Mine)],
        Firewalls = [],
    };

    [Test]
    public void Where_all_is_well_only_the_Wifi_is_left()
    {
        Expect(Well, "wifi_isolation", "server_answers", "no_firewall");
        Assert.That(Problems(Well), Is.Empty);
    }

    [Test]
    public void A_server_that_does_not_run() =>
        Expect(Well with { Near = Refused, Lan = [Knock(Wifi, Refused)] }, "server_not_running", "no_firewall");

    [Test]
    public void A_port_that_something_else_has()
    {
        var nginx = new ProbeResult(ProbeOutcome.Stranger) { Product = "nginx" };
        var found = Conclusions.From(Well with { Near = nginx, Lan = [Knock(Wifi, nginx)] });
        Assert.That(found[0].Text, Is.EqualTo("Something else answers on port 8000 of this machine: nginx."));
        Assert.That(found[0].Next, Does.EndWith("./run.sh --port 8001"));
        Expect(Well with { Near = new(ProbeOutcome.Silent), Lan = [] }, "port_silent", "no_firewall");
    }

    [Test]
    public void A_server_for_this_machine_only()
    {
        Expect(Well with { Bound = IPAddress.Loopback, Lan = [] }, "only_this_machine", "server_answers", "no_firewall");
        // As the command sees it, which isn't told what the server was started with.
        Expect(Well with { Lan = [Knock(Wifi, Refused)] }, "only_this_machine", "server_answers", "no_firewall");
    }

    [Test]
    public void A_server_on_one_address()
    {
        var cable = LanAddressesTests.Adapter("eth0", true, "10.0.0.7");
        var facts = Well with { Adapters = [Wifi, cable], Near = Refused, Lan = [Knock(Wifi, Refused), Knock(cable, Mine)] };
        Expect(facts, "only_one_address", "wifi_isolation", "server_answers", "no_firewall");
        Expect(Well with { Bound = IPAddress.Parse("192.168.1.7") }, "only_one_address", "wifi_isolation", "server_answers", "no_firewall");
    }

    [Test]
    public void An_address_that_does_not_answer_or_is_another_servers()
    {
        Expect(Well with { Lan = [Knock(Wifi, new(ProbeOutcome.Unreachable))] }, "address_silent", "server_answers", "no_firewall");
        var other = Mine with { Instance = "0b" };
        Expect(Well with { Lan = [Knock(Wifi, other)] }, "other_server", "wifi_isolation", "server_answers", "no_firewall");
        Expect(Well with { Near = other, Instance = "0a" }, "wifi_isolation", "server_answers", "no_firewall");
        Expect(Well with { Near = Mine with { Outcome = ProbeOutcome.Failing } }, "server_failing", "wifi_isolation", "server_answers", "no_firewall");
        Expect(Well with { V6 = [Knock(Wifi, Refused)] }, "ipv6_silent", "wifi_isolation", "server_answers", "no_firewall");
    }

    [TestCase("no_network")]
    [TestCase("no_router", "eth0 169.254.7.7")]
    [TestCase("only_virtual", "docker0 172.17.0.1", "tun0 10.8.0.2")]
    public void A_network_that_is_none(string code, params string[] adapters)
    {
        var found = Problems(Well with { Adapters = [.. adapters.Select(Parse)], Lan = [] });
        Assert.That(found.Select(finding => finding.Code), Is.EqualTo(new[] { code }));
    }

    [TestCase("shared_address", "wlan0 100.72.3.4")]
    [TestCase("public_address", "eth0 203.0.113.9")]
    [TestCase(null, "tailscale0 100.72.3.4", "wlan0 192.168.1.7")]
    public void An_address_that_others_may_not_reach_or_all_do(string? code, params string[] adapters) =>
        Assert.That(Codes(Well with { Adapters = [.. adapters.Select(Parse)] }).Except(Codes(Well)), Is.EqualTo(code is null ? [] : new[] { code }));

    [Test]
    public void A_VPN_that_takes_what_leaves()
    {
        var around = new Surroundings { Outgoing = IPAddress.Parse("10.8.0.2") };
        var facts = Well with { Adapters = [Parse("wg0 10.8.0.2"), Wifi], Surroundings = around };
        Assert.That(Codes(facts), Does.Contain("vpn"));
        Assert.That(Codes(facts with { Surroundings = new() { Outgoing = IPAddress.Parse("192.168.1.7") } }), Does.Not.Contain("vpn"));
    }

    [Test]
    public void Linux_inside_Windows_and_containers_unless_they_share_the_network_of_their_host()
    {
        var wsl = Well with { Adapters = [Parse("eth0 172.28.3.4")], Surroundings = new() { IsWsl = true } };
        Assert.That(Problems(wsl).Single().Next, Does.Contain("connectaddress=172.28.3.4").And.Contain("networkingMode=mirrored"));
        Assert.That(Codes(wsl with { Adapters = [Wifi] }), Does.Not.Contain("wsl_nat"), "mirrored");
        var container = wsl with { Surroundings = new() { Container = "docker" } };
        Assert.That(Codes(container), Does.Contain("container").And.Not.Contain("wsl_nat"));
        Assert.That(Codes(container with { Adapters = [Wifi] }), Does.Not.Contain("container"), "--network host");
        Assert.That(Codes(Well with { Surroundings = new() { Proxy = "proxy:3128" } }), Does.Contain("proxy"));
    }

    [Test]
    public void A_name_that_does_not_lead_here_or_is_not_answered_to()
    {
        var refused = new NameCheck("chat.example", [IPAddress.Parse("192.168.1.7")], new(ProbeOutcome.NameRefused));
        Assert.That(Problems(Well with { Name = refused }).Single().Next, Is.EqualTo("Start it with --allow-host chat.example"));
        Assert.That(Problems(Well with { Name = refused with { Result = Mine } }), Is.Empty);
        Assert.That(Problems(Well with { Name = refused with { Result = Mine, Addresses = [] } }).Single().Code, Is.EqualTo("name_unknown"));
        var elsewhere = refused with { Result = Mine, Addresses = [IPAddress.Parse("203.0.113.9")] };
        Assert.That(Problems(Well with { Name = elsewhere }).Single().Text, Does.Contain("203.0.113.9"));
    }

    [TestCase(FirewallVerdict.Off, "firewall_off", "ok")]
    [TestCase(FirewallVerdict.Open, "firewall_open", "ok")]
    [TestCase(FirewallVerdict.Partly, "firewall_partly", "note")]
    [TestCase(FirewallVerdict.Blocks, "firewall_blocks", "problem")]
    [TestCase(FirewallVerdict.Unknown, "firewall_unknown", "note")]
    public void A_firewall(object verdict, string code, string severity)
    {
        var state = new FirewallState("ufw", (FirewallVerdict)verdict, "sudo ufw allow 8000/tcp") { LetIn = "10.0.0.0/8" };
        var finding = Conclusions.From(Well with { Firewalls = [state] }).Single(found => found.Code.StartsWith("firewall", StringComparison.Ordinal));
        Assert.That((finding.Code, finding.Severity), Is.EqualTo((code, severity)));
        if (severity != "ok") Assert.That(finding.Next, Does.EndWith("sudo ufw allow 8000/tcp"));
    }

    [Test]
    public void A_network_that_Windows_takes_for_a_public_one()
    {
        var state = new FirewallState("Windows Firewall", FirewallVerdict.Blocks, "netsh …") { PublicNetwork = "Café" };
        Assert.That(Problems(Well with { Firewalls = [state] }).Single().Text, Does.StartWith("Windows takes Café for a public network"));
    }

    [Test]
    public void What_everybody_is_told_says_nothing_of_how_the_machine_is_made()
    {
        var docker = Parse("docker0 172.17.0.1");
        var facts = Well with { Adapters = [docker, Wifi], Lan = [Knock(Wifi, Mine), Knock(docker, Mine)], Firewalls = [new("ufw", FirewallVerdict.Blocks)] };
        var (outline, whole) = (Report.Outline(facts), Report.Whole(facts));
        Assert.That(outline.Addresses.Select(address => (address.Url, address.Adapter, address.Kind)), Is.EqualTo(new[] { ("http://192.168.1.7:8000", (string?)null, (string?)null) }));
        Assert.That(outline.Findings.Select(finding => finding.Code), Is.EqualTo(new[] { "wifi_isolation", "server_answers" }));
        Assert.That(whole.Addresses.Select(address => (address.Adapter, address.Kind)), Is.EqualTo(new[] { ("wlan0", "physical"), ("docker0", "virtual") }));
        Assert.That((whole.Best, outline.Best, whole.Whole, outline.Whole), Is.EqualTo(("http://192.168.1.7:8000", "http://192.168.1.7:8000", true, false)));
    }

    [Test]
    public void Every_text_has_its_values()
    {
        // Every finding of every case above that has a value would show its brace.
        var around = new Surroundings { IsWsl = true, Proxy = "p:1", Outgoing = IPAddress.Parse("10.8.0.2") };
        var facts = Well with
        {
            Adapters = [Parse("tun0 10.8.0.2"), Parse("eth0 172.28.0.1"), Parse("eth1 100.64.0.1"), Parse("eth2 203.0.113.9")],
            Surroundings = around,
            Firewalls = [.. Enum.GetValues<FirewallVerdict>().Select(verdict => new FirewallState("f", verdict, "c") { LetIn = "l" })],
            Name = new NameCheck("n", [], new(ProbeOutcome.NameRefused)),
        };
        var found = Conclusions.From(facts);
        Assert.That(found, Has.Count.GreaterThan(12));
        Assert.That(found.Select(finding => finding.Text + finding.Next), Has.None.Contains("{"));
        Assert.That(found.Select(finding => finding.Severity), Is.EqualTo(found.Select(finding => finding.Severity).OrderBy(severity => Array.IndexOf(["problem", "note", "ok"], severity))));
    }

    private static NetworkAdapter Parse(string text) => LanAddressesTests.Adapter(text.Split(' ')[0], true, text.Split(' ')[1]);

    private static Knock Knock(NetworkAdapter adapter, ProbeResult result) => new(new LanAddress(adapter.Addresses[0], adapter), result);

    private static List<string> Codes(Facts facts) => [.. Conclusions.From(facts).Select(finding => finding.Code)];

    private static List<Finding> Problems(Facts facts) => [.. Conclusions.From(facts).Where(finding => finding.Severity == "problem")];

    private static void Expect(Facts facts, params string[] codes) => Assert.That(Codes(facts), Is.EqualTo(codes));
}
