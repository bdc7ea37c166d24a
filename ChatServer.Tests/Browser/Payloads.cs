namespace ChatServer.Tests.Browser;

/// <summary>
/// What a hostile person writes. Each payload opens a dialog or sets <c>hacked</c> where it is taken for more than text: as an
/// element, an attribute, an address, a style, a template.
/// </summary>
internal static class Payloads
{
    /// <summary>As long as a name may be.</summary>
    private const int NameChars = 32;

    public static readonly string[] All =
    [
        // Elements.
        "<script>hacked=1</script>",
        "<script src=/client/main.js onload=hacked=1></script>",
        "<script src=data:text/javascript,hacked=1></script>",
        "<ScRiPt>alert(1)</sCrIpT>",
        "<script\n>hacked=1</script\n>",
        "<script/x>hacked=1</script>",
        "<<script>hacked=1//<</script>",
        "<script type=module>window.hacked=1</script>",
        "<scr<script>ipt>hacked=1</scr</script>ipt>",
        "<noscript><p title=\"</noscript><img src=x onerror=hacked=1>\">",
        "<template><script>hacked=1</script></template>",
        "<xmp><script>hacked=1</script></xmp>",
        "<plaintext onmouseover=hacked=1>x",
        "<x onclick=hacked=1 tabindex=1 onfocus=hacked=1 autofocus>x</x>",
        "<custom-element onpointerenter=hacked=1>x</custom-element>",

        // Out of where the page may have put it.
        "\"><script>hacked=1</script>",
        "'><script>hacked=1</script>",
        "</script><script>hacked=1</script>",
        "</div></article><script>hacked=1</script>",
        "</title></textarea></style><script>hacked=1</script>",
        "--><script>hacked=1</script><!--",
        "]]><script>hacked=1</script>",
        "<!--<img src=\"--><img src=x onerror=hacked=1//\">",
        "\" autofocus onfocus=hacked=1 x=\"",
        "' autofocus onfocus=hacked=1 x='",
        " onmouseover=hacked=1 ",
        "\" style=\"animation-name:x\" onanimationstart=\"hacked=1",
        "</dialog><dialog open onclose=hacked=1>",
        "</template><img src=x onerror=hacked=1>",
        "</noscript><img src=x onerror=hacked=1>",

        // Pictures and media.
        "<img src=x onerror=hacked=1>",
        "<img src=x onerror=alert(1)//",
        "\"><img src=x onerror=hacked=1>",
        "<IMG SRC=\"javascript:hacked=1\">",
        "<img src=`x` onerror=hacked=1>",
        "<img/src/onerror=hacked=1>",
        "<img src=x:x onerror\n=\nhacked=1>",
        "<img srcset=x onerror=hacked=1>",
        "<img src=1 href=1 onerror=\"javascript:hacked=1\"></img>",
        "<image src=x onerror=hacked=1>",
        "<picture><source srcset=x><img onerror=hacked=1></picture>",
        "<video><source onerror=hacked=1></video>",
        "<video src=x onerror=hacked=1 autoplay>",
        "<audio src=x onerror=hacked=1>",
        "<input type=image src=x onerror=hacked=1>",

        // SVG and MathML, where other rules hold.
        "<svg onload=hacked=1>",
        "<svg/onload=hacked=1>",
        "<svg><script>hacked=1</script></svg>",
        "<svg><animate onbegin=hacked=1 attributeName=x dur=1s>",
        "<svg><set attributeName=onmouseover to=hacked=1>",
        "<svg><a xlink:href=javascript:hacked=1><text y=9>x</text></a></svg>",
        "<svg><use href=\"data:image/svg+xml,<svg id=x onload=hacked=1>#x\"/></svg>",
        "<svg><foreignObject><iframe onload=hacked=1></foreignObject></svg>",
        "<svg><style><img src=x onerror=hacked=1></style></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=hacked=1>\">",
        "<math><mtext></p><img src onerror=hacked=1></mtext></math>",
        "<math href=javascript:hacked=1>x</math>",
        "<math><mtext><table><mglyph><style><img src onerror=hacked=1></style></mglyph></table></mtext></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hacked=1>",

        // Frames, objects, forms, and what the head of a page has.
        "<body onload=hacked=1>",
        "<body onpageshow=hacked=1 onhashchange=hacked=1>",
        "<iframe src=\"javascript:parent.hacked=1\"></iframe>",
        "<iframe srcdoc=\"<script>parent.hacked=1</script>\"></iframe>",
        "<iframe onload=hacked=1>",
        "<frameset onload=hacked=1>",
        "<object data=\"javascript:hacked=1\"></object>",
        "<object data=\"data:text/html,<script>parent.hacked=1</script>\"></object>",
        "<embed src=\"javascript:hacked=1\">",
        "<applet code=x onerror=hacked=1>",
        "<form action=javascript:hacked=1><button>x</button></form>",
        "<button formaction=javascript:hacked=1 autofocus>x</button>",
        "<isindex action=javascript:hacked=1 type=image>",
        "<input autofocus onfocus=hacked=1>",
        "<select autofocus onfocus=hacked=1>",
        "<textarea autofocus onfocus=hacked=1>",
        "<keygen autofocus onfocus=hacked=1>",
        "<details open ontoggle=hacked=1>x</details>",
        "<div popover id=x onbeforetoggle=hacked=1>x</div><button popovertarget=x>y</button>",
        "<marquee onstart=hacked=1>x</marquee>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<link rel=import href=data:text/html,<script>hacked=1</script>>",
        "<meta http-equiv=refresh content=\"0;url=javascript:hacked=1\">",
        "<meta http-equiv=refresh content=\"0;url=//evil.example/\">",
        "<base href=//evil.example/>",
        "<style>@import 'data:text/css,*{color:red}';</style>",
        "<style>@keyframes x{}</style><p style=animation-name:x onanimationend=hacked=1>",
        "<p style=\"background:url(javascript:hacked=1)\">x</p>",
        "<p style=\"width:expression(hacked=1)\">x</p>",

        // Addresses.
        "<a href=\"javascript:hacked=1\">click</a>",
        "javascript:hacked=1",
        "JaVaScRiPt:alert(1)",
        "java\tscript:hacked=1",
        "\u0001javascript:hacked=1",
        "javascript&colon;hacked=1",
        "javascript:%68acked=1//https://example.com",
        "javascript://example.com/%0ahacked=1",
        "data:text/html,<script>opener.hacked=1</script>",
        "data:text/html;base64,PHNjcmlwdD5vcGVuZXIuaGFja2VkPTE8L3NjcmlwdD4=",
        "vbscript:alert(1)",
        "blob:http://localhost/hacked",
        "filesystem:http://localhost/temporary/x",
        "view-source:http://localhost/",
        "file:///etc/passwd",
        "http://javascript:hacked=1",
        "https://example.com/\"onmouseover=\"hacked=1",
        "https://example.com/'onfocus='hacked=1'autofocus='",
        "https://example.com/<script>hacked=1</script>",
        "https://example.com/><img src=x onerror=hacked=1>",
        "https://user:javascript@example.com:hacked/",
        "https://[javascript:hacked=1]/",
        "http://0x7f.1/?hacked=1\"><svg onload=hacked=1>",
        "//evil.example/hacked",
        "\\\\evil.example\\hacked",
        "mailto:a@b.cn?subject=<script>hacked=1</script>",

        // Markdown that would become one of them.
        "[click](javascript:hacked=1)",
        "[click](JAVASCRIPT:hacked=1)",
        "[click]( javascript:hacked=1)",
        "[click](\njavascript:hacked=1)",
        "[click](java\u00ADscript:hacked=1)",
        "[click](javascript&#58;hacked=1)",
        "[click](data:text/html,<script>hacked=1</script>)",
        "[click](https://x.cn\"onmouseover=\"hacked=1)",
        "[click](https://x.cn/ \"onmouseover=hacked=1\")",
        "[<img src=x onerror=hacked=1>](https://example.com)",
        "![x](javascript:hacked=1)",
        "![x\"onerror=\"hacked=1](x)",
        "[a]: javascript:hacked=1\n[a]",
        "<javascript:hacked=1>",
        "```html\n<script>hacked=1</script>\n```",
        "```\"><script>hacked=1</script>\nx\n```",
        "> <script>hacked=1</script>",
        "- <img src=x onerror=hacked=1>",
        "**<b onmouseover=hacked=1>x</b>**",
        "`</code><script>hacked=1</script>`",
        "/me <script>hacked=1</script>",

        // Templates, encodings, prototypes.
        "${hacked=1}",
        "`${hacked=1}`",
        "{{constructor.constructor('hacked=1')()}}",
        "<%= hacked=1 %>",
        "#{hacked=1}",
        "&lt;script&gt;hacked=1&lt;/script&gt; &amp; &#60;img&#62;",
        "\\u003cscript\\u003ehacked=1\\u003c/script\\u003e",
        "%3Cscript%3Ehacked=1%3C/script%3E",
        "+ADw-script+AD4-hacked=1+ADw-/script+AD4-",
        "\uFF1Cscript\uFF1Ehacked=1\uFF1C/script\uFF1E",
        "\u202E<script>hacked=1</script>",
        "<\u0000script>hacked=1</script>",
        "__proto__",
        "constructor",
        "{\"__proto__\":{\"hacked\":1}}",
    ];

    /// <summary>The beginnings of them that can be a name, each once.</summary>
    public static readonly string[] Names =
    [
        .. All.Select(payload => string.Join(' ', payload.Split(['\n', '\t', ' ', '\u0000', '\u0001', '\u00AD', '\u202E'],
                StringSplitOptions.RemoveEmptyEntries)))
            .Select(payload => payload[..Math.Min(payload.Length, NameChars)].Trim())
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
