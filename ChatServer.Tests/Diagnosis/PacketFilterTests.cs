using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>What nft and iptables print, of several versions, and what is read off it.</summary>
public sealed class PacketFilterTests
{
    // The example of Debian's /etc/nftables.conf, with rules.
    private const string Workstation = """
        table inet filter {
        	chain input {
        		type filter hook input priority filter; policy drop;
        		ct state invalid drop
        		ct state { established, related } accept
        		iif "lo" accept
        		tcp dport { 22, 7000-7100 } accept
        		RULE
        		counter packets 12 bytes 720 reject with icmpx type port-unreachable
        	}

        	chain forward {
        		type filter hook forward priority filter; policy drop;
        	}
        }
        table ip nat {
        	chain PREROUTING {
        		type nat hook prerouting priority dstnat; policy accept;
        	}
        }

        """;

    [TestCase("tcp dport 8000 accept", FirewallVerdict.Open)]
    [TestCase("tcp dport { 80, 443, 8000 } ct state new accept", FirewallVerdict.Open)]
    [TestCase("iifname \"wlan0\" tcp dport 8000-8010 counter packets 0 bytes 0 accept", FirewallVerdict.Open)]
    [TestCase("tcp dport 8001 accept", FirewallVerdict.Blocks)]
    [TestCase("udp dport 8000 accept", FirewallVerdict.Blocks)]
    [TestCase("tcp dport 8000 drop", FirewallVerdict.Blocks)]
    [TestCase("jump ufw-before-input", FirewallVerdict.Unknown)]
    [TestCase("ip saddr 192.168.1.0/24 accept", FirewallVerdict.Unknown)]
    [TestCase("ip saddr 192.168.1.0/24 tcp dport 8000 accept", FirewallVerdict.Unknown)]
    [TestCase("ip saddr 192.168.1.0/24 tcp dport 22 accept", FirewallVerdict.Blocks)]
    public void A_rule_of_nftables_decides(string rule, object verdict) =>
        Assert.That(Nftables.FromRuleset(Workstation.Replace("RULE", rule, StringComparison.Ordinal), 8000).Verdict, Is.EqualTo(verdict));

    [Test]
    public void The_next_step_names_table_and_chain() =>
        Assert.That(
            Nftables.FromRuleset(Workstation.Replace("RULE", "", StringComparison.Ordinal), 8000).Command,
            Is.EqualTo("sudo nft insert rule inet filter input tcp dport 8000 accept"));

    [Test]
    public void Without_a_chain_for_what_comes_in_it_is_off()
    {
        Assert.That(Nftables.FromRuleset("", 8000).Verdict, Is.EqualTo(FirewallVerdict.Off));
        var nat = Workstation[Workstation.IndexOf("table ip nat", StringComparison.Ordinal)..];
        Assert.That(Nftables.FromRuleset(nat, 8000).Verdict, Is.EqualTo(FirewallVerdict.Off));
    }

    [Test]
    public void One_that_only_counts_lets_all_in() =>
        Assert.That(
            Nftables.FromRuleset("table inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t\tcounter packets 1 bytes 60\n\t}\n}\n", 8000).Verdict,
            Is.EqualTo(FirewallVerdict.Open));

    [TestCase(1, "Operation not permitted (you must be root)\nnetlink: Error: cache initialization failed: Operation not permitted\n")]
    [TestCase(0, "netlink: Error: cache initialization failed: Operation not permitted\n")]
    public async Task Without_root_it_says_what_to_type(int exitCode, string errors)
    {
        var state = await new Nftables(new FakeTools { ["nft list ruleset"] = new(exitCode, "", errors) }).ReadAsync(8000, null);
        Assert.That((state!.Verdict, state.Command), Is.EqualTo((FirewallVerdict.Unknown, "sudo nft list ruleset")));
    }

    [TestCase("-P INPUT ACCEPT\n", FirewallVerdict.Off)]
    [TestCase("-P INPUT DROP\n", FirewallVerdict.Blocks)]
    [TestCase("-P INPUT DROP\n-A INPUT -p tcp -m tcp --dport 8000 -j ACCEPT\n", FirewallVerdict.Open)]
    [TestCase("-P INPUT DROP\n-A INPUT -p tcp -m multiport --dports 80,8000:8010 -j ACCEPT\n", FirewallVerdict.Open)]
    [TestCase("-P INPUT DROP\n-A INPUT -s 192.168.1.0/24 -p tcp -m tcp --dport 8000 -j ACCEPT\n", FirewallVerdict.Partly)]
    [TestCase("-P INPUT DROP\n-A INPUT -p udp -m udp --dport 8000 -j ACCEPT\n", FirewallVerdict.Blocks)]
    [TestCase("-P INPUT ACCEPT\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n", FirewallVerdict.Blocks)]
    [TestCase("-P INPUT ACCEPT\n-A INPUT -p tcp -m tcp --dport 8000 -j DROP\n", FirewallVerdict.Blocks)]
    [TestCase("-P INPUT ACCEPT\n-A INPUT -p tcp -m tcp --dport 25 -j DROP\n", FirewallVerdict.Open)]
    [TestCase("-P INPUT DROP\n-A INPUT -j ufw-before-input\n", FirewallVerdict.Unknown)]
    [TestCase("-P INPUT DROP\n-A INPUT -s 192.168.1.0/24 -j ACCEPT\n", FirewallVerdict.Unknown)]
    [TestCase("-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m state --state ESTABLISHED -j ACCEPT\n", FirewallVerdict.Blocks)]
    public void A_rule_of_iptables_decides(string rules, object verdict) =>
        Assert.That(Iptables.FromRules(rules, 8000).Verdict, Is.EqualTo(verdict));

    [Test]
    public async Task Iptables_without_root_is_unknown_and_where_nft_has_its_rules_it_isnt_asked()
    {
        var denied = new ToolOutput(4, "", "iptables v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n");
        var alone = new FakeTools { ["iptables -S INPUT"] = denied };
        Assert.That((await new Iptables(alone).ReadAsync(8000, null))!.Command, Is.EqualTo("sudo iptables -S INPUT"));
        var both = new FakeTools { ["iptables -S INPUT"] = denied, ["nft list ruleset"] = denied };
        Assert.That(await new Iptables(both).ReadAsync(8000, null), Is.Null);

        var legacy = new FakeTools { ["iptables-legacy -S INPUT"] = denied with { Errors = "iptables v1.8.7 (legacy): can't initialize iptables table `filter': Permission denied" } };
        legacy.Files["/proc/modules"] = "xt_tcpudp 20480 1 - Live 0x0\niptable_filter 16384 1 - Live 0x0\n";
        Assert.That((await new Iptables(legacy).ReadAsync(8000, null))!.Command, Is.EqualTo("sudo iptables-legacy -S INPUT"));
        legacy.Files["/proc/modules"] = "nf_tables 303104 1 - Live 0x0\n";
        Assert.That((await new Iptables(legacy).ReadAsync(8000, null))!.Verdict, Is.EqualTo(FirewallVerdict.Off));
    }

    [Test]
    public async Task Of_what_ufw_sets_the_filter_itself_says_nothing()
    {
        var tools = new FakeTools { ["ufw status verbose"] = new(1, "", "ERROR: You need to be root"), ["nft list ruleset"] = new(1, "", "you must be root") };
        tools.Files["/etc/ufw/ufw.conf"] = "ENABLED=yes\n";
        Assert.That((await Firewalls.ReadAsync(All(tools), 8000, null)).Select(state => state.Firewall), Is.EqualTo(new[] { "ufw" }));
        tools.Files["/etc/ufw/ufw.conf"] = "ENABLED=no\n";
        Assert.That((await Firewalls.ReadAsync(All(tools), 8000, null)).Select(state => state.Firewall), Is.EqualTo(new[] { "ufw", "nftables" }));
    }

    private static IReadOnlyList<IFirewall> All(FakeTools tools) =>
        [new Ufw(tools), new Firewalld(tools), new Nftables(tools), new Iptables(tools)];
}
