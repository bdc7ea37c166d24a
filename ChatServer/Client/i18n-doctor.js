/**
 * What is said of other devices that can't connect; i18n.js takes it in. The English of what is found, and of the next
 * step, is that of ChatServer/Diagnosis/Wording.cs.
 */
export const DOCTOR_TEXTS = {
  'reach.open': { en: 'Other devices can’t connect?', zh: '其他设备连不上？' },
  'reach.title': { en: 'Can’t connect from another device?', zh: '其他设备连不上？' },
  'reach.looking': { en: 'Looking at the server’s machine…', zh: '正在检查服务器所在的机器…' },
  'reach.noProblem': { en: 'Nothing was found that keeps others out.', zh: '没有发现妨碍连接的问题。' },
  'reach.problems': {
    en: { one: 'Something keeps others out.', other: '{count} things keep others out.' },
    zh: '发现 {count} 个妨碍连接的问题。',
  },
  'reach.text': { en: 'On a device in the same network, scan or open:', zh: '在同一网络的设备上扫描或打开：' },
  'reach.code': { en: 'QR code of the address', zh: '地址的二维码' },
  'reach.link': { en: 'Address', zh: '地址' },
  'reach.none': { en: 'There is no address that another device could use.', zh: '没有其他设备可以使用的地址。' },
  'reach.findings': { en: 'Found on the server’s machine', zh: '在服务器所在的机器上发现' },
  'reach.is.problem': { en: 'Problem', zh: '问题' },
  'reach.is.note': { en: 'Note', zh: '提示' },
  'reach.is.ok': { en: 'Good', zh: '正常' },
  'reach.addresses': { en: 'All addresses of this machine', zh: '本机的全部地址' },
  'reach.answers': { en: 'answers', zh: '有响应' },
  'reach.silent': { en: 'doesn’t answer', zh: '无响应' },
  'reach.kind.virtual': { en: 'virtual', zh: '虚拟' },
  'reach.kind.tunnel': { en: 'tunnel', zh: '隧道' },
  'reach.outline': {
    en: 'Admins, and whoever opens {url} on the server’s own machine, see here what is known of its firewall and adapters.',
    zh: '管理员，或在服务器本机上打开 {url} 的人，可以在这里看到防火墙和网卡的情况。',
  },
  'reach.again': { en: 'Look again', zh: '重新检查' },

  'reach.found.server_answers': {
    en: 'ChatServer answers on port {port} of this machine.',
    zh: 'ChatServer 在本机端口 {port} 上正常响应。',
  },
  'reach.found.server_not_running': {
    en: 'Nothing answers on port {port} of this machine.',
    zh: '本机端口 {port} 没有响应。',
  },
  'reach.found.server_failing': {
    en: 'ChatServer answers, but can\'t save messages.',
    zh: 'ChatServer 有响应，但无法保存消息。',
  },
  'reach.found.port_taken': {
    en: 'Something else answers on port {port} of this machine: {what}.',
    zh: '本机端口 {port} 被其他程序占用：{what}。',
  },
  'reach.found.port_silent': {
    en: 'Something else has port {port} of this machine, and doesn\'t say what it is.',
    zh: '本机端口 {port} 被其他程序占用，无法识别是什么程序。',
  },
  'reach.found.other_server': {
    en: 'Another ChatServer answers at {url}.',
    zh: '{url} 上响应的是另一个 ChatServer。',
  },
  'reach.found.only_this_machine': { en: 'The server listens for this machine only.', zh: '服务器只监听本机。' },
  'reach.found.only_one_address': { en: 'The server listens on {address} only.', zh: '服务器只监听 {address}。' },
  'reach.found.address_silent': {
    en: '{url} doesn\'t answer, though the address is one of this machine.',
    zh: '{url} 没有响应，虽然它是本机的地址。',
  },
  'reach.found.ipv6_silent': { en: 'The server doesn\'t answer on IPv6.', zh: '服务器在 IPv6 上没有响应。' },
  'reach.found.no_network': { en: 'This machine is in no network.', zh: '本机没有连接任何网络。' },
  'reach.found.no_router': {
    en: 'No router gave this machine an address; it has only {address}, which it chose itself.',
    zh: '路由器没有给本机分配地址，只有本机自选的 {address}。',
  },
  'reach.found.only_virtual': {
    en: 'All addresses are those of virtual adapters ({adapters}), which no other device reaches.',
    zh: '本机只有虚拟网卡的地址（{adapters}），其他设备无法访问。',
  },
  'reach.found.shared_address': {
    en: '{address} is an address that providers and guest networks give out; other devices often '
      + 'don\'t reach it.',
    zh: '{address} 是运营商或访客网络分配的地址，其他设备往往无法访问。',
  },
  'reach.found.public_address': {
    en: '{address} is a public address: whoever is on the internet may reach the server.',
    zh: '{address} 是公网地址：互联网上的任何人都可能访问到服务器。',
  },
  'reach.found.vpn': {
    en: 'A VPN ({adapter}) takes what leaves this machine; many cut off the local network.',
    zh: 'VPN（{adapter}）接管了本机的对外连接，很多 VPN 会切断局域网。',
  },
  'reach.found.wsl_nat': {
    en: 'This is Linux inside Windows (WSL), whose address {address} only this Windows reaches.',
    zh: '服务器运行在 Windows 内的 Linux（WSL）中，地址 {address} 只有这台 Windows 能访问。',
  },
  'reach.found.container': {
    en: 'The server runs in a container ({container}), whose addresses only its host reaches.',
    zh: '服务器运行在容器中（{container}），容器地址只有宿主机能访问。',
  },
  'reach.found.proxy': { en: 'This machine uses a proxy for the web ({proxy}).', zh: '本机上网使用代理（{proxy}）。' },
  'reach.found.name_refused': {
    en: 'The server doesn\'t answer to the name {name}.',
    zh: '服务器不接受名称 {name}。',
  },
  'reach.found.name_elsewhere': {
    en: 'The name {name} doesn\'t lead to this machine, but to {address}.',
    zh: '名称 {name} 指向的不是本机，而是 {address}。',
  },
  'reach.found.name_unknown': { en: 'The name {name} leads nowhere.', zh: '名称 {name} 无法解析。' },
  'reach.found.firewall_off': {
    en: 'The firewall ({firewall}) lets everything in.',
    zh: '防火墙（{firewall}）不拦截任何连接。',
  },
  'reach.found.firewall_open': {
    en: 'The firewall ({firewall}) lets connections to port {port} in.',
    zh: '防火墙（{firewall}）允许连接端口 {port}。',
  },
  'reach.found.firewall_partly': {
    en: 'The firewall ({firewall}) lets only {from} in to port {port}.',
    zh: '防火墙（{firewall}）只允许 {from} 连接端口 {port}。',
  },
  'reach.found.firewall_blocks': {
    en: 'The firewall ({firewall}) lets no connection to port {port} in.',
    zh: '防火墙（{firewall}）不允许任何设备连接端口 {port}。',
  },
  'reach.found.firewall_unknown': {
    en: 'There is a firewall ({firewall}), and what it does with port {port} can\'t be told from here.',
    zh: '本机有防火墙（{firewall}），但这里无法得知它如何处理端口 {port}。',
  },
  'reach.found.network_public': {
    en: 'Windows takes {network} for a public network, and lets no connection to port {port} in.',
    zh: 'Windows 把 {network} 视为公用网络，不允许任何设备连接端口 {port}。',
  },
  'reach.found.no_firewall': { en: 'No firewall was found on this machine.', zh: '本机没有发现防火墙。' },
  'reach.found.wifi_isolation': {
    en: 'If another device still can\'t connect, the Wi-Fi probably keeps devices apart.',
    zh: '如果另一台设备仍然连不上，很可能是 Wi-Fi 隔离了各台设备。',
  },

  'reach.next.server_not_running': {
    en: 'Start the server: ./run.sh --port {port}',
    zh: '启动服务器：./run.sh --port {port}',
  },
  'reach.next.server_failing': {
    en: 'Look why at http://localhost:{port}/healthz; often the disk is full.',
    zh: '打开 http://localhost:{port}/healthz 查看原因，通常是磁盘已满。',
  },
  'reach.next.port_taken': {
    en: 'Stop it, or start ChatServer on another port: ./run.sh --port {other}',
    zh: '停止该程序，或换一个端口启动 ChatServer：./run.sh --port {other}',
  },
  'reach.next.port_silent': {
    en: 'Stop it, or start ChatServer on another port: ./run.sh --port {other}',
    zh: '停止该程序，或换一个端口启动 ChatServer：./run.sh --port {other}',
  },
  'reach.next.other_server': {
    en: 'Two servers have port {port} on different addresses: stop one, or give it another --port.',
    zh: '两个服务器在不同地址上使用了同一端口 {port}：请停止其中一个，或用 --port 换一个端口。',
  },
  'reach.next.only_this_machine': {
    en: 'Start it without --bind 127.0.0.1, so that it listens on all addresses (--bind 0.0.0.0).',
    zh: '启动时去掉 --bind 127.0.0.1，让它监听所有地址（--bind 0.0.0.0）。',
  },
  'reach.next.only_one_address': {
    en: 'Use that address on the other device, or start the server with --bind 0.0.0.0.',
    zh: '在另一台设备上使用该地址，或用 --bind 0.0.0.0 启动服务器。',
  },
  'reach.next.address_silent': {
    en: 'See what is said of firewalls here, and start the server with --bind 0.0.0.0.',
    zh: '请查看此处关于防火墙的说明，并用 --bind 0.0.0.0 启动服务器。',
  },
  'reach.next.ipv6_silent': {
    en: 'If a name of this machine doesn\'t open, use the address with numbers and dots, or start the '
      + 'server with --bind ::',
    zh: '如果用本机名称打不开，请改用数字形式的 IPv4 地址，或用 --bind :: 启动服务器',
  },
  'reach.next.no_network': {
    en: 'Connect it to the Wi-Fi or by cable, then ask again.',
    zh: '请连接 Wi-Fi 或网线，然后重新检查。',
  },
  'reach.next.no_router': {
    en: 'Connect to the Wi-Fi anew, or restart the router. Two machines on one cable may use that '
      + 'address.',
    zh: '请重新连接 Wi-Fi，或重启路由器。用网线直连的两台机器可以使用该地址。',
  },
  'reach.next.only_virtual': {
    en: 'Connect this machine to the Wi-Fi or by cable, then ask again.',
    zh: '请让本机连接 Wi-Fi 或网线，然后重新检查。',
  },
  'reach.next.shared_address': {
    en: 'Put both devices behind a router of your own, or use the hotspot of a phone.',
    zh: '请把两台设备接到自己的路由器上，或使用手机热点。',
  },
  'reach.next.public_address': {
    en: 'Start it with --password, or put a firewall or a router before it.',
    zh: '启动时使用 --password，或在前面加上防火墙或路由器。',
  },
  'reach.next.vpn': {
    en: 'Switch the VPN off, or allow local network access in its settings, on both devices.',
    zh: '请在两台设备上关闭 VPN，或在其设置中允许访问局域网。',
  },
  'reach.next.wsl_nat': {
    en: 'Set networkingMode=mirrored under [wsl2] in .wslconfig and run wsl --shutdown; or in '
      + 'Windows, as administrator: netsh interface portproxy add v4tov4 listenport={port} '
      + 'connectport={port} connectaddress={address}. Then use the address of Windows.',
    zh: '在 .wslconfig 的 [wsl2] 下设置 networkingMode=mirrored，然后运行 wsl --shutdown；或在 Windows '
      + '中以管理员身份运行：netsh interface portproxy add v4tov4 listenport={port} connectport={port} '
      + 'connectaddress={address}。之后使用 Windows 的地址。',
  },
  'reach.next.container': {
    en: 'Publish the port (-p {port}:{port}), and use the address of the host.',
    zh: '发布端口（-p {port}:{port}），并使用宿主机的地址。',
  },
  'reach.next.proxy': {
    en: 'If the other device does, too, have local addresses excepted in its proxy settings.',
    zh: '如果另一台设备也使用代理，请在代理设置中排除局域网地址。',
  },
  'reach.next.name_refused': { en: 'Start it with --allow-host {name}', zh: '启动时加上 --allow-host {name}' },
  'reach.next.name_elsewhere': {
    en: 'Mend it where the name is set, or use an address from above.',
    zh: '请在设置该名称的地方改正，或使用上面的地址。',
  },
  'reach.next.name_unknown': {
    en: 'Set it in the router or the DNS server, or use an address from above.',
    zh: '请在路由器或 DNS 服务器中设置，或使用上面的地址。',
  },
  'reach.next.firewall_partly': { en: 'To let everybody in: {command}', zh: '要允许所有人：{command}' },
  'reach.next.firewall_blocks': { en: 'To let them in: {command}', zh: '要允许连接：{command}' },
  'reach.next.firewall_unknown': {
    en: 'Somebody who administers this machine can: {command}',
    zh: '请由管理本机的人运行：{command}',
  },
  'reach.next.network_public': {
    en: 'Set the network to «Private» in the settings of Windows, and as administrator: {command}',
    zh: '在 Windows 设置中把该网络改为“专用”，并以管理员身份运行：{command}',
  },
  'reach.next.wifi_isolation': {
    en: 'Put both in the same Wi-Fi, not a guest one, and switch mobile data off; in the router, '
      + 'switch off «AP isolation» or «client isolation»; or use the hotspot of a phone.',
    zh: '请让两台设备连接同一个 Wi-Fi（不要用访客网络），并关闭移动数据；在路由器中关闭“AP 隔离”或“客户端隔离”；或使用手机热点。',
  },
};
