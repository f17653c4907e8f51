"""Texts that would run as a script, or as a part of a paper, where they are not written as text.

Each calls `gate()` if it runs, or makes an element or attribute named after it if it is read as
markup: both are looked for. Our own list: one text for each place that a page can write into, and
for each way in which browsers forgive what is malformed.
"""

from collections.abc import Sequence

MARK = "gate"  # the name of the function, attribute and element that are looked for
IN_TEXT = (
    "<script>gate()</script>",
    "<ScRiPt gate>gate()</sCrIpT >",
    "<script src=data:,gate()></script>",
    "<scr<script>ipt>gate()</scr</script>ipt>",
    "<script\t>gate()</script\n>",
    "<script/x>gate()</script>",
    "<img gate src=x onerror=gate()>",
    "<img/gate/src=x/onerror=gate()>",
    "<img gate src=x onerror\n=\ngate()>",
    '<img gate src="x` `"onerror=gate()>',
    "<IMG gate SRC=x ONERROR='gate()'",
    "<svg gate onload=gate()>",
    "<svg/gate/onload=gate()//",
    "<svg gate><script>gate()</script></svg>",
    "<svg gate><animate onbegin=gate() attributeName=x dur=1s>",
    "<svg gate><a xlink:href='javascript:gate()'><text y=9>x</text></a></svg>",
    "<svg gate><use href='data:image/svg+xml,<svg id=x onload=gate() />#x'></svg>",
    "<svg gate><foreignObject><body onload=gate()></foreignObject></svg>",
    "<math gate><mtext><img src=x onerror=gate()></mtext></math>",
    "<math gate><maction xlink:href=javascript:gate()>x</maction></math>",
    "<body gate onload=gate()>",
    "<details gate open ontoggle=gate()>x</details>",
    "<video gate src=x onerror=gate()></video>",
    "<audio gate src=x onerror=gate()></audio>",
    "<video gate><source onerror=gate()></video>",
    "<iframe gate src=javascript:gate()></iframe>",
    "<iframe gate srcdoc='<script>parent.gate()</script>'></iframe>",
    "<object gate data=javascript:gate()></object>",
    "<embed gate src=javascript:gate()>",
    "<input gate autofocus onfocus=gate()>",
    "<select gate autofocus onfocus=gate()></select>",
    "<textarea gate autofocus onfocus=gate()></textarea>",
    "<button gate form=x formaction=javascript:gate()>x</button>",
    "<form gate action=javascript:gate()><input type=submit>",
    "<a gate href=javascript:gate()>x</a>",
    "<a gate href='java\tscript:gate()'>x</a>",
    "<a gate href='&#106;avascript:gate()'>x</a>",
    "<marquee gate onstart=gate()>x</marquee>",
    "<style gate>@import 'data:text/css,*{}'</style>",
    "<style gate onload=gate()></style>",
    "<link gate rel=stylesheet href='data:text/css,*{}'>",
    "<meta gate http-equiv=refresh content='0;url=javascript:gate()'>",
    "<base gate href=//127.0.0.1:9/>",
    "<template gate><img src=x onerror=gate()></template>",
    "<xss gate tabindex=1 id=x onfocus=gate() autofocus>x</xss>",
    "<gate onclick=gate()>x</gate>",
    "<div gate style=animation-name:x onanimationstart=gate()>x</div>",
    "<p gate contenteditable onbeforeinput=gate()>x</p>",
    "<!--><img gate src=x onerror=gate()>-->",
    "<![CDATA[><img gate src=x onerror=gate()>]]>",
    "<?xml gate?><img gate src=x onerror=gate()>",
)
OUT_OF_MORE = (
    '"><script>gate()</script>',
    "'><img gate src=x onerror=gate()>",
    '" gate onmouseover=gate() autofocus onfocus=gate() x="',
    "' gate autofocus onfocus=gate() x='",
    "` gate onfocus=gate() autofocus x=`",
    "</textarea><img gate src=x onerror=gate()>",
    "</title><img gate src=x onerror=gate()>",
    "</script><script>gate()</script>",
    "</style><img gate src=x onerror=gate()>",
    "</select><img gate src=x onerror=gate()>",
    "--><img gate src=x onerror=gate()>",
    "</noscript><img gate src=x onerror=gate()>",
    "]]><img gate src=x onerror=gate()>",
    "';gate();//",
    '";gate();//',
    "\\';gate();//",
    "</script>';gate()//",
    "javascript:gate()",
    "JaVaScRiPt:gate()//",
    "\x01javascript:gate()",
    "data:text/html,<script>gate()</script>",
    "${gate()}",
    "{{ gate() }}",
    "{{constructor.constructor('gate()')()}}",
    "{% if gate %}gate{% endif %}",
    "#{gate()}",
    "+ADw-script+AD4-gate()+ADw-/script+AD4-",
    "\uff1cscript\uff1egate()\uff1c/script\uff1e",
    "\u2028gate()\u2028",
    "%3Cimg%20gate%20src=x%20onerror=gate()%3E",
    "&lt;img gate src=x onerror=gate()&gt;",
    "&#60;img gate src=x onerror=gate()&#62;",
    "hx-on:load=gate() hx-get=javascript:gate()",
    "<div gate hx-on:htmx:load=gate() hx-trigger=load hx-get=/>x</div>",
    "<div gate data-hx-on::load=gate()>x</div>",
)
# What a paper would carry out, where its words were read as instructions.
IN_PAPERS = (
    '#read("/etc/passwd")',
    '#link("javascript:gate()")[x]',
    '#include "/etc/passwd"',
    '#image("/etc/passwd")',
    "#sys.inputs",
    '#eval("gate") $ x $ *x* _x_ `x` <x> @x \\ // /* ~',
    "] #panic() [",
    '" + read("/etc/passwd") + "',
)
PAYLOADS = (*IN_TEXT, *OUT_OF_MORE, *IN_PAPERS)


def beginning_with(at: int, longest: int | None, among: Sequence[str] = PAYLOADS) -> str:
    """Return the payload at a place of a list, and after it as many others of it as fit."""
    begin = at % len(among)
    ordered = [*among[begin:], *among[:begin]]
    fitting = [one for one in ordered if longest is None or len(one) <= longest]
    text = fitting[0] if fitting else ordered[0][:longest]
    for one in fitting[1:]:
        if longest is not None and len(text) + 1 + len(one) > longest:
            break
        text += f" {one}"
    return text
