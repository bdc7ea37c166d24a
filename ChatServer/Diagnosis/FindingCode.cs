namespace ChatServer.Diagnosis;

/// <summary>What can be found; docs/protocol.md lists the same.</summary>
internal static class FindingCode
{
    public const string ServerAnswers = "server_answers";
    public const string ServerNotRunning = "server_not_running";
    public const string ServerFailing = "server_failing";
    public const string PortTaken = "port_taken";
    public const string PortSilent = "port_silent";
    public const string OtherServer = "other_server";
    public const string OnlyThisMachine = "only_this_machine";
    public const string OnlyOneAddress = "only_one_address";
    public const string AddressSilent = "address_silent";
    public const string Ipv6Silent = "ipv6_silent";
    public const string NoNetwork = "no_network";
    public const string NoRouter = "no_router";
    public const string OnlyVirtual = "only_virtual";
    public const string SharedAddress = "shared_address";
    public const string PublicAddress = "public_address";
    public const string Vpn = "vpn";
    public const string WslNat = "wsl_nat";
    public const string Container = "container";
    public const string Proxy = "proxy";
    public const string NameRefused = "name_refused";
    public const string NameElsewhere = "name_elsewhere";
    public const string NameUnknown = "name_unknown";
    public const string FirewallOff = "firewall_off";
    public const string FirewallOpen = "firewall_open";
    public const string FirewallPartly = "firewall_partly";
    public const string FirewallBlocks = "firewall_blocks";
    public const string FirewallUnknown = "firewall_unknown";
    public const string NetworkPublic = "network_public";
    public const string NoFirewall = "no_firewall";
    public const string WifiIsolation = "wifi_isolation";
}
