using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>What the tools of Windows and macOS print, of several versions, and what is read off it.</summary>
public sealed class DesktopFirewallTests
{
    private const string Dotnet = "/usr/local/share/dotnet/dotnet";

    private const string Networks = """


        Name            : Network 2
        InterfaceAlias  : Ethernet
        NetworkCategory : Private

        Name            : Café
        InterfaceAlias  : Wi-Fi
        NetworkCategory : Public



        """;

    private const string Rule = """

        Rule Name:                            ChatServer
        ----------------------------------------------------------------------
        Enabled:                              Yes
        Direction:                            In
        Profiles:                             Domain,Private,Public
        Protocol:                             TCP
        LocalPort:                            8000
        RemotePort:                           Any
        Action:                               Allow
        Ok.

        """;

    [TestCase("Wi-Fi", "ON", "", FirewallVerdict.Blocks, "Café")]
    [TestCase("Wi-Fi", "OFF", "", FirewallVerdict.Off, null)]
    [TestCase("Wi-Fi", "ON", Rule, FirewallVerdict.Open, null)]
    [TestCase("Ethernet", "ON", "", FirewallVerdict.Unknown, null)]
    public void The_network_of_the_adapter_decides(string adapter, string isPublicOn, string rule, object verdict, string? network)
    {
        var state = WindowsFirewall.From(English(isPublicOn), Networks, rule, 8000, adapter);
        Assert.That((state.Verdict, state.PublicNetwork), Is.EqualTo((verdict, network)));
    }

    [Test]
    public void A_rule_for_another_port_is_none() =>
        Assert.That(WindowsFirewall.From(English("ON"), Networks, Rule, 8001, "Wi-Fi").Verdict, Is.EqualTo(FirewallVerdict.Blocks));

    [TestCase("启用", FirewallVerdict.Blocks)]
    [TestCase("关闭", FirewallVerdict.Off)]
    public void A_Chinese_Windows_says_it_otherwise(string state, object verdict)
    {
        var profiles = string.Concat(((string[])["域配置文件", "专用配置文件", "公用配置文件"]).Select(name =>
            $"\r\n{name} 设置: \r\n{new string('-', 70)}\r\n状态                                  {state}\r\n防火墙策略                            BlockInbound,AllowOutbound\r\n"));
        Assert.That(WindowsFirewall.From(profiles, Networks, "", 8000, "Wi-Fi").Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Where_nothing_was_printed_nothing_is_known()
    {
        var state = WindowsFirewall.From("", "", "", 8000, "Wi-Fi");
        Assert.That(state.Verdict, Is.EqualTo(FirewallVerdict.Unknown));
        Assert.That(state.Command, Is.EqualTo("netsh advfirewall firewall add rule name=ChatServer dir=in action=allow protocol=TCP localport=8000"));
    }

    [TestCase("Firewall is disabled. (State = 0)", "Block all DISABLED! ", "", FirewallVerdict.Off)]
    [TestCase("Firewall is enabled. (State = 1) ", "Block all DISABLED! ", "Incoming connection to the application is permitted ", FirewallVerdict.Open)]
    [TestCase("Firewall is enabled. (State = 1)", "Firewall has block all state set to disabled.", "Incoming connection to the application is blocked", FirewallVerdict.Blocks)]
    [TestCase("Firewall is enabled. (State = 1)", "Firewall has block all state set to disabled.", "The application is not part of the firewall", FirewallVerdict.Unknown)]
    [TestCase("Firewall is enabled. (State = 1)", "Firewall has block all state set to enabled.", "", FirewallVerdict.Blocks)]
    [TestCase("Firewall is blocking all non-essential incoming connections. (State = 2)", "Block all ENABLED! ", "", FirewallVerdict.Blocks)]
    [TestCase("", "", "", FirewallVerdict.Unknown)]
    public void That_of_a_Mac_lets_in_by_program(string state, string all, string own, object verdict) =>
        Assert.That(MacFirewall.From(state, all, own, Dotnet).Verdict, Is.EqualTo(verdict));

    [Test]
    public async Task That_of_a_Mac_is_asked_for_this_program()
    {
        var tools = new FakeTools
        {
            ["socketfilterfw --getglobalstate"] = new(0, "Firewall is enabled. (State = 1)\n", ""),
            ["socketfilterfw --getblockall"] = new(0, "Firewall has block all state set to disabled.\n", ""),
            [$"socketfilterfw --getappblocked {Dotnet}"] = new(0, "Incoming connection to the application is blocked\n", ""),
        };
        var state = await new MacFirewall(tools, Dotnet).ReadAsync(8000, "en0");
        Assert.That(state!.Command, Is.EqualTo($"sudo /usr/libexec/ApplicationFirewall/socketfilterfw --unblockapp \"{Dotnet}\""));
    }

    private static string English(string isPublicOn) =>
        string.Concat(((string[])["Domain", "Private", "Public"]).Select(name =>
            $"\r\n{name} Profile Settings: \r\n{new string('-', 70)}\r\nState                                 {(name == "Public" ? isPublicOn : "ON")}\r\n"
            + "Firewall Policy                       BlockInbound,AllowOutbound\r\nLocalFirewallRules                    N/A (GPO-store only)\r\n"));
}
