namespace ChatServer.Diagnosis;

/// <summary>How a finding is said.</summary>
/// <param name="Severity">One of <see cref="Diagnosis.Severity"/>.</param>
/// <param name="Text">What is so; <c>{name}</c> stands for a value.</param>
/// <param name="Next">The next step; empty where there is none.</param>
/// <param name="IsForAll">Whether everybody who may read here is told; else only who is at this machine, and
/// admins.</param>
internal sealed record Wording(string Severity, string Text, string Next = "", bool IsForAll = false)
{
    // The page says the same, from its own table; a test holds the two against each other.
    public static IReadOnlyDictionary<string, Wording> ByCode { get; } = new Dictionary<string, Wording>
    {
        [FindingCode.ServerAnswers] = new(
            Ok, "ChatServer answers on port {port} of this machine.", IsForAll: true),
        [FindingCode.ServerNotRunning] = new(
            Problem, "Nothing answers on port {port} of this machine.",
            "Start the server: ./run.sh --port {port}"),
        [FindingCode.ServerFailing] = new(
            Problem, "ChatServer answers, but can't save messages.",
            "Look why at http://localhost:{port}/healthz; often the disk is full."),
        [FindingCode.PortTaken] = new(
            Problem, "Something else answers on port {port} of this machine: {what}.",
            "Stop it, or start ChatServer on another port: ./run.sh --port {other}"),
        [FindingCode.PortSilent] = new(
            Problem, "Something else has port {port} of this machine, and doesn't say what it is.",
            "Stop it, or start ChatServer on another port: ./run.sh --port {other}"),
        [FindingCode.OtherServer] = new(
            Problem, "Another ChatServer answers at {url}.",
            "Two servers have port {port} on different addresses: stop one, or give it another --port."),
        [FindingCode.OnlyThisMachine] = new(
            Problem, "The server listens for this machine only.",
            "Start it without --bind 127.0.0.1, so that it listens on all addresses (--bind 0.0.0.0)."),
        [FindingCode.OnlyOneAddress] = new(
            Note, "The server listens on {address} only.",
            "Use that address on the other device, or start the server with --bind 0.0.0.0."),
        [FindingCode.AddressSilent] = new(
            Problem, "{url} doesn't answer, though the address is one of this machine.",
            "See what is said of firewalls here, and start the server with --bind 0.0.0.0."),
        [FindingCode.Ipv6Silent] = new(
            Note, "The server doesn't answer on IPv6.",
            "If a name of this machine doesn't open, use the address with numbers and dots, "
            + "or start the server with --bind ::"),
        [FindingCode.NoNetwork] = new(
            Problem, "This machine is in no network.",
            "Connect it to the Wi-Fi or by cable, then ask again."),
        [FindingCode.NoRouter] = new(
            Problem, "No router gave this machine an address; it has only {address}, which it chose itself.",
            "Connect to the Wi-Fi anew, or restart the router. "
            + "Two machines on one cable may use that address."),
        [FindingCode.OnlyVirtual] = new(
            Problem, "All addresses are those of virtual adapters ({adapters}), "
                + "which no other device reaches.",
            "Connect this machine to the Wi-Fi or by cable, then ask again."),
        [FindingCode.SharedAddress] = new(
            Note, "{address} is an address that providers and guest networks give out; "
                + "other devices often don't reach it.",
            "Put both devices behind a router of your own, or use the hotspot of a phone."),
        [FindingCode.PublicAddress] = new(
            Note, "{address} is a public address: whoever is on the internet may reach the server.",
            "Start it with --password, or put a firewall or a router before it."),
        [FindingCode.Vpn] = new(
            Note, "A VPN ({adapter}) takes what leaves this machine; many cut off the local network.",
            "Switch the VPN off, or allow local network access in its settings, on both devices."),
        [FindingCode.WslNat] = new(
            Problem, "This is Linux inside Windows (WSL), whose address {address} only this Windows reaches.",
            "Set networkingMode=mirrored under [wsl2] in .wslconfig and run wsl --shutdown; "
            + "or in Windows, as administrator: netsh interface portproxy add v4tov4 listenport={port} "
            + "connectport={port} connectaddress={address}. Then use the address of Windows."),
        [FindingCode.Container] = new(
            Note, "The server runs in a container ({container}), whose addresses only its host reaches.",
            "Publish the port (-p {port}:{port}), and use the address of the host."),
        [FindingCode.Proxy] = new(
            Note, "This machine uses a proxy for the web ({proxy}).",
            "If the other device does, too, have local addresses excepted in its proxy settings."),
        [FindingCode.NameRefused] = new(
            Problem, "The server doesn't answer to the name {name}.",
            "Start it with --allow-host {name}"),
        [FindingCode.NameElsewhere] = new(
            Problem, "The name {name} doesn't lead to this machine, but to {address}.",
            "Mend it where the name is set, or use an address from above."),
        [FindingCode.NameUnknown] = new(
            Problem, "The name {name} leads nowhere.",
            "Set it in the router or the DNS server, or use an address from above."),
        [FindingCode.FirewallOff] = new(Ok, "The firewall ({firewall}) lets everything in."),
        [FindingCode.FirewallOpen] = new(Ok, "The firewall ({firewall}) lets connections to port {port} in."),
        [FindingCode.FirewallPartly] = new(
            Note, "The firewall ({firewall}) lets only {from} in to port {port}.",
            "To let everybody in: {command}"),
        [FindingCode.FirewallBlocks] = new(
            Problem, "The firewall ({firewall}) lets no connection to port {port} in.",
            "To let them in: {command}"),
        [FindingCode.FirewallUnknown] = new(
            Note, "There is a firewall ({firewall}), and what it does with port {port} "
                + "can't be told from here.",
            "Somebody who administers this machine can: {command}"),
        [FindingCode.NetworkPublic] = new(
            Problem, "Windows takes {network} for a public network, "
                + "and lets no connection to port {port} in.",
            "Set the network to «Private» in the settings of Windows, and as administrator: {command}"),
        [FindingCode.NoFirewall] = new(Ok, "No firewall was found on this machine."),
        [FindingCode.WifiIsolation] = new(
            Note, "If another device still can't connect, the Wi-Fi probably keeps devices apart.",
            "Put both in the same Wi-Fi, not a guest one, and switch mobile data off; in the router, switch "
            + "off «AP isolation» or «client isolation»; or use the hotspot of a phone.", IsForAll: true),
    };

    private const string Ok = Diagnosis.Severity.Ok;
    private const string Note = Diagnosis.Severity.Note;
    private const string Problem = Diagnosis.Severity.Problem;

    /// <summary>A text with its values.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        values.Aggregate(text, (filled, value) =>
            filled.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));
}
