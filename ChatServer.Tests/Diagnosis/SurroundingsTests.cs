using ChatServer.Diagnosis;

namespace ChatServer.Tests.Diagnosis;

/// <summary>What a machine is in, told from what it says of itself.</summary>
public sealed class SurroundingsTests
{
    [TestCase("Linux version 5.15.167.4-microsoft-standard-WSL2 (root@f9c8) (gcc 11.2.0) #1 SMP", true)]
    [TestCase("Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) (gcc version 5.4.0)", true)]
    [TestCase("Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)", false)]
    public void Windows_below_is_told_by_the_kernel(string version, bool isWsl) =>
        Assert.That(Surroundings.TellsWsl(version), Is.EqualTo(isWsl));

    [TestCase("/.dockerenv", "", "", "docker")]
    [TestCase("/run/.containerenv", "container=oci", "", "podman")]
    [TestCase("", "KUBERNETES_SERVICE_HOST=10.43.0.1", "", "kubernetes")]
    [TestCase("", "container=systemd-nspawn", "", "systemd-nspawn")]
    [TestCase("", "", "12:pids:/docker/7c9e\n", "docker")]
    [TestCase("", "", "0::/init.scope\n", null)]
    public void A_container_is_told_by_its_traces(string file, string variable, string cgroup, string? container) =>
        Assert.That(Surroundings.ContainerOf(path => path == file, Variable(variable), cgroup), Is.EqualTo(container));

    [TestCase("http_proxy=http://ann:secret@proxy.corp.example:3128/", "proxy.corp.example:3128")]
    [TestCase("HTTP_PROXY=proxy.corp.example:8080", "proxy.corp.example:8080")]
    [TestCase("all_proxy=socks5://10.0.0.1:1080", "10.0.0.1:1080")]
    [TestCase("http_proxy=", null)]
    [TestCase("http_proxy=::::", null)]
    [TestCase("HTTPS_PROXY=http://proxy:1", null)]
    public void Of_a_proxy_neither_user_nor_password_is_told(string variable, string? proxy) =>
        Assert.That(Surroundings.ProxyOf(Variable(variable)), Is.EqualTo(proxy));

    private static Func<string, string?> Variable(string text) =>
        name => text.StartsWith(name + "=", StringComparison.Ordinal) ? text[(name.Length + 1)..] : null;
}
